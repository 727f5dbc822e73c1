"""Rules on care pathways, and persons counted alike, against plain versions that look at each row."""

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evaluering.privacy.uniqueness import uniqueness
from evaluering.row_keys import is_first, is_repeated, row_groups, row_keys
from evaluering.tables import TABLES
from evaluering.validation.rules import ALL_RULES

POINTS = TABLES["care_pathway_episodes"].column("point").allowed
COLUMNS = ("episode", "hospital_trust", "care_pathway", "point", "coded")
RULES = {rule.name: rule for rule in ALL_RULES if rule.table == "care_pathway_episodes"}
Row = tuple[str, str, str, str, str]

rows = st.tuples(
    st.sampled_from(["e1", "e2", "e10"]),
    st.sampled_from(["h1", "h2"]),
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(POINTS),
    st.sampled_from(["1999-12-31", "2024-02-29", "2024-03-01", "2024-10-01"]),
)
coded_points = st.lists(rows, max_size=20, unique_by=lambda row: (row[0], row[3], row[4]))
"""No two rows agree in episode, point and day: that is the table's key."""


def frame_of(given_rows: list[Row]) -> pd.DataFrame:
    """The rows as validation holds them."""
    index = pd.MultiIndex.from_tuples([(0, n) for n in range(1, len(given_rows) + 1)], names=["part", "row"])
    return pd.DataFrame(given_rows, columns=list(COLUMNS), index=index if given_rows else None, dtype="str")


def found(name: str, given_rows: list[Row]) -> list[int]:
    """The places (from 0) of the rows a rule finds."""
    index = RULES[name].rows({"care_pathway_episodes": frame_of(given_rows)})
    return [row - 1 for _, row in index]


def others(row: Row, given_rows: list[Row]) -> list[Row]:
    """All rows of the same episode."""
    return [one for one in given_rows if one[0] == row[0]]


def places(given_rows: list[Row], breaks) -> list[int]:
    return [place for place, row in enumerate(given_rows) if breaks(row, others(row, given_rows))]


@given(coded_points)
def test_a_point_is_before_the_former_when_an_earlier_point_of_the_pathway_has_a_later_date(given_rows):
    def breaks(row: Row, episode: list[Row]) -> bool:
        return any(POINTS.index(one[3]) < POINTS.index(row[3]) and one[4] > row[4] for one in episode)

    assert found("point_before_the_former", given_rows) == places(given_rows, breaks)


@given(coded_points)
def test_every_point_but_an_evaluation_is_coded_once_an_episode(given_rows):
    def breaks(row: Row, episode: list[Row]) -> bool:
        return row[3] != "evaluation" and sum(one[3] == row[3] for one in episode) > 1

    assert found("point_coded_twice", given_rows) == places(given_rows, breaks)


@given(coded_points)
def test_the_earliest_row_of_an_episode_without_start_is_found(given_rows):
    def when(row: Row) -> tuple[str, int]:
        return row[4], POINTS.index(row[3])

    def breaks(row: Row, episode: list[Row]) -> bool:
        return all(one[3] != "start" for one in episode) and row == min(episode, key=when)

    assert found("no_start_point", given_rows) == places(given_rows, breaks)


@given(coded_points)
def test_every_row_of_an_episode_of_several_pathways_is_found(given_rows):
    def breaks(row: Row, episode: list[Row]) -> bool:
        return len({one[2] for one in episode}) > 1

    assert found("episode_changes_pathway", given_rows) == places(given_rows, breaks)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", None])), max_size=12))
def test_an_empty_field_is_no_other_opinion(pairs):
    rule = next(one for one in ALL_RULES if one.name == "area_changes")
    frame = pd.DataFrame(
        {"user": [user for user, _ in pairs], "activity": "a", "area": [area for _, area in pairs]},
        dtype="str",
    )
    said = {user: {area for other, area in pairs if other == user and area} for user, _ in pairs}
    expected = [place for place, (user, _) in enumerate(pairs) if len(said[user]) > 1]
    assert rule.rows({rule.table: frame}).tolist() == expected


cells = st.one_of(st.none(), st.sampled_from(["", "a", "b", "c"]))
small_tables = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.tuples(*[cells] * width), max_size=12).map(
        lambda given_rows: pd.DataFrame(
            given_rows, columns=range(width), index=range(len(given_rows)), dtype="str"
        )
    )
)


def as_tuples(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(one) else one for one in row) for row in frame.to_numpy(dtype=object)]


@given(small_tables)
def test_rows_have_the_same_key_when_they_are_alike_and_only_then(frame):
    keys, given_rows = row_keys(frame, frame.columns).tolist(), as_tuples(frame)
    assert len(keys) == len(given_rows)
    assert len(set(zip(keys, given_rows, strict=True))) == len(set(keys)) == len(set(given_rows))


@given(small_tables)
def test_groups_are_numbered_in_the_order_of_their_first_rows(frame):
    numbers = {row: number for number, row in enumerate(dict.fromkeys(as_tuples(frame)))}
    assert row_groups(frame, frame.columns).tolist() == [numbers[row] for row in as_tuples(frame)]


@given(small_tables)
def test_repeated_and_first_rows_are_those_of_plain_counting(frame):
    given_rows = as_tuples(frame)
    counts = Counter(given_rows)
    assert is_repeated(frame, frame.columns).tolist() == [counts[row] > 1 for row in given_rows]
    expected = [row not in given_rows[:place] for place, row in enumerate(given_rows)]
    assert is_first(frame, frame.columns).tolist() == expected


def test_keys_stay_apart_where_their_product_is_beyond_any_number():
    many = 20_000
    columns = {str(n): [f"{(row * (2 * n + 1)) % many}" for row in range(many)] for n in range(5)}
    frame = pd.DataFrame({**columns, "last": ["same"] * many}, dtype="str")
    assert many ** len(columns) > 2**63
    assert len(set(row_keys(frame, frame.columns).tolist())) == many


people = st.lists(
    st.tuples(
        st.sampled_from(["r1", "r2", "r3", "r4"]),
        st.sampled_from(["user", "relative", None]),
        st.sampled_from(["1", "2", "3", None]),
    ),
    min_size=1,
    max_size=15,
)


@given(people)
def test_persons_alike_are_counted_as_one_would_by_hand(given_rows):
    frame = pd.DataFrame(given_rows, columns=["respondent", "role", "municipality"], dtype="str")
    inhabitants = {"1": 500, "2": 900, "3": 30_000}
    classes = {"1": "<1000", "2": "<1000", "3": "20000+", None: "unknown"}
    sizes = Counter((role, place) for _, role, place in set(given_rows))
    expected = []
    for name in ("<1000", "20000+", "unknown"):
        groups = [size for (_, place), size in sizes.items() if classes[place] == name]
        if groups:
            small = sum(size < 5 for size in groups)
            expected.append((name, sum(groups), len(groups), min(groups), groups.count(1), small))
    counted = uniqueness(TABLES["survey_answers"], frame, inhabitants)
    assert expected == [
        (one.size_class, one.persons, one.groups, one.smallest, one.uniques, one.small) for one in counted
    ]
