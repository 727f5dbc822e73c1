"""Difference in differences: what changed where the practice changed, beyond what changed elsewhere.

Everything here rests on parallel trends: without the change, the treated would have moved as
those they are compared with. No number can show that; the effects before the start are shown.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import hypot, inf, isfinite, isinf, isnan, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _cohorts as cohorts
from evaluering.statistics import _fixed_effects as fixed
from evaluering.statistics import inputs
from evaluering.statistics._cohorts import CohortCell, Comparison, Effect, Panel, PreTrend
from evaluering.statistics.inputs import Floats, Integers, Numbers
from evaluering.vocabulary import Unit

CARD_KRUEGER = (
    "Card D, Krueger AB. Minimum wages and employment: a case study of the fast-food industry in New "
    "Jersey and Pennsylvania. Am Econ Rev 1994;84:772-793."
)
CR2 = (
    "Pustejovsky JE, Tipton E. Small-sample methods for cluster-robust variance estimation and hypothesis "
    "testing in fixed effects models. J Bus Econ Stat 2018;36:672-683."
)
CALLAWAY = (
    "Callaway B, Sant'Anna PHC. Difference-in-differences with multiple time periods. "
    "J Econometrics 2021;225:200-230."
)
LEAST_DF = 4
"""With fewer degrees of freedom the reference distribution is not to be trusted: no p is given."""

Labels = Sequence[Hashable] | NDArray[Any]
DEFAULT = Comparison()


@dataclass(frozen=True)
class TwoWay:
    """A two-way fixed-effects regression.

    ``negative_weights`` is the sum, below 0, of the negative weights with which effects of single
    treated cells enter ``effect``: 0 when none does. ``switching`` counts the clusters with both
    treated and untreated rows.
    """

    effect: Estimate
    clusters: int
    switching: int
    negative_weights: float


@dataclass(frozen=True)
class GroupTime:
    """The effect on the units first treated at ``group``, at ``time``."""

    group: float
    time: float
    effect: Estimate


@dataclass(frozen=True)
class EventTime:
    """The mean effect ``since`` periods after the start (negative: before), and over how many cohorts."""

    since: float
    effect: Estimate
    groups: int


@dataclass(frozen=True)
class GroupEffect:
    """The mean effect on the units first treated at ``group``, over all their treated periods."""

    group: float
    units: int
    effect: Estimate


@dataclass(frozen=True)
class Staggered:
    """Effects of a practice that units take up at different times.

    ``overall`` weights every treated cohort and period by the cohort's size; ``by_group`` and
    ``average_by_group`` give each unit the same weight; ``by_event_time`` is the event study and
    ``average_by_event_time`` the plain mean of its treated part. ``pre_trend`` tests the event
    study's part before the start. ``units`` count those used, ``never`` those of them never treated
    in the panel, ``always`` those left out because treated from the first period, ``missing`` those
    left out for lack of a period.
    """

    overall: Estimate
    by_group: tuple[GroupEffect, ...]
    average_by_group: Estimate
    by_event_time: tuple[EventTime, ...]
    average_by_event_time: Estimate
    group_time: tuple[GroupTime, ...]
    pre_trend: PreTrend
    units: int
    never: int
    always: int
    missing: int


def did(
    treated: Sequence[float],
    control: Sequence[float],
    *,
    se: Sequence[float] | None = None,
    df: float | None = None,
    level: float = 0.95,
) -> Estimate:
    """Two groups, before and after: the difference of the changes, from published means.

    Inputs: ``treated`` and ``control``, each the mean before and after; ``se`` the standard errors
    of the two changes (treated, control), >= 0, when they are known; ``df`` their degrees of freedom
    (normal interval when not given); ``level`` in (0, 1).

    Formula: (after - before) of the treated less (after - before) of the controls;
    se = sqrt(se1^2 + se2^2). Without ``se`` the value stands alone, and ``reason`` says so.

    Assumes parallel trends and independent groups. Raises ``ValueError`` when there are not two
    means or two standard errors, for text, missing or infinite numbers. Source: Card and Krueger 1994.
    Checked against table 3 of that article: 2.76 with standard error 1.36.
    """
    level = inputs.level(level)
    changes = [_change(treated, "treated"), _change(control, "control")]
    value = changes[0] - changes[1]
    if se is None:
        reason = "no standard errors of the changes were given"
        return Estimate(value, nan, nan, level, nan, Unit.COEFFICIENT, "did", CARD_KRUEGER, reason=reason)
    apart = inputs.pair(se, "se")
    if min(apart) < 0:
        raise ValueError("se must be 0 or more")
    freedom = inf if df is None else inputs.positive(df, "df")
    return _estimate(value, hypot(*apart), freedom, _Naming("did", CARD_KRUEGER, level, nan))


def two_way(
    y: Numbers,
    unit: Labels,
    period: Labels,
    treated: Numbers,
    *,
    cluster: Labels | None = None,
    level: float = 0.95,
) -> TwoWay:
    """Regression on treatment with unit and period effects, CR2 variance, Satterthwaite's t.

    Inputs, a row each: ``y`` (NaN or None is missing, left out and counted), ``unit`` and ``period``
    (labels, none missing), ``treated`` (0 or 1), ``cluster`` (labels; the unit when not given, else
    each unit within one cluster), ``level`` in (0, 1).

    Formula: y = unit + period + theta treated + e by least squares. Variance: each cluster's
    residuals times the inverse symmetric root of its block of I - H; degrees of freedom
    tr(P)^2 / tr(P^2) under independent, equal errors. No p with fewer than 4 degrees of freedom.

    Assumes parallel trends and, where units start at different times, the same effect in all and
    at all times since the start: else effects enter with wrong, even negative weights
    (``negative_weights``), and ``staggered`` is the function to use. Undefined, with the reason:
    treatment that unit and period explain; a value without interval when everything rests on one
    cluster. Raises ``ValueError`` for treatment other than 0 and 1, unequal lengths, a unit in
    two clusters. Source: Pustejovsky and Tipton 2018; weights: de Chaisemartin and D'Haultfoeuille,
    Am Econ Rev 2020;110:2964-2996. Checked against R 4.2.2 ``lm`` with dummies and clubSandwich
    0.5.8 ``coef_test(vcov = "CR2", test = "Satterthwaite")``.
    """
    level = inputs.level(level)
    values, given = inputs.sample(y, "y"), inputs.complete(treated, "treated")
    if not inputs.zero_or_one(given):
        raise ValueError("treated must be 0 or 1")
    n = len(values)
    coded = [inputs.clusters(labels, n) for labels in (unit, period, unit if cluster is None else cluster)]
    if len(given) != n:
        raise ValueError("y and treated must be of the same length")
    fixed.nested(coded[0], coded[2])
    kept = ~np.isnan(values)
    places, when, groups = (fixed.renumbered(codes[kept]) for codes in coded)
    naming = _Naming("two_way_cr2", CR2, level, float(kept.sum()), int((~kept).sum()))
    return _two_way(values[kept], given[kept], (places, when, groups), naming)


def staggered(
    y: Numbers,
    unit: Labels,
    period: Numbers,
    first_treated: Numbers,
    *,
    comparison: Comparison = DEFAULT,
    level: float = 0.95,
) -> Staggered:
    """Group-time effects of Callaway and Sant'Anna, without covariates, and their summaries.

    Inputs, a row for each unit and period: ``y`` (NaN or None is missing: the unit is left out and
    counted; with ``comparison.gaps`` it counts in the cells whose two periods it has), ``unit``
    (labels), ``period`` (numbers), ``first_treated`` (the unit's first treated period; NaN or None for
    never), ``comparison`` (see ``Comparison``), ``level`` in (0, 1). Patients in municipalities: give
    the municipalities' means, the municipality is the unit.

    Formula: ATT(g, t) = mean of Y_t - Y_b over units first treated at g, less the same over the
    controls, with b the last period before g for every t (universal base; at b it is 0 by
    definition). Summaries weight cohorts by size. ``welch``: the variance of each cohort's scores
    with n - 1, t with Satterthwaite's degrees of freedom; for one cohort against the never treated
    that is Welch's t test of the changes. ``influence``: squared influence function over n^2 with
    the sizes' own variation, normal; that of R's ``did``, too narrow for few units.

    Assumes parallel trends of cohort and controls from the base on, no anticipation, treatment that
    is not given up, and with gaps that they have nothing to do with the outcome (variances still take the
    whole cohort's size for their n - 1). Units treated from the first period are left out, a start
    after the last period counts as never. Undefined, with the reason: nobody to compare with; a treated
    cohort of one unit (no interval). Raises ``ValueError`` for a unit with two rows of a period
    or two starts, unequal lengths, text in numbers. Source: Callaway and Sant'Anna 2021.
    Checked against R package did 2.1.2 (``compute.att_gt``, ``compute.aggte``, universal base) with
    DRDID's ``reg_did_panel`` in R 4.2.2 (but that version's standard error of the average by
    group, which takes the variation of other groups' sizes for a group's own), with diff-diff
    3.13.0, R's ``t.test`` for one cohort, and simulation.
    """
    level = inputs.level(level)
    columns = [
        inputs.sample(y, "y"),
        inputs.complete(period, "period"),
        inputs.sample(first_treated, "first_treated"),
    ]
    if len({len(column) for column in columns}) > 1:
        raise ValueError("y, period and first_treated must be of the same length")
    units = inputs.clusters(unit, len(columns[0]))
    data = cohorts.panel(columns[0], units, columns[1], columns[2], gaps=comparison.gaps)
    naming = _Naming(f"staggered_{comparison.inference}", CALLAWAY, level, len(data.start), data.missing)
    return _Summaries(data, comparison, naming).result()


@dataclass(frozen=True)
class _Naming:
    """What every estimate of one call carries."""

    method: str
    source: str
    level: float
    n: float
    missing: int = 0


@dataclass(frozen=True)
class _Summaries:
    """The cells of a panel and what is made of them."""

    data: Panel
    comparison: Comparison
    naming: _Naming

    def result(self) -> Staggered:
        """Every cell and every summary."""
        cells = cohorts.cells(self.data, self.comparison.control)
        late = [cell for cell in cells if cell.estimated and cell.time >= cell.group]
        groups = [(group, [cell for cell in late if cell.group == group]) for group in self.data.cohorts]
        by_group = [(group, self._mean(mine)) for group, mine in groups if mine]
        events = self._events(cells)
        since = [effect for e, _, effect in events if e >= 0]
        return Staggered(
            overall=self._shown(self._sized([cell.group for cell in late], _effects(late))),
            by_group=tuple(
                GroupEffect(float(group), int((self.data.start == group).sum()), self._shown(effect))
                for group, effect in by_group
            ),
            average_by_group=self._shown(
                self._sized([group for group, _ in by_group], [effect for _, effect in by_group])
            ),
            by_event_time=tuple(EventTime(e, self._shown(effect), k) for e, k, effect in events),
            average_by_event_time=self._shown(self._mean_of(since)),
            group_time=tuple(
                GroupTime(cell.group, cell.time, self._shown(cell.effect, base=cell.base)) for cell in cells
            ),
            pre_trend=self._pre_trend([effect for e, _, effect in events if e < 0]),
            units=len(self.data.start),
            never=int(np.isinf(self.data.start).sum()),
            always=self.data.always,
            missing=self.data.missing,
        )

    def _events(self, cells: Sequence[CohortCell]) -> list[tuple[float, int, Effect]]:
        """Event times with an estimate, the base left out."""
        known = [cell for cell in cells if cell.estimated]
        times = sorted({cell.time - cell.group for cell in known})
        same = [(e, [cell for cell in known if cell.time - cell.group == e]) for e in times]
        found = [(e, len(mine), self._sized([c.group for c in mine], _effects(mine))) for e, mine in same]
        return [(e, k, effect) for e, k, effect in found if effect is not None]

    def _sized(self, groups: Sequence[float], effects: Sequence[Effect]) -> Effect | None:
        if not effects:
            return None
        return cohorts.weighted(self.data, groups, effects, vary=self.comparison.inference == "influence")

    def _mean(self, mine: Sequence[CohortCell]) -> Effect:
        return cohorts.mean(_effects(mine))

    def _mean_of(self, effects: Sequence[Effect]) -> Effect | None:
        return cohorts.mean(effects) if effects else None

    def _shown(self, effect: Effect | None, *, base: bool = False) -> Estimate:
        naming = self.naming
        if effect is None:
            reason = _nobody(self.data)
            return undefined(reason, Unit.COEFFICIENT, naming.method, n=naming.n, missing=naming.missing)
        if base:
            return _estimate(0.0, nan, nan, naming, "the period compared with: 0 by definition")
        se, freedom = cohorts.standard_error(self.data, effect, self.comparison.inference)
        reason = "a cohort of one unit has no variance of its own" if isnan(se) else ""
        return _estimate(effect.value, se, freedom, naming, reason)

    def _pre_trend(self, effects: Sequence[Effect]) -> PreTrend:
        values = np.array([effect.value for effect in effects])
        if not len(values):
            return cohorts.joint(values, np.zeros((0, 0)), inf)
        if any(
            isnan(cohorts.standard_error(self.data, one, self.comparison.inference)[0]) for one in effects
        ):
            return PreTrend(nan, len(values), nan, nan, "a cohort of one unit has no variance of its own")
        freedom = len(self.data.start) - len(np.unique(self.data.start))
        limit = inf if self.comparison.inference == "influence" else freedom
        return cohorts.joint(values, cohorts.covariance(self.data, effects, self.comparison.inference), limit)


def _effects(cells: Sequence[CohortCell]) -> list[Effect]:
    return [cell.effect for cell in cells if cell.effect is not None]


def _nobody(data: Panel) -> str:
    if not len(data.cohorts):
        return "no unit starts within the panel"
    return "no untreated unit is left to compare with"


def _estimate(value: float, se: float, freedom: float, naming: _Naming, reason: str = "") -> Estimate:
    """An effect with its t interval (normal for infinite ``freedom``); no p below 4 degrees of freedom."""
    known = isfinite(se) and se > 0 and not isnan(freedom)
    reach = _quantile((1 + naming.level) / 2, freedom) * se if known else nan
    trusted = known and freedom >= LEAST_DF
    return Estimate(
        value,
        value - reach,
        value + reach,
        naming.level,
        naming.n,
        Unit.COEFFICIENT,
        naming.method,
        naming.source,
        missing=naming.missing,
        p=2 * float(special.stdtr(freedom, -abs(value) / se)) if trusted else None,
        df=None if isinf(freedom) or isnan(freedom) else freedom,
        se=se if known else None,
        reason=reason or ("" if known else "the observations do not vary; there is no error to judge by"),
    )


def _quantile(p: float, freedom: float) -> float:
    """Of t, or of the normal for infinite degrees of freedom."""
    return float(special.ndtri(p) if isinf(freedom) else special.stdtrit(freedom, p))


def _two_way(y: Floats, treated: Floats, coded: tuple[Integers, ...], naming: _Naming) -> TwoWay:
    unit, period, cluster = coded
    fit = fixed.adjusted(y, treated, unit, period) if len(y) else None
    switching = fixed.switching(treated, cluster)
    count = int(cluster.max(initial=-1)) + 1
    if fit is None:
        reason = "treatment cannot be told from unit and period"
        nothing = undefined(reason, Unit.COEFFICIENT, naming.method, n=naming.n, missing=naming.missing)
        return TwoWay(nothing, count, switching, nan)
    return TwoWay(_with_cr2(fit, y, cluster, naming), count, switching, fixed.negative(fit, treated))


def _with_cr2(fit: fixed.Adjusted, y: Floats, cluster: Integers, naming: _Naming) -> Estimate:
    spread = fixed.cr2(fit, cluster)
    if spread is None:
        return _estimate(fit.value, nan, nan, naming, "the effect rests on one cluster alone")
    se, freedom = spread
    exact = float(np.abs(fit.residuals).max()) <= 1e-10 * max(float(np.abs(y).max()), 1e-300)
    return _estimate(fit.value, 0.0 if exact else se, freedom, naming)


def _change(means: Sequence[float], name: str) -> float:
    before, after = inputs.pair(means, name)
    return after - before
