"""What rests on a hidden number, and is hidden with it: no summary statistic for a hidden n."""

from collections.abc import Iterable
from itertools import pairwise

from evaluering.disclosure.judged import JudgedFinding
from evaluering.results import Cell, Coordinates
from evaluering.vocabulary import Protects, Quantity, Suppression

_ENDS = ("_low", "_high", "_q1", "_q3")
_OWN = ("_count", "_n")
_BASED = frozenset({Quantity.MEAN, Quantity.SPREAD, Quantity.QUANTILE, Quantity.SHARE, Quantity.TOTAL})
_DERIVED = frozenset({Quantity.TEST, Quantity.MODEL})
_COUNTED = frozenset({Quantity.COUNT, Quantity.SHARE})
FOR_OTHERS = frozenset({Suppression.LINKED, Suppression.RESTS_ON_HIDDEN, Suppression.WEAK_SERIES})
"""Reasons to hide a cell that lie in other cells."""
Place = tuple[str, Coordinates]


def resting(finding: JudgedFinding) -> dict[str, Suppression]:
    """The shown cells of a finding that rest on a hidden cell of the same table and coordinates.

    - an estimate on its own count and base (``x`` on ``x_count`` and ``x_n``);
    - an interval's end or quartile on its estimate (``x_low`` on ``x``); an interval without one on every
      hidden number at its place;
    - a mean, spread, quantile, share or total on a hidden number of all units that is as large as its own;
    - a test or model number on a hidden count, share or interval of as many units;
    - a test also on the sizes of the groups it compares (the same table, one coordinate more);
    - the number a share counts (``x_count`` on ``x``) where it counts no units but what they have (forms,
      visits): with the base it is the share. It is hidden for what the share is hidden for.
    """
    hidden = _by_place(one.cell for one in finding.cells if one.reason is not None)
    groups = _group_places(hidden)
    known = {(one.cell.table, one.cell.at, one.cell.measure) for one in finding.cells}
    found = {}
    for one in finding.cells:
        cell = one.cell
        if one.reason is None and cell.kind not in (None, Quantity.SETTING):
            beside = hidden.get((cell.table, cell.at), [])
            compares = cell.kind is Quantity.TEST and (cell.table, frozenset(cell.at)) in groups
            if compares or any(_rests(cell, other, known) for other in beside):
                found[cell.key] = Suppression.RESTS_ON_HIDDEN
    return _counted_in_shares(finding) | found


def _counted_in_shares(finding: JudgedFinding) -> dict[str, Suppression]:
    shares = {
        (one.cell.table, one.cell.at, f"{one.cell.measure}_count"): one.reason
        for one in finding.cells
        if one.reason is not None and one.cell.kind is Quantity.SHARE
    }
    totals = [one.cell for one in finding.cells if one.reason is None and one.cell.kind is Quantity.TOTAL]
    because = {cell.key: shares.get((cell.table, cell.at, cell.measure)) for cell in totals}
    return {key: _inherited(one) for key, one in because.items() if one is not None}


def _inherited(because: Suppression) -> Suppression:
    return Suppression.RESTS_ON_HIDDEN if because in FOR_OTHERS else because


def respondents(finding: JudgedFinding) -> dict[str, Suppression]:
    """The number who answered, beside a small team's hidden response rate: with its size it is the rate."""
    rates = {
        (one.cell.table, one.cell.at, one.cell.support.protects, one.cell.support.counted)
        for one in finding.cells
        if one.reason is Suppression.SMALL_TEAM and one.cell.support
    }
    return {
        cell.key: Suppression.SMALL_TEAM
        for cell in (one.cell for one in finding.cells)
        if cell.support and (cell.table, cell.at, cell.support.protects, cell.support.n) in rates
    }


def attrition(finding: JudgedFinding, smallest: int) -> dict[str, Suppression]:
    """The smaller of two numbers of units at the same place whose difference, those lost, is small.

    Only numbers of all persons or of all staff: others need not be parts of each other.
    """
    found: dict[str, Suppression] = {}
    for place in _by_place(one.cell for one in finding.cells if _is_whole(one.cell)).values():
        for protects in (Protects.PERSONS, Protects.STAFF):
            sizes = {cell.key: cell.support.n for cell in place if _is_of(cell, protects) and cell.support}
            near = {low for low, high in pairwise(sorted({*sizes.values()})) if high - low < smallest}
            found |= {key: Suppression.ATTRITION for key, size in sizes.items() if size in near}
    return found


def _is_of(cell: Cell, protects: Protects) -> bool:
    return cell.support is not None and cell.support.protects is protects


def _is_whole(cell: Cell) -> bool:
    return (
        cell.kind is Quantity.COUNT
        and cell.support is not None
        and cell.support.counted is None
        and cell.value == cell.support.n
    )


def _by_place(cells: Iterable[Cell]) -> dict[Place, list[Cell]]:
    places: dict[Place, list[Cell]] = {}
    for cell in cells:
        places.setdefault((cell.table, cell.at), []).append(cell)
    return places


def _rests(cell: Cell, hidden: Cell, known: set[tuple[str, Coordinates, str]]) -> bool:
    root = _root(cell.measure)
    has_root = root != cell.measure and (cell.table, cell.at, root) in known
    if hidden.measure in (root, *(f"{root}{end}" for end in _OWN)) and hidden.measure != cell.measure:
        return True
    if cell.kind is Quantity.INTERVAL:
        return not has_root and hidden.kind is not Quantity.SETTING
    same = _same_units(cell, hidden)
    if cell.kind in _BASED:
        return same and hidden.kind is Quantity.COUNT and bool(hidden.support) and _counts_all(hidden)
    return same and cell.kind in _DERIVED and hidden.kind in {*_COUNTED, Quantity.INTERVAL}


def _root(measure: str) -> str:
    return next((measure.removesuffix(end) for end in _ENDS if measure.endswith(end)), measure)


def _same_units(cell: Cell, other: Cell) -> bool:
    if cell.support is None or other.support is None:
        return True
    return (cell.support.protects, cell.support.n) == (other.support.protects, other.support.n)


def _counts_all(cell: Cell) -> bool:
    return cell.support is not None and cell.support.counted is None


def _group_places(hidden: dict[Place, list[Cell]]) -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """The places one coordinate above hidden sizes of groups: where a test would compare them."""
    return {
        (table, frozenset(at) - {pair})
        for (table, at), cells in hidden.items()
        if any(cell.kind is Quantity.COUNT and _counts_all(cell) for cell in cells)
        for pair in at
    }
