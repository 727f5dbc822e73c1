"""Funnel plots: units compared with one target, each within the chance its own size allows.

A funnel plot is no league table: units within the limits are not ranked. Where units vary more
than chance allows (over-dispersion), limits that ignore it call ordinary units out of line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, inf, nan, sqrt

import numpy as np
from scipy import special

from evaluering.statistics import _counts, inputs
from evaluering.statistics.inputs import Floats, Numbers

SPIEGELHALTER_SIM = (
    "Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med 2005;24:1185-1202."
)
SPIEGELHALTER_QSHC = (
    "Spiegelhalter DJ. Handling over-dispersion of performance indicators. Qual Saf Health Care "
    "2005;14:347-351."
)
SEATON = (
    "Seaton SE, Manktelow BN. The probability of being identified as an outlier with commonly used "
    "funnel plot control limits for the standardised mortality ratio. BMC Med Res Methodol 2012;12:98."
)
KINDS = ("proportion", "ratio")
METHODS = {"exact": SEATON, "spiegelhalter": SPIEGELHALTER_SIM, "approximate": SPIEGELHALTER_SIM}
MODELS = ("additive", "multiplicative")
FEWEST = 10
"""Fewer units say too little of how units vary."""
TOO_FEW = "fewer than 10 units: shown, not adjusted for over-dispersion"
NO_TARGET = "nothing was counted that could make a target"
NO_VARIATION = "at a target at the end of the scale nothing varies"


@dataclass(frozen=True)
class Curve:
    """The limits at one level, size by size; NaN where there are none.

    ``no_lower`` marks sizes where nothing can fall below the lower limit, which then stands at 0;
    ``no_upper`` sizes where nothing can rise above the upper.
    """

    level: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    no_lower: tuple[bool, ...]
    no_upper: tuple[bool, ...]


@dataclass(frozen=True)
class Limits:
    """A funnel: the target and a curve for each level over the sizes ``n``."""

    kind: str
    n: tuple[float, ...]
    target: float
    curves: tuple[Curve, ...]
    method: str
    source: str
    reason: str = ""


@dataclass(frozen=True)
class Adjusted:
    """Units' distances from the target in standard errors, before and after adjustment.

    ``phi`` is the over-dispersion of the winsorised ``z`` (1 is what chance gives), ``tau2`` the
    variance between units on the transformed scale (additive model only). Units without a size are NaN
    and counted in ``missing``. With fewer than 10 units only ``z`` is given, and ``reason`` says so.
    """

    kind: str
    target: float
    z: tuple[float, ...]
    z_winsorised: tuple[float, ...]
    z_adjusted: tuple[float, ...]
    phi: float
    tau2: float
    n: int
    missing: int
    trim: float
    model: str
    method: str
    source: str = SPIEGELHALTER_QSHC
    reason: str = ""


@dataclass(frozen=True)
class _Funnel:
    """What limits are asked for."""

    kind: str
    sizes: Floats
    target: float
    method: str
    adjusted: Adjusted | None


@dataclass(frozen=True)
class _Scaled:
    """Units on the scale where their variance depends on size alone."""

    apart: Floats
    s: Floats
    z: Floats


def limits(
    n: Numbers,
    target: float,
    kind: str = "proportion",
    *,
    method: str = "exact",
    levels: Sequence[float] = (0.95, 0.998),
    adjusted: Adjusted | None = None,
) -> Limits:
    """Funnel limits around a target over sizes ``n``, the units' own or a grid to draw.

    Inputs: ``n``, one dimension, nothing missing: for ``kind`` ``proportion`` denominators (whole
    numbers, 1 or more), for ``ratio`` expected counts (above 0); ``target``, 0 to 1 for a proportion,
    0 or more for a ratio; ``levels``, each between 0 and 1. ``method`` is ``exact``,
    ``spiegelhalter`` or ``approximate``; with ``adjusted`` (the result of ``adjust``) it must be
    ``approximate``.

    Formula, with R binomial (n, target) or Poisson (target n), p the end of a tail, r the smallest
    count with P(R <= r) >= p, and a = (P(R <= r) - p) / P(R = r), which interpolates between counts.
    Spiegelhalter: both limits (r - a) / n; by chance more units than promised lie above the upper.
    Exact: lower (r - a) / n, upper (r + 1 - a) / n; never more than promised lie outside either.
    Approximate: target +/- z sqrt(target (1 - target) / n), or +/- z sqrt(target / n) for a ratio.
    Adjusted: target and limits on the transformed scale (arcsin sqrt, or sqrt), s = 1 / (2 sqrt n),
    target +/- z s sqrt(phi) (multiplicative, phi > 1) or +/- z sqrt(s^2 + tau2) (additive),
    transformed back. Limits stop at the ends of the scale.

    Assumes counts that are binomial or Poisson about the target, and for a ratio expected counts
    known without error; the approximation asks for counts that are not small. Raises ``ValueError``
    for text, infinity, missing or impossible sizes, targets, levels or options, or an adjustment of
    another kind. A target of 0 (or 1, for a proportion) or an adjustment that was not made gives
    NaN and the reason. Source: Spiegelhalter 2005, Stat Med 24:1185 (limits) and QSHC 14:347
    (over-dispersion); Seaton and Manktelow 2012 (exact). Checked against the formulas in R 4.2.2
    (``qbinom``, ``pbinom``, ``qpois``, ``ppois``), and the probability outside the limits, summed over
    all counts, against the table of Seaton and Manktelow 2012.
    """
    _check_options(kind, method, MODELS[0])
    _check_adjustment(adjusted, kind, method)
    sizes, centre = _sizes(n, kind), _target(target, kind)
    reason = _why_no_limits(centre, kind, adjusted)
    at = _Funnel(kind, sizes, centre, method, adjusted)
    curves = tuple(_curve(at, inputs.level(one), reason) for one in levels)
    name = method if adjusted is None else adjusted.model
    source = METHODS[method] if adjusted is None else SPIEGELHALTER_QSHC
    return Limits(kind, tuple(sizes.tolist()), centre, curves, f"funnel.{kind}.{name}", source, reason)


def adjust(
    observed: Numbers,
    n: Numbers,
    kind: str = "proportion",
    *,
    target: float | None = None,
    trim: float = 0.1,
    model: str = "additive",
) -> Adjusted:
    """Units' z-scores about a target, adjusted for over-dispersion between units.

    Inputs: ``observed`` counts and ``n``, one dimension, None or NaN where missing: denominators for
    ``kind`` ``proportion``, expected counts for ``ratio``; ``target``, by default sum of counts over
    sum of denominators, or 1 for a ratio; ``trim``, the share winsorised at each end, 0 to below
    0.5; ``model``, ``additive`` or ``multiplicative``.

    Formula, with y the transformed unit (arcsin sqrt of the proportion, or sqrt of the ratio),
    y0 the transformed target, s = 1 / (2 sqrt n) and k units: z = (y - y0) / s; z_winsorised = z held
    within its ``trim`` and 1 - ``trim`` quantiles (type 7); phi = mean of z_winsorised^2.
    Multiplicative: z / sqrt(phi) when phi > 1. Additive: tau2 = max(0, (k phi - (k - 1)) /
    (sum w - sum w^2 / sum w)), w = 1 / s^2, and z_adjusted = z s / sqrt(s^2 + tau2).

    Assumes that most units differ by chance and by ordinary variation between units, so that the
    middle ones show how large that is; a unit with size 0 or missing is left out. Winsorising keeps
    outliers from hiding themselves, and shrinks phi where there are none (of normal units to 0.68
    with ``trim`` 0.1), so that adjusted limits stay somewhat narrow. Raises ``ValueError``
    for text, infinity, counts that are none or above their denominators, sizes below 0, and unknown
    options. Fewer than 10 units are shown, not adjusted. Source: Spiegelhalter 2005, QSHC 14:347.
    Checked against FunnelPlotR 0.6.0 in R 4.2.2 (case funnel_sr_cqc_overdispersion).
    """
    _check_options(kind, "exact", model)
    if isinstance(trim, (str, bool)) or not 0 <= trim < 0.5:
        raise ValueError("trim must be a share from 0 to below 0.5")
    counts, sizes = _units(observed, n, kind)
    usual = _total_share(counts, sizes) if kind == "proportion" else 1.0
    centre = usual if target is None else _target(target, kind)
    return _adjusted(_scaled(counts, sizes, centre, kind), centre, kind, trim, model)


def _adjusted(units: _Scaled, target: float, kind: str, trim: float, model: str) -> Adjusted:
    seen = ~np.isnan(units.z)
    reason = NO_TARGET if np.isnan(target) else TOO_FEW if seen.sum() < FEWEST else ""
    held, phi, tau2, adjusted = np.full_like(units.z, nan), nan, nan, np.full_like(units.z, nan)
    if not reason:
        held = np.clip(units.z, *np.quantile(units.z[seen], [trim, 1 - trim]))
        phi = float(np.mean(held[seen] ** 2))
        tau2 = _tau2(phi, units.s[seen]) if model == "additive" else nan
        adjusted = units.apart / _widened(units.s, phi, tau2, model)
    return Adjusted(
        kind=kind,
        target=target,
        z=tuple(units.z.tolist()),
        z_winsorised=tuple(held.tolist()),
        z_adjusted=tuple(adjusted.tolist()),
        phi=phi,
        tau2=tau2,
        n=int(seen.sum()),
        missing=int((~seen).sum()),
        trim=trim,
        model=model,
        method=f"funnel.{kind}.{model}",
        reason=reason,
    )


def _tau2(phi: float, s: Floats) -> float:
    weights, k = 1 / s**2, len(s)
    return max(0.0, float((k * phi - (k - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())))


def _widened(s: Floats, phi: float, tau2: float, model: str) -> Floats:
    if model == "additive":
        return np.sqrt(s**2 + tau2)
    return s * sqrt(max(phi, 1.0))


def _scaled(counts: Floats, sizes: Floats, target: float, kind: str) -> _Scaled:
    values = np.sqrt(counts / sizes)
    if kind == "proportion":
        values = np.arcsin(values)
    apart, s = values - _transformed(target, kind), 1 / (2 * np.sqrt(sizes))
    return _Scaled(apart, s, apart / s)


def _transformed(target: float, kind: str) -> float:
    return asin(sqrt(target)) if kind == "proportion" else sqrt(target)


def _curve(at: _Funnel, level: float, reason: str) -> Curve:
    """Limits within the scale; what stops there has no limit."""
    lower, upper = _ends(at, level, reason)
    ceiling = 1.0 if at.kind == "proportion" else inf
    return Curve(
        level=level,
        lower=tuple(np.maximum(lower, 0.0).tolist()),
        upper=tuple(np.minimum(upper, ceiling).tolist()),
        no_lower=tuple((lower <= 0).tolist()),
        no_upper=tuple((upper >= ceiling).tolist()),
    )


def _ends(at: _Funnel, level: float, reason: str) -> tuple[Floats, Floats]:
    if reason:
        return np.full_like(at.sizes, nan), np.full_like(at.sizes, nan)
    if at.method != "approximate":
        counts = _counts.Counts(at.sizes, at.target, at.kind == "proportion")
        return _counts.limits(counts, (1 - level) / 2, 0 if at.method == "spiegelhalter" else 1)
    z = float(special.ndtri((1 + level) / 2))
    if at.adjusted is None:
        reach = z * np.sqrt(at.target * _rest(at) / at.sizes)
        return at.target - reach, at.target + reach
    s = 1 / (2 * np.sqrt(at.sizes))
    reach = z * _widened(s, at.adjusted.phi, at.adjusted.tau2, at.adjusted.model)
    centre = _transformed(at.target, at.kind)
    return _back(centre - reach, at.kind), _back(centre + reach, at.kind)


def _rest(at: _Funnel) -> float:
    return 1 - at.target if at.kind == "proportion" else 1.0


def _back(values: Floats, kind: str) -> Floats:
    if kind == "proportion":
        return np.asarray(np.sin(np.clip(values, 0, np.pi / 2)) ** 2)
    return np.asarray(np.maximum(values, 0) ** 2)


def _why_no_limits(target: float, kind: str, adjusted: Adjusted | None) -> str:
    if target == 0 or (kind == "proportion" and target == 1):
        return NO_VARIATION
    return "" if adjusted is None else adjusted.reason


def _check_options(kind: str, method: str, model: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")
    if model not in MODELS:
        raise ValueError(f"model must be one of {', '.join(MODELS)}")


def _check_adjustment(adjusted: Adjusted | None, kind: str, method: str) -> None:
    if adjusted is not None and (adjusted.kind != kind or method != "approximate"):
        raise ValueError("limits widened by an adjustment are approximate, and of the adjustment's own kind")


def _target(target: float, kind: str) -> float:
    value = float(inputs.complete([target], "target")[0])
    if value < 0 or (kind == "proportion" and value > 1):
        raise ValueError("target must lie between 0 and 1 for a proportion, and not below 0 for a ratio")
    return value


def _sizes(n: Numbers, kind: str) -> Floats:
    sizes = inputs.complete(n, "n")
    whole = kind == "ratio" or (sizes == np.floor(sizes)).all()
    if (sizes <= 0).any() or not whole:
        raise ValueError("n must be above 0, and whole numbers for a proportion")
    return sizes


def _units(observed: Numbers, n: Numbers, kind: str) -> tuple[Floats, Floats]:
    """Counts and sizes, NaN in both where either is missing or the size is 0."""
    counts, sizes = inputs.sample(observed, "observed"), inputs.sample(n, "n")
    if len(counts) != len(sizes):
        raise ValueError(f"n must have one size for each of {len(counts)} units; it has {len(sizes)}")
    _check_counts(counts, sizes, kind)
    out = np.isnan(counts) | np.isnan(sizes) | (sizes == 0)
    return np.where(out, nan, counts), np.where(out, nan, sizes)


def _check_counts(counts: Floats, sizes: Floats, kind: str) -> None:
    # Comparisons with NaN are false, so that what is missing passes.
    seen = counts[~np.isnan(counts)]
    if (seen < 0).any() or (seen != np.floor(seen)).any() or (sizes < 0).any():
        raise ValueError("observed must be whole numbers, 0 or more, and n must not be negative")
    if kind == "proportion" and (counts > sizes).any():
        raise ValueError("observed must not be above n in a proportion")
    if ((sizes == 0) & (counts > 0)).any():
        raise ValueError("observed must be 0 or missing where n is 0")


def _total_share(counts: Floats, sizes: Floats) -> float:
    total = float(np.nansum(sizes))
    return float(np.nansum(counts)) / total if total else nan
