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
_JULY, _SATURDAY = 7, 5
_OUT_OF_JULY = (31, 45, 61)
_WORK_IN_JULY = 0.35
_EASTERS = (
    date(2020, 4, 12),
    date(2021, 4, 4),
    date(2022, 4, 17),
    date(2023, 4, 9),
    date(2024, 3, 31),
)
_FROM_EASTER = (-3, -2, 1, 39, 50)
_MOVABLE = frozenset(easter + timedelta(days=shift) for easter in _EASTERS for shift in _FROM_EASTER)
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31))


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
    """A working day some ``days`` later: out of July, then out of weekends and holidays, onwards."""
    moved = day + timedelta(days=days)
    if moved.month == _JULY:
        moved += timedelta(days=_OUT_OF_JULY[moved.day % len(_OUT_OF_JULY)])
    return _working(moved)


def before(day: date, days: int) -> date:
    """A working day at least ``days`` earlier."""
    moved = day - timedelta(days=days)
    if moved.month == _JULY:
        moved -= timedelta(days=moved.day + 5)
    while not is_working(moved):
        moved -= timedelta(days=1)
    return moved


def some_day(draws: Draws, first: date, last: date) -> date:
    """A working day between two days, seldom in July; the last one when there is no other."""
    drawn = first + timedelta(days=draws.whole(0, max(0, (last - first).days)))
    moved = _working(drawn) if draws.chance(_WORK_IN_JULY) else after(drawn, 0)
    return min(moved, last)


def is_working(day: date) -> bool:
    """Whether people work on a day: no weekend, no public holiday."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED and day not in _MOVABLE


def _working(day: date) -> date:
    if day.weekday() >= _SATURDAY:
        # What falls on weekends is spread over the next week, or every Monday would be crowded.
        day += timedelta(days=7 - day.weekday() + day.toordinal() // 7 % 5)
    while not is_working(day):
        day += timedelta(days=1)
    return day


def months_between(first: date, last: date) -> float:
    """Months from one day to another, as a fraction."""
    return (last - first).days / DAYS_A_MONTH
