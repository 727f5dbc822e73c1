"""The numbers behind tables and figures as CSV: as released, and inert in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest
from builders import cell, layout, released

from evaluering.presentation import data_files
from evaluering.results import Column
from evaluering.vocabulary import CellStatus, Unit


def lines(finding, *measures: str) -> list[list[str]]:
    shown = layout((("place", "1"),), Column("header.goal", measures))
    content = data_files((replace(finding, tables=(shown,)),))["shown.csv"]
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def line(one, number, unit=Unit.COUNT) -> list[str]:
    return lines(released(cell(one, number, unit, place="1")), one)[1]


def test_a_file_says_place_measure_value_unit_status_and_reason():
    assert lines(released(cell("n", 3, place="1")), "n") == [
        ["place", "measure", "value", "unit", "status", "reason"],
        ["1", "n", "3", "count", "released", ""],
    ]


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0.449, Unit.SHARE, "0.449"),
        (12.25, Unit.HOURS, "12.25"),
        (1515.0, Unit.MINUTES, "1515"),
        (-2, Unit.COUNT, "-2"),
    ],
)
def test_numbers_are_written_as_numbers_with_a_decimal_point(number, unit, text):
    assert line("n", number, unit)[2] == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+47 22", "-2", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "\n=1", "=cmd|'/c calc'!A1"],
)
def test_text_a_spreadsheet_would_run_gets_a_leading_apostrophe(text):
    assert line("n", text, Unit.TEXT)[2] == f"'{text}"


@pytest.mark.parametrize("text", ["harmless\r=1+1", "harmless\r\n=1+1", "harmless\n=1+1"])
def test_a_line_break_of_any_kind_in_a_text_starts_no_new_row(text):
    # An unquoted carriage return ended the row, so that what followed could begin with a formula.
    finding = released(cell("n", text, Unit.TEXT, place="1"))
    content = data_files(
        (replace(finding, tables=(layout((("place", "1"),), Column("header.goal", ("n",))),)),)
    )
    rows = list(csv.reader(io.StringIO(content["shown.csv"].decode("utf-8"), newline="")))
    assert [row[2] for row in rows] == ["value", "harmless\n=1+1"]


@pytest.mark.parametrize("text", ["Økt fysisk aktivitet", "1. linje", "a=b", "<b>", 'a "quoted", word', ""])
def test_other_text_is_written_as_it_is(text):
    assert line("n", text, Unit.TEXT)[2] == text


def test_an_undefined_number_is_told_by_its_reason():
    undefined = replace(cell("share", float("nan"), Unit.SHARE, place="1"), reason="no_hours")
    assert lines(released(undefined), "share")[1][2:] == [".", "share", "released", "no_hours"]


def test_a_suppressed_number_is_told_by_its_status_and_never_as_zero():
    finding = released(cell("n", 3, place="1"))
    hidden = replace(finding.cells[0], status=CellStatus.SUPPRESSED, value=None, reason="small")
    (_, told) = lines(replace(finding, cells=(hidden,)), "n")
    assert told[2] != "0"
    assert told[4] == "suppressed"


def test_every_table_and_figure_of_the_release_has_its_file(release):
    assert sorted(data_files(release.findings)) == [
        "evidence.csv",
        "hour_shares.csv",
        "hours.csv",
        "lecturers.csv",
        "mentions.csv",
        "mentions_distribution.csv",
        "national.csv",
        "never_asked.csv",
        "programme.csv",
        "programme_minutes.csv",
        "programme_shares.csv",
        "rate_intervals.csv",
        "rates.csv",
        "screening.csv",
        "screening_counts.csv",
    ]


def test_the_hours_are_written_as_published(release):
    rows = list(csv.DictReader(io.StringIO(data_files(release.findings)["hours.csv"].decode("utf-8"))))
    shares = {row["gathering"]: row["value"] for row in rows if row["measure"] == "share"}
    assert shares == {"1": "0.449", "2": "0.389", "3": "0.333", "4": "0.172", "total": "0.353"}


def test_a_file_has_as_many_fields_in_every_line(release):
    for content in data_files(release.findings).values():
        assert len({len(row) for row in csv.reader(io.StringIO(content.decode("utf-8")))}) == 1
