"""Deliveries: the mapping, what it refuses, and what comes out of it."""

import os
from pathlib import Path

import pytest
from builders import workspace_in

from evaluering.deliveries import load_delivery
from evaluering.errors import InputRefused
from evaluering.intake import Intake, take_in
from evaluering.tables import TABLES
from evaluering.workspace import Workspace
from synthetic import csv_text, delimited, header, row, write_book, write_mapping

TEAMS, SESSIONS, USE = TABLES["teams"], TABLES["session_feedback"], TABLES["resource_use"]
OWN = 'name = "teams.csv"\ntable = "teams"'
NORWEGIAN = 'name = "timer.csv"\ntable = "resource_use"\n'
COLUMNS = (
    'columns = { Lag = "team", "Måned" = "month", Hva = "kind", "Formål" = "activity", Sum = "amount" }\n'
)
ANSWERS = 'answers = { kind = { Timer = "hours" }, activity = { Reise = "travel" } }\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with an empty delivery ``a``."""
    made = workspace_in(tmp_path / "w")
    (made.raw / "deliveries/a").mkdir(parents=True)
    return made


def folder(workspace: Workspace) -> Path:
    return workspace.raw / "deliveries/a"


def delivered(workspace: Workspace, file: str, content: str | bytes, mapping: str) -> Intake:
    """Take in one mapped file."""
    write_mapping(folder(workspace), mapping)
    raw = content.encode() if isinstance(content, str) else content
    (folder(workspace) / file).write_bytes(raw)
    return take_in(workspace)


def hours(*rows: tuple[str, ...], head: tuple[str, ...] = ("Lag", "Måned", "Hva", "Formål", "Sum")) -> str:
    return delimited([head, *rows], ";")


def frame(intake: Intake, table: str):
    """The accepted rows; nothing may have been refused."""
    assert [str(error) for error in intake.refused] == []
    return intake.tables[table].frame


def refusal(intake: Intake) -> InputRefused:
    (error,) = intake.refused
    assert intake.tables == {}
    return error


def faults(workspace: Workspace, mapping: str) -> str:
    """What a mapping is refused for."""
    with pytest.raises(InputRefused) as caught:
        load_delivery(write_mapping(folder(workspace), mapping))
    return caught.value.found


def test_a_workspace_without_deliveries_takes_in_nothing(tmp_path):
    assert take_in(workspace_in(tmp_path / "w")) == Intake({}, (), (), ())


def test_columns_of_our_names_need_no_line(workspace):
    intake = delivered(workspace, "teams.csv", csv_text(TEAMS, row(TEAMS)), OWN)
    assert frame(intake, "teams")["team"].tolist() == ["teams-1"]


def test_what_was_detected_about_a_file_is_told(workspace):
    intake = delivered(workspace, "teams.csv", csv_text(TEAMS, row(TEAMS)), OWN)
    assert intake.notes == (
        "deliveries/a/teams.csv: encoding utf-8",
        "deliveries/a/teams.csv: delimiter comma",
    )


def test_columns_answers_and_decimal_commas_are_mapped(workspace):
    text = hours(("t1", "2024-03", "Timer", "Reise", "7,5"))
    intake = delivered(workspace, "timer.csv", text, NORWEGIAN + COLUMNS + ANSWERS + 'decimal = ","')
    assert frame(intake, "resource_use").iloc[0].to_dict() == {
        "team": "t1",
        "month": "2024-03",
        "kind": "hours",
        "activity": "travel",
        "amount": 7.5,
    }


def test_a_point_is_no_decimal_sign_where_the_comma_is(workspace):
    text = hours(("t1", "2024-03", "Timer", "Reise", "1.234"), ("t2", "2024-03", "Timer", "Reise", "1,5"))
    intake = delivered(workspace, "timer.csv", text, NORWEGIAN + COLUMNS + ANSWERS + 'decimal = ","')
    assert frame(intake, "resource_use")["amount"].tolist() == [1.5]
    (part,) = intake.tables["resource_use"].parts
    assert [(one.row, one.rule) for one in part.account.remarks] == [(1, "not_a_number")]


def test_a_workbook_s_numbers_keep_their_point_whatever_the_decimal_sign(workspace):
    write_mapping(folder(workspace), 'name = "a.xlsx"\ntable = "resource_use"\ndecimal = ","')
    write_book(folder(workspace) / "a.xlsx", {USE: [row(USE, amount="7.5")]})
    assert frame(take_in(workspace), "resource_use")["amount"].tolist() == [7.5]


