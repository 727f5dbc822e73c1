"""Interrupted time series: did the level or the slope of a series change when the practice did?

The time of change is declared, never searched for. Beside every change stands what the series
would have been without it, and a control series where there is one.
"""

from dataclasses import dataclass, field, replace
from math import nan

import numpy as np
from scipy import stats

from evaluering.results import Estimate
from evaluering.statistics import _serial_errors as serial
from evaluering.statistics import inputs
from evaluering.statistics._contrasts import Fitted, phi
from evaluering.statistics._residual_tests import breusch_godfrey, durbin_watson_below
from evaluering.statistics._segments import Lines, Model, Points, points
from evaluering.statistics.inputs import Floats, Numbers
from evaluering.vocabulary import Unit

__all__ = [
    "Controlled",
    "Counterfactual",
    "Lines",
    "Model",
    "ResidualAutocorrelation",
    "Segmented",
    "controlled",
    "counterfactual",
    "residual_autocorrelation",
    "segmented",
    "segmented_counts",
]

WAGNER = (
    "Wagner AK, Soumerai SB, Zhang F, Ross-Degnan D. Segmented regression analysis of interrupted time "
    "series studies in medication use research. J Clin Pharm Ther 2002;27:299-309."
)
TURNER = (
    "Turner SL, Forbes AB, Karahalios A, Taljaard M, McKenzie JE. Evaluation of statistical methods used in "
    "the analysis of interrupted time series studies: a simulation study. BMC Med Res Methodol 2021;21:181."
)
BERNAL = (
    "Lopez Bernal J, Cummins S, Gasparrini A. Interrupted time series regression for the evaluation of "
    "public health interventions: a tutorial. Int J Epidemiol 2017;46:348-355."
)
CONTROLS = (
    "Lopez Bernal J, Cummins S, Gasparrini A. The use of controls in interrupted time series studies of "
    "public health interventions. Int J Epidemiol 2018;47:2082-2093."
)
LEAST_NEWEY_WEST = 200
"""Fewer points than this and Newey-West intervals are refused: at phi = .3 they reject a true null of
level change in 24 % of series of 24 points, 13 % of 96 and 9 % of 200, at a nominal 5 %."""

ON_THE_LINES = "the points lie exactly on the lines; there is no error to judge by"

DEFAULT = Model()


@dataclass(frozen=True)
class Counterfactual:
    """One time: what the model expects with the change, without it, and their difference.

    Of counts, the rates per unit of exposure, and their ratio.
    """

    time: float
    with_change: Estimate
    without_change: Estimate
    effect: Estimate


@dataclass(frozen=True)
class Segmented:
    """A series with a declared change.

    ``level_change`` is read at the model's ``level_at`` (the time of change itself unless declared
    otherwise); ``slope_change`` per unit of time; ``average_effect`` is the mean, over the points
    after the change, of what is expected with the change less what is expected without it.
    ``phi`` is the autocorrelation of neighbouring errors; ``dispersion`` the residual standard
    deviation, of counts Pearson's dispersion. Of counts every estimate is a rate or a ratio,
    and its ``se`` that of the logarithm. ``phased`` counts points left out by ``phase_in``.
    """

    intercept: Estimate
    trend: Estimate
    level_change: Estimate
    slope_change: Estimate
    average_effect: Estimate
    phi: Estimate
    df: float
    dispersion: float
    before: int
    after: int
    phased: int
    model: Model
    _lines: Lines = field(repr=False, compare=False)
    _fitted: Fitted = field(repr=False, compare=False)

    def counterfactual(self, times: Numbers) -> tuple[Counterfactual, ...]:
        """The series with and without the change at ``times``, before, at or after the change."""
        when, unit = inputs.complete(times, "times"), self.intercept.unit
        columns, without, effect = (
            make(when) for make in (self._lines.columns, self._lines.counterfactual, self._lines.effect)
        )
        found = self._fitted.estimate
        return tuple(
            Counterfactual(
                float(when[place]),
                found(columns[place], unit),
                found(without[place], unit),
                found(effect[place], self.level_change.unit),
            )
            for place in range(len(when))
        )


