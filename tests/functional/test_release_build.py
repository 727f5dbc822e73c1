"""A build from nothing, a build of the same, and a build of something else."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from functional.commands import Ran
from functional.workspaces import here, is_complete, latest, ledger, page, receipt, releases, without_release

REPORTS = ["follow-up-inquiries-nb", "gathering-time-nb", "goal-measurability-nb"]
ZEROS = "0" * 64
SecondBuild = tuple[Path, Ran]
Releases = tuple[Path, list[Path]]


def test_a_release_holds_the_three_planned_reports(built: Path) -> None:
    folders = sorted(path.name for path in latest(built).iterdir() if path.is_dir())
    assert folders == REPORTS


def test_latest_is_a_relative_link_to_the_release(built: Path) -> None:
    link = built / "reports" / "latest"
    assert link.is_symlink()
    assert link.readlink() == Path("releases") / releases(built)[0]


def test_the_manifest_names_every_file_with_its_digest(built: Path) -> None:
    assert is_complete(latest(built))


def test_the_first_release_is_the_only_entry_of_the_ledger(built: Path) -> None:
    (entry,) = ledger(built)
    assert entry["release"] == latest(built).name
    assert entry["previous"] == ZEROS


@pytest.mark.parametrize("report", REPORTS)
def test_receipts_of_a_first_release_name_an_empty_ledger(built: Path, report: str) -> None:
    assert receipt(latest(built), report)["ledger_head"] == ZEROS


@pytest.mark.parametrize(
    ("report", "figures"),
    [
        ("gathering-time-nb", ["12,25", "9,0", "7,25", "44,9", "38,9", "33,3", "17,2"]),
        (
            "follow-up-inquiries-nb",
            ["0,164 (0,079–0,301)", "0,197 (0,102–0,344)"],
        ),
        ("goal-measurability-nb", ["28", "91"]),
    ],
)
def test_pages_hold_the_published_figures(built: Path, report: str, figures: list[str]) -> None:
    text = page(latest(built), report)
    missing = [figure for figure in figures if not re.search(rf"(?<![\d,]){re.escape(figure)}(?!\d)", text)]
    assert missing == []


def test_overlapping_time_is_told_as_bounds(built: Path) -> None:
    assert "45–75" in page(latest(built))


def test_who_never_asked_is_told_as_a_count_of_all(built: Path) -> None:
    assert "49 av 61" in page(latest(built), "follow-up-inquiries-nb")


def test_the_front_page_links_to_every_report(built: Path) -> None:
    html = (latest(built) / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="title" href="([^"]+)"', html)
    assert sorted(links) == sorted(f"{name}/index.html" for name in REPORTS)


def test_a_build_ends_by_naming_the_front_page(second_build: SecondBuild) -> None:
    folder, done = second_build
    assert done.out.splitlines()[-1] == str(folder / "reports" / "latest" / "index.html")


def test_a_second_build_says_that_nothing_changed(second_build: SecondBuild) -> None:
    _, done = second_build
    assert done.code == 0
    assert "nothing changed" in done.out.splitlines()


def test_a_second_build_renders_nothing_again(second_build: SecondBuild) -> None:
    _, done = second_build
    assert [line.split() for line in done.out.splitlines()[:2]] == [["cached", "3"], ["reports", "3"]]


def test_a_second_build_adds_no_release(built: Path, second_build: SecondBuild) -> None:
    folder, _ = second_build
    assert releases(folder) == releases(built)


def test_a_second_build_leaves_the_ledger_as_it_was(built: Path, second_build: SecondBuild) -> None:
    folder, _ = second_build
    name = "reports/ledger.jsonl"
    assert (folder / name).read_bytes() == (built / name).read_bytes()


def test_a_published_page_that_was_changed_is_noticed_by_the_next_build(built_copy: Path) -> None:
    page_file = latest(built_copy) / "gathering-time-nb" / "index.html"
    page_file.write_text(page_file.read_text() + " ")
    ran = here(built_copy, "build")
    assert ran.code == 6
    assert "changed since: gathering-time-nb/index.html" in ran.err


def test_a_changed_number_makes_a_new_release(there_and_back: Releases) -> None:
    _, (first, second, _) = there_and_back
    assert first != second
    assert is_complete(second)


def test_a_changed_number_reaches_the_new_page(there_and_back: Releases) -> None:
    _, (_, second, _) = there_and_back
    # 4.00 of 3.00 + 3.75 + 4.00 hours
    told, _, report = page(second).partition("Sammendrag")
    assert "37,2" in report
    assert "44,9" not in report
    assert "44,9" in told


def test_the_old_release_stays_as_it_was(one_report: Path, there_and_back: Releases) -> None:
    _, (first, _, _) = there_and_back
    assert first.name == latest(one_report).name
    assert is_complete(first)


def test_going_back_to_the_old_data_makes_a_third_release(there_and_back: Releases) -> None:
    folder, made = there_and_back
    assert len({release.name for release in made}) == 3
    assert latest(folder) == made[2]


def test_going_back_brings_the_old_figures_back(there_and_back: Releases) -> None:
    _, (first, _, third) = there_and_back
    numbers = {path.name: path.read_bytes() for path in (first / "gathering-time-nb/data").iterdir()}
    assert {path.name: path.read_bytes() for path in (third / "gathering-time-nb/data").iterdir()} == numbers


def test_the_ledger_chains_every_release(there_and_back: Releases) -> None:
    folder, made = there_and_back
    entries = ledger(folder)
    assert [entry["release"] for entry in entries] == [release.name for release in made]
    heads = [ZEROS, *(entry["digest"] for entry in entries)]
    assert [entry["previous"] for entry in entries] == heads[:-1]


def test_receipts_name_the_ledger_they_were_built_on(there_and_back: Releases) -> None:
    folder, made = there_and_back
    entries = ledger(folder)
    assert receipt(made[1])["ledger_head"] == entries[0]["digest"]
    assert receipt(made[2])["ledger_head"] == entries[1]["digest"]


def test_receipts_name_the_delivered_files(built: Path) -> None:
    named = {given["file"] for given in receipt(latest(built))["inputs"]}
    assert all((built / file).is_file() for file in named)
    assert len(named) == 2


def test_a_first_entry_tells_of_release_rules_and_cells_and_no_more(built: Path) -> None:
    (entry,) = ledger(built)
    told = {name: value for name, value in entry.items() if value}
    assert sorted(told) == ["cells", "digest", "kind", "number", "previous", "release", "rules"]
    assert (entry["number"], entry["kind"], entry["synthetic"]) == (1, "release", False)


def test_the_cells_of_a_release_lie_beside_the_ledger_under_their_digests(built: Path) -> None:
    (entry,) = ledger(built)
    files = sorted((built / "reports/ledger-cells").iterdir())
    assert entry["cells"] in {file.stem for file in files}
    assert [sha256(file.read_bytes()).hexdigest() for file in files] == [file.stem for file in files]


def test_a_first_build_says_that_a_new_ledger_starts(built_copy: Path) -> None:
    done = here(without_release(built_copy), "build")
    assert "a new ledger starts with this release" in done.out
    assert "a new ledger" not in here(built_copy, "build").out
