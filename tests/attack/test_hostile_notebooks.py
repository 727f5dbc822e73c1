"""A notebook can place released elements, and nothing else of its own or of the machine."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from functional.commands import Ran, run
from functional.workspaces import contents, edit_notebook, keep_only, latest

SECRET = "kanari-secret-91c2"
METADATA = "/home/kanari-user/private/notebook.ipynb"
WATCHFUL = """import os
from pathlib import Path
seen = [name for name, value in os.environ.items() if "kanari-secret" in value]
Path("left-behind.txt").write_text(repr(dict(os.environ)))
assert seen == [] and "EVALUERING_DEBUG" not in os.environ"""

Built = tuple[Path, Ran, dict[str, bytes]]


def hostile(notebook: Any) -> None:
    """Metadata with paths, old outputs with secrets, markdown with scripts, and a look at the environment."""
    notebook.metadata["papermill"] = {"input_path": METADATA, "output_path": METADATA}
    notebook.metadata["authors"] = [{"name": METADATA}]
    notebook.cells[0].source += f"\n\n<script>alert('{SECRET}')</script> ![x](https://example.org/{SECRET})"
    notebook.cells[0].metadata["path"] = METADATA
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.outputs = [nbformat.v4.new_output("stream", text=SECRET)]
    notebook.cells.append(nbformat.v4.new_code_cell(WATCHFUL, id="watchful"))


@pytest.fixture(scope="module")
def watched(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A build of a hostile notebook, with secrets in the environment."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("watched") / "w", symlinks=True))
    keep_only(folder)
    edit_notebook(folder, "gathering_time", hostile)
    before = set(contents(folder))
    secrets = {"AWS_SECRET_ACCESS_KEY": SECRET, "GITHUB_TOKEN": SECRET, "EV_CANARY": SECRET}
    done = run(folder, "build", **secrets)
    new = {name: content for name, content in contents(folder).items() if name not in before}
    return folder, done, new


def test_a_kernel_sees_no_secret_of_the_environment(watched: Built) -> None:
    _, done, _ = watched
    assert done.code == 0, done.out


def test_what_a_notebook_writes_beside_itself_is_gone(watched: Built) -> None:
    _, _, new = watched
    assert [name for name in new if "left-behind" in name] == []


@pytest.mark.parametrize("canary", [SECRET, METADATA, "kanari"])
def test_metadata_markdown_and_old_outputs_reach_no_written_file(watched: Built, canary: str) -> None:
    _, _, new = watched
    assert [name for name, content in new.items() if canary.encode() in content] == []
    assert any(name.startswith("reports/releases/") for name in new)


def test_a_hostile_notebook_gives_the_page_of_the_plain_one(built: Path, watched: Built) -> None:
    folder, _, _ = watched
    page = "gathering-time-nb/index.html"
    assert (latest(folder) / page).read_bytes() == (latest(built) / page).read_bytes()


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, str]:
    """All pages of a release."""
    return {n: c.decode() for n, c in contents(latest(built)).items() if n.endswith(".html")}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("scripts", r"<script|javascript:"),
        ("handlers", r"<[^>]+\son[a-z]+="),
        ("inline styles", r"<[^>]+\sstyle="),
        ("comments", r"<!--"),
        ("things from outside", r"(src|href|action|data|poster|srcset)\s*=\s*[\"']?\s*(https?:)?//"),
        ("imports and addresses in styles", r"@import|url\((?!#)"),
        ("frames and plug-ins", r"<(iframe|object|embed|base|form|link|foreignObject)\b"),
        ("hidden elements", r"<[^>]+\shidden[\s>=]"),
    ],
)
def test_no_page_holds(pages: dict[str, str], what: str, pattern: str) -> None:
    assert [name for name, html in pages.items() if re.search(pattern, html, re.IGNORECASE)] == []


def test_every_page_forbids_everything_but_its_own_style(pages: dict[str, str]) -> None:
    policy = re.compile(
        r'<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
        r"style-src &#39;sha256-[A-Za-z0-9+/=]+&#39;; img-src data:; "
        r'base-uri &#39;none&#39;; form-action &#39;none&#39;">'
    )
    assert [name for name, html in pages.items() if len(policy.findall(html)) != 1] == []
    assert len(pages) == 6
