"""Calendar days as they are read."""

from datetime import date

from babel.dates import format_date

from evaluering.language.cldr import locale_of
from evaluering.vocabulary import Language


def show_day(day: date, language: Language) -> str:
    """A day written out: "2. januar 2026", in English "2 January 2026"."""
    return str(format_date(day, format="long", locale=locale_of(language)))