@dataclass(frozen=True)
class Controlled:
    """A series, its control, and the changes of their difference: ``difference`` answers the question."""

    difference: Segmented
    series: Segmented
    control: Segmented


@dataclass(frozen=True)
class ResidualAutocorrelation:
    """What is left in the residuals of least squares.

    ``p_durbin_watson`` is one-sided, against positive autocorrelation.
    """

    lag_1: float
    durbin_watson: float
    p_durbin_watson: float
    breusch_godfrey: float
    p_breusch_godfrey: float
    order: int
    n: int
    reason: str = ""


def segmented(
    y: Numbers, time: Numbers, at: float, *, model: Model = DEFAULT, level: float = 0.95
) -> Segmented:
    """Segmented regression of a series of means, shares or rates with a change at ``at``.

    Inputs: ``y`` (n numbers; NaN or None is missing, left out and counted), ``time`` (n different
    finite numbers in equal steps, gaps allowed), ``at`` (the first time of the new practice, points
    at it are after), ``model`` (see ``Model``), ``level`` in (0, 1).

    Formula: y = b0 + b1 t + b2 [t >= at] + b3 (t - origin) [t >= at] + seasons + e, with origin = at,
    or ``level_at``. ``reml_ar1``: e is AR(1), phi maximises the profile restricted likelihood, a gap
    of d steps gives phi^d; coefficients by generalised least squares. ``ols``: independent e.
    ``newey_west``: least squares, Bartlett weights, times n / (n - p). All intervals on t with n - p
    degrees of freedom, that of phi on the atanh scale from the curvature of the likelihood.

    Assumes a declared time of change, straight lines on each side, nothing else that changed then,
    and errors of the declared kind with constant variance. Intervals are somewhat narrow in short
    series, with AR(1) too (Turner 2021). Undefined, with the reason: fewer than 8 points on a side,
    seasons with fewer than 24 points or two periods, points exactly on the lines, Newey-West with
    fewer than 200 points. Raises ``ValueError`` for text, infinite numbers, repeated or unequally
    spaced times, unequal lengths. Source: Wagner 2002; Turner 2021; REML: Cheang and Reinsel, J Am
    Stat Assoc 2000;95:1173-1184; Newey and West, Econometrica 1987;55:703-708.
    Checked against R 4.2.2: ``lm``, nlme 3.1-162 ``gls(correlation = corAR1(form = ~ time))``,
    ``intervals``, sandwich 3.0-2 ``NeweyWest``; and simulation of the error of the first kind.
    """
    level = inputs.level(level)
    series = points(y, time, at, model)
    reason = series.reason or _too_short(series) or _no_error(series)
    fit = None if reason else _fit(series)
    return _segmented(series, _named(series, model.errors, TURNER, level, reason), fit)


def segmented_counts(
    events: Numbers,
    time: Numbers,
    at: float,
    *,
    exposure: Numbers | None = None,
    model: Model = DEFAULT,
    level: float = 0.95,
) -> Segmented:
    """Segmented quasi-Poisson regression of counts with a change at ``at``: ratios of rates.

    Inputs as of ``segmented``; ``events`` whole numbers >= 0, ``exposure`` > 0 (population, places,
    days; 1 when not given); NaN in either is missing. ``model.errors`` is not used.

    Formula: log E(events) = log exposure + b0 + b1 t + b2 [t >= at] + b3 (t - origin) [t >= at] +
    seasons; variance = dispersion times mean, dispersion = sum of squared Pearson residuals / (n - p).
    Each estimate is exp(b) with t(n - p) intervals; ``average_effect`` the geometric mean ratio.

    Assumes independent counts once trend and seasons are taken out: look at
    ``residual_autocorrelation`` of the logarithm of the rates. Undefined as in ``segmented``, and
    where a side has no events at all. Raises ``ValueError`` for negative or broken counts, exposure
    of 0 or less, and as ``segmented``. Source: Lopez Bernal 2017.
    Checked against R 4.2.2 ``glm(family = quasipoisson)`` on the tutorial's own data and others.
    """
    level = inputs.level(level)
    series = points(events, time, at, model, exposure)
    if (series.y < 0).any() or (series.y != np.round(series.y)).any():
        raise ValueError("events must be whole numbers, 0 or more")
    if (series.exposure <= 0).any():
        raise ValueError("exposure must be above 0")
    reason = series.reason or _no_events(series)
    fit = None if reason else serial.quasi_poisson(series.y, series.columns, series.exposure)
    if fit is not None and fit.scale <= 1e-12:
        fit, reason = None, ON_THE_LINES
    return _segmented(series, _named(series, "quasipoisson", BERNAL, level, reason, ratio=True), fit)


