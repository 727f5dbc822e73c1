"""What CLDR says of our languages: the locale of each, and which of a message's forms a count takes."""

from decimal import Decimal
from functools import cache

from babel import Locale

from evaluering.vocabulary import Language

_ORDER = ("zero", "one", "two", "few", "many", "other")
"""The order in which CLDR's plural categories stand as forms of a message."""


@cache
def locale_of(language: Language) -> Locale:
    """The locale of a language; English is British."""
    return Locale.parse("en_GB" if language is Language.ENGLISH else language.value)


def plural_form(count: float | Decimal, language: Language) -> int:
    """Which form a count takes, counted from 0 among those the language has.

    The decimals of a ``Decimal`` count as shown: English has "1 hour" and "1.0 hours", Norwegian
    "1 time" and "1,0 time". Rule and source: CLDR's plural rules, by Babel.
    """
    rule = locale_of(language).plural_form
    categories = [name for name in _ORDER if name in rule.tags or name == "other"]
    return categories.index(rule(count))
