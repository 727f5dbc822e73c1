"""Time until something ends, when some have not ended yet.

Pathways that are still open are no missing values: they have lasted at least so long. Leaving them
out makes every waiting time look shorter than it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs
from evaluering.statistics.inputs import Floats, Integers, Numbers
from evaluering.vocabulary import Unit

KAPLAN_MEIER = "Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481."
MEDIAN = (
    "Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics 1982;38:29-41."
)
LOG_LOG = "Borgan O, Liestol K. Scand J Stat 1990;17:35-41."
NEAR = 1.5e-8
"""Steps this near to one half count as it, as in R's survival."""


@dataclass(frozen=True)
class Steps:
    """The curve: at each day where a pathway ended, how many were open just before, and after."""

    days: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended: tuple[int, ...]
    open_share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    se: tuple[float, ...]


@dataclass(frozen=True)
class KaplanMeier:
    """What is known of the time to the end.

    ``median`` in days; ``within``: for each limit the share ended by then; ``n`` pathways, of which
    ``ended`` had ended and ``still_open`` had not; ``missing`` were left out.
    """

    median: Estimate
    within: tuple[Estimate, ...]
    steps: Steps
    n: int
    ended: int
    still_open: int
    missing: int


@dataclass(frozen=True)
class _Curve:
    """The steps as arrays."""

    days: Floats
    at_risk: NDArray[Any]
    ended: NDArray[Any]
    share: NDArray[Any]
    variance: Floats
    last: float
    n: int
    missing: int
    level: float


def kaplan_meier(
    days: Numbers,
    observed: Sequence[bool | float | None] | NDArray[Any],
    at: float | Sequence[float] = (),
    level: float = 0.95,
    counts: Numbers | None = None,
) -> KaplanMeier:
    """Median days to the end, and the share ended within limits, counting open pathways rightly.

    Inputs: ``days`` (>= 0) from start to end, or to the day the data were drawn when still open;
    ``observed``: whether the end was seen (true or 1) or the pathway is open (false or 0); None or
    NaN in either leaves the pathway out, counted in ``missing``; ``at`` one limit or several, in
    days (>= 0); ``level`` in (0, 1); ``counts``: how many pathways each of ``days`` stands for (whole
    numbers, >= 0), one each when left out: the result is that of every pathway told by itself.

    Formula: S(t) = prod over ends at u <= t of (1 - d_u / r_u), d ended of r at risk (those open on
    the day they were last seen included). Share within t: 1 - S(t), interval S^exp(-+z s), s^2 =
    Greenwood's sum d / (r (r - d)) / log(S)^2. Median: the first t with S(t) <= 1/2 (midway to the
    next end where S is 1/2 exactly); its interval: the days on which the interval of S covers 1/2.

    Assumes that open pathways would have gone on like those that lasted as long (not so when they
    are open because they are slow in a way known), and independent pathways. A median not reached,
    an end of its interval not reached, a limit beyond what was followed, and an interval where none
    or all have ended are NaN with a reason. Raises ``ValueError`` for values outside those ranges.
    Source: Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestol 1990. Checked against R
    4.2.2 survival 3.5-3 survfit (conf.type "log-log"), statsmodels SurvfuncRight, and simulation.
    """
    curve = _curve(days, observed, inputs.level(level), counts)
    low, high = _interval(curve)
    limits = inputs.complete([at] if np.ndim(at) == 0 else at, "at")  # type: ignore[list-item, arg-type]
    if (limits < 0).any():
        raise ValueError("at must not be negative")
    ended = int(curve.ended.sum())
    return KaplanMeier(
        median=_median(curve, low, high),
        within=tuple(_within(curve, low, high, float(limit)) for limit in limits),
        steps=_steps(curve, low, high),
        n=curve.n,
        ended=ended,
        still_open=curve.n - ended,
        missing=curve.missing,
    )


def _curve(days: Numbers, observed: Any, level: float, counts: Numbers | None) -> _Curve:
    lasted, seen = inputs.sample(days, "days"), inputs.yes_or_no(observed, "observed")
    if len(lasted) != len(seen):
        raise ValueError("days and observed must be equally many")
    many = _many(counts, len(lasted))
    unknown = np.isnan(lasted) | np.isnan(seen)
    known = ~unknown & (many > 0)
    missing = int(many[unknown].sum())
    lasted, ends, many = lasted[known], seen[known] == 1, many[known]
    if (lasted < 0).any():
        raise ValueError("days must not be negative")
    moments, ended, at_risk = _at_moments(lasted, ends, many)
    share = np.cumprod(1 - ended / at_risk)
    with np.errstate(divide="ignore"):
        variance = np.cumsum(ended / (at_risk * (at_risk - ended)))
    last = float(lasted.max()) if len(lasted) else nan
    return _Curve(moments, at_risk, ended, share, variance, last, int(many.sum()), missing, level)


