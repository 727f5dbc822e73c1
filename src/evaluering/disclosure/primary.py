"""Primary suppression: what of a cell, looked at alone, says that it may not be shown.

Everything is judged from the cell's ``kind`` and ``support``. What cannot be judged may not be shown.
"""

from math import isfinite, isnan
from numbers import Integral, Real

from evaluering.disclosure.context import Context
from evaluering.disclosure.rules import LARGEST, Rules
from evaluering.results import Cell, Support
from evaluering.vocabulary import Protects, Quantity, Suppression, Unit

_FREE = frozenset({Unit.TEXT, Unit.CODE})
_RESPONSE = frozenset({"response"})
"""Measures that are the share of a group that answered."""
_ESTIMATES = frozenset({Quantity.MODEL, Quantity.TEST})
_UNITS = frozenset(Protects) - {Protects.NOTHING}
_OF_UNITS = frozenset({Quantity.COUNT, Quantity.SHARE})


def reason(cell: Cell, rules: Rules, context: Context) -> Suppression | None:
    """Why the cell may not be shown as far as it alone goes, or None.

    The first rule that hides it, in this order: it cannot be judged (no kind or support, an unknown kind,
    a number that cannot be what it is said to be, an undefined one without a reason); text by or about
    persons; one unit's own value; a narrower audience; too few municipalities, or a municipality with too
    few respondents; a small team's response; too few counted, left out or behind it; values all alike;
    dominance; too few degrees of freedom. A number the evaluator chose is shown.
    """
    if not _is_judgeable(cell):
        return Suppression.NOT_JUDGEABLE
    if cell.kind is Quantity.SETTING:
        return None
    support = cell.support
    if cell.unit is Unit.TEXT:
        return Suppression.FREE_TEXT
    if support is None or not _is_sound(support):
        return Suppression.NOT_JUDGEABLE
    return _place(cell, support, rules, context) or _number(cell, support, rules, context)


def _is_judgeable(cell: Cell) -> bool:
    if not isinstance(cell.kind, Quantity) or not isinstance(cell.unit, Unit):
        return False
    if isinstance(cell.value, str) or cell.unit in _FREE:
        return isinstance(cell.value, str) and cell.unit in _FREE and cell.kind is not Quantity.COUNT
    return _is_number(cell)


def _is_number(cell: Cell) -> bool:
    """Whether the value can be what its kind and unit say: counts are whole, nobody is less than none."""
    value = cell.value
    if isinstance(value, str | bool) or not isinstance(value, int | float | Real):
        return False
    if isnan(value):
        return bool(cell.reason) and cell.kind is not Quantity.COUNT
    if cell.kind is Quantity.COUNT:
        return _is_count(value)
    if cell.kind is Quantity.SHARE:
        return 0 <= value <= 1 if cell.unit is Unit.SHARE else _is_count(value)
    return isfinite(value) and (value >= 0 or cell.kind is not Quantity.TOTAL)


def _is_sound(support: Support) -> bool:
    counted = support.n if support.counted is None else support.counted
    whole = all(map(_is_count, (support.n, support.municipalities, counted)))
    free = support.df is None or not isnan(support.df)
    parts = all(0 <= part <= 1 for part in support.largest)
    return support.protects in _UNITS and whole and free and parts and counted <= support.n


def _is_count(value: object) -> bool:
    # numpy's whole numbers too; an int is told at once, without asking the abstract class.
    return isinstance(value, int | Integral) and not isinstance(value, bool) and int(value) >= 0


def _place(cell: Cell, support: Support, rules: Rules, context: Context) -> Suppression | None:
    """Whether whom and where the number is about may be told of at all."""
    named = bool(context.municipality)
    rulings = (
        (cell.kind is Quantity.EXTREME, Suppression.EXTREME),
        (bool(context.team) and context.is_narrow, Suppression.NARROW_AUDIENCE),
        (named and not _is_shown_by_name(rules, context), Suppression.SMALL_MUNICIPALITY),
        (_stands_alone(support, rules, named=named), Suppression.FEW_MUNICIPALITIES),
        (bool(context.role) and support.n < rules.counts, Suppression.SINGLE_ROLE),
        (cell.measure in _RESPONSE and support.n < rules.team, Suppression.SMALL_TEAM),
    )
    return next((because for hides, because in rulings if hides), None)


