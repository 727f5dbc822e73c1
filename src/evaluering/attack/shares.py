"""Percents and means turned back into the counts behind them."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known, ToldCell, ToldFinding

_COUNTS = ("n", "total", "denominator")
"""Names of the measure that a share is a share of."""


def counts_behind(share: float, half: float, denominators: Iterable[int]) -> set[tuple[int, int]]:
    """All (x, n) with x of n within ``half`` of ``share`` (0-1), for n among ``denominators``."""
    return {
        (x, n)
        for n in denominators
        for x in _whole_between((share - half) * n, (share + half) * n)
        if 0 <= x <= n
    }


def sums_behind(mean: float, half: float, answers: Iterable[int]) -> set[tuple[int, int]]:
    """All (sum, n) of whole answers whose mean lies within ``half`` of ``mean``."""
    return {(total, n) for n in answers for total in _whole_between((mean - half) * n, (mean + half) * n)}


def _whole_between(low: float, high: float) -> range:
    # A bound that is whole but for the last bit belongs to the interval.
    first = int((Decimal(repr(round(low, 9)))).to_integral_value(ROUND_CEILING))
    last = int((Decimal(repr(round(high, 9)))).to_integral_value(ROUND_FLOOR))
    return range(first, last + 1)


def check_shares(known: Known, width: float) -> Iterator[Found]:
    """Every share of a protected table that, with the number it is a share of, tells a small count.

    It does when each count that fits the share, or its complement, is above 0 and below ``width``.
    """
    for report in known.reports:
        for finding in report.findings:
            if finding.protects != {"nothing"}:
                for layout in finding.layouts:
                    keys = [key for row in layout.keys for column in row for key in column]
                    for line, key in enumerate(keys, 1):
                        if _tells(finding.cells[key], finding, width):
                            yield Found(f"{report.id}/data/{layout.id}.csv", Kind.NARROW, f"line {line}")


def _tells(cell: ToldCell, finding: ToldFinding, width: float) -> bool:
    n = _denominator(cell, finding)
    if cell.unit != "share" or not isinstance(cell.value, int | float) or n is None:
        return False
    decimals = max(0, -int(Decimal(repr(cell.value)).normalize().as_tuple().exponent))
    behind = counts_behind(float(cell.value), 0.5 * 10.0 ** -max(decimals, 2), [n])
    return bool(behind) and all(0 < min(x, n - x) < width for x, n in behind)


def _denominator(cell: ToldCell, finding: ToldFinding) -> int | None:
    """The published number a share is a share of: at its own place, or the finding's n where it has none."""
    beside = [
        one
        for one in finding.cells.values()
        if (one.table, one.at) == (cell.table, cell.at)
        and one.measure in _COUNTS
        and one.status == "released"
    ]
    chosen = beside[0] if beside else (finding.n if not cell.at else None)
    return int(chosen.value) if chosen is not None and isinstance(chosen.value, int | float) else None
