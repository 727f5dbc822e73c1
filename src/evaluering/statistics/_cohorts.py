"""Units that start at different times: group-time effects and their influence on one number.

A panel is units by periods, complete unless gaps are allowed. A cell is a cohort at a period, compared
with units that are untreated then and in the cohort's last period before its start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evaluering.statistics.inputs import Floats, Integers

CONTROLS = ("never", "not_yet")
INFERENCES = ("welch", "influence")


@dataclass(frozen=True)
class Comparison:
    """Whom cohorts are compared with, and how sure the answer is.

    ``control``: ``never`` (units never treated in the panel) or ``not_yet`` (these and units not
    treated yet). ``inference``: ``welch`` (cohorts as fixed strata, variances with n - 1, t with
    Satterthwaite's degrees of freedom) or ``influence`` (Callaway and Sant'Anna's influence
    function, normal: for many units). ``gaps``: whether a unit that lacks a period counts in the cells
    whose two periods it has, or is left out altogether.
    """

    control: str = "never"
    inference: str = "welch"
    gaps: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not offered."""
        if self.control not in CONTROLS or self.inference not in INFERENCES:
            raise ValueError("control must be never or not_yet, and inference welch or influence")


@dataclass(frozen=True)
class Panel:
    """Outcomes of units by periods, NaN in gaps; ``start`` is infinite for units never treated in it."""

    outcome: Floats
    periods: Floats
    start: Floats
    missing: int
    always: int

    @property
    def cohorts(self) -> Floats:
        """The times at which units start."""
        found: Floats = np.unique(self.start[np.isfinite(self.start)])
        return found


@dataclass(frozen=True)
class Effect:
    """An effect, each unit's influence on it (the mean of which is 0), and the units it rests on.

    ``alone``: it rests on a treated cohort of one unit, which has no variance of its own.
    """

    value: float
    influence: Floats
    used: NDArray[np.bool_]
    alone: bool = False


@dataclass(frozen=True)
class CohortCell:
    """A cohort at a period; ``effect`` is None where nobody is left to compare with."""

    group: float
    time: float
    effect: Effect | None
    base: bool = False

    @property
    def estimated(self) -> bool:
        """Whether the effect is known, and not 0 by definition."""
        return not self.base and self.effect is not None


def panel(outcome: Floats, unit: Integers, period: Floats, start: Floats, *, gaps: bool = False) -> Panel:
    """The panel of units seen in every period; the others, and the always treated, counted out.

    With ``gaps`` only units that are never seen are left out.
    """
    periods, place = np.unique(period, return_inverse=True)
    wide = np.full((int(unit.max(initial=-1)) + 1, len(periods)), nan)
    _each_once(unit, place, len(periods))
    wide[unit, place] = outcome
    first = _one_start(unit, start, len(wide))
    first[first > periods.max(initial=-np.inf)] = np.inf
    unseen = np.isnan(wide)
    whole = ~(unseen.all(axis=1) if gaps else unseen.any(axis=1))
    always = first <= periods.min(initial=np.inf)
    kept = whole & ~always
    return Panel(wide[kept], periods, first[kept], int((~whole).sum()), int((whole & always).sum()))


def cells(data: Panel, control: str) -> list[CohortCell]:
    """Every cohort at every period, with the cohort's last untreated period as base."""
    return [_cell(data, group, time, control) for group in data.cohorts for time in data.periods]


def weighted(data: Panel, groups: Sequence[float], effects: Sequence[Effect], *, vary: bool) -> Effect:
    """The mean of effects by the sizes of the cohorts they belong to, and its influence function.

    ``vary`` counts those sizes as drawn with the units, as Callaway and Sant'Anna do.
    """
    members = data.start[:, None] == np.array(groups)[None, :]
    sizes = members.mean(axis=0)
    values, weights = np.array([effect.value for effect in effects]), sizes / sizes.sum()
    value = float(weights @ values)
    influence = np.column_stack([effect.influence for effect in effects]) @ weights
    if vary:
        influence = influence + (members - sizes) @ (values - value) / sizes.sum()
    return Effect(value, influence, _used(effects), any(one.alone for one in effects))


def mean(effects: Sequence[Effect]) -> Effect:
    """The plain mean of effects."""
    return Effect(
        float(np.mean([effect.value for effect in effects])),
        np.mean([effect.influence for effect in effects], axis=0),
        _used(effects),
        any(effect.alone for effect in effects),
    )