def _is_shown_by_name(rules: Rules, context: Context) -> bool:
    known = context.respondents
    return known.users >= rules.municipality_users and known.staff >= rules.municipality_staff


def _stands_alone(support: Support, rules: Rules, *, named: bool) -> bool:
    """Whether the group is of so few municipalities that each could find the others' part in it.

    A municipality shown by name is no group. No municipality at all is told of rows that name none;
    numbers that protect municipalities always do.
    """
    if support.municipalities == 1 and named:
        return False
    lowest = 0 if support.protects is Protects.MUNICIPALITIES else 1
    return lowest <= support.municipalities < rules.municipalities


def _number(cell: Cell, support: Support, rules: Rules, context: Context) -> Suppression | None:
    if found := _few(cell, support, rules, context):
        return found
    if support.alike and cell.kind is not Quantity.COUNT:
        return Suppression.ALIKE
    if _is_dominated(cell, support, rules):
        return Suppression.DOMINANCE
    if cell.kind in _ESTIMATES and _freedom(support) < rules.freedom:
        return Suppression.FREEDOM
    return None


def _few(cell: Cell, support: Support, rules: Rules, context: Context) -> Suppression | None:
    smallest = rules.municipalities if support.protects is Protects.MUNICIPALITIES else rules.counts
    if cell.kind is Quantity.SHARE and support.counted is None:
        return Suppression.NOT_JUDGEABLE
    if _is_harmless(cell, support, rules, context):
        return None if support.n >= max(smallest, rules.base) else Suppression.SMALL_BASE
    if any(part < smallest for part in _parts(cell, support)):
        return Suppression.FEW
    if support.n < _behind(cell, smallest, rules):
        return Suppression.SMALL_BASE if cell.kind is Quantity.SHARE else Suppression.FEW_BEHIND
    return None


def _parts(cell: Cell, support: Support) -> list[int]:
    """What is counted: all units, those counted, those left out, and what a count itself says."""
    within = [] if support.counted is None else [support.counted, support.n - support.counted]
    whole = cell.unit is Unit.COUNT and cell.kind in (*_OF_UNITS, Quantity.TOTAL)
    said = [int(cell.value)] if whole and not _is_undefined(cell) else []
    return [support.n, *within, *said]


def _is_undefined(cell: Cell) -> bool:
    return isinstance(cell.value, str) or isnan(cell.value)


def _is_harmless(cell: Cell, support: Support, rules: Rules, context: Context) -> bool:
    """Whether it says that none, or that all, are counted, where this exposes nobody."""
    name = f"{context.finding}/{cell.table}/{cell.measure}"
    none = name in rules.harmless_zeros and cell.value == 0 and support.counted == 0
    every = 1 if cell.kind is Quantity.SHARE and cell.unit is Unit.SHARE else support.n
    all_ = name in rules.harmless_wholes and cell.value == every and support.counted == support.n
    return cell.kind in _OF_UNITS and (none or all_)


def _behind(cell: Cell, smallest: int, rules: Rules) -> int:
    """How many units a number of this kind must at least rest on."""
    kinds = {
        Quantity.COUNT: smallest,
        Quantity.TOTAL: smallest,
        Quantity.MEAN: rules.mean,
        Quantity.SPREAD: rules.spread,
        Quantity.QUANTILE: rules.quantile,
    }
    return max(smallest, kinds.get(cell.kind, rules.base)) if cell.kind else rules.base


def _is_dominated(cell: Cell, support: Support, rules: Rules) -> bool:
    """The (n, k) rule and the p % rule on the largest contributors' parts; a total must tell them."""
    if len(support.largest) < LARGEST:
        return cell.kind is Quantity.TOTAL or bool(support.largest)
    first, second = sorted(support.largest, reverse=True)[:LARGEST]
    return first + second > rules.dominance or 1 - first - second < rules.ratio * first


def _freedom(support: Support) -> float:
    """Degrees of freedom; where a model tells none, no more than its units less one."""
    return support.n - 1 if support.df is None else support.df
