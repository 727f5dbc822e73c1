"""Whether residuals of least squares hang together in time."""

from math import pi, sqrt

import numpy as np
from scipy import fft

from evaluering.statistics._serial_errors import ols
from evaluering.statistics.inputs import Floats

ENDS = -3.75, 9.0
"""Of x, where u = exp(x - exp(-x)): from there on nothing is left of Imhof's integral."""


def breusch_godfrey(residuals: Floats, columns: Floats, order: int) -> float:
    """n R^2 of the residuals on the design and their own past."""
    past = [np.concatenate([np.zeros(lag), residuals[:-lag]]) for lag in range(1, order + 1)]
    left = ols(residuals, np.column_stack([columns, *past])).residuals
    return len(residuals) * (1 - float(left @ left) / float(residuals @ residuals))


def durbin_watson_below(watson: float, columns: Floats) -> float:
    """P(d < ``watson``) for independent normal errors and these columns (Imhof 1961, formula 3.2).

    Imhof's sum and product run over the eigenvalues l of MAM - dM outside the columns' span. A is
    diagonal in the cosine transform, with a_k = 2 - 2 cos(pi k / n), so none has to be found: with
    the columns' orthonormal transform Z and T = diag(1 + iu (a - d)), the product of 1 + iul is
    det T det Z'T^-1 Z. Both factors' eigenvalues have positive real parts, so their angles add up.
    The integral is a sum over even steps of x (double exponential rule), shorter for longer series.
    """
    n = len(columns)
    shifted = 2 - 2 * np.cos(np.pi * np.arange(n) / n) - watson
    turned = fft.dct(np.linalg.qr(columns)[0], axis=0, norm="ortho")
    step = min(0.05, 0.7 / sqrt(n))
    x = np.arange(*ENDS, step)
    scaled = np.outer(np.exp(x - np.exp(-x)), shifted)
    inner = np.linalg.eigvals(turned.T @ (turned / (1 + 1j * scaled)[:, :, None]))
    angle = 0.5 * (np.arctan(scaled).sum(axis=1) + np.angle(inner).sum(axis=1))
    # Imhof's amplitude has no largest number: its logarithm is taken.
    amplitude = 0.25 * np.log1p(scaled**2).sum(axis=1) + 0.5 * np.log(np.abs(inner)).sum(axis=1)
    area = step * float((np.sin(angle) * np.exp(-amplitude)) @ (1 + np.exp(-x)))
    return min(max(0.5 - area / pi, 0.0), 1.0)
