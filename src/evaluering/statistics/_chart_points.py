"""What a chart is drawn from: points, their denominators, phases and what sets the lines."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluering.statistics import inputs
from evaluering.statistics._control_lines import Points
from evaluering.statistics._moving_ranges import moving_ranges
from evaluering.statistics.inputs import Floats, Numbers

KINDS = ("run", "xmr", "mr", "p", "pp", "u", "up", "c", "g", "t")
DIVIDED = ("p", "pp", "u", "up")
"""Kinds that must have denominators."""
DIVISIBLE = (*DIVIDED, "run", "xmr")
"""Kinds that may have them."""
COUNTED = (*DIVIDED, "c", "g")
"""Kinds of counts."""
SCREENABLE = ("xmr", "t", "pp", "up")
"""Kinds whose limits rest on moving ranges."""


@dataclass(frozen=True)
class Series:
    """Points as plotted (``y``), with counts and denominators; NaN is missing in all three."""

    y: Floats
    count: Floats
    size: Floats


@dataclass(frozen=True)
class Stretches:
    """Which points belong together, set the lines, and are left out of them.

    ``ends`` are the numbers of the last points of the phases.
    """

    ends: tuple[int, ...]
    baseline: NDArray[np.bool_]
    included: NDArray[np.bool_]

    @property
    def slices(self) -> list[slice]:
        """The phases, in order."""
        return [slice(first, last) for first, last in zip((0, *self.ends[:-1]), self.ends, strict=True)]


def series(y: Numbers, n: Numbers | None, kind: str, screened: bool) -> Series:
    """Check what was given for a kind of chart, and divide."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    if screened and kind not in SCREENABLE:
        raise ValueError("only charts that rest on moving ranges are screened: xmr, t, pp, up")
    values = inputs.sample(y, "y")
    _check_values(values, kind)
    return _divided(values, _denominators(n, values, kind), kind)


def stretches(
    length: int, freeze: int | None, split: Numbers | int | None, exclude: Numbers | None
) -> Stretches:
    """Phases of ``length`` points, from what the user declared; points are numbered from 1."""
    if freeze is not None and split is not None:
        raise ValueError("give freeze or split, not both: a frozen baseline belongs to one phase")
    baseline = np.ones(length, dtype=bool)
    if freeze is not None:
        baseline[inputs.count(freeze, "freeze", least=1) :] = False
    included = np.ones(length, dtype=bool)
    included[[number - 1 for number in positions(exclude, "exclude", length)]] = False
    return Stretches((*positions(split, "split", length - 1), length), baseline, included)


def positions(given: Numbers | int | None, name: str, last: int) -> list[int]:
    """Numbers of points, sorted; ``None`` is none."""
    if given is None:
        return []
    listed: list[Any] = [given] if np.ndim(given) == 0 else list(given)  # type: ignore[arg-type]
    numbers = sorted(_position(one, name, last) for one in listed)
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"{name} names a point twice")
    return numbers


def points(drawn: Series, over: Stretches, phase: slice, screened: bool) -> Points:
    """One phase of a chart."""
    base = (over.baseline & over.included)[phase]
    y, count, size = (values[phase] for values in (drawn.y, drawn.count, drawn.size))
    return Points(y, size, y[base], count[base], size[base], screened)


def _position(value: float | None, name: str, last: int) -> int:
    if value is None or inputs.count(value, name, least=1) > last:
        raise ValueError(f"{name} must number points from 1 to {max(last, 0)}")
    return int(value)


def _check_values(y: Floats, kind: str) -> None:
    seen = y[~np.isnan(y)]
    if kind in COUNTED and ((seen < 0).any() or (seen != np.floor(seen)).any()):
        raise ValueError(f"y must be counts for a {kind} chart: whole numbers, 0 or more")
    if kind == "t" and (seen <= 0).any():
        raise ValueError(
            "y must be above 0 for a t chart; where two events can come with no time between them, "
            "use a g chart of the number of cases or days between"
        )


def _denominators(n: Numbers | None, y: Floats, kind: str) -> Floats | None:
    if n is None:
        if kind in DIVIDED:
            raise ValueError(f"a {kind} chart needs n, the denominators")
        return None
    if kind not in DIVISIBLE:
        raise ValueError(f"a {kind} chart has no denominators; leave n out")
    sizes = inputs.sample(n, "n")
    if len(sizes) != len(y):
        raise ValueError(f"n must have one denominator for each of {len(y)} points; it has {len(sizes)}")
    _check_denominators(sizes, y, kind)
    return sizes


def _check_denominators(sizes: Floats, y: Floats, kind: str) -> None:
    # Comparisons with NaN are false, so that what is missing passes.
    if (sizes < 0).any():
        raise ValueError("n must not be negative")
    if kind in ("p", "pp") and ((y > sizes).any() or (sizes != np.floor(sizes))[~np.isnan(sizes)].any()):
        raise ValueError(f"a {kind} chart needs whole denominators, at least as large as their counts")
    if ((sizes == 0) & (y > 0)).any():
        raise ValueError("y must be 0 or missing where n is 0")


def _divided(y: Floats, sizes: Floats | None, kind: str) -> Series:
    if kind == "mr":
        y = moving_ranges(y)
    if sizes is None:
        return Series(y, y, np.ones_like(y))
    # Nothing happened among nobody: no share of it.
    sizes = np.where(np.isnan(y) | (sizes == 0), np.nan, sizes)
    return Series(y / sizes, np.where(np.isnan(sizes), np.nan, y), sizes)
