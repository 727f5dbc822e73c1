"""Small hands for workspaces under test: change them, look into them, run them in this process."""

import io
import json
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pypdfium2
import pytest

from evaluering.attack.pdf_tree import strings_of
from evaluering.cli import main
from evaluering.publishing.kernels import Call, Ended, LocalWorkers
from evaluering.publishing.kernels.child import named
from functional.commands import Ran

GATHERING = "gathering-time-nb"
HOURS = "data/raw/published/gathering_hours_2014_2015.csv"
GOALS = "data/raw/published/municipal_goals_2014_2015.csv"


def keep_only(folder: Path, report: str = "gathering-time") -> Path:
    """Leave one report in ``evaluering.toml``: a build is then three times as quick."""
    file = folder / "evaluering.toml"
    head, *reports = file.read_text(encoding="utf-8").split("[[reports]]")
    (kept,) = [text for text in reports if f'id = "{report}"' in text]
    file.write_text(f"{head}[[reports]]{kept}", encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def correct(folder: Path, day: str, note: str = "Timene er rettet.", report: str = "gathering-time") -> None:
    """Tell readers of a change, in ``evaluering.toml``."""
    told = f'\n[[correction]]\nreport = "{report}"\ndate = {day}\nnote = "{note}"\n'
    with (folder / "evaluering.toml").open("a", encoding="utf-8") as file:
        file.write(told)


def notebook_file(folder: Path, name: str) -> Path:
    """The file of a notebook."""
    return folder / "notebooks" / f"{name}.ipynb"


def edit_notebook(folder: Path, name: str, edit: Callable[[Any], None]) -> None:
    """Change a notebook of a workspace."""
    file = notebook_file(folder, name)
    notebook = nbformat.read(file, as_version=4)
    edit(notebook)
    nbformat.write(notebook, file)


def add_cell(folder: Path, name: str, source: str) -> int:
    """Add a code cell at the end; its number, counted from 1."""
    numbers: list[int] = []

    def edit(notebook: Any) -> None:
        cell = nbformat.v4.new_code_cell(source, id=f"added-{len(notebook.cells)}")
        notebook.cells.append(cell)
        numbers.append(len(notebook.cells))

    edit_notebook(folder, name, edit)
    return numbers[0]


def drop_cell(folder: Path, name: str, source: str) -> None:
    """Take out the cell with exactly this source."""

    def edit(notebook: Any) -> None:
        kept = [cell for cell in notebook.cells if cell.source != source]
        assert len(kept) == len(notebook.cells) - 1
        notebook.cells = kept

    edit_notebook(folder, name, edit)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by relative name; links are not followed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def told(folder: Path) -> dict[str, bytes]:
    """The same, a PDF as its texts and metadata: packed bytes hide words, and spell short ones by chance."""
    return {
        name: _told(content) if name.endswith(".pdf") else content
        for name, content in contents(folder).items()
    }


def _told(content: bytes) -> bytes:
    pages = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in pages]
    pages.close()
    assert all(texts)
    with pikepdf.open(io.BytesIO(content)) as opened:
        return "\n".join([*texts, *strings_of(opened)]).encode() + opened.Root.Metadata.read_bytes()


def latest(folder: Path) -> Path:
    """The folder ``latest`` points to."""
    return (folder / "reports" / "latest").resolve(strict=True)


def releases(folder: Path) -> list[str]:
    """The ids of all releases."""
    return sorted(path.name for path in (folder / "reports" / "releases").iterdir())


def ledger(folder: Path) -> list[dict[str, Any]]:
    """The entries of the ledger."""
    lines = (folder / "reports" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def build_log(folder: Path) -> list[dict[str, Any]]:
    """The lines of the log of the last build."""
    lines = (folder / ".evaluering/logs/build.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ended(folder: Path) -> dict[str, str]:
    """How each report of the last build ended, by its id, as the log tells it."""
    told = [line for line in build_log(folder) if line["event"] == "report"]
    return {line["report"]: line["outcome"] for line in sorted(told, key=lambda line: str(line["report"]))}


def is_complete(release: Path) -> bool:
    """Whether a release holds exactly the files its manifest lists, and their digests hold."""
    files = contents(release)
    manifest = files.pop("manifest.json")
    listed = json.loads(manifest)["files"]
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    return listed == digests and release.name == sha256(manifest).hexdigest()[: len(release.name)]


def receipt(release: Path, report: str = GATHERING) -> dict[str, Any]:
    """A report's receipt."""
    return dict(json.loads((release / report / "receipt.json").read_text(encoding="utf-8")))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tables: list[list[str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside:
            self.parts.append(data)
        if {"td", "th"} & set(self._inside) and self.tables:
            self.tables[-1][-1] += data


def page_text(html: str) -> str:
    """What a page says, with single spaces."""
    parser = _Text()
    parser.feed(html)
    return re.sub(r"\s+", " ", " ".join(parser.parts))


def table_cells(html: str) -> list[list[str]]:
    """The texts of all cells, table by table."""
    parser = _Text()
    parser.feed(html)
    return [[cell.strip() for cell in table] for table in parser.tables]


def page(release: Path, report: str = GATHERING) -> str:
    """A report's page as text."""
    return page_text((release / report / "index.html").read_text(encoding="utf-8"))


def here(folder: Path, *arguments: str) -> Ran:
    """Run ``evaluering`` in this process: quick, and open to patches.

    What it remembers of the last build does not count, for that knows nothing of patches.
    """
    (folder / ".evaluering" / "last-build.json").unlink(missing_ok=True)
    return resumed(folder, *arguments)


def resumed(folder: Path, *arguments: str) -> Ran:
    """Run ``evaluering`` in this process, with all that it remembers."""
    out, err, argv = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["evaluering", *arguments]
    try:
        with chdir(folder), redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        return Ran(code, out.getvalue(), err.getvalue())
    finally:
        sys.argv = argv
        logging.captureWarnings(False)
    return Ran(0, out.getvalue(), err.getvalue())


def work_here(patch: pytest.MonkeyPatch, *stages: str) -> None:
    """Do the work of these stages (all, where none is named) in this process: what is patched here counts."""
    elsewhere = LocalWorkers.run

    def run(workers: LocalWorkers, calls: Iterable[Call]) -> Iterator[Ended]:
        calls = list(calls)
        if stages and not {call.stage for call in calls} <= set(stages):
            yield from elsewhere(workers, calls)
            return
        for place, call in enumerate(calls):
            try:
                yield Ended(place, named(call.function)(*call.arguments))
            except Exception as error:
                yield Ended(place, error=error)

    patch.setattr(LocalWorkers, "run", run)
    # Nothing is asked of other processes, or nothing that could not be imported when it is.
    patch.setattr(LocalWorkers, "ahead", lambda *_: None)


def without_release(folder: Path) -> Path:
    """Take the releases away and leave the caches: the next build only has to publish."""
    shutil.rmtree(folder / "reports")
    return folder


def as_nobody() -> list[str]:
    """What to put before a command so that it runs as uid 65534, without root's rights."""
    command = ["unshare", "--user"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this machine does not let us become another user")
    return command
