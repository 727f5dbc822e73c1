"""Municipalities under several numbers."""

import pandas as pd

from evaluering.analysis._present_number import merged, present_number
from evaluering.analysis._team_places import with_place
from sample_network import given


def changes(*rows):
    keys = ("from_municipality", "to_municipality", "changed", "kind")
    return given("municipality_changes", *(dict(zip(keys, row, strict=True)) for row in rows))


def now(*numbers, after):
    return present_number(pd.Series(list(numbers), dtype=object), after).tolist()


def test_renumberings_and_mergers_are_followed_to_their_end():
    after = changes(("1", "2", "2020-01-01", "renumbering"), ("2", "3", "2024-01-01", "merger"))
    assert now("1", "2", "3", "4", after=after) == ["3", "3", "3", "4"]


def test_a_municipality_that_was_split_keeps_its_number():
    after = changes(("1", "2", "2024-01-01", "split"), ("1", "3", "2024-01-01", "split"))
    assert now("1", "2", after=after) == ["1", "2"]


def test_numbers_that_go_in_a_ring_do_not_hang():
    after = changes(("1", "2", "2020-01-01", "renumbering"), ("2", "1", "2024-01-01", "renumbering"))
    assert set(now("1", "2", after=after)) <= {"1", "2"}


def test_an_unknown_municipality_stays_unknown():
    assert pd.isna(now(None, after=changes())[0])


def test_the_numbers_given_up_in_a_merger_are_known():
    after = changes(("1", "9", "2020-01-01", "merger"), ("2", "3", "2020-01-01", "renumbering"))
    assert merged(after) == {"1"}


def test_a_team_of_several_municipalities_is_counted_with_one():
    members = given(
        "team_municipalities", {"team": "t", "municipality": "7"}, {"team": "t", "municipality": "5"}
    )
    rows = with_place(pd.DataFrame({"team": ["t", "u"]}), members, changes())
    assert rows["municipality"].tolist()[0] == "5"
    assert rows["municipality"].isna().tolist() == [False, True]
