"""The NHS rules of special cause ("plot the dots")."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from evaluering.statistics import inputs
from evaluering.statistics._chart_points import Stretches
from evaluering.statistics._control_lines import NO_POINTS, NO_RANGE, NO_VARIATION
from evaluering.statistics._moving_ranges import NELSON, mean_range
from evaluering.statistics._runs import Sides, sides
from evaluering.statistics.inputs import Floats

REACH = 2.66
"""The NHS's 3 / 1.128, rounded."""
SOURCE = "NHS England. Making Data Count."
RULES = {"nhs": (7, 7), "trend_6_shift_8": (6, 8)}
"""Points in a trend and in a shift, by the name of the rule set."""
CAUSES = ("common", "shift", "two_of_three", "trend", "outside")
"""By rank: the last that fits is the point's."""
BETTER = {"up": 1, "down": -1, "none": 0}
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Reading:
    """How the dots are read."""

    better: str
    target: float | None
    rules: str
    screened: bool


@dataclass(frozen=True)
class Lines:
    """Mean and limits of one phase; NaN with a reason where there are none."""

    mean: float
    lower: float
    upper: float
    reason: str = ""


@dataclass(frozen=True)
class Dots:
    """Points, lines and what the rules say of each point.

    ``special_cause``: ``common``, or ``outside``, ``trend``, ``two_of_three``, ``shift`` with ``_above``
    or ``_below`` (for a trend ``_up`` or ``_down``). ``point_type``: ``common_cause``,
    ``special_cause_improvement``, ``special_cause_concern``, or, when neither way is better,
    ``special_cause_neutral_high`` and ``special_cause_neutral_low``. Both are empty where the point is
    missing or its phase has no limits. ``variation`` is the type of the last observed point.
    """

    y: tuple[float, ...]
    mean: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    special_cause: tuple[str, ...]
    point_type: tuple[str, ...]
    variation: str
    assurance: str
    n: int
    missing: int
    better: str
    rules: str
    screened: bool
    method: str
    source: str
    reason: str


def check(better: str, target: float | None, rules: str) -> None:
    """Refuse unknown options."""
    if better not in BETTER:
        raise ValueError(f"better must be one of {', '.join(BETTER)}")
    if rules not in RULES:
        raise ValueError(f"rules must be one of {', '.join(RULES)}")
    if target is not None:
        inputs.complete([target], "target")


def read(y: Floats, over: Stretches, how: Reading) -> Dots:
    """Read the dots, phase by phase."""
    found = [_lines(y[one][over.baseline[one]], how.screened) for one in over.slices]
    length = [one.stop - one.start for one in over.slices]
    causes = np.concatenate(
        [_named(y[one], line, how.rules) for one, line in zip(over.slices, found, strict=True)]
    )
    types = tuple(_type(str(cause), BETTER[how.better]) for cause in causes)
    observed = ~np.isnan(y)
    return Dots(
        y=tuple(y.tolist()),
        mean=tuple(np.repeat([line.mean for line in found], length).tolist()),
        lower=tuple(np.repeat([line.lower for line in found], length).tolist()),
        upper=tuple(np.repeat([line.upper for line in found], length).tolist()),
        special_cause=tuple(causes.tolist()),
        point_type=types,
        variation=types[np.flatnonzero(observed)[-1]] if observed.any() else "",
        assurance=_assurance(found[-1], how),
        n=int(observed.sum()),
        missing=int((~observed).sum()),
        better=how.better,
        rules=how.rules,
        screened=how.screened,
        method=f"spc.dots.{how.rules}" + (".screened" if how.screened else ""),
        source=SOURCE + (f" Screened: {NELSON}" if how.screened else ""),
        reason=next((line.reason for line in found if line.reason), ""),
    )


def signed_causes(y: Floats, side: Sides, near: Flags, outside: Flags, rules: str) -> NDArray[np.int8]:
    """Rank of each point's special cause, negative below or falling; points along the last axis."""
    trend, shift = RULES[rules]
    rising, falling = _trend(np.diff(y) > 0, trend), _trend(np.diff(y) < 0, trend)
    above, below = side > 0, side < 0
    rank = np.select(
        [
            outside,
            rising | falling,
            near & (_two_of_three(near, above) | _two_of_three(near, below)),
            _in_a_row(above, shift) | _in_a_row(below, shift),
        ],
        [4, 3, 2, 1],
        0,
    )
    way = np.where(rank == 3, _direction(y, rising | falling), side)
    return (rank * way).astype(np.int8)


