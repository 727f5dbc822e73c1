"""Error rates of differences in differences with few units, correlated months and staggered starts."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evaluering.statistics import _fixed_effects as fixed
from evaluering.statistics.differences import Comparison, staggered, two_way

PERIODS = 8
STARTS = np.repeat([4.0, 6.0, np.nan], [5, 5, 6])
EFFECT = 1.5


def two_way_false_alarms(replications: int, seed: int) -> dict[str, float]:
    """Ten units, four start in period 5, AR(1) errors of .5, no effect: rates at a nominal 5 %."""
    unit, period = _long(10)
    treated = ((unit < 4) & (period >= 5)).astype(float)
    found: dict[str, list[bool]] = {"naive": [], "cr2": []}
    for y in _errors(10, replications, seed):
        effect = two_way(y.ravel(), unit, period, treated).effect
        found["cr2"].append(not effect.low <= 0 <= effect.high)
        found["naive"].append(_naive(y.ravel(), treated, unit, period))
    return _rates(found)


def staggered_coverage(replications: int, seed: int) -> dict[str, float]:
    """Effects that grow by 1.5 a period in two cohorts of five, six never treated: how often held.

    ``two_way`` asks the same of one regression: the growth makes it miss.
    """
    unit, period = _long(len(STARTS))
    start = STARTS[unit]
    late = np.where(np.isnan(start), np.inf, start) <= period
    effect = np.where(late, EFFECT * (period - np.nan_to_num(start) + 1), 0.0)
    truth = float(effect[late].mean())
    found: dict[str, list[bool]] = {"welch": [], "influence": [], "two_way": []}
    for errors in _errors(len(STARTS), replications, seed):
        y = errors.ravel() + effect
        results = {
            name: staggered(y, unit, period, start, comparison=Comparison(inference=name)).overall
            for name in ("welch", "influence")
        }
        results["two_way"] = two_way(y, unit, period, late.astype(float)).effect
        for name, result in results.items():
            found[name].append(result.low <= truth <= result.high)
    return _rates(found)


def pre_trend_false_alarms(replications: int, seed: int) -> dict[str, float]:
    """Parallel trends hold: how often the joint test before the start says otherwise, at 5 %."""
    unit, period = _long(len(STARTS))
    found: dict[str, list[bool]] = {"welch": [], "influence": []}
    for errors in _errors(len(STARTS), replications, seed):
        for name, hits in found.items():
            result = staggered(
                errors.ravel(), unit, period, STARTS[unit], comparison=Comparison(inference=name)
            )
            hits.append(result.pre_trend.p < 0.05)
    return _rates(found)


def _long(units: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.repeat(np.arange(units), PERIODS), np.tile(np.arange(1, PERIODS + 1), units)


def _errors(units: int, replications: int, seed: int) -> NDArray[np.float64]:
    """Unit levels plus AR(1) errors of .5: replications by units by periods."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(replications, units, PERIODS))
    noise[:, :, 0] /= sqrt(0.75)
    for place in range(1, PERIODS):
        noise[:, :, place] += 0.5 * noise[:, :, place - 1]
    return noise + 2 * random.normal(size=(replications, units, 1))


def _naive(
    y: NDArray[np.float64],
    treated: NDArray[np.float64],
    unit: NDArray[np.int64],
    period: NDArray[np.int64],
) -> bool:
    """Whether the t test of independent errors finds an effect."""
    fit = fixed.adjusted(y, treated, unit, period - 1)
    assert fit is not None
    columns = fit.basis.shape[1] + len(np.unique(unit))
    variance = fit.residuals @ fit.residuals / (len(y) - columns)
    return bool(abs(fit.value) / sqrt(variance * (fit.direction @ fit.direction)) > 2.0)


def _rates(found: dict[str, list[bool]]) -> dict[str, float]:
    rates = {name: float(np.mean(hits)) for name, hits in found.items()}
    errors = {
        f"{name}_se": sqrt(max(rate * (1 - rate), 1e-12) / len(found[name])) for name, rate in rates.items()
    }
    return rates | errors
