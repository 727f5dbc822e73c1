"""pandoc, which comes with the extra for Word documents: called as a process, and nothing is fetched."""

import subprocess
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from evaluering.errors import EnvironmentProblem, OwnFault

EXTRA = "evaluering[docx]"
BODY, LISTS, LEADS = "word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"
_READER = "html-auto_identifiers"
_SECONDS = 120
"""Longer than pandoc takes for any page by far."""


def check_docx() -> None:
    """Raise ``EnvironmentProblem`` naming the extra when documents cannot be made on this machine."""
    lacking = [name for name, found in docx_libraries().items() if not found]
    if lacking:
        raise EnvironmentProblem(
            "DOCX",
            expected=f"pandoc and resvg, which come with the extra {EXTRA}",
            found=f"no {' and no '.join(lacking)}",
            next_step=f"install them: pip install '{EXTRA}'\nor build without DOCX: --formats html,pdf",
        )


@cache
def docx_libraries() -> dict[str, str]:
    """The versions of pandoc and of resvg's package by name; "" for one that is not there."""
    program = _program()
    said = _run(program, ["--version"], b"").decode("utf-8") if program.is_file() else ""
    return {
        "pandoc": said.partition("\n")[0].removeprefix("pandoc").strip(),
        "resvg-py": _version("resvg-py"),
    }


def convert(html: str, report_id: str) -> dict[str, bytes]:
    """What pandoc makes of HTML: the body of a document, its lists and what it leads to, by name of the part.

    It may read no file and has nobody's settings. Raises ``OwnFault`` when it fails or warns.
    """
    made = _run(
        _program(), ["--sandbox", f"--from={_READER}", "--to=docx", "--output=-"], html.encode("utf-8")
    )
    if not made:
        raise OwnFault(
            f"report {report_id} as DOCX",
            expected="a page that pandoc has nothing to say of",
            found="one that it failed on or warned of",
            next_step="mend the template or docx_html.py; meanwhile leave docx out of --formats",
        )
    with ZipFile(BytesIO(made)) as package:
        return {name: package.read(name) for name in (BODY, LISTS, LEADS)}


def _run(program: Path, arguments: list[str], given: bytes) -> bytes:
    """What a program writes; nothing when it cannot run, fails, warns or never ends."""
    with tempfile.TemporaryDirectory(prefix="ev-docx-") as empty:
        # Nothing of the user's: neither a document to take styles from, nor a locale, nor the clock.
        settings = {"HOME": empty, "XDG_DATA_HOME": empty, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - the program that the extra ships, with arguments of our own
                [program, *arguments],
                input=given,
                capture_output=True,
                cwd=empty,
                env=settings,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return b""
    return b"" if done.returncode or done.stderr else done.stdout


def _program() -> Path:
    """The program that the extra ships, and no other: the system's would differ from machine to machine."""
    found = find_spec("pypandoc")
    return Path((found.origin if found else None) or "pypandoc").parent / "files" / "pandoc"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
