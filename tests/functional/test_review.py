"""The package for a second person, and the sign-off that a release waits for."""

import csv
import io
import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from evaluering.publishing import prepare as preparing
from evaluering.publishing import staging
from evaluering.results import Released, ReleasedCell, ReleasedFinding
from evaluering.vocabulary import CellStatus
from functional.commands import Ran
from functional.workspaces import (
    GATHERING,
    HOURS,
    change,
    contents,
    correct,
    here,
    is_complete,
    latest,
    ledger,
    releases,
)

SETTINGS = '\n[release]\nsign_off = true\nauthor = "Kari Lie"\n'
Reviewed = tuple[Path, Ran]


def rows(file: Path) -> list[dict[str, str]]:
    """The lines of a CSV file by heading."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def demand_sign_off(folder: Path) -> Path:
    """Let releases of a workspace wait for a second person."""
    with (folder / "evaluering.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    return folder


def sign(folder: Path, name: str = "Ola Dahl", decision: str = "approved") -> Path:
    """Fill in the sign-off of a package."""
    file = folder / "sign-off.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('name = ""', f'name = "{name}"').replace('role = ""', 'role = "Personvernombud"')
    text = text.replace("# date = 2026-01-31", "date = 2026-02-03")
    file.write_text(text.replace('decision = ""', f'decision = "{decision}"'), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def reviewed(one_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """A workspace with a release, a change that is not out yet, and the package of it."""
    folder = Path(shutil.copytree(one_report, tmp_path_factory.mktemp("r") / "workspace", symlinks=True))
    change(folder / HOURS, "5.50", "5.25")
    correct(folder, "2026-01-02")
    demand_sign_off(folder)
    done = here(folder, "review")
    if done.code:
        pytest.fail(f"the review ended with {done.code}:\n{done.out}{done.err}")
    return folder, done


@pytest.fixture
def waiting(reviewed: Reviewed, tmp_path: Path) -> Path:
    """A copy of that workspace, to be changed freely."""
    return Path(shutil.copytree(reviewed[0], tmp_path / "waiting", symlinks=True))


def test_a_package_holds_everything_a_second_person_needs(reviewed: Reviewed) -> None:
    names = sorted(path.name for path in (reviewed[0] / "review").iterdir())
    assert names == [
        "attack.txt",
        "changes.csv",
        "information_loss.csv",
        "numbers.csv",
        "package.json",
        "read-me.txt",
        "release",
        "sign-off.toml",
        "suppressed.csv",
    ]


def test_a_review_publishes_and_records_nothing(one_report: Path, reviewed: Reviewed) -> None:
    assert contents(reviewed[0] / "reports") == contents(one_report / "reports")


def test_the_package_names_every_file_of_it_with_its_digest(reviewed: Reviewed) -> None:
    files = contents(reviewed[0] / "review")
    package = json.loads(files.pop("package.json"))
    files.pop("sign-off.toml")
    assert package["files"] == {name: sha256(content).hexdigest() for name, content in files.items()}


def test_a_review_ends_by_naming_the_package_and_its_folder(reviewed: Reviewed) -> None:
    folder, done = reviewed
    digest = sha256((folder / "review/package.json").read_bytes()).hexdigest()
    assert done.out.splitlines()[-2:] == [f"package {digest}", str(folder / "review")]
    assert f'package = "{digest}"' in (folder / "review/sign-off.toml").read_text()


def test_every_number_behind_tables_and_figures_stands_in_one_file(reviewed: Reviewed) -> None:
    folder, _ = reviewed
    listed = {(one["cell"], one["value"]) for one in rows(folder / "review/numbers.csv")}
    behind = [one for file in (folder / f"review/release/{GATHERING}/data").iterdir() for one in rows(file)]
    values = {value for _, value in listed}
    assert len(behind) > 40
    assert {one["value"] for one in behind} <= values


def test_what_changes_is_told_cell_by_cell_as_shown_before_and_now(reviewed: Reviewed) -> None:
    changes = rows(reviewed[0] / "review/changes.csv")
    assert [one["change"] for one in changes if one["report"] == GATHERING][:1] == ["changed"]
    cells = [one for one in changes if one["change"] == "cell"]
    assert cells
    assert all(one["before"] != one["now"] for one in cells)


def test_a_package_says_that_an_adversary_found_nothing(reviewed: Reviewed) -> None:
    files = len(contents(reviewed[0] / "review/release"))
    told = (reviewed[0] / "review/attack.txt").read_text()
    assert told == f"Attacked: nothing found in {files} files.\n"


def test_a_package_names_what_an_adversary_found(
    waiting: Path, inline: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = staging.site_pages

    def telling(*given: object) -> dict[str, bytes]:
        found = pages(*given)
        return found | {"index.html": found["index.html"] + b"4711"}

    monkeypatch.setattr(staging, "site_pages", telling)
    assert here(waiting, "review").code == 0
    first, *found = (waiting / "review/attack.txt").read_text().splitlines()
    assert "will not publish this release" in first
    assert found == ["index.html: a number that was not released for this place (page)"]


def test_the_same_release_gives_the_same_package(waiting: Path, reviewed: Reviewed, inline: None) -> None:
    here(waiting, "review", "--to", "another")
    assert contents(waiting / "another") == contents(reviewed[0] / "review")


def test_a_build_without_a_sign_off_ends_with_5_and_releases_nothing(waiting: Path, inline: None) -> None:
    before = contents(waiting / "reports")
    shutil.rmtree(waiting / "review")
    done = here(waiting, "build")
    assert done.code == 5
    assert "make the package with evaluering review" in done.err
    assert contents(waiting / "reports") == before


FAULTY = {
    "not filled in": (lambda folder: folder, "not filled in"),
    "a refusal": (lambda folder: sign(folder, decision="refused"), "a refusal"),
    "its author": (lambda folder: sign(folder, " kari  LIE"), "by the author of the release"),
    "nobody": (lambda folder: sign(folder, ""), "not filled in"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_sign_off_that_is_none_holds_the_release(waiting: Path, inline: None, case: str) -> None:
    fill_in, told = FAULTY[case]
    before = contents(waiting / "reports")
    fill_in(waiting / "review")
    done = here(waiting, "build")
    assert done.code == 5
    assert told in done.err
    assert contents(waiting / "reports") == before


def test_a_sign_off_that_cannot_be_read_is_refused(waiting: Path, inline: None) -> None:
    (waiting / "review/sign-off.toml").write_text("package = 1")
    assert here(waiting, "build").code == 3


def test_a_signed_release_is_published_byte_for_byte_as_it_was_looked_at(waiting: Path, inline: None) -> None:
    sign(waiting / "review")
    done = here(waiting, "build", "--date", "2026-02-04")
    assert done.code == 0, done.err
    assert contents(latest(waiting)) == contents(waiting / "review/release")
    assert is_complete(latest(waiting))


def test_the_ledger_tells_who_signed_off_what(waiting: Path, inline: None) -> None:
    sign(waiting / "review")
    here(waiting, "build")
    assert ledger(waiting)[-1]["sign_off"] == {
        "name": "Ola Dahl",
        "role": "Personvernombud",
        "date": "2026-02-03",
        "package": sha256((waiting / "review/package.json").read_bytes()).hexdigest(),
    }


def test_nobody_who_signed_off_is_named_in_a_published_file(waiting: Path, inline: None) -> None:
    sign(waiting / "review")
    here(waiting, "build")
    assert [name for name, content in contents(latest(waiting)).items() if b"Dahl" in content] == []


def test_a_build_of_what_is_out_needs_no_new_sign_off(waiting: Path, inline: None) -> None:
    sign(waiting / "review")
    here(waiting, "build")
    shutil.rmtree(waiting / "review")
    done = here(waiting, "build")
    assert done.code == 0
    assert "nothing changed" in done.out


def test_a_sign_off_holds_for_no_other_bytes(waiting: Path, inline: None) -> None:
    sign(waiting / "review")
    change(waiting / HOURS, "5.25", "5.00")
    done = here(waiting, "build")
    assert done.code == 5
    assert "for another package" in done.err
    assert len(releases(waiting)) == 1


def test_a_sign_off_may_lie_elsewhere(waiting: Path, inline: None) -> None:
    file = sign(waiting / "review").rename(waiting / "signert.toml")
    shutil.rmtree(waiting / "review")
    assert here(waiting, "build", "--sign-off", str(file)).code == 0


def test_a_filled_in_sign_off_of_the_same_package_is_kept(waiting: Path, inline: None) -> None:
    file = sign(waiting / "review")
    filled = file.read_bytes()
    here(waiting, "review")
    assert file.read_bytes() == filled


@pytest.mark.parametrize("where", ["data", "reports/latest", "reports/review", "evaluering.toml"])
def test_a_package_is_written_over_nothing_else(one_report: Path, where: str) -> None:
    before = contents(one_report)
    assert here(one_report, "review", "--to", where).code == 2
    assert contents(one_report) == before


def test_when_nothing_would_be_released_nothing_is_written(one_report_copy: Path) -> None:
    done = here(one_report_copy, "review")
    assert (done.code, done.out.splitlines()[-1]) == (0, "nothing would be released")
    assert not (one_report_copy / "review").exists()


def hide(monkeypatch: pytest.MonkeyPatch, finding: str, measure: str) -> list[ReleasedCell]:
    """Let disclosure control hide the cells of a measure, and forget to empty them."""
    real = preparing.solve
    hidden: list[ReleasedCell] = []

    def hiding(*arguments: object) -> Released:
        released: Released = real(*arguments)  # type: ignore[arg-type]
        return replace(released, findings=tuple(map(of_finding, released.findings)))

    def of_finding(one: ReleasedFinding) -> ReleasedFinding:
        return replace(one, cells=tuple(map(of_cell, one.cells))) if one.id == finding else one

    def of_cell(cell: ReleasedCell) -> ReleasedCell:
        if cell.measure != measure:
            return cell
        hidden.append(cell)
        return replace(cell, status=CellStatus.SUPPRESSED, value=987654.25, reason="few")

    monkeypatch.setattr(preparing, "solve", hiding)
    return hidden


def test_a_hidden_value_is_in_no_byte_of_the_package_and_its_place_is_listed(
    one_report_copy: Path, inline: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = hide(monkeypatch, "gathering_programme_2021_2022", "longest")
    correct(one_report_copy, "2026-01-02")
    done = here(one_report_copy, "review")
    assert done.code == 0, done.err
    assert hidden
    holders = [name for name, text in contents(one_report_copy / "review").items() if b"987654" in text]
    assert holders == []
    listed = rows(one_report_copy / "review/suppressed.csv")
    assert {one["cell"] for one in listed} == {cell.key for cell in hidden}
    assert {one["reason"] for one in listed} == {"few"}


def test_a_hidden_value_is_in_no_byte_beside_the_ledger(
    one_report_copy: Path, inline: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = hide(monkeypatch, "gathering_programme_2021_2022", "longest")
    correct(one_report_copy, "2026-01-02")
    assert here(one_report_copy, "build").code == 0
    assert hidden
    holders = [name for name, text in contents(one_report_copy / "reports").items() if b"987654" in text]
    assert holders == []