def counterfactual(
    y: Numbers, time: Numbers, at: float, times: Numbers, *, model: Model = DEFAULT, level: float = 0.95
) -> tuple[Counterfactual, ...]:
    """A series with and without its change, at ``times``.

    Inputs as of ``segmented``; ``times`` are any finite numbers. The same is given by the method
    ``counterfactual`` of what ``segmented`` and ``segmented_counts`` return.

    Formula: contrasts x'b of the coefficients with se = sqrt(x' Cov(b) x) and t(n - p) intervals; x is
    the row of the design at that time, with the columns of the change set to 0 (without change) or
    alone (effect). Intervals are of the expected value, not of a new observation.

    Assumes as ``segmented``, and that the line before would have gone on: the further from the
    change, the more rests on that. Raises ``ValueError`` as ``segmented``. Source: Wagner 2002.
    Checked against nlme 3.1-162 ``gls``, contrasts with its ``vcov``, in R 4.2.2.
    """
    return segmented(y, time, at, model=model, level=level).counterfactual(times)


def controlled(
    y: Numbers,
    control: Numbers,
    time: Numbers,
    at: float,
    *,
    model: Model = DEFAULT,
    level: float = 0.95,
) -> Controlled:
    """Controlled interrupted time series: changes of level and slope beyond those of a control series.

    Inputs as of ``segmented``; ``control`` has a number for each time, a time that lacks one of the
    two is missing in the difference.

    Formula: ``segmented`` on y - control. With least squares that is the interaction of group with
    level and slope in the joint model. What strikes both series in the same month cancels, so the
    two need be neither independent nor equally variable.

    Assumes that the control was not touched by the change and would have been struck by whatever
    else happened, in the same unit and by as much. Raises ``ValueError`` as ``segmented``.
    Source: Lopez Bernal 2018. Checked against R 4.2.2: ``lm`` with interactions on the two series
    stacked, nlme 3.1-162 ``gls`` with ``corAR1`` on the difference.
    """
    one, other = inputs.sample(y, "y"), inputs.sample(control, "control")
    if len(one) != len(other):
        raise ValueError("y and control must be of the same length")
    found = [segmented(each, time, at, model=model, level=level) for each in (one - other, one, other)]
    return Controlled(*found)


