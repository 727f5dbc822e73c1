"""Exit code 3: input that cannot be used, told without repeating a value of it."""

import os
from pathlib import Path

import pytest

from functional.commands import run
from functional.workspaces import HOURS, change, contents, here, latest, ledger, releases

# Made up for tests: the day of birth and the check digits fit, the person does not exist.
IDENTITY_NUMBER = "01010750160"
LEDGER = "reports/ledger.jsonl"


def test_a_missing_raw_file_is_named(built_copy: Path) -> None:
    (built_copy / HOURS).unlink()
    done = here(built_copy, "build")
    assert done.code == 3
    assert HOURS in done.err


def test_a_missing_column_is_named(built_copy: Path) -> None:
    change(built_copy / HOURS, "lectures_external_h", "lectures_by_others")
    done = here(built_copy, "build")
    assert done.code == 3
    assert "missing: lectures_external_h" in done.err
    assert "lectures_by_others" not in done.err


def test_problems_of_several_files_are_told_together(built_copy: Path) -> None:
    (built_copy / HOURS).unlink()
    (built_copy / "data/raw/published/national_goals.csv").write_text("")
    done = here(built_copy, "build")
    assert done.code == 3
    assert "gathering_hours_2014_2015.csv" in done.err
    assert "national_goals.csv: an empty file" in done.err


def test_refused_input_leaves_the_release_and_ledger_alone(built: Path, built_copy: Path) -> None:
    (built_copy / HOURS).write_bytes(b"\xff\xfe\x00")
    assert here(built_copy, "build").code == 3
    assert contents(built_copy / "reports") == contents(built / "reports")


@pytest.mark.parametrize("shape", ["{}", "{} ", "x{}", "{:.6} {:.5}"])
def test_an_identity_number_stops_the_build(built_copy: Path, shape: str) -> None:
    number = IDENTITY_NUMBER
    text = f"{number[:6]} {number[6:]}" if ":" in shape else shape.format(number)
    change(built_copy / HOURS, "5.50", text)
    done = here(built_copy, "build")
    assert done.code == 3
    assert "row 1, column group_work_and_plenary_h: identity_number" in done.err


def test_an_identity_number_in_a_row_that_does_not_fit_stops_the_build(built_copy: Path) -> None:
    with (built_copy / "data/raw/published/gathering_hours_2014_2015.csv").open("a") as file:
        file.write("5,1,1,1,02013299997\n")
    ran = here(built_copy, "build")
    assert ran.code == 3
    assert "row 5: identity_number" in ran.err
    assert "02013299997" not in ran.out + ran.err


def test_an_identity_number_is_repeated_nowhere(built_copy: Path) -> None:
    change(built_copy / HOURS, "5.50", IDENTITY_NUMBER)
    for command in ("build", "check", "process", "list"):
        done = here(built_copy, command)
        assert (done.code, IDENTITY_NUMBER in done.out + done.err) == (3, False), command
    holders = [name for name, text in contents(built_copy).items() if IDENTITY_NUMBER.encode() in text]
    assert holders == [HOURS]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text.replace(b'"rules": "', b'"rules": "0'), id="value"),
        pytest.param(lambda text: b"{}\n" + text, id="line before"),
        pytest.param(lambda text: text + text, id="line twice"),
        pytest.param(lambda text: text + b"\xff\xfe\n", id="other encoding"),
        pytest.param(lambda text: text.replace(b"{", b"", 1), id="not json"),
    ],
)
def test_a_broken_ledger_is_refused_by_its_line(built_copy: Path, damage) -> None:  # type: ignore[no-untyped-def]
    file = built_copy / LEDGER
    file.write_bytes(damage(file.read_bytes()))
    done = here(built_copy, "build")
    assert done.code == 3
    assert "ledger, line " in done.err
    assert "restore the ledger from a backup" in done.err


def test_releases_without_their_ledger_are_refused_with_how_to_mend(built_copy: Path) -> None:
    (built_copy / LEDGER).unlink()
    before = contents(built_copy / "reports")
    done = here(built_copy, "build")
    assert done.code == 3
    assert "restore the ledger from a backup" in done.err
    assert contents(built_copy / "reports") == before


def test_a_lost_ledger_never_costs_a_release_that_latest_does_not_name(built_copy: Path) -> None:
    (built_copy / LEDGER).unlink()
    (built_copy / "reports" / "latest").unlink()
    done = here(built_copy, "build")
    assert done.code == 3
    assert len(releases(built_copy)) == 1


def test_a_ledger_with_its_last_entry_cut_off_is_refused(there_and_back: tuple[Path, list[Path]]) -> None:
    folder, _ = there_and_back
    file = folder / LEDGER
    whole = file.read_bytes()
    try:
        file.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
        done = here(folder, "build")
        assert done.code == 3
        assert latest(folder).name in done.err
        assert len(releases(folder)) == 3
    finally:
        file.write_bytes(whole)


def test_a_linked_raw_file_is_refused(built_copy: Path, tmp_path: Path) -> None:
    file = built_copy / HOURS
    file.rename(tmp_path / "elsewhere.csv")
    file.symlink_to(tmp_path / "elsewhere.csv")
    done = here(built_copy, "build")
    assert done.code == 3
    assert "a link, folder or device" in done.err


def test_a_raw_file_that_never_ends_is_refused(built_copy: Path) -> None:
    (built_copy / HOURS).unlink()
    os.mkfifo(built_copy / HOURS)
    assert here(built_copy, "build").code == 3


@pytest.mark.parametrize("text", ["[study", "study = 1", "", "\x00"])
def test_settings_that_cannot_be_read_are_refused(workspace: Path, text: str) -> None:
    (workspace / "evaluering.toml").write_text(text)
    done = run(workspace, "list") if text == "[study" else here(workspace, "list")
    assert done.code == 3
    assert "evaluering.toml" in done.err


def test_the_ledger_of_a_refused_build_still_holds_one_entry(built_copy: Path) -> None:
    (built_copy / HOURS).unlink()
    here(built_copy, "build")
    assert len(ledger(built_copy)) == 1
