"""The calendar of the invented study."""

from datetime import date, timedelta

from evaluering.synthetic.draws import Draws

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2024, 12, 31)
"""The period of the study."""
MONTHS = 60
MERGED, SPLIT = date(2022, 1, 1), date(2023, 1, 1)
"""When four municipalities become two, and when one becomes two."""
EPIDEMIC = (date(2020, 3, 12), date(2022, 2, 11))
DAYS_A_MONTH = 30.4375
_JULY, _AUGUST = 7, 8
_SATURDAY = 5


def month_of(index: int) -> date:
    """The first day of a month, counted from the first month of the study."""
    return date(FIRST_DAY.year + index // 12, index % 12 + 1, 1)


def month_index(day: date) -> int:
    """Months from the first month of the study."""
    return (day.year - FIRST_DAY.year) * 12 + day.month - 1


def month_text(index: int) -> str:
    """``YYYY-MM``."""
    return f"{month_of(index):%Y-%m}"


def after(day: date, days: int) -> date:
    """A working day ``days`` later: weekends move to Monday, July to August."""
    moved = day + timedelta(days=days)
    if moved.month == _JULY:
        moved = moved.replace(month=_AUGUST)
    return moved + timedelta(days=max(0, 7 - moved.weekday()) if moved.weekday() >= _SATURDAY else 0)


def some_day(draws: Draws, first: date, last: date) -> date:
    """A working day between two days; the last one when the interval is empty or a weekend ends it."""
    return min(after(first, draws.whole(0, max(0, (last - first).days))), last)


def months_between(first: date, last: date) -> float:
    """Months from one day to another, as a fraction."""
    return (last - first).days / DAYS_A_MONTH
