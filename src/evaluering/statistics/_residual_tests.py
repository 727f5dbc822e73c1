"""Whether residuals of least squares hang together in time."""

from math import exp, inf, pi

import numpy as np
from scipy import integrate

from evaluering.statistics._serial_errors import ols
from evaluering.statistics.inputs import Floats


def breusch_godfrey(residuals: Floats, columns: Floats, order: int) -> float:
    """n R^2 of the residuals on the design and their own past."""
    past = [np.concatenate([np.zeros(lag), residuals[:-lag]]) for lag in range(1, order + 1)]
    left = ols(residuals, np.column_stack([columns, *past])).residuals
    return len(residuals) * (1 - float(left @ left) / float(residuals @ residuals))


def durbin_watson_below(watson: float, columns: Floats) -> float:
    """P(d < ``watson``) for independent normal errors and these columns (Imhof 1961, formula 3.2)."""
    p = columns.shape[1]
    basis = np.linalg.qr(columns, mode="complete")[0][:, p:]
    differences = np.diff(basis, axis=0)
    weights = np.linalg.eigvalsh(differences.T @ differences) - watson

    def integrand(u: float) -> float:
        """Imhof's sine over its amplitude, which has no largest number: its inverse is taken."""
        angle = 0.5 * float(np.arctan(weights * u).sum())
        return float(np.sin(angle)) / u * exp(-0.25 * float(np.log1p((weights * u) ** 2).sum()))

    area = float(integrate.quad(integrand, 0, inf, limit=500, epsabs=1e-10)[0])
    return min(max(0.5 - area / pi, 0.0), 1.0)
