"""Calendar days as they are read."""

from datetime import date

from babel.dates import format_date

from evaluering.vocabulary import Language


def show_day(day: date, language: Language) -> str:
    """A day written out, such as "2. januar 2026"."""
    return str(format_date(day, format="long", locale=language.value))