def residual_autocorrelation(
    y: Numbers, time: Numbers, at: float, *, order: int = 1, model: Model = DEFAULT
) -> ResidualAutocorrelation:
    """How residuals of least squares hang together: Durbin-Watson and Breusch-Godfrey.

    Inputs as of ``segmented``; ``order`` is the number of lags of Breusch-Godfrey, >= 1.

    Formula: d = sum (e_t - e_(t-1))^2 / sum e_t^2, exact p = P(d' < d) by Imhof's integral;
    Breusch-Godfrey n R^2 of e on the design and ``order`` lags of e (0 before the first), on chi2(order).
    ``lag_1`` = sum e_t e_(t-1) / sum e_t^2.

    Assumes points without gaps. To be shown, not to choose the errors by: the tests miss
    autocorrelation in short series (Turner 2021). Undefined where the series is too short or lies
    on the lines. Raises ``ValueError`` as ``segmented``. Source: Durbin and Watson, Biometrika
    1950;37:409-428; Imhof, Biometrika 1961;48:419-426; Breusch, Aust Econ Pap 1978;17:334-355;
    Godfrey, Econometrica 1978;46:1293-1301. Checked against R 4.2.2 lmtest 0.9-40 ``dwtest`` and
    ``bgtest`` by values carried as data.
    """
    lags = inputs.count(order, "order", least=1)
    series = points(y, time, at, model)
    n, p = len(series.y), 4 - (not model.slope_change) + 2 * model.fourier
    reason = series.reason or _no_error(series) or _gaps(series)
    reason = reason or ("more lags than the series can carry" if n - p <= 2 * lags else "")
    if reason:
        return ResidualAutocorrelation(nan, nan, nan, nan, nan, lags, n, reason)
    residuals = serial.ols(series.y, series.columns).residuals
    total = float(residuals @ residuals)
    watson = float(np.sum(np.diff(residuals) ** 2)) / total
    godfrey = breusch_godfrey(residuals, series.columns, lags)
    return ResidualAutocorrelation(
        float(residuals[1:] @ residuals[:-1]) / total,
        watson,
        durbin_watson_below(watson, series.columns),
        godfrey,
        float(stats.chi2.sf(godfrey, lags)),
        lags,
        n,
    )


def _named(
    series: Points, method: str, source: str, level: float, reason: str, *, ratio: bool = False
) -> Fitted:
    return Fitted(method, f"{WAGNER} {source}", level, len(series.y), series.missing, ratio, reason)


def _fit(series: Points) -> serial.Fit:
    """The fit with the declared errors."""
    model = series.lines.model
    if model.errors == "ols":
        return serial.ols(series.y, series.columns)
    if model.errors == "newey_west":
        return serial.newey_west(series.y, series.columns, model.lags)
    return serial.autoregressive(series.y, series.columns, series.steps)


def _segmented(series: Points, named: Fitted, found: serial.Fit | None) -> Segmented:
    fitted = replace(named, fit=found)
    unit = Unit.RATIO if named.ratio else Unit.COEFFICIENT
    width = series.lines.columns(np.zeros(1)).shape[1]
    one = np.eye(width)
    late = series.lines.effect(series.time[series.time >= series.lines.at])
    return Segmented(
        intercept=fitted.estimate(one[0], Unit.RATE if named.ratio else Unit.COEFFICIENT),
        trend=fitted.estimate(one[1], unit),
        level_change=fitted.estimate(one[2], unit),
        slope_change=_slope_change(fitted, one, unit, series.lines.model),
        average_effect=fitted.estimate(late.mean(axis=0) if len(late) else one[2], unit),
        phi=phi(fitted),
        df=fitted.df,
        dispersion=nan if found is None else found.scale,
        before=len(series.y) - series.after,
        after=series.after,
        phased=series.phased,
        model=series.lines.model,
        _lines=series.lines,
        _fitted=fitted,
    )


def _slope_change(fitted: Fitted, one: Floats, unit: Unit, model: Model) -> Estimate:
    if not model.slope_change:
        return fitted.nothing(fitted.reason or "the model has no change of slope", unit)
    return fitted.estimate(one[3], unit)


def _too_short(series: Points) -> str:
    if series.lines.model.errors == "newey_west" and len(series.y) < LEAST_NEWEY_WEST:
        return (
            f"Newey-West needs {LEAST_NEWEY_WEST} points; with {len(series.y)} its intervals are too narrow"
        )
    return ""


def _no_error(series: Points) -> str:
    """Whether the points lie on the lines, to within the rounding of the arithmetic."""
    residuals = serial.ols(series.y, series.columns).residuals
    size = max(float(np.abs(series.y).max()), 1e-300)
    exact = float(np.abs(residuals).max()) <= 1e-10 * size
    return ON_THE_LINES if exact else ""


def _no_events(series: Points) -> str:
    late = series.time >= series.lines.at
    empty = not series.y[late].any() or not series.y[~late].any()
    return "no events on one side of the change; a ratio of rates has no interval" if empty else ""


def _gaps(series: Points) -> str:
    return (
        "" if (series.steps == 1).all() else "the series has gaps; neighbours in the list are not so in time"
    )
