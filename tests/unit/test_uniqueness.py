"""Uniqueness: how many persons are alone with what others may know; by hand on small tables."""

import pandas as pd
import pytest

from evaluering.privacy.uniqueness import compared_columns, uniqueness
from evaluering.tables import TABLES

MEMBERS, ANSWERS, SCREENINGS = TABLES["team_members"], TABLES["survey_answers"], TABLES["screenings"]


def members(*roles: str) -> pd.DataFrame:
    return pd.DataFrame([{"team": "t", "member": f"m{n}", "role": role} for n, role in enumerate(roles)])


def test_groups_are_counted_over_all_quasi_identifiers():
    (found,) = uniqueness(MEMBERS, members("leader", *["professional"] * 5, *["coordinator"] * 4), {})
    assert (found.persons, found.groups, found.smallest, found.uniques, found.small) == (10, 3, 1, 1, 2)
    assert found.columns == ("team", "role")


@pytest.mark.parametrize(("size", "small"), [(4, 1), (5, 0), (6, 0)])
def test_a_group_of_five_is_no_small_one(size, small):
    (found,) = uniqueness(MEMBERS, members(*["leader"] * size), {})
    assert (found.smallest, found.small) == (size, small)


def test_a_person_with_many_answers_counts_once():
    frame = pd.DataFrame({"respondent": ["r1"] * 9, "role": ["user"] * 9, "municipality": ["4601"] * 9})
    (found,) = uniqueness(ANSWERS, frame, {"4601": 190})
    assert (found.persons, found.uniques) == (1, 1)


@pytest.mark.parametrize(
    ("inhabitants", "size_class"),
    [
        (999, "<1000"),
        (1000, "1000-1999"),
        (1999, "1000-1999"),
        (2000, "2000-4999"),
        (5000, "5000-19999"),
        (20000, "20000+"),
    ],
)
def test_municipalities_are_classed_by_inhabitants(inhabitants, size_class):
    frame = pd.DataFrame({"respondent": ["r1"], "role": ["user"], "municipality": ["1"]})
    (found,) = uniqueness(ANSWERS, frame, {"1": inhabitants})
    assert found.size_class == size_class


def test_an_unknown_or_empty_municipality_is_a_class_of_its_own():
    frame = pd.DataFrame({"respondent": ["r1", "r2"], "role": ["user"] * 2, "municipality": ["9", None]})
    (found,) = uniqueness(ANSWERS, frame, {"1": 10})
    assert (found.size_class, found.persons, found.uniques) == ("unknown", 2, 2)


def test_a_small_municipality_is_told_apart_from_a_large_one():
    rows = [("small", "80_and_over")] * 2 + [("large", "80_and_over")] * 6
    frame = pd.DataFrame(rows, columns=["municipality", "age_group"])
    frame = frame.assign(screening=[f"s{n}" for n in range(8)], place="hospital")
    small, large = uniqueness(SCREENINGS, frame, {"small": 500, "large": 50_000})
    assert (small.size_class, small.smallest, small.small) == ("<1000", 2, 1)
    assert (large.size_class, large.smallest, large.small) == ("20000+", 6, 0)


def test_tables_that_protect_no_person_are_not_compared():
    assert compared_columns(TABLES["municipalities"]) == ()


def test_an_empty_table_has_no_uniqueness():
    assert uniqueness(MEMBERS, members().reindex(columns=["team", "member", "role"]), {}) == ()


def test_every_declared_role_and_age_group_is_a_quasi_identifier():
    known = [
        column
        for table in TABLES.values()
        if table.protects.value in ("persons", "staff")
        for column in table.columns
        if column.name in ("role", "age_group", "sex", "profession")
    ]
    assert known
    assert all(column.quasi_identifier for column in known)
