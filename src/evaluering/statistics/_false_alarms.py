"""How often chance alone signals."""

from functools import cache
from math import nan, sqrt

import numpy as np

from evaluering.results import Estimate, undefined
from evaluering.statistics import _runs
from evaluering.statistics._dots import REACH, Flags, signed_causes
from evaluering.statistics._moving_ranges import D2, D4
from evaluering.statistics._runs import Sides
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Unit

EXACT = ("either", "long_run", "few_crossings")
SIMULATED = ("xmr", "xmr_screened", "xmr_runs", "dots")
SERIES = 20_000
AT_ONCE = 1_000_000
"""So many values are simulated at a time."""


def estimate(kind: str, n: int, centre: str) -> Estimate:
    """The probability for a kind of rule, exact or simulated."""
    if kind not in (*EXACT, *SIMULATED):
        raise ValueError(f"kind must be one of {', '.join((*EXACT, *SIMULATED))}")
    if centre not in ("fixed", "median"):
        raise ValueError("centre must be fixed or median")
    if kind in EXACT:
        return _exact(kind, n, centre)
    if centre == "median":
        raise ValueError(f"{kind} is about a mean; the median is for rules of runs alone")
    return _simulated(kind, n)


def _exact(rule: str, n: int, centre: str) -> Estimate:
    method = f"spc.false_alarm.{rule}.{centre}"
    if centre == "median" and n % 2:
        return undefined(
            "about their own median, an even number of points is useful", Unit.PROBABILITY, method, n=n
        )
    value = _runs.about_own_median(rule, n) if centre == "median" else _runs.about_fixed_line(rule, n)
    return Estimate(value, value, value, nan, n, Unit.PROBABILITY, method, _runs.ANHOEJ, se=0.0)


@cache
def _simulated(rule: str, n: int) -> Estimate:
    method = f"spc.false_alarm.{rule}"
    if n < 2:
        return undefined("limits need two points", Unit.PROBABILITY, method, n=n)
    random = np.random.default_rng(20140825)
    rows = max(1, min(SERIES, AT_ONCE // n))
    batches = [min(rows, SERIES - done) for done in range(0, SERIES, rows)]
    alarms = sum(int(signals(rule, random.standard_normal((size, n))).sum()) for size in batches)
    value = alarms / SERIES
    se = sqrt(value * (1 - value) / SERIES)
    low, high = max(0.0, value - 1.96 * se), min(1.0, value + 1.96 * se)
    return Estimate(value, low, high, 0.95, n, Unit.PROBABILITY, method, "Seeded simulation.", se=se)


def signals(rule: str, y: Floats) -> Flags:
    """Whether each row of independent continuous values, a series, signals."""
    apart = y - y.mean(axis=1, keepdims=True)
    spread = np.abs(np.diff(y, axis=1)).mean(axis=1, keepdims=True)
    if rule == "dots":
        return _dotted(y, apart, spread)
    if rule == "xmr_screened":
        spread = _screened(np.abs(np.diff(y, axis=1)), spread)
    outside: Flags = np.asarray((np.abs(apart) > 3 * spread / D2).any(axis=1))
    return outside | run_signals(np.sign(apart).astype(np.int8)) if rule == "xmr_runs" else outside


def _screened(ranges: Floats, spread: Floats) -> Floats:
    return np.asarray(np.mean(ranges, axis=1, where=ranges < D4 * spread, keepdims=True))


def run_signals(side: Sides) -> Flags:
    """Whether each row of sides, none of them on the line, has a signal in its runs."""
    limits, n = _runs.limits_of(side.shape[1]), side.shape[1]
    few = (np.diff(side, axis=1) != 0).sum(axis=1) < limits.n_crossings_min
    too_long = limits.longest_run_max + 1
    if too_long > n:
        return np.asarray(few)
    total = np.cumsum(np.pad(side, ((0, 0), (1, 0))), axis=1, dtype=np.int64)
    longest = np.abs(total[:, too_long:] - total[:, :-too_long]) == too_long
    return np.asarray(few | longest.any(axis=1))


def _dotted(y: Floats, apart: Floats, spread: Floats) -> Flags:
    outside = np.abs(apart) > REACH * spread
    near = ~outside & (np.abs(apart) > 2 * REACH * spread / 3)
    side = np.sign(apart).astype(np.int8)
    return np.asarray((signed_causes(y, side, near, outside, "nhs") != 0).any(axis=1))
