"""The straight lines of an interrupted time series: what is declared, which points count, the columns."""

from dataclasses import dataclass
from math import isfinite, pi

import numpy as np

from evaluering.statistics import inputs
from evaluering.statistics.inputs import Floats, Numbers

ERRORS = ("reml_ar1", "ols", "newey_west")
LEAST_EACH_SIDE = 8
LEAST_WITH_SEASONS = 24


@dataclass(frozen=True)
class Model:
    """What is declared before the series is seen.

    ``errors``: ``reml_ar1`` (default), ``ols`` or ``newey_west`` (long series only).
    ``slope_change``: whether the slope may change, or the level alone.
    ``fourier``: pairs of sine and cosine for seasons of length ``period``, in the unit of time.
    ``level_at``: the time at which the change of level is read, the time of change itself when
    ``None``. ``phase_in``: so long after the change points are left out, and counted.
    ``lags``: of ``newey_west``; floor(4 (n/100)^(2/9)) when ``None``.
    """

    errors: str = "reml_ar1"
    slope_change: bool = True
    fourier: int = 0
    period: float = 12.0
    level_at: float | None = None
    phase_in: float = 0.0
    lags: int | None = None

    def __post_init__(self) -> None:
        """Refuse a model that cannot be meant."""
        if self.errors not in ERRORS:
            raise ValueError(f"errors must be one of {', '.join(ERRORS)}")
        pairs, period = inputs.count(self.fourier, "fourier"), inputs.positive(self.period, "period")
        if 2 * pairs > period:
            raise ValueError("fourier must be at most half the points of a period")
        if not (isfinite(self.phase_in) and self.phase_in >= 0):
            raise ValueError("phase_in must be 0 or more")
        if self.level_at is not None and not isfinite(self.level_at):
            raise ValueError("level_at must be a finite time")
        if self.lags is not None:
            inputs.count(self.lags, "lags")


@dataclass(frozen=True)
class Lines:
    """A declared model at the time of change: it makes columns of any times."""

    model: Model
    at: float

    @property
    def origin(self) -> float:
        """Where the change of level is read."""
        return self.at if self.model.level_at is None else self.model.level_at

    @property
    def changed(self) -> tuple[int, ...]:
        """The columns that hold the change: level, and slope where it may change."""
        return (2, 3) if self.model.slope_change else (2,)

    def columns(self, time: Floats) -> Floats:
        """Intercept, time, after, (time - origin) after, and the seasons."""
        after = (time >= self.at).astype(np.float64)
        lines = [np.ones_like(time), time, after]
        if self.model.slope_change:
            lines.append(after * (time - self.origin))
        return np.column_stack([*lines, *self._seasons(time)])

    def effect(self, time: Floats) -> Floats:
        """The columns of the change alone: what was observed less what was expected without it."""
        columns = self.columns(time)
        columns[:, [place for place in range(columns.shape[1]) if place not in self.changed]] = 0.0
        return columns

    def counterfactual(self, time: Floats) -> Floats:
        """The columns had there been no change."""
        columns = self.columns(time)
        columns[:, list(self.changed)] = 0.0
        return columns

    def _seasons(self, time: Floats) -> list[Floats]:
        angles = [2 * pi * pair * time / self.model.period for pair in range(1, self.model.fourier + 1)]
        waves = [wave(angle) for angle in angles for wave in (np.cos, np.sin)]
        # The last pair of an even period has a sine that is zero at every whole time.
        return waves[:-1] if waves and 2 * self.model.fourier == self.model.period else waves


@dataclass(frozen=True)
class Points:
    """The points that count, in order of time, and how many were left out."""

    y: Floats
    time: Floats
    exposure: Floats
    missing: int
    phased: int
    lines: Lines

    @property
    def after(self) -> int:
        """How many points lie at or after the change."""
        return int((self.time >= self.lines.at).sum())

    @property
    def columns(self) -> Floats:
        """The design matrix."""
        return self.lines.columns(self.time)

    @property
    def steps(self) -> Floats:
        """Distances between neighbours, in the series' own step (its smallest distance)."""
        return distances(self.time)

    @property
    def reason(self) -> str:
        """Why the series does not allow an answer; empty when it does."""
        before, after, model = len(self.y) - self.after, self.after, self.lines.model
        if min(before, after) < LEAST_EACH_SIDE:
            return f"{before} points before and {after} after; {LEAST_EACH_SIDE} are needed on each side"
        if model.fourier and (len(self.y) < LEAST_WITH_SEASONS or self._span() < 2 * model.period):
            return f"seasons need {LEAST_WITH_SEASONS} points and two whole periods"
        if np.linalg.matrix_rank(_scaled(self.columns)) < self.columns.shape[1]:
            return "the points cannot tell the terms of the model apart"
        return ""

    def _span(self) -> float:
        return float(self.time[-1] - self.time[0]) + float(np.diff(self.time).min())


def points(y: Numbers, time: Numbers, at: float, model: Model, exposure: Numbers | None = None) -> Points:
    """The points in order of time; missing ones and those of the phase-in left out and counted."""
    when = inputs.complete(time, "time")
    values = inputs.sample(y, "y")
    weights = np.ones_like(when) if exposure is None else inputs.sample(exposure, "exposure")
    _same_length(values, when, weights)
    if isinstance(at, (str, bool)) or not isfinite(at):
        raise ValueError("at must be a finite time")
    order = np.argsort(when, kind="stable")
    values, when, weights = values[order], when[order], weights[order]
    distances(when)
    absent = np.isnan(values) | np.isnan(weights)
    phased = ~absent & (when >= at) & (when < at + model.phase_in)
    kept = ~absent & ~phased
    lines = Lines(model, float(at))
    return Points(values[kept], when[kept], weights[kept], int(absent.sum()), int(phased.sum()), lines)


def distances(time: Floats) -> Floats:
    """Distances between neighbours in whole steps. Raises ``ValueError`` where there are none such."""
    apart = np.diff(time)
    if not len(apart):
        return apart
    if (apart <= 0).any():
        raise ValueError("time must not repeat: one point for each time")
    steps = apart / apart.min()
    # Dates counted in years have steps such as 0.083; they are whole to within rounding.
    if np.abs(steps - np.round(steps)).max() > 0.01:
        raise ValueError("time must run in equal steps; number the months or quarters 1, 2, 3 ...")
    whole: Floats = np.round(steps)
    return whole


def _same_length(*arrays: Floats) -> None:
    if len({len(one) for one in arrays}) > 1:
        raise ValueError("y and time, and exposure where given, must be of the same length")


def _scaled(columns: Floats) -> Floats:
    centred = columns.copy()
    centred[:, 1] -= centred[:, 1].mean()
    scaled: Floats = centred / np.maximum(np.abs(centred).max(axis=0), 1e-300)
    return scaled