def test_a_constant_fills_a_column_the_file_lacks(workspace):
    head = [name for name in header(TEAMS) if name != "network"]
    text = delimited([head, [row(TEAMS)[name] for name in head]])
    intake = delivered(workspace, "teams.csv", text, OWN + '\nconstants = { network = "n9" }')
    assert frame(intake, "teams")["network"].tolist() == ["n9"]


def test_a_column_to_ignore_is_not_used(workspace):
    text = delimited([[*header(TEAMS), "Kommentar"], [*row(TEAMS).values(), "syntetisk"]])
    intake = delivered(workspace, "teams.csv", text, OWN + '\nignore = ["Kommentar"]')
    assert list(frame(intake, "teams").columns) == header(TEAMS)


def test_a_column_of_our_name_can_be_ignored_too(workspace):
    text = csv_text(SESSIONS, row(SESSIONS, outcome="33.5"))
    mapping = 'name = "s.csv"\ntable = "session_feedback"\nignore = ["outcome"]'
    assert frame(delivered(workspace, "s.csv", text, mapping), "session_feedback")["outcome"].isna().all()


def test_an_ignored_column_is_gated_all_the_same(workspace):
    text = delimited([[*header(TEAMS), "Kommentar"], [*row(TEAMS).values(), "fnr 02013299997"]])
    error = refusal(delivered(workspace, "teams.csv", text, OWN + '\nignore = ["Kommentar"]'))
    assert error.found == "row 1, column Kommentar: identity_number"


def test_an_answer_the_mapping_does_not_know_is_rejected(workspace):
    text = hours(("t1", "2024-03", "Timer", "Reise", "1"), ("t1", "2024-04", "KANARI", "Reise", "1"))
    intake = delivered(workspace, "timer.csv", text, NORWEGIAN + COLUMNS + ANSWERS)
    (part,) = intake.tables["resource_use"].parts
    assert [(one.row, one.column, one.rule) for one in part.account.remarks] == [
        (2, "kind", "not_an_allowed_value")
    ]
    assert "KANARI" not in repr(part.account)


def test_an_undeclared_column_is_refused_and_its_name_not_repeated(workspace):
    text = delimited([[*header(TEAMS), "KANARI Nordmann"], [*row(TEAMS).values(), "x"]])
    error = refusal(delivered(workspace, "teams.csv", text, OWN))
    assert error.found == "1 undeclared"
    assert "KANARI" not in str(error)


def test_a_mapped_required_column_that_is_missing_is_named(workspace):
    text = hours(("t1", "Timer", "Reise", "1"), head=("Lag", "Hva", "Formål", "Sum"))
    assert refusal(delivered(workspace, "timer.csv", text, NORWEGIAN + COLUMNS)).found == "missing: Måned"


