"""Rates, arrival, evidence and shown numbers for any input."""

import math

from hypothesis import given
from hypothesis import strategies as st

from evaluering.analysis.goal_screening import evidence
from evaluering.language import show
from evaluering.privacy.identity_numbers import holds_identity_number
from evaluering.results import Cell, rounded
from evaluering.statistics import rates
from evaluering.statistics.occupancy import random_arrival
from evaluering.vocabulary import DECIMALS, Language, Unit

counts = st.integers(0, 10_000)
exposures = st.floats(0.01, 1e6)
levels = st.floats(0.5, 0.9999)


@given(counts, exposures, levels)
def test_a_rate_lies_inside_its_interval(count, exposure, level):
    estimate = rates.interval(count, exposure, level)
    assert 0 <= estimate.low <= estimate.value < estimate.high


@given(counts, exposures, st.tuples(levels, levels).map(sorted))
def test_a_higher_level_gives_a_wider_interval(count, exposure, pair):
    narrow, wide = (rates.interval(count, exposure, level) for level in pair)
    assert wide.low <= narrow.low
    assert wide.high >= narrow.high


@given(st.integers(0, 60), st.integers(1, 60), levels)
def test_random_arrival_leaves_a_possible_number_of_units_empty(events, units, level):
    arrival = random_arrival(events, units, level)
    fewest = max(units - events, 0)
    assert fewest <= arrival.low <= arrival.high <= units - min(events, 1)
    assert fewest - 1e-9 <= arrival.expected_empty <= units
    assert 0 <= arrival.all_different <= 1 + 1e-12


@given(st.text())
def test_evidence_is_always_quoted_from_the_goal(goal):
    assert all(words in goal for words in evidence(goal).values())


WORDS = [
    "alle",
    "brukere",
    "innen",
    "2016",
    "minst",
    "80",
    "%",
    "målt",
    "med",
    "PSFS",
    "pasientar",
    "by",
    "May",
    "\n",
    "before",
    "summer",
    "score",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_evidence_is_quoted_from_goals_full_of_the_rules_own_words(goal):
    assert all(found in goal for found in evidence(goal).values())


@given(st.text(alphabet="abc æøå,;", max_size=20), st.text(alphabet="abc æøå,;", max_size=20))
def test_an_identity_number_is_found_whatever_text_surrounds_it(before, after):
    assert holds_identity_number(f"{before}02013299997{after}")


@given(st.text())
def test_text_with_fewer_than_eleven_digits_never_holds_an_identity_number(text):
    if sum(character.isdigit() for character in text) < 11:
        assert not holds_identity_number(text)


numeric = st.sampled_from([unit for unit in Unit if unit in DECIMALS])


@given(st.floats(-1e9, 1e9), numeric)
def test_rounding_twice_changes_nothing_more(number, unit):
    once = rounded(Cell("t", (), "m", number, unit))
    assert rounded(Cell("t", (), "m", once, unit)) == once
    assert math.isclose(once, number, abs_tol=0.5000001 * 10 ** -DECIMALS[unit])


@given(st.floats(0, 1), st.sampled_from(list(Language)))
def test_a_shown_share_reads_back_as_the_released_value(number, language):
    value = rounded(Cell("t", (), "m", number, Unit.SHARE))
    text = show(value, Unit.SHARE, language).replace("\u00a0", "").rstrip("%").replace(",", ".")
    assert math.isclose(float(text) / 100, value, abs_tol=1e-9)


@given(st.integers(0, 10**9))
def test_a_shown_count_reads_back_as_the_released_value(number):
    assert int(show(number, Unit.COUNT, Language.BOKMAAL).replace("\u00a0", "")) == number
