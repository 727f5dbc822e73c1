"""A number shown in any language is read back by the attack, which shares no code with what shows it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.attack.spoken_numbers import numbers_in
from evaluering.language import counted, show, show_range
from evaluering.vocabulary import Language, Unit

NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
UNITS = st.sampled_from([unit for unit in Unit if unit not in (Unit.TEXT, Unit.CODE)])


@given(value=NUMBERS, unit=UNITS, decimals=st.sampled_from([None, 0, 1, 3]))
@pytest.mark.parametrize("language", list(Language))
def test_a_shown_number_is_read_as_the_same_in_every_language(
    language: Language, value: float, unit: Unit, decimals: int | None
) -> None:
    (read,) = numbers_in(show(value, unit, language, decimals), language.value)
    assert read.value == counted(value, unit, decimals)
    assert read.is_percent == (unit in (Unit.SHARE, Unit.LEVEL))


@given(ends=st.lists(NUMBERS, min_size=2, max_size=2), unit=UNITS)
@pytest.mark.parametrize("language", list(Language))
def test_the_ends_of_a_range_are_read_as_two_numbers(
    language: Language, ends: list[float], unit: Unit
) -> None:
    shown = show_range([show(one, unit, language) for one in ends])
    wanted = [counted(one, unit) for one in ends]
    assert [read.value for read in numbers_in(shown, language.value)] in (wanted, wanted[:1])


@given(value=NUMBERS, unit=UNITS)
def test_bokmaal_and_nynorsk_show_numbers_alike(value: float, unit: Unit) -> None:
    assert show(value, unit, Language.BOKMAAL) == show(value, unit, Language.NYNORSK)


@given(value=st.integers(min_value=0, max_value=10**12))
def test_a_count_has_no_decimals(value: int) -> None:
    assert counted(value, Unit.COUNT) == Decimal(value)
