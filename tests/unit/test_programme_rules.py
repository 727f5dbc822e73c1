"""Programmes: remarks across items, and minutes with overlaps as bounds."""

import pandas as pd
import pytest
from builders import processed, programme, workspace_in

from evaluering.processing import process
from evaluering.processing.programme import minutes_of_day, with_minutes
from evaluering.validation.programme import programme_remarks


def minutes(*items: tuple[str, str]) -> list[tuple[float, float, float]]:
    """Low, high and new minutes of each item."""
    frame = with_minutes(programme(*items))
    return [tuple(row) for row in frame[["minutes_low", "minutes_high", "minutes_new"]].to_numpy()]


def rules(*items: tuple[str, str]) -> list[tuple[int, str]]:
    return [(remark.row, remark.rule) for remark in programme_remarks(programme(*items))]


def test_times_become_minutes_since_midnight():
    assert minutes_of_day(pd.Series(["00:00", "08:30", "23:59"])).tolist() == [0, 510, 1439]


def test_items_one_after_another_have_one_length_each():
    assert minutes(("09:00", "09:30"), ("09:30", "10:15")) == [(30, 30, 30), (45, 45, 45)]


def test_an_item_without_an_end_lasts_until_the_next_starts():
    assert minutes(("09:00", ""), ("09:20", "10:00")) == [(20, 20, 20), (40, 40, 40)]


def test_the_last_item_without_an_end_gets_no_time():
    assert minutes(("09:00", "09:30"), ("09:30", "")) == [(30, 30, 30), (0, 0, 0)]


def test_an_item_that_ends_before_it_starts_gets_no_time():
    assert minutes(("10:00", "09:00"), ("10:00", "10:30")) == [(0, 0, 0), (30, 30, 30)]


def test_overlapping_time_is_counted_as_bounds_and_once_in_the_covered_time():
    # The third gathering: lunch 11:00-11:30 inside group work 11:00-12:15.
    lunch, group_work = minutes(("11:00", "11:30"), ("11:00", "12:15"))
    assert lunch == (0, 30, 30)
    assert group_work == (45, 75, 45)


def test_three_items_at_once_leave_none_of_them_time_of_its_own():
    shared = minutes(("11:00", "12:00"), ("11:00", "12:00"), ("11:00", "12:00"))
    assert shared == [(0, 60, 60), (0, 60, 0), (0, 60, 0)]


def test_items_of_different_gatherings_never_overlap():
    both = pd.concat([programme(("09:00", "10:00")), programme(("09:00", "10:00")).assign(gathering=2)])
    frame = with_minutes(both.set_axis([1, 2]))
    assert frame["minutes_low"].tolist() == [60, 60]


def test_the_order_of_the_rows_does_not_matter():
    items = programme(("11:00", ""), ("11:20", "12:15"), ("12:00", "12:30"))
    shuffled = with_minutes(items.loc[[3, 1, 2]])
    assert shuffled.equals(with_minutes(items))


def test_other_tables_are_stored_as_validated():
    frame = pd.DataFrame({"a": [1]})
    assert process("national_goals", frame) is frame


def test_the_real_opening_item_without_an_end_gets_no_time(tmp_path):
    items = processed(workspace_in(tmp_path / "w"), "gathering_programme_2021_2022")
    third = items[items["gathering"] == 3].set_index("item")
    assert third.loc[1, ["minutes_low", "minutes_high", "minutes_new"]].tolist() == [0, 0, 0]
    assert third.loc[5, ["minutes_low", "minutes_high", "minutes_new"]].tolist() == [0, 30, 30]
    assert third.loc[6, ["minutes_low", "minutes_high", "minutes_new"]].tolist() == [45, 75, 45]
    assert third["minutes_new"].sum() == 375


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([("09:00", "09:30"), ("09:30", "10:00")], []),
        ([("09:00", ""), ("09:30", "10:00")], [(1, "item_without_end")]),
        ([("10:00", "09:00")], [(1, "ends_before_start")]),
        ([("09:00", "10:00"), ("09:30", "10:30")], [(1, "items_overlap"), (2, "items_overlap")]),
        ([("09:00", "12:00"), ("10:00", "10:30")], [(1, "items_overlap"), (2, "items_overlap")]),
        ([("09:00", "10:00"), ("10:00", "10:30"), ("09:00", "")], [(3, "item_without_end")]),
    ],
)
def test_items_are_remarked_on_for_what_is_wrong_with_their_times(items, found):
    assert rules(*items) == found


def test_group_work_that_does_not_say_how_groups_are_made_up_is_remarked_on():
    item = programme(("09:00", "10:00")).assign(activity_as_described="group_work")
    (remark,) = programme_remarks(item)
    assert (remark.rule, remark.handling) == ("group_work_without_form", "counted_as_own_team_work")
