"""Quotes from the file to the page, by the commands; all answers are synthetic."""

import csv
from pathlib import Path

import nbformat
import pytest

from attack.planting import Finished
from evaluering.attack import Kind
from functional.commands import copy_workspace, run
from functional.workspaces import change, here, keep_only, latest, releases

QUESTION, PAGE = "participants_ratings", "ratings-nb/index.html"
ASKED = f"""
[notebooks.{QUESTION}.contract]
findings = ["%s"]
minimum_n = 1

[[reports]]
id = "ratings"
notebook = "{QUESTION}"
"""
WORDS = ("Syntetisk: mer tid sammen med de andre.", "Syntetisk: 3 av 4 økter var for lange, sa mange.")
COLUMNS = (
    *("quote", "question", "group", "table", "column", "item"),
    *("level", "network", "text", "approved_by", "approved"),
)


def write_quotes(workspace: Path, *texts: str) -> None:
    (workspace / "texts").mkdir(exist_ok=True)
    with (workspace / "texts/quotes.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number, text in enumerate(texts):
            place = (QUESTION, "comments", "gathering_evaluations", "comment", "", "nation", "")
            out.writerow((f"q{number}", *place, text, "Fagleder", "2026-11-01"))


def write_notebook(workspace: Path) -> None:
    sources = (
        'language = "nb"',
        f'import evaluering as ev\n\nreport = ev.report("{QUESTION}", language=language)',
        'display(report.quotes("comments"))',
    )
    cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    like = nbformat.read(workspace / "notebooks/gathering_time.ipynb", as_version=4)
    made = nbformat.v4.new_notebook(cells=cells, metadata=like.metadata)
    nbformat.write(made, workspace / f"notebooks/{QUESTION}.ipynb")


@pytest.fixture(scope="module")
def quoted(tmp_path_factory) -> Path:
    """A workspace on the synthetic network, whose one protected page shows two quotes."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("quotes") / "workspace"))
    small = ("--networks", "2", "--municipalities", "16", "--episodes", "20", "--answers", "100")
    assert run(workspace, "sample", *small).code == 0
    change(workspace / "evaluering.toml", 'rules = "published_only"', 'rules = "protected"')
    with (workspace / "evaluering.toml").open("a", encoding="utf-8") as settings:
        settings.write(ASKED % "usefulness")
    write_notebook(workspace)
    write_quotes(workspace, *WORDS)
    done = run(workspace, "build")
    assert done.code == 0, done.err
    return workspace


def test_approved_quotes_stand_on_the_page_and_the_attack_knows_them(quoted):
    html = (latest(quoted) / PAGE).read_text(encoding="utf-8")
    assert all(f"<blockquote><p>«{text}»</p></blockquote>" in html for text in WORDS)
    assert run(quoted, "attack").code == 0


def test_a_release_with_quotes_is_rebuilt_byte_for_byte(quoted):
    assert run(quoted, "verify").code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [(WORDS[0], "Syntetisk: et annet ord."), (f"«{WORDS[0]}»", f"«{WORDS[0]}» Sitat 3, leder.")],
)
def test_any_other_words_are_found_by_the_attack(quoted, old, new):
    planted = Finished.of(quoted).with_change(PAGE, old, new)
    assert {one.kind for one in planted.attacked()} & {Kind.TEXT, Kind.NUMBER}


def test_words_that_point_to_someone_stop_the_build_without_being_repeated(quoted):
    before = releases(quoted)
    write_quotes(quoted, WORDS[0], "Ring koordinatoren på 912 34 567 nå.")
    done = here(quoted, "build")
    write_quotes(quoted, *WORDS)
    assert (done.code, releases(quoted)) == (3, before)
    assert "texts/quotes.csv" in done.err
    assert "row 2, column text: telephone_number" in done.err
    assert "912" not in done.err
