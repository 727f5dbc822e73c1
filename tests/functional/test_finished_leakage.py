"""The usual leaks through files and notebooks (L1 to L17), each on the finished files of a protected release.

All data are synthetic. ``docs/evidence/attack-cases.md`` lists the cases.
"""

import getpass
import json
import re
import socket
from html import unescape
from pathlib import Path

import pytest

from functional import protected_pages as pages
from functional.finished_files import FinishedFiles
from functional.protected_release import build
from functional.protected_study import CANARY
from functional.workspaces import add_cell, here, releases


@pytest.fixture(scope="module")
def finished(protected: Path) -> FinishedFiles:
    """The finished files of the release."""
    return FinishedFiles(protected)


def holding(finished: FinishedFiles, *texts: str) -> list[str]:
    """The files in which any of the texts stands."""
    found = [text.encode() for text in texts]
    return [name for name, content in finished.files.items() if any(text in content for text in found)]


def test_l01_no_planted_text_of_the_rows_is_in_any_file(finished: FinishedFiles) -> None:
    assert holding(finished, CANARY) == []
    done = here(finished.folder, "attack", "--canary", CANARY)
    assert (done.code, done.err) == (0, "")


def test_l01_a_notebook_that_shows_a_value_of_its_own_is_refused(protected_copy: Path) -> None:
    add_cell(protected_copy, pages.QUESTION, f'"{CANARY}"')
    before = releases(protected_copy)
    done = build(protected_copy, kernels=True)
    assert (done.code, releases(protected_copy)) == (4, before)
    assert CANARY not in done.out + done.err


def test_l04_no_file_names_a_machine_a_user_or_a_notebooks_run(finished: FinishedFiles) -> None:
    names = [name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 4]
    assert (
        holding(finished, "/home/", "C:\\Users\\", "/tmp/", "kernelspec", str(finished.folder), *names) == []
    )


def test_l05_no_notebook_and_no_cell_of_code_is_in_the_release(finished: FinishedFiles) -> None:
    assert [name for name in finished.files if name.endswith(".ipynb")] == []
    assert holding(finished, "import evaluering", "injected-parameters") == []


def test_l06_no_page_embeds_data_for_drawing(finished: FinishedFiles) -> None:
    assert holding(finished, "<script", "application/json", "vega", "plotly", "widget-state") == []


def test_l08_there_is_no_pdf(finished: FinishedFiles) -> None:
    kinds = {name.rpartition(".")[2] for name in finished.files}
    assert kinds == {"html", "json", "csv"}


def test_l10_nothing_is_written_where_readers_do_not_see_it(finished: FinishedFiles) -> None:
    hidden = re.compile(r"<!--|\sdata-[a-z]+=|display:\s*none|application/ld\+json|sourceMappingURL")
    assert [name for name, page in finished.pages.items() if hidden.search(page.split("</style>")[-1])] == []


def test_l11_files_are_named_by_the_plan_alone(finished: FinishedFiles) -> None:
    tables = [*pages.TABLES, pages.OF_PARTS, "benefit_classes"]
    own = [f"data/{name}.csv" for name in tables] + ["index.html", "receipt.json"]
    known = {f"{report}-nb/{name}" for report in pages.PAGES for name in own}
    around = {"accessibility.html", "changes.html", "index.html", "manifest.json"}
    networks = {f"networks/{name}.html" for name in ("network-01", "network-02")}
    assert set(finished.files) - known == around | networks


def test_l12_every_page_tells_numbers_of_its_own_part_alone(finished: FinishedFiles) -> None:
    wrong = [
        line
        for line in finished.of("n")
        if not line.is_hidden and line.number != len(finished.true(line.where))
    ]
    assert wrong == []
    names = {
        "kommune-9001": ("9002", "9009"),
        "kommune-9002": ("9001", "9009"),
        "network-01": ("network-02",),
    }
    for report, others in names.items():
        own = [name for name in finished.files if name.startswith(f"{report}-nb/")]
        assert own
        assert [name for name in own if name in holding(finished, *others) and name.endswith(".csv")] == []


def test_l13_there_are_no_other_files_than_the_manifest_names(finished: FinishedFiles) -> None:
    named = json.loads(finished.files["manifest.json"])["files"]
    assert sorted(named) == sorted(set(finished.files) - {"manifest.json"})


def test_l15_a_build_prints_nothing_of_the_rows(protected: Path) -> None:
    printed = (protected.parent / "printed.txt").read_text(encoding="utf-8")
    assert ("new release" in printed, CANARY in printed) == (True, False)


def test_l16_no_page_asks_anybody_else_for_anything(finished: FinishedFiles) -> None:
    for page in finished.pages.values():
        addresses = re.findall(r"""(?:href|src)="([^"]*)\"""", page)
        assert [one for one in addresses if re.match(r"[a-z]+:|//", one)] == []
        assert "default-src 'none'" in unescape(page)
        assert "@import" not in page


def test_l17_a_drawing_is_described_by_its_own_numbers_or_by_none(finished: FinishedFiles) -> None:
    figures = [line for line in finished.lines if line.table == "benefit_classes"]
    for report in pages.PAGES:
        (said,) = re.findall(r"<desc[^>]*>([^<]*)</desc>", finished.pages[report])
        is_hidden = any(line.is_hidden for line in figures if line.report == report)
        told = {line.value for line in finished.lines if (line.report, line.at) == (report, ())}
        numbers = [one.replace(",", ".") for one in re.findall(r"\d+(?:,\d+)?", said)]
        assert [one for one in numbers if one not in told] == []
        assert not (is_hidden and numbers)
    assert any(line.is_hidden for line in figures)
