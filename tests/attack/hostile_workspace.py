"""A workspace where every input that can reach a page is hostile; each input bears a mark to know it by.

All of it is synthetic: published goals, the synthetic network, and settings made up here.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import nbformat

from functional.commands import copy_workspace, run
from functional.workspaces import GOALS, keep_only
from functional.workspaces import change as change_text

SHOWN = {
    "ratings": ("quotes", ("comments",)),
    "surveys": ("table", ("items", "options")),
    "themes": ("table", ("themes_present",)),
}
_QUESTIONS = {"ratings": "participants_ratings", "surveys": "survey_results", "themes": "interview_themes"}
_FINDINGS = {"ratings": "usefulness", "surveys": "survey_results", "themes": "codebook_themes"}
COLUMNS = (
    *("quote", "question", "group", "table", "column", "item"),
    *("level", "network", "text", "approved_by", "approved"),
)
"""Of the file of quotes."""
SAMPLE = "data/raw/sample"
FILE = "='merke-file' & {{7+7}} onclick=alert(7).csv"
"""A delivered file's name; one with angle brackets is refused."""


def markup(mark: str) -> str:
    """A text that would run, load and close everything around it, were it taken for markup."""
    return (
        f"{mark} </td></p></main></title></style><script>alert('{mark}')</script>"
        f"<img src=ftp://example.org/{mark} onerror=alert(1)> \"' onclick='alert(2)' {{{{7*7}}}} {{% x %}}"
    )


def formula(mark: str) -> str:
    """A text that a spreadsheet would run, were it taken for a formula."""
    return f'=HYPERLINK("ftp://example.org/{mark}","{mark}")'


def linked(mark: str) -> str:
    """Markdown that would become a link that runs, and a picture from the disk."""
    return f"@{mark} [x](javascript:alert('{mark}')) ![y](file:///etc/passwd) <svg/onload=alert(3)>"


def named(mark: str) -> str:
    """A name that would hear the mouse; what quotes hold is no part of it, for they may name no place."""
    return f"<b onmouseover=alert(6)>{mark}"


def hostile_workspace(folder: Path) -> Path:
    """The workspace, unbuilt."""
    keep_only(copy_workspace(folder), "goal-measurability")
    _sample(folder)
    _goals(folder / GOALS)
    _settings(folder / "evaluering.toml")
    for report, question in _QUESTIONS.items():
        _notebook(folder, report, question)
    _quotes(folder)
    return folder


MARKS = {
    **{
        name: markup(f"merke-{name}")
        for name in ("title", "institution", "english", "publisher", "city", "keyword", "funding", "note")
    },
    "family": "<b onclick=alert(4)>merke-family",
    "given": "<i onload=alert(5)>merke-given",
    "approval": linked("merke-approval"),
    "reference": formula("merke-reference"),
}
"""The settings, by name."""


def _settings(file: Path) -> None:
    told = {name: json.dumps(text) for name, text in MARKS.items()}
    text = file.read_text(encoding="utf-8")
    for name, old in (
        ("title", '"Evaluering av læringsnettverk: publiserte tall"'),
        ("institution", '"Prosjektet evaluering"'),
    ):
        assert old in text
        text = text.replace(old, told[name])
    text = text.replace('rules = "published_only"', 'rules = "protected"')
    text = text.replace('languages = ["nb"]', 'languages = ["nb", "en"]')
    for report, question in _QUESTIONS.items():
        kind, names = SHOWN[report]
        tables = json.dumps(list(names) if kind == "table" else [])
        text += (
            f'\n[notebooks.{question}.contract]\nfindings = ["{_FINDINGS[report]}"]\nminimum_n = 1\n'
            f"tables = {tables}\n"
            f'\n[[reports]]\nid = "{report}"\nnotebook = "{question}"\nformats = ["html", "pdf"]\n'
        )
    text += (
        f"\n[publication]\ntype = 'note'\npublished = 2026-11-20\nenglish_title = {told['english']}\n"
        f"publisher = {told['publisher']}\ncity = {told['city']}\nkeywords = [{told['keyword']}]\n"
        f"funding = [{told['funding']}]\n"
        f"authors = [{{ family = {told['family']}, given = {told['given']} }}]\n"
        f"approvals = [{{ body = {told['approval']}, reference = {told['reference']} }}]\n"
        f'\n[[correction]]\nreport = "goal-measurability"\ndate = 2026-01-02\nnote = {told["note"]}\n'
    )
    file.write_text(text, encoding="utf-8")


def _goals(file: Path) -> None:
    makers = (markup, formula, linked)

    def change(number: int, row: dict[str, str]) -> None:
        if number < len(makers):
            row["goal_nb"] = makers[number](f"merke-goal-{number}")

    _rewrite(file, change)


def _sample(folder: Path) -> None:
    small = ("--networks", "2", "--municipalities", "16", "--episodes", "20", "--answers", "100")
    assert run(folder, "sample", *small).code == 0
    texts = {
        "municipalities": {"name": named},
        "networks": {"name": markup, "field": formula},
        "survey_items": {"text_nb": markup, "text_en": linked},
        "survey_options": {"text_nb": formula, "text_en": markup},
        "interview_codes": {"name": markup, "definition": linked},
        "gathering_evaluations": {"comment": formula},
    }
    for table, columns in texts.items():

        def change(
            number: int,
            row: dict[str, str],
            table: str = table,
            columns: dict[str, Callable[[str], str]] = columns,
        ) -> None:
            for name, make in columns.items():
                row[name] = make(f"merke-{table}-{name}-{number}") if row[name] else ""

        _rewrite(folder / SAMPLE / f"{table}.csv", change)

    (folder / SAMPLE / "survey_options.csv").rename(folder / SAMPLE / FILE)
    change_text(folder / SAMPLE / "delivery.toml", '"survey_options.csv"', json.dumps(FILE))


def _rewrite(file: Path, change: Callable[[int, dict[str, str]], None]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        change(number, row)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


QUOTES = (markup("merke-quote-0"), formula("merke-quote-1"), linked("merke-quote-2"))


def _quotes(folder: Path) -> None:
    (folder / "texts").mkdir()
    with (folder / "texts/quotes.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number, text in enumerate(QUOTES):
            place = ("participants_ratings", "comments", "gathering_evaluations", "comment", "", "nation", "")
            out.writerow((f"q{number}", *place, text, "Fagleder", "2026-11-01"))


def _notebook(folder: Path, report: str, question: str) -> None:
    kind, names = SHOWN[report]
    sources = (
        'language = "nb"',
        f'import evaluering as ev\n\nreport = ev.report("{question}", language=language)',
        *(f'display(report.{kind}("{name}"))' for name in names),
    )
    cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    like = nbformat.read(folder / "notebooks/goal_measurability.ipynb", as_version=4)
    made = nbformat.v4.new_notebook(cells=cells, metadata=like.metadata)
    nbformat.write(made, folder / f"notebooks/{question}.ipynb")
