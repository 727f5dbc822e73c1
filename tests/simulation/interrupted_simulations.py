"""How often a change of level is found in series that have none, by kind of error and length."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evaluering.statistics import _serial_errors as serial
from evaluering.statistics import interrupted
from evaluering.statistics.interrupted import Model, segmented

PHI = 0.3


def level_change_false_alarms_24(replications: int, seed: int) -> dict[str, float]:
    """Twelve points before and twelve after, AR(1) errors of .3: rates at a nominal 5 %."""
    return _false_alarms(24, replications, seed)


def level_change_false_alarms_48(replications: int, seed: int) -> dict[str, float]:
    """The same with 24 and 24 points."""
    return _false_alarms(48, replications, seed)


def level_change_false_alarms_96(replications: int, seed: int) -> dict[str, float]:
    """The same with 48 and 48 points."""
    return _false_alarms(96, replications, seed)


def level_change_false_alarms_200(replications: int, seed: int) -> dict[str, float]:
    """The same with 100 and 100 points: the fewest for which Newey-West is given."""
    return _false_alarms(200, replications, seed)


def level_change_coverage_24(replications: int, seed: int) -> dict[str, float]:
    """A true change of level of 2 standard deviations, 24 points: held by REML, and by least squares."""
    time = np.arange(1.0, 25.0)
    columns = interrupted.Lines(Model(), 13).columns(time)
    held: dict[str, list[bool]] = {"reml_ar1": [], "naive": []}
    for errors in autoregressive_errors(24, replications, seed):
        found = segmented(errors + 2.0 * (time >= 13), time, 13).level_change
        held["reml_ar1"].append(found.low <= 2.0 <= found.high)
        # Without the true change, the naive interval holds the truth where no change is found.
        held["naive"].append(not _beyond(serial.ols(errors, columns), 24))
    return _rates(held)


def autoregressive_errors(n: int, replications: int, seed: int) -> NDArray[np.float64]:
    """Stationary AR(1) errors with innovations of standard deviation 1, a row for each replication."""
    noise = np.random.default_rng(seed).normal(size=(replications, n))
    noise[:, 0] /= sqrt(1 - PHI**2)
    for place in range(1, n):
        noise[:, place] += PHI * noise[:, place - 1]
    return noise


def _false_alarms(n: int, replications: int, seed: int) -> dict[str, float]:
    time, at = np.arange(1.0, n + 1), n // 2 + 1
    lines = interrupted.Lines(Model(), at)
    columns = lines.columns(time)
    found: dict[str, list[bool]] = {"ols": [], "newey_west_3": [], "reml_ar1": []}
    for y in autoregressive_errors(n, replications, seed):
        # The package refuses Newey-West on short series: here is why.
        fits = (serial.ols(y, columns), serial.newey_west(y, columns, 3))
        for name, fit in zip(("ols", "newey_west_3"), fits, strict=True):
            found[name].append(_beyond(fit, n))
        p = segmented(y, time, at).level_change.p
        found["reml_ar1"].append(p is not None and p < 0.05)
    return _rates(found)


def _beyond(fit: serial.Fit, n: int) -> bool:
    critical = float(stats.t.ppf(0.975, n - 4))
    return bool(abs(fit.coefficients[2]) / sqrt(fit.covariance[2, 2]) > critical)


def _rates(found: dict[str, list[bool]]) -> dict[str, float]:
    rates = {name: float(np.mean(hits)) for name, hits in found.items()}
    errors = {
        f"{name}_se": sqrt(max(rate * (1 - rate), 1e-12) / len(found[name])) for name, rate in rates.items()
    }
    return rates | errors
