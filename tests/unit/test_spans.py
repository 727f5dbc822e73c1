"""Minutes of programme items: exact where they stand alone, bounds where they overlap."""

import numpy as np
import pytest

from evaluering.statistics.spans import clock_minutes, minutes_of_items


def test_clock_times_are_minutes_since_midnight_and_missing_stays_missing():
    assert clock_minutes(["00:00", "08:30", "23:59"]).tolist() == [0, 510, 1439]
    assert np.isnan(clock_minutes([None, float("nan")])).all()


def test_shared_time_counts_at_most_in_both_and_at_least_in_neither():
    found = minutes_of_items([540, 570], [600, 630], ["a", "a"])
    assert found.low.tolist() == [30, 30]
    assert found.high.tolist() == [60, 60]
    assert found.new.tolist() == [60, 30]


def test_items_of_different_programmes_do_not_overlap():
    found = minutes_of_items([540, 540], [600, 600], ["a", "b"])
    assert found.low.tolist() == [60, 60]


def test_an_item_without_an_end_lasts_until_the_next_and_the_last_one_gets_no_time():
    found = minutes_of_items([540, 570], [None, None], ["a", "a"])
    assert found.high.tolist() == [30, 0]


def test_an_item_that_ends_before_it_starts_gets_no_time():
    found = minutes_of_items([600], [540], ["a"])
    assert (found.low[0], found.high[0], found.new[0]) == (0, 0, 0)


def test_no_items_have_no_minutes():
    assert len(minutes_of_items([], [], []).low) == 0


@pytest.mark.parametrize(
    ("start", "end"), [([None], [600]), ([1440], [600]), ([540], [-1]), ([540, 600], [600]), ([540], [1440])]
)
def test_times_outside_a_day_and_missing_starts_are_refused(start, end):
    with pytest.raises(ValueError, match=r"start|end|cluster"):
        minutes_of_items(start, end, ["a"] * len(start))


def test_a_text_that_is_no_clock_time_is_refused():
    with pytest.raises(ValueError, match="invalid literal"):
        clock_minutes(["nine:00"])
