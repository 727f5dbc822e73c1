"""The split of time at gatherings, planned and held: hand-made programmes and the sample."""

from functools import cache
from math import isnan

import pandas as pd
import pytest
from network_tables import gatherings, networks, origins, teams

from sample_network import answered, given, said, table, value

QUESTION = "gathering_programmes"
PLANNED = (
    ("09:00", "09:45", "lecture", "organiser", None),
    ("09:45", "10:15", "lecture", "research_centre", None),
    ("10:15", "10:30", "break", None, None),
    ("10:30", "11:30", "group_work", None, "own_team"),
    ("11:30", "12:00", "group_work", None, "across_municipalities"),
    ("12:00", "12:15", "plenary", None, None),
)
"""Lectures 45 + 30, own team 60, exchange 30, plenary 15 minutes, and a break of 15."""
HELD = (
    ("09:00", "10:00", "lecture", "organiser", None),
    ("10:00", "10:30", "lecture", None, None),
    ("10:30", "11:00", "group_work", None, None),
)
"""Own lectures 60, a lecture by nobody knows whom 30, group work of no known form 30 minutes."""
OVERLAP = (
    ("11:00", "12:00", "group_work", None, "own_team"),
    ("11:30", "12:15", "lunch", None, None),
    ("12:15", "12:45", "plenary", None, None),
)


def items(*programmes: tuple[str, int, str, tuple[tuple[str | None, ...], ...]]) -> pd.DataFrame:
    """Items of programmes given as gathering, day, basis and items."""
    made = [
        {
            "gathering": gathering,
            "day_number": day,
            "item": n,
            "basis": basis,
            "start": start,
            "end": end,
            "topic": "x",
            "activity": activity,
            "affiliation": affiliation,
            "group_form": form,
        }
        for gathering, day, basis, own in programmes
        for n, (start, end, activity, affiliation, form) in enumerate(own, 1)
    ]
    return given("programme_items", *made)


def with_items(
    *programmes: tuple[str, int, str, tuple[tuple[str | None, ...], ...]],
) -> dict[str, pd.DataFrame]:
    return {
        "networks": networks(("n1", "2024-01-01", None), ("n2", "2024-01-01", None)),
        "gatherings": gatherings(
            ("g1", "n1", 1, "2024-02-01"),
            ("g2", "n1", 2, "2024-06-01"),
            ("h1", "n2", 1, "2024-02-01"),
            joint=("g2",),
        ),
        "teams": teams(("a", "n1", "2024-01-01"), ("b", "n1", "2024-01-01"), ("c", "n2", "2024-01-01")),
        "team_municipalities": origins(("a", "m1"), ("b", "m1"), ("b", "m2"), ("c", "m3")),
        "programme_items": items(*programmes),
    }


def found_of(*programmes, **parameters):
    return answered(QUESTION, with_items(*programmes), **parameters)[QUESTION]


@cache
def small():
    return found_of(("g1", 1, "planned", PLANNED), ("g1", 1, "held", HELD), ("h1", 1, "planned", PLANNED))


@cache
def of_sample():
    return answered(QUESTION)[QUESTION]


def ends(found, cells: str, measure: str, /, **at: str) -> tuple[float, float]:
    return value(found, cells, f"{measure}_low", **at), value(found, cells, f"{measure}_high", **at)


@pytest.mark.parametrize(
    ("activity", "minutes"),
    [
        ("lecture_own", 45),
        ("lecture_external", 30),
        ("own_team_work", 60),
        ("exchange", 30),
        ("plenary", 15),
        ("break", 15),
    ],
)
def test_a_programme_without_faults_has_one_number_of_minutes_for_each_kind_of_time(activity, minutes):
    found = found_of(("g1", 1, "planned", PLANNED))
    assert ends(found, "time", "minutes", basis="planned", activity=activity) == (minutes, minutes)


def test_a_share_is_of_the_time_that_is_no_break():
    low, high = ends(small(), "time", "share", gathering="1", basis="planned", activity="lecture")
    assert low == high == pytest.approx(75 / 180)


def test_minutes_of_several_gatherings_are_added_up():
    assert ends(small(), "time", "minutes", basis="planned", activity="own_team_work") == (120, 120)


def test_a_lecture_by_nobody_knows_whom_may_be_the_organisers_own():
    assert ends(small(), "time", "minutes", basis="held", activity="lecture_own") == (60, 90)
    assert ends(small(), "time", "minutes", basis="held", activity="lecture_external") == (0, 30)
    low, high = ends(small(), "time", "share", basis="held", activity="lecture")
    assert low == high == pytest.approx(90 / 120)


def test_group_work_of_no_known_form_may_be_either_and_is_certainly_one_of_them():
    assert ends(small(), "time", "share", basis="held", activity="own_team_work") == (0, 0.25)
    assert ends(small(), "time", "share", basis="held", activity="exchange") == (0, 0.25)
    assert ends(small(), "time", "share", basis="held", activity="work_and_exchange") == (0.25, 0.25)


