"""Minutes of any programme: bounds hold, and the covered time is counted once."""

from math import isnan

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.analysis.gathering_programme import Bounds, share_bounds
from evaluering.processing.programme import with_minutes
from evaluering.vocabulary import Activity

WORKING = (Activity.LECTURE, Activity.OWN_TEAM_WORK, Activity.EXCHANGE, Activity.PLENARY)

times = st.integers(8 * 60, 16 * 60)
items = st.lists(st.tuples(st.integers(1, 2), times, st.none() | times), min_size=1, max_size=10)
unhurried = settings(max_examples=60)


def clock(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def programme(rows) -> pd.DataFrame:
    content = [(gathering, n, clock(start), clock(end)) for n, (gathering, start, end) in enumerate(rows, 1)]
    frame = pd.DataFrame(
        content, columns=["gathering", "item", "start", "end"], index=range(1, len(rows) + 1)
    )
    return frame.astype({"start": "str", "end": "str"})


@unhurried
@given(items)
def test_an_item_has_at_least_its_own_and_at_most_all_of_its_time(rows):
    frame = with_minutes(programme(rows))
    assert (frame["minutes_low"] >= 0).all()
    assert (frame["minutes_low"] <= frame["minutes_new"]).all()
    assert (frame["minutes_new"] <= frame["minutes_high"]).all()


@unhurried
@given(items)
def test_the_covered_time_lies_between_the_sums_of_the_bounds(rows):
    sums = with_minutes(programme(rows))[["minutes_low", "minutes_new", "minutes_high"]].sum()
    assert sums["minutes_low"] <= sums["minutes_new"] <= sums["minutes_high"]


@unhurried
@given(items)
def test_the_new_minutes_of_a_gathering_are_the_minutes_it_covers(rows):
    complete = [row for row in rows if row[2] is not None] or [(1, 500, 510)]
    frame = with_minutes(programme(complete))
    for gathering, own in frame.groupby("gathering"):
        covered = {
            minute for number, start, end in complete if number == gathering for minute in range(start, end)
        }
        assert own["minutes_new"].sum() == len(covered)


@unhurried
@given(items)
def test_without_overlap_the_bounds_meet(rows):
    one_by_one = [(1, start, start + 5) for start in sorted({start // 5 * 5 for _, start, _ in rows})]
    frame = with_minutes(programme(one_by_one))
    assert frame["minutes_low"].tolist() == frame["minutes_high"].tolist() == [5.0] * len(one_by_one)


@unhurried
@given(items, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_item_s_minutes(rows, random):
    ordered = programme(rows)
    shuffled = ordered.loc[random.sample(list(ordered.index), len(ordered))]
    assert with_minutes(shuffled).sort_index().equals(with_minutes(ordered).sort_index())


@unhurried
@given(items)
def test_rows_numbered_against_the_programme_s_order_change_no_covered_time(rows):
    ordered = programme(rows)
    renumbered = ordered.set_axis(list(ordered.index)[::-1])
    one, other = with_minutes(ordered), with_minutes(renumbered)
    assert one["minutes_new"].sum() == other["minutes_new"].sum()


parts = st.fixed_dictionaries(
    {
        kind: st.tuples(st.integers(0, 300), st.integers(0, 100)).map(lambda two: Bounds(two[0], sum(two)))
        for kind in WORKING
    }
)
kinds = st.sets(st.sampled_from(WORKING), min_size=1).map(tuple)


@given(parts, kinds)
def test_a_share_lies_between_its_bounds_and_those_between_0_and_1(given_parts, of):
    share = share_bounds(given_parts, of)
    if sum(part.low for part in given_parts.values()) > 0 and not isnan(share.low):
        assert 0 <= share.low <= share.high <= 1


@given(parts, kinds)
def test_a_share_is_undefined_only_where_there_may_be_no_working_time(given_parts, of):
    share = share_bounds(given_parts, of)
    assert not isnan(share.low) or sum(part.low for part in given_parts.values()) == 0


@given(parts, kinds)
def test_without_overlap_a_share_is_one_number(given_parts, of):
    firm = {kind: Bounds(part.low, part.low) for kind, part in given_parts.items()}
    total = sum(part.low for part in firm.values())
    share = share_bounds(firm, of)
    if total:
        assert share.low == share.high == sum(firm[kind].low for kind in of) / total
    else:
        assert isnan(share.low)
        assert isnan(share.high)


@given(parts)
def test_the_share_of_all_working_time_is_one_or_undefined(given_parts):
    share = share_bounds(given_parts, WORKING)
    some = sum(part.low for part in given_parts.values()) > 0
    assert (share.low, share.high) == (1, 1) if some else isnan(share.low)