def test_a_required_column_that_is_neither_there_nor_mapped_is_refused(workspace):
    head = [name for name in header(TEAMS) if name != "network"]
    text = delimited([head, [row(TEAMS)[name] for name in head]])
    error = refusal(delivered(workspace, "teams.csv", text, OWN))
    assert error.found == "missing: network"


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ('name = "a.csv"\ntable = "unknown"', "a.csv: no table of that name can be delivered"),
        ('name = "a.csv"\ntable = "national_goals"', "a.csv: no table of that name can be delivered"),
        (f'{OWN}\ncolumns = {{ A = "x" }}', "teams.csv: teams has no column x"),
        (f'{OWN}\nconstants = {{ x = "1" }}', "teams.csv: teams has no column x"),
        (f'{OWN}\nanswers = {{ x = {{ a = "b" }} }}', "teams.csv: teams has no column x"),
        (
            f'{OWN}\ncolumns = {{ A = "team" }}\nconstants = {{ team = "1" }}',
            "teams.csv: team is both mapped and filled with a constant",
        ),
        (f'{OWN}\ncolumns = {{ A = "team", B = "team" }}', "teams.csv: team is filled from 2 columns"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(workspace, mapping, found):
    assert faults(workspace, mapping) == found


def test_every_fault_of_a_mapping_is_told_at_once(workspace):
    assert faults(workspace, f'{OWN}\ncolumns = {{ A = "x", B = "y" }}') == (
        "teams.csv: teams has no column x; teams.csv: teams has no column y"
    )


@pytest.mark.parametrize("key", ["purpose", "legal_basis", "controller", "deletion_date", "file"])
def test_a_mapping_without_a_key_is_refused_by_it(workspace, key):
    text = (write_mapping(folder(workspace), OWN) / "delivery.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(key)]
    if key == "file":
        lines = lines[: lines.index("[[file]]")]
    (folder(workspace) / "delivery.toml").write_text("\n".join(lines), encoding="utf-8")
    assert refusal(take_in(workspace)).found == f"{key}: Field required"


@pytest.mark.parametrize("line", ['name = "a"', 'table = "teams"'])
def test_a_file_without_its_name_or_table_is_refused(workspace, line):
    missing = {"name", "table"} - {line.split()[0]}
    assert faults(workspace, line) == f"file.0.{missing.pop()}: Field required"


@pytest.mark.parametrize(
    "line", ['delimiter = ";;"', 'delimiter = "\\""', 'decimal = "x"', "unknown = 1", 'sheet = ["a"]']
)
def test_a_setting_that_is_not_allowed_is_refused(workspace, line):
    assert line.split()[0] in faults(workspace, f"{OWN}\n{line}")


def test_a_mapping_that_is_no_toml_is_refused_without_repeating_it(workspace):
    (folder(workspace) / "delivery.toml").write_text("KANARI = [")
    error = refusal(take_in(workspace))
    assert error.found == "TOMLDecodeError at end of document"
    assert "KANARI" not in str(error)


def test_a_mapping_that_never_ends_is_refused(workspace):
    os.mkfifo(folder(workspace) / "delivery.toml")
    assert refusal(take_in(workspace)).found == "a folder, pipe or device"


def test_data_for_another_purpose_are_refused(workspace):
    write_mapping(folder(workspace), OWN, purpose="research")
    (folder(workspace) / "teams.csv").write_text(csv_text(TEAMS, row(TEAMS)))
    assert refusal(take_in(workspace)).found == "data delivered for research"


@pytest.mark.parametrize(
    "name", ["../b/teams.csv", "../../../../evaluering.toml", "/etc/hostname", "x\\u0000y"]
)
def test_a_file_outside_or_impossible_is_refused(workspace, name):
    write_mapping(folder(workspace), f'name = "{name}"\ntable = "teams"')
    assert len(take_in(workspace).refused) == 1


def test_a_sheet_is_chosen_by_its_name_and_the_first_is_used_without_one(workspace):
    write_book(folder(workspace) / "a.xlsx", {USE: [row(USE)], TEAMS: [row(TEAMS)]})
    write_mapping(
        folder(workspace),
        'name = "a.xlsx"\ntable = "teams"\nsheet = "teams"',
        'name = "a.xlsx"\ntable = "resource_use"',
    )
    intake = take_in(workspace)
    assert frame(intake, "teams")["team"].tolist() == ["teams-1"]
    assert frame(intake, "resource_use")["month"].tolist() == ["2024-03"]


def test_a_sheet_that_is_not_there_is_refused(workspace):
    write_book(folder(workspace) / "a.xlsx", {TEAMS: [row(TEAMS)]})
    write_mapping(folder(workspace), 'name = "a.xlsx"\ntable = "teams"\nsheet = "lag"')
    error = refusal(take_in(workspace))
    assert (error.expected, error.found) == ("a sheet named lag", "1 sheets of other names")


def test_a_refused_file_stops_no_other(workspace):
    write_mapping(folder(workspace), OWN, 'name = "absent.csv"\ntable = "goals"')
    (folder(workspace) / "teams.csv").write_text(csv_text(TEAMS, row(TEAMS)))
    intake = take_in(workspace)
    assert [error.where for error in intake.refused] == ["data/raw/deliveries/a/absent.csv"]
    assert list(intake.tables) == ["teams"]


def test_a_file_no_mapping_names_is_told(workspace):
    (folder(workspace) / "forgotten.csv").write_text(csv_text(TEAMS, row(TEAMS)))
    assert take_in(workspace).unused == ("data/raw/deliveries/a/forgotten.csv",)


def test_a_workbook_of_somebody_else_s_needs_a_mapping(workspace):
    write_book(folder(workspace) / "a.xlsx", {TABLES["national_goals"]: []})
    assert refusal(take_in(workspace)).found == "1 sheets that are no table of ours"


def test_a_mapped_column_the_file_lacks_is_refused_even_where_it_may_be_empty(workspace):
    text = csv_text(TEAMS, row(TEAMS))
    error = refusal(delivered(workspace, "teams.csv", text, OWN + '\ncolumns = { Startdag = "started" }'))
    assert error.found == "missing: Startdag; 1 undeclared"
