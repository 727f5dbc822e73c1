"""Numbers as they are read in a language: decimal sign, thousands, minus and percent signs, lists."""

from collections.abc import Sequence
from decimal import Decimal

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from evaluering.language.cldr import locale_of
from evaluering.vocabulary import Language, Unit

_MINUS = "\u2212"
"""CLDR's sign for Norwegian; for English too, as a hyphen can be taken for a dash, and is not read aloud."""
_MINUSES = frozenset(f"-{_MINUS}")
"""The signs a negative number may begin with."""
_PATTERNS = {
    Unit.COUNT: "#,##0",
    Unit.HOURS: "#,##0.0#",
    Unit.MINUTES: "#,##0",
    Unit.RATE: "#,##0.000",
    Unit.PROBABILITY: "#,##0.000",
    Unit.EXPECTED_COUNT: "#,##0.0",
    Unit.POINTS: "#,##0.00",
    Unit.NUMBER: "#,##0.00",
    Unit.COEFFICIENT: "#,##0.00",
    Unit.RATIO: "#,##0.00",
    Unit.DAYS: "#,##0.0",
    Unit.KRONER: "#,##0",
    Unit.PERCENTAGE_POINTS: "#,##0.0",
}
_PERCENT_DIGITS = {Unit.SHARE: "0.0", Unit.LEVEL: "0.##"}


def show(value: float | int | str, unit: Unit, language: Language, decimals: int | None = None) -> str:
    """A released value as text: shares as percent with one decimal, hours with one or two.

    ``decimals`` says how many instead, of a share in percent.
    """
    if isinstance(value, str):
        return value
    locale = locale_of(language)
    digits = "" if decimals is None else "0." + "0" * decimals if decimals else "0"
    if unit in _PERCENT_DIGITS:
        digits = digits or _PERCENT_DIGITS[unit]
        pattern = locale.percent_formats[None].pattern.replace("0", digits, 1)
        return _signed(format_percent(value, format=pattern, locale=locale))
    return _signed(format_decimal(value, format=_pattern(unit, digits), locale=locale))


def _pattern(unit: Unit, digits: str) -> str:
    return f"#,##{digits}" if digits else _PATTERNS[unit]


def _signed(text: str) -> str:
    """The number with a minus sign, not a hyphen; a zero has none."""
    bare = text.removeprefix("-")
    is_zero = not any(character in "123456789" for character in bare)
    return bare if is_zero or bare == text else f"{_MINUS}{bare}"


def counted(value: float, unit: Unit, decimals: int | None = None) -> Decimal:
    """A number with just the decimals ``show`` gives it: what decides between singular and plural."""
    shown = show(value, unit, Language.ENGLISH, decimals).replace(",", "").replace(_MINUS, "-")
    return Decimal(shown.removesuffix("%"))


def show_tick(value: float, unit: Unit, language: Language) -> str:
    """A number on an axis: no more decimals than it needs."""
    if unit in _PERCENT_DIGITS:
        return show(value, Unit.LEVEL, language)
    return _signed(format_decimal(value, format="#,##0.###", locale=locale_of(language)))


def show_range(texts: Sequence[str]) -> str:
    """One text as it is, two as a range (once when equal), three as a value with its interval."""
    match tuple(texts):
        case (value,):
            return value
        case (low, high):
            return low if low == high else _range(low, high)
        case (value, low, high):
            return f"{value} ({_range(low, high)})"
        case _:
            raise ValueError("one to three texts can be shown together")


def _range(low: str, high: str) -> str:
    """Two ends with a dash between; spaced where a minus sign would stand against it."""
    dash = " – " if _MINUSES & {low[:1], high[:1]} else "–"
    return f"{_without_percent(low)}{dash}{high}"


def _without_percent(low: str) -> str:
    """The lower end of a range leaves the percent sign to the upper end."""
    return low.removesuffix("%").rstrip("\u00a0 ")


def show_list(texts: Sequence[str], language: Language) -> str:
    """Texts as an enumeration with the language's "and"."""
    return format_list(list(texts), locale=locale_of(language))
