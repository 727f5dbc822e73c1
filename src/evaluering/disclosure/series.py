"""Series with too many hidden points are hidden whole: what is left would tell of the gaps."""

from evaluering.disclosure.context import TIME
from evaluering.disclosure.judged import JudgedCell, JudgedFinding
from evaluering.results import Cell, Coordinates
from evaluering.vocabulary import Quantity, Suppression

_SHORTEST = 2
_Series = tuple[str, str, Coordinates]


def weak_series(finding: JudgedFinding, largest: float) -> dict[str, Suppression]:
    """The shown cells of every series of which more than the share ``largest`` of points is hidden.

    A series is the cells of one table and measure whose coordinates differ only in time; a point that
    undefined data left empty counts as a point.
    """
    found: dict[str, Suppression] = {}
    for points in _series(finding).values():
        hidden = sum(one.reason is not None for one in points)
        if len(points) >= _SHORTEST and hidden > largest * len(points):
            found |= {one.cell.key: Suppression.WEAK_SERIES for one in points if one.reason is None}
    return found


def _series(finding: JudgedFinding) -> dict[_Series, list[JudgedCell]]:
    series: dict[_Series, list[JudgedCell]] = {}
    for one in finding.cells:
        if _is_point(one.cell):
            at = tuple(pair for pair in one.cell.at if pair[0] not in TIME)
            series.setdefault((one.cell.table, one.cell.measure, at), []).append(one)
    return series


def _is_point(cell: Cell) -> bool:
    return cell.kind is not Quantity.SETTING and any(dimension in TIME for dimension, _ in cell.at)
