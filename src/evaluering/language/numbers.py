"""Numbers as they are read in a language: decimal comma, spaces, percent signs."""

from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from evaluering.vocabulary import Language, Unit

_PATTERNS = {
    Unit.COUNT: "#,##0",
    Unit.HOURS: "#,##0.0#",
    Unit.MINUTES: "#,##0",
    Unit.RATE: "#,##0.000",
    Unit.PROBABILITY: "#,##0.000",
    Unit.EXPECTED_COUNT: "#,##0.0",
    Unit.POINTS: "#,##0.00",
    Unit.NUMBER: "#,##0.##",
    Unit.COEFFICIENT: "#,##0.00",
    Unit.RATIO: "#,##0.00",
    Unit.DAYS: "#,##0.#",
}
_PERCENT_DIGITS = {Unit.SHARE: "0.0", Unit.LEVEL: "0.##"}


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse("en_GB" if language is Language.ENGLISH else language.value)


def show(value: float | int | str, unit: Unit, language: Language) -> str:
    """A released value as text: shares as percent with one decimal, hours with one or two."""
    if isinstance(value, str):
        return value
    locale = _locale(language)
    if unit in _PERCENT_DIGITS:
        pattern = locale.percent_formats[None].pattern.replace("0", _PERCENT_DIGITS[unit], 1)
        return format_percent(value, format=pattern, locale=locale)
    return format_decimal(value, format=_PATTERNS[unit], locale=locale)


def show_tick(value: float, unit: Unit, language: Language) -> str:
    """A number on an axis: no more decimals than it needs."""
    if unit in _PERCENT_DIGITS:
        return show(value, Unit.LEVEL, language)
    return format_decimal(value, format="#,##0.###", locale=_locale(language))


def show_range(texts: Sequence[str]) -> str:
    """One text as it is, two as a range (once when equal), three as a value with its interval."""
    match tuple(texts):
        case (value,):
            return value
        case (low, high):
            return low if low == high else f"{_without_percent(low)}–{high}"
        case (value, low, high):
            return f"{value} ({_without_percent(low)}–{high})"
        case _:
            raise ValueError("one to three texts can be shown together")


def _without_percent(low: str) -> str:
    """The lower end of a range leaves the percent sign to the upper end."""
    return low.removesuffix("%").rstrip("\u00a0 ")


def show_list(texts: Sequence[str], language: Language) -> str:
    """Texts as an enumeration with the language's "and"."""
    return format_list(list(texts), locale=_locale(language))