def test_time_printed_twice_makes_bounds_and_is_left_open_in_the_figure():
    found = found_of(("g1", 1, "held", OVERLAP))
    assert ends(found, "time", "minutes", basis="held", activity="own_team_work") == (30, 60)
    assert ends(found, "time", "minutes", basis="held", activity="break") == (15, 45)
    low, high = ends(found, "time", "share", basis="held", activity="own_team_work")
    assert (low, high) == (pytest.approx(30 / 60), pytest.approx(60 / 90))
    assert value(found, "time", "firm", basis="held", activity="open") == 30


def test_the_days_of_a_gathering_do_not_overlap_each_other():
    found = found_of(("g1", 1, "held", OVERLAP), ("g1", 2, "held", OVERLAP[:1]))
    assert ends(found, "time", "minutes", basis="held", activity="own_team_work") == (90, 120)


def test_joint_gatherings_have_a_row_of_their_own():
    found = found_of(("g1", 1, "held", HELD), ("g2", 1, "held", OVERLAP))
    assert value(found, "time", "gatherings", gathering="joint", basis="held") == 1
    assert value(found, "time", "gatherings", gathering="1", basis="held") == 1
    assert value(found, "time", "gatherings", basis="held") == 2
    assert ends(found, "time", "minutes", gathering="joint", basis="held", activity="plenary") == (30, 30)


def test_planned_and_held_are_compared_where_both_are_known():
    # The second network's gathering has a plan alone and stays out.
    assert value(small(), "compared", "gatherings") == 1
    assert ends(small(), "compared", "planned", activity="lecture") == (75, 75)
    assert ends(small(), "compared", "difference", activity="lecture") == (15, 15)
    assert ends(small(), "compared", "difference", activity="own_team_work") == (-60, -30)


def test_lectures_beyond_the_limit_are_counted_and_the_limit_can_be_set():
    assert value(small(), "lectures", "long_lectures", basis="planned") == 2
    stricter = found_of(("g1", 1, "planned", PLANNED), long_lecture_minutes=29)
    assert value(stricter, "lectures", "long_lectures", basis="planned") == 2
    assert value(stricter, "lectures", "longest", basis="planned") == 45


def test_what_is_said_of_the_aim_depends_on_the_programmes():
    assert said(small(), "aim") == "aim.more_lectures"
    assert said(small(), "kept") == "kept.longer"
    assert said(found_of(("g1", 1, "held", PLANNED)), "aim") == "aim.more_work"
    assert said(found_of(("g1", 1, "held", PLANNED[:1])), "aim") == "aim.more_lectures"


def test_a_number_rests_on_the_municipalities_of_the_networks_that_met():
    found = found_of(("g1", 1, "held", HELD))
    (cell,) = [one for one in found.cells if one.key == "time/minutes_low@basis=held,activity=break"]
    assert (cell.support.n, cell.support.municipalities) == (2, 2)


def test_without_any_programme_shares_are_undefined_with_a_reason():
    for tables in ({}, with_items()):
        found = answered(QUESTION, tables)[QUESTION]
        assert value(found, "time", "gatherings", basis="held") == 0
        assert isnan(value(found, "time", "share_low", basis="held", activity="lecture"))
        assert all(cell.reason for cell in found.cells if isinstance(cell.value, float) and isnan(cell.value))
        assert said(found, "split") == "no_held"
        assert [one.id for one in found.statements if one.id in ("aim", "kept")] == []


def test_what_the_programme_leaves_open_is_not_decided():
    # 40 minutes of lecture overlap 40 minutes of group work: either may have had the time.
    both = (
        ("09:00", "09:40", "lecture", "organiser", None),
        ("09:00", "09:40", "group_work", None, "own_team"),
    )
    assert said(found_of(("g1", 1, "held", both)), "aim") == "aim.undecided"


def test_a_network_has_its_own_gatherings_only():
    found = answered(QUESTION, network="network-03")[QUESTION]
    own = table("gatherings").query("network == 'network-03'")
    assert value(found, "time", "gatherings", basis="planned") == len(own)


def test_the_minutes_of_the_sample_are_those_of_its_items():
    items_of = table("programme_items").query("basis == 'held' and activity == 'lecture'")
    clock = [pd.to_timedelta(items_of[end] + ":00").dt.total_seconds() / 60 for end in ("start", "end")]
    lectures = float((clock[1] - clock[0]).sum())
    assert ends(of_sample(), "compared", "held", activity="lecture") == (lectures, lectures)


def test_the_sample_shows_lectures_that_run_over_and_work_that_shrinks():
    # So it is made: lectures grow by 5 minutes a gathering, group work shrinks by as many.
    assert said(of_sample(), "kept") == "kept.longer"
    assert said(of_sample(), "development") == "development.fell"