def _lines(base: Floats, screened: bool) -> Lines:
    if np.isnan(base).all():
        return Lines(nan, nan, nan, NO_POINTS)
    mean, spread = float(np.nanmean(base)), mean_range(base, screened)
    if isnan(spread) or spread == 0:
        return Lines(mean, nan, nan, NO_RANGE if isnan(spread) else NO_VARIATION)
    return Lines(mean, mean - REACH * spread, mean + REACH * spread)


def _named(y: Floats, line: Lines, rules: str) -> NDArray[np.str_]:
    named = np.full(y.shape, "", dtype="U20")
    seen = ~np.isnan(y)
    if line.reason or not seen.any():
        return named
    values = y[seen]
    side, far = sides(values, np.full(values.shape, line.mean)), 2 * (line.upper - line.mean) / 3
    outside = (sides(values, np.full(values.shape, line.upper)) > 0) | (
        sides(values, np.full(values.shape, line.lower)) < 0
    )
    near = ~outside & (np.abs(values - line.mean) > far)
    named[seen] = [_name(int(code)) for code in signed_causes(values, side, near, outside, rules)]
    return named


def _name(code: int) -> str:
    if not code:
        return CAUSES[0]
    ends = ("_up", "_down") if abs(code) == 3 else ("_above", "_below")
    return CAUSES[abs(code)] + ends[code < 0]


def _type(cause: str, better: int) -> str:
    if cause in ("", CAUSES[0]):
        return cause and "common_cause"
    way = 1 if cause.endswith(("_above", "_up")) else -1
    if not better:
        return "special_cause_neutral_" + ("high" if way > 0 else "low")
    return "special_cause_" + ("improvement" if way == better else "concern")


def _assurance(line: Lines, how: Reading) -> str:
    way = BETTER[how.better]
    if how.target is None or not way or line.reason:
        return ""
    if line.lower <= how.target <= line.upper:
        return "inconsistent"
    return "consistent_fail" if (how.target - line.mean) * way > 0 else "consistent_pass"


def _in_a_row(marked: Flags, length: int) -> Flags:
    """Points in a stretch of at least ``length`` marked ones."""
    return _covered(_all_of(marked, length), length, marked.shape[-1])


def _trend(steps: Flags, length: int) -> Flags:
    """Points in a trend of ``length``: so many less one steps the same way."""
    return _covered(_all_of(steps, length - 1), length, steps.shape[-1] + 1)


def _two_of_three(near: Flags, side: Flags) -> Flags:
    """Points in three in a row on one side, two of them near the limit."""
    first, second, third = near[..., :-2], near[..., 1:-1], near[..., 2:]
    two = (first & second) | (second & third) | (first & third)
    return _covered(two & _all_of(side, 3), 3, near.shape[-1])


def _all_of(marked: Flags, length: int) -> Flags:
    """Where windows of ``length`` marked points start."""
    starts = max(marked.shape[-1] - length + 1, 0)
    full = np.ones((*marked.shape[:-1], starts), dtype=bool)
    for step in range(length):
        full &= marked[..., step : step + starts]
    return full


def _covered(starts: Flags, length: int, n: int) -> Flags:
    """Which of ``n`` points lie in windows of ``length`` that start where marked."""
    covered = np.zeros((*starts.shape[:-1], n), dtype=bool)
    for step in range(length):
        covered[..., step : step + starts.shape[-1]] |= starts
    return covered


def _direction(y: Floats, part: Flags) -> NDArray[np.float64]:
    """Up or down into each point of a trend, or out of it when the next point is in one too."""
    steps = np.sign(np.diff(y))
    nothing = np.zeros_like(y[..., :1])
    into, out = np.concatenate([nothing, steps], axis=-1), np.concatenate([steps, nothing], axis=-1)
    goes_on = np.concatenate([part[..., 1:], np.zeros_like(part[..., :1])], axis=-1)
    return np.where(part & goes_on, out, into)
