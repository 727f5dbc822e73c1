"""Pathways counted where they are stored are those counted in memory, to the last one and the last bit."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import pathways_in_memory as in_memory
from evaluering.analysis._pathway_counts import POINTS, pairs, waits
from evaluering.analysis.reader import Reader
from sample_network import counted_slice
from sample_network import given as table_of
from sample_network import table as sample_table

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 90).map(lambda days: (FIRST + timedelta(days)).isoformat())
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "episode": st.sampled_from("abcdefgh"),
            "hospital_trust": st.sampled_from(["h1", "h2", "æ3"]),
            "care_pathway": st.sampled_from(["voksne", "unge"]),
            "point": st.sampled_from(POINTS),
            "coded": DAYS,
        }
    ),
    max_size=40,
    unique_by=lambda row: (row["episode"], row["point"], row["coded"]),
)
LIMITS = st.lists(
    st.fixed_dictionaries(
        {
            "care_pathway": st.sampled_from(["voksne", "unge", "andre"]),
            "from_point": st.sampled_from(POINTS),
            "to_point": st.sampled_from(POINTS),
            "days": st.integers(0, 40),
            "valid_from": DAYS,
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["care_pathway"], row["from_point"], row["to_point"], row["valid_from"]),
)
BY = ["hospital_trust", "care_pathway", "limit", "days", "reached", "ended"]
BY_MONTH = ["hospital_trust", "month", "within", "followed"]


def plain(table: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(table.astype(object).itertuples(index=False, name=None))


def both(episodes: pd.DataFrame, limits: pd.DataFrame, chosen: tuple[str, str]):
    """Every table of counts, by where the rows were: where they are stored, and in memory."""
    with TemporaryDirectory() as folder:
        slices = counted_slice(Path(folder), "care_pathway_episodes", episodes)
        found = waits(Reader({}, {"care_pathway_episodes": slices}), limits, chosen)
    stored = {pair: plain(found.pairs[pair][[*BY, "n", "mark"]]) for pair in found.pairs}
    loaded = in_memory.episodes(episodes)
    rows = {pair: in_memory.waits(loaded, limits, pair) for pair in {chosen, *pairs(limits)}}
    expected = {pair: plain(in_memory.counted(own, *BY)) for pair, own in rows.items()}
    able = rows[chosen][~rows[chosen]["ended"]]
    able = able.assign(within=in_memory.within(able), month=able["month"].astype(str).str[:7])
    months = plain(found.months[[*BY_MONTH, "n", "mark"]])
    return {**stored, "months": months}, {**expected, "months": plain(in_memory.counted(able, *BY_MONTH))}


@settings(max_examples=25)
@given(ROWS, LIMITS, st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS)))
def test_any_pathways_are_counted_as_in_memory(rows, limits, chosen):
    stored, expected = both(
        table_of("care_pathway_episodes", *rows), table_of("pathway_limits", *limits), chosen
    )
    assert stored == expected


def test_the_sample_s_pathways_are_counted_as_in_memory():
    tables = (sample_table(name) for name in ("care_pathway_episodes", "pathway_limits"))
    stored, expected = both(*tables, ("start", "assessment_start"))
    assert stored == expected
    assert sum(row[-2] for row in stored["months"]) > 1000