def standard_error(data: Panel, effect: Effect, inference: str) -> tuple[float, float]:
    """Standard error and degrees of freedom; NaN where a cohort that counts has a single unit."""
    n = len(effect.influence)
    if inference == "influence":
        # A treated unit alone equals its cohort's mean: its influence would be nothing at all.
        return (nan if effect.alone else sqrt(float(effect.influence @ effect.influence)) / n), inf
    cohort = np.unique(data.start, return_inverse=True)[1]
    sizes, used = np.bincount(cohort), np.bincount(cohort, weights=effect.used)
    if effect.alone or ((sizes == 1) & (used > 0)).any():
        return nan, nan
    centred = effect.influence - (np.bincount(cohort, weights=effect.influence) / sizes)[cohort]
    freedoms = np.maximum(sizes - 1, 1)
    variances = np.bincount(cohort, weights=centred**2) * sizes / freedoms / n**2
    total = float(variances.sum())
    return sqrt(total), (total**2 / float((variances**2 / freedoms).sum()) if total > 0 else nan)


def covariance(data: Panel, effects: Sequence[Effect], inference: str) -> Floats:
    """Covariance of several effects from their influence functions."""
    influences = np.column_stack([effect.influence for effect in effects]) / len(data.start)
    if inference == "influence":
        found: Floats = influences.T @ influences
        return found
    parts = [_scatter(influences[data.start == start]) for start in np.unique(data.start)]
    summed: Floats = np.sum(parts, axis=0)
    return summed


@dataclass(frozen=True)
class PreTrend:
    """Joint test that every estimated effect before the start is zero.

    A large p does not show that trends would have run in parallel: with few units the test finds
    only gross departures.
    """

    statistic: float
    df: int
    df_error: float
    p: float
    reason: str = ""


def joint(values: Floats, covariances: Floats, freedom: float) -> PreTrend:
    """Wald's test that all ``values`` are 0; with finite ``freedom`` as Hotelling's T squared."""
    q = len(values)
    if not q:
        return PreTrend(nan, 0, nan, nan, "no period before the base period")
    if freedom - q + 1 < 1 or np.linalg.matrix_rank(covariances, hermitian=True) < q:
        return PreTrend(nan, q, nan, nan, "too few units for a joint test of so many periods")
    wald = float(values @ np.linalg.solve(covariances, values))
    if isinf(freedom):
        return PreTrend(wald, q, freedom, float(stats.chi2.sf(wald, q)))
    left = freedom - q + 1
    f = wald * left / (freedom * q)
    return PreTrend(f, q, left, float(stats.f.sf(f, q, left)))


def _cell(data: Panel, group: float, time: float, control: str) -> CohortCell:
    base = float(data.periods[data.periods < group].max())
    if time == base:
        nobody = np.zeros(len(data.start), dtype=np.bool_)
        return CohortCell(float(group), time, Effect(0.0, np.zeros(len(nobody)), nobody), base=True)
    change = data.outcome[:, data.periods == time][:, 0] - data.outcome[:, data.periods == base][:, 0]
    seen = ~np.isnan(change)
    members, others = seen & (data.start == group), seen & _controls(data, group, max(time, base), control)
    if not (members.any() and others.any()):
        return CohortCell(float(group), float(time), None)
    value = float(change[members].mean() - change[others].mean())
    influence = np.zeros(len(change))
    influence[members] = len(change) / members.sum() * (change[members] - change[members].mean())
    influence[others] = -len(change) / others.sum() * (change[others] - change[others].mean())
    return CohortCell(
        float(group), float(time), Effect(value, influence, members | others, bool(members.sum() == 1))
    )


def _used(effects: Sequence[Effect]) -> NDArray[np.bool_]:
    used: NDArray[np.bool_] = np.any([effect.used for effect in effects], axis=0)
    return used


def _controls(data: Panel, group: float, latest: float, control: str) -> NDArray[np.bool_]:
    never = np.isinf(data.start)
    if control == "never":
        return never
    later: NDArray[np.bool_] = never | ((data.start > latest) & (data.start != group))
    return later


def _scatter(scores: Floats) -> Floats:
    centred = scores - scores.mean(axis=0)
    scatter: Floats = centred.T @ centred * (len(scores) / max(len(scores) - 1, 1))
    return scatter


def _each_once(unit: Integers, place: Integers, periods: int) -> None:
    if len(np.unique(unit * max(periods, 1) + place)) < len(unit):
        raise ValueError("each unit must have one row for each period")


def _one_start(unit: Integers, start: Floats, units: int) -> Floats:
    given = np.where(np.isnan(start), np.inf, start)
    first = np.full(units, np.inf)
    first[unit] = given
    if (first[unit] != given).any():
        raise ValueError("first_treated must be the same in every row of a unit")
    return first
