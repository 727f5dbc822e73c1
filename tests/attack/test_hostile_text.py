"""Delivered text stays text on the page and in every file: no markup, code or formula (CWE-79, 1236)."""

import csv
import io
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from functional.commands import run
from functional.workspaces import GOALS, contents, correct, keep_only, latest

HOSTILE = {
    1: "<script>alert(1)</script> innen 50 %",
    2: "</td></tr></table><svg/onload=alert(2)>",
    3: "<img src=ftp://example.org/x onerror=alert(3)>",
    4: "=1+1",
    5: '=HYPERLINK("ftp://example.org","x")',
    6: "@SUM(A1)",
    7: "+1 -1",
    8: "[x](javascript:alert(8)) ![y](file:///etc/passwd)",
    9: "mål \u202e\u2066snudd\u2069\u202c",
    10: "&lt;script&gt; &amp; ]]> --> <!-- x",
    11: "\"' onmouseover='alert(11)'",
    12: "ord " * 5000,
    13: "{0.__class__} %s ${HOME} #{7}",
    14: "-2+3+cmd|' /C calc'!A0",
    15: "{{7*7}} {% raise %} None nan",
}


class Tags(HTMLParser):
    """Every tag with its attributes, and every comment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@pytest.fixture(scope="module")
def release(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a release made from hostile goals."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("hostile") / "w", symlinks=True))
    keep_only(folder, "goal-measurability")
    with (folder / GOALS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["goal_nb"] = HOSTILE.get(int(row["goal_id"]), row["goal_nb"])
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (folder / GOALS).write_text(stream.getvalue(), encoding="utf-8", newline="")
    correct(folder, "2026-01-02", "Ordlyden er rettet.", "goal-measurability")
    done = run(folder, "build")
    assert done.code == 0, done.out + done.err
    return contents(latest(folder))


@pytest.fixture(scope="module")
def hostile_page(release: dict[str, bytes]) -> str:
    """The page that shows the goals."""
    return release["goal-measurability-nb/index.html"].decode()


def test_hostile_goals_are_shown_as_the_text_they_are(hostile_page: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile_page
    assert "&lt;/td&gt;&lt;/tr&gt;" in hostile_page
    assert "&amp;lt;script&amp;gt;" in hostile_page


def test_template_marks_in_a_goal_are_shown_and_not_evaluated(hostile_page: str) -> None:
    # One row with such marks used to stop the whole build.
    assert "{{7*7}} {% raise %} None nan" in hostile_page


def test_hostile_goals_become_no_tags(hostile_page: str) -> None:
    names = {name for name, _ in Tags(hostile_page).tags}
    assert (
        names & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"}
        == set()
    )


def test_hostile_goals_become_no_attributes(hostile_page: str) -> None:
    found = [
        name for _, attributes in Tags(hostile_page).tags for name in attributes if name.startswith("on")
    ]
    assert found == []


def test_hostile_goals_become_no_links(hostile_page: str) -> None:
    links = [given.get("href") or "" for tag, given in Tags(hostile_page).tags if tag == "a"]
    beside = ("#", "data/", "../index.html", "receipt.json", "report.pdf")
    assert [link for link in links if not link.startswith(beside)] == []


def test_hostile_goals_become_no_comments(hostile_page: str) -> None:
    assert Tags(hostile_page).comments == []


def test_no_cell_of_a_csv_file_starts_a_formula(release: dict[str, bytes]) -> None:
    started = [
        (name, cell[:20])
        for name, content in release.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode()))
        for cell in row
        if cell.lstrip().startswith(("=", "+", "@", "-"))
    ]
    assert started == []


def test_a_formula_is_kept_readable(release: dict[str, bytes]) -> None:
    rows = csv.reader(io.StringIO(release["goal-measurability-nb/data/evidence.csv"].decode()))
    assert "'=1+1" in {cell for row in rows for cell in row}


def test_direction_controls_cannot_turn_the_rest_of_the_page(hostile_page: str) -> None:
    unclosed = 0
    for character in hostile_page:
        unclosed += (character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068") - (
            character in "\u202c\u2069"
        )
        if character == "<":
            assert unclosed == 0