def _many(counts: Numbers | None, rows: int) -> Integers:
    """How many pathways each row stands for."""
    if counts is None:
        return np.ones(rows, dtype=np.int64)
    many = inputs.counted(counts, "counts")
    if np.isnan(many).any() or len(many) != rows:
        raise ValueError("counts must be as many as days, none missing")
    return many.astype(np.int64)


def _at_moments(lasted: Floats, ends: NDArray[np.bool_], many: Integers) -> tuple[Floats, Integers, Integers]:
    """The days on which pathways ended, how many did, and how many were open just before."""
    moments, place = np.unique(lasted[ends], return_inverse=True)
    ended = np.zeros(len(moments), dtype=np.int64)
    np.add.at(ended, place, many[ends])
    order = np.argsort(lasted, kind="stable")
    before = np.concatenate(([0], np.cumsum(many[order])))
    return moments, ended, before[-1] - before[np.searchsorted(lasted[order], moments)]


def _interval(curve: _Curve) -> tuple[Floats, Floats]:
    """The ends of the interval of S at each step; NaN after the last when none is left open."""
    z = float(special.ndtri((1 + curve.level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.exp(z * np.sqrt(curve.variance) / np.abs(np.log(curve.share)))
        low, high = curve.share**spread, curve.share ** (1 / spread)
    none_left = curve.share <= 0
    return np.where(none_left, nan, low), np.where(none_left, nan, high)


def _median(curve: _Curve, low: Floats, high: Floats) -> Estimate:
    value = _crossing(curve.days, curve.share)
    if np.isnan(value):
        reason = "half have not ended: no median" if curve.n else "no pathways"
        return undefined(reason, Unit.DAYS, "kaplan_meier", n=curve.n, missing=curve.missing)
    first, last = _crossing(curve.days, low), _crossing(curve.days, high)
    return Estimate(
        value=value,
        low=first,
        high=last,
        level=curve.level,
        n=curve.n,
        unit=Unit.DAYS,
        method="kaplan_meier_brookmeyer_crowley",
        source=f"{KAPLAN_MEIER} {MEDIAN}",
        missing=curve.missing,
        reason="an end of the interval is not reached" if np.isnan(first + last) else "",
    )


def _crossing(days: Floats, share: Floats) -> float:
    """The first day on which a falling share is one half or less, midway on when it is one half."""
    # Where no one is left the share is 0, whatever its interval would be.
    reached = np.flatnonzero(~(share > 0.5 + NEAR) & ~np.isnan(share))
    if not len(reached):
        return nan
    first = int(reached[0])
    exactly_half = abs(share[first] - 0.5) <= NEAR and first + 1 < len(days)
    return float((days[first] + days[first + 1]) / 2 if exactly_half else days[first])


def _within(curve: _Curve, low: Floats, high: Floats, limit: float) -> Estimate:
    step = int(np.searchsorted(curve.days, limit, side="right")) - 1
    left = curve.share[step] if step >= 0 else 1.0
    if not curve.n or (limit > curve.last and left > 0):
        reason = "no pathway was followed as long as the limit" if curve.n else "no pathways"
        return undefined(reason, Unit.SHARE, "kaplan_meier", n=curve.n, missing=curve.missing)
    inside = 0 < left < 1
    return Estimate(
        value=1 - float(left),
        low=1 - float(high[step]) if inside else nan,
        high=1 - float(low[step]) if inside else nan,
        level=curve.level,
        n=curve.n,
        unit=Unit.SHARE,
        method="kaplan_meier_greenwood_log_log",
        source=f"{KAPLAN_MEIER} {LOG_LOG}",
        missing=curve.missing,
        se=float(left * np.sqrt(curve.variance[step])) if inside else nan,
        reason="" if inside else "none or all have ended by then: Greenwood's formula gives no interval",
    )


def _steps(curve: _Curve, low: Floats, high: Floats) -> Steps:
    with np.errstate(invalid="ignore"):
        error = curve.share * np.sqrt(curve.variance)
    return Steps(
        days=tuple(curve.days.tolist()),
        at_risk=tuple(curve.at_risk.tolist()),
        ended=tuple(curve.ended.tolist()),
        open_share=tuple(curve.share.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        se=tuple(error.tolist()),
    )
