"""Segmented regression of one measure's months around a declared month."""

from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
import pandas as pd

from evaluering.results import Estimate, undefined
from evaluering.statistics import interrupted
from evaluering.statistics._segments import LEAST_EACH_SIDE
from evaluering.statistics.inputs import Floats
from evaluering.statistics.interrupted import Segmented
from evaluering.vocabulary import Unit

PERCENT = 100
UNITS = {"proportion": Unit.POINTS, "count": Unit.RATIO, "rate": Unit.RATIO, "mean": Unit.NUMBER}
"""What a change of a measure is given in: percentage points, a ratio, or the measure's own unit."""
LEVELS = {"proportion": Unit.SHARE, "count": Unit.RATE, "rate": Unit.RATE, "mean": Unit.NUMBER}
NO_DATE = "no month of change was declared, and the network has no gathering"


@dataclass(frozen=True)
class Interruption:
    """What a measure did at a declared month.

    ``level_change`` and ``slope_change`` (a month) in the unit of the form (``UNITS``); at the last month
    ``last``, what is expected with the change, without it, and the difference. ``method`` is
    ``segmented``, ``counts`` or ``controlled``; ``before`` and ``after`` count months with a value.
    """

    level_change: Estimate
    slope_change: Estimate
    with_change: Estimate
    without_change: Estimate
    effect: Estimate
    phi: float
    before: int
    after: int
    method: str
    at: float
    last: float

    @property
    def excludes_none(self) -> bool:
        """Whether the interval of the level change leaves no change (0, of a ratio 1) out."""
        none = 1.0 if self.level_change.unit is Unit.RATIO else 0.0
        return self.level_change.low > none or self.level_change.high < none


def enough(rows: pd.DataFrame, at: float) -> bool:
    """Whether a measure has at least 8 months with a value on each side of ``at``."""
    months = rows.loc[rows["value"].notna(), "month"]
    return min(int((months < at).sum()), int((months >= at).sum())) >= LEAST_EACH_SIDE


def interrupted_at(rows: pd.DataFrame, at: float, level: float, control: pd.DataFrame) -> Interruption:
    """One measure's change of level and slope at ``at``, a month's number; ``control`` may be empty.

    Shares and means: segmented regression with AR(1) errors by REML; with a control measure, of the
    difference month by month. Counts and rates: quasi-Poisson, ratios.
    """
    form = str(rows["form"].iloc[0])
    last = float(rows["month"].max())
    if isnan(at):
        return _nothing(form, last)
    time = rows["month"].to_numpy(dtype=float) - at
    if not control.empty:
        found = _controlled(rows, control, at, level)
        return _read(found, form, "controlled", last, at)
    if form in ("count", "rate"):
        return _read(_counts(rows, time, level), form, "counts", last, at)
    values = rows["value"].to_numpy(dtype=float)
    fit = interrupted.segmented(values, time, 0.0, level=level)
    return _read(fit, form, "segmented", last, at)


def _controlled(rows: pd.DataFrame, control: pd.DataFrame, at: float, level: float) -> Segmented:
    series = (one.set_index("month")["value"].astype(float) for one in (rows, control))
    both = pd.concat(series, axis=1, keys=["value", "control"], join="inner").sort_index()
    columns = (both["value"].to_numpy(), both["control"].to_numpy())
    time = both.index.to_numpy(dtype=float) - at
    return interrupted.controlled(*columns, time, 0.0, level=level).difference


def _counts(rows: pd.DataFrame, time: Floats, level: float) -> Segmented:
    events = rows["numerator"].to_numpy(dtype=float)
    sizes = rows["denominator"].to_numpy(dtype=float)
    whole = np.isnan(events) | ((events >= 0) & (events == np.round(events)))
    events = np.where(whole, events, nan)
    exposure = None if rows["form"].iloc[0] == "count" else np.where(sizes > 0, sizes, nan)
    return interrupted.segmented_counts(events, time, 0.0, exposure=exposure, level=level)


def _read(found: Segmented, form: str, method: str, last: float, at: float) -> Interruption:
    unit, levels = UNITS[form], LEVELS[form]
    if method == "controlled":
        # A difference to another measure is no ratio, and has no level of its own.
        unit = levels = Unit.POINTS if unit is Unit.POINTS else Unit.NUMBER
    (there,) = found.counterfactual([last - at])
    return Interruption(
        _scaled(found.level_change, unit),
        _scaled(found.slope_change, unit),
        _scaled(there.with_change, levels),
        _scaled(there.without_change, levels),
        _scaled(there.effect, unit),
        found.phi.value,
        found.before,
        found.after,
        method,
        at,
        last,
    )


def _scaled(found: Estimate, unit: Unit) -> Estimate:
    scale = PERCENT if unit is Unit.POINTS else 1
    ends = {name: getattr(found, name) * scale for name in ("value", "low", "high")}
    reason = found.reason or ("no interval" if isnan(ends["low"]) else "")
    return replace(found, **ends, unit=unit, reason=reason)


def _nothing(form: str, last: float) -> Interruption:
    none = undefined(NO_DATE, UNITS[form], "segmented")
    lost = undefined(NO_DATE, LEVELS[form], "segmented")
    return Interruption(none, none, lost, lost, none, nan, 0, 0, "segmented", nan, last)
