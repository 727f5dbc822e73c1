"""Whether residuals hang together: Durbin and Watson's p against Imhof's integral done the long way."""

from math import exp, inf, pi

import numpy as np
import pytest
from scipy import integrate

from evaluering.statistics._residual_tests import durbin_watson_below


def lines(n):
    time = np.arange(n, dtype=float)
    after = (time >= n // 2).astype(float)
    return np.column_stack([np.ones(n), time, after, after * (time - n // 2)])


def by_eigenvalues(watson, columns):
    basis = np.linalg.qr(columns, mode="complete")[0][:, columns.shape[1] :]
    differences = np.diff(basis, axis=0)
    weights = np.linalg.eigvalsh(differences.T @ differences) - watson

    def integrand(u):
        amplitude = exp(-0.25 * np.log1p((weights * u) ** 2).sum())
        return np.sin(0.5 * np.arctan(weights * u).sum()) / u * amplitude

    return 0.5 - integrate.quad(integrand, 0, inf, limit=500, epsabs=1e-12)[0] / pi


@pytest.mark.parametrize("n", [16, 48, 240, 700])
@pytest.mark.parametrize("watson", [0.5, 1.5, 2.1, 3.4])
def test_the_p_of_durbin_and_watson_is_imhofs_integral_over_the_eigenvalues(n, watson):
    columns = lines(n)
    assert durbin_watson_below(watson, columns) == pytest.approx(by_eigenvalues(watson, columns), abs=1e-10)
