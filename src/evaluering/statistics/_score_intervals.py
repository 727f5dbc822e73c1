"""Intervals of shares, and of differences that a score test would not reject.

Each function takes numbers that were checked before, and ``z``, the normal quantile of the level.
"""

from collections.abc import Callable
from math import acos, copysign, cos, pi, sqrt

from scipy import optimize, special

Ends = tuple[float, float]

WILSON = (
    "Wilson EB. Probable inference, the law of succession, and statistical inference. JASA 1927;22:209-212."
)

BESIDE = 1e-8
"""How far beside the observed difference the search starts: on it, with all answers alike, the
variance is zero and every test would seem to be passed."""


def normal_quantile(level: float) -> float:
    """The quantile that leaves ``(1 - level) / 2`` above it."""
    return -float(special.ndtri((1 - level) / 2))


def wilson(share: float, n: float, z: float) -> Ends:
    """Wilson's interval of ``share`` out of ``n``, which need not be a whole number."""
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # Exact by definition, where rounding would leave 1e-17.
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return low, high


def wilson_corrected(share: float, n: float, z: float) -> Ends:
    """Wilson's interval with continuity correction (Newcombe's method 4)."""
    below = z * z - 2 - 1 / n + 4 * share * (n * (1 - share) + 1)
    above = z * z + 2 - 1 / n + 4 * share * (n * (1 - share) - 1)
    middle, width = 2 * n * share + z * z, 2 * (n + z * z)
    low = 0.0 if share == 0 else max(0.0, (middle - 1 - z * sqrt(below)) / width)
    high = 1.0 if share == 1 else min(1.0, (middle + 1 + z * sqrt(above)) / width)
    return low, high


def clopper_pearson(share: float, n: float, level: float) -> Ends:
    """Clopper and Pearson's interval of ``share`` out of ``n``, which need not be a whole number."""
    tail = (1 - level) / 2
    yes, no = n * share, n * (1 - share)
    low = 0.0 if share == 0 else float(special.betaincinv(yes, no + 1, tail))
    high = 1.0 if share == 1 else float(special.betainccinv(yes + 1, no, tail))
    return low, high


def not_rejected(value: float, variance: Callable[[float], float], z: float) -> Ends:
    """The differences ``d`` in [-1, 1] with ``(value - d)^2 <= z^2 variance(d)``."""

    def rejected(difference: float) -> float:
        """Above zero where the test rejects the difference."""
        return (value - difference) ** 2 - z * z * variance(difference)

    return _end(rejected, value, -1.0), _end(rejected, value, 1.0)


def _end(rejected: Callable[[float], float], value: float, bound: float) -> float:
    start = value + BESIDE * bound
    if abs(start) >= 1:
        return bound
    return float(optimize.brentq(rejected, start, bound, xtol=1e-14, rtol=1e-13))


def independent_variance(x1: int, n1: int, x2: int, n2: int) -> Callable[[float], float]:
    """Variance of p1 - p2 with both shares at their likeliest given that they differ by ``d``.

    The likeliest p2 is the root of a cubic, in closed form (Miettinen and Nurminen, appendix).
    """
    n = n1 + n2

    def variance(d: float) -> float:
        """The variance at the difference ``d``."""
        b = ((n1 + 2 * n2) * d - n - x1 - x2) / (3 * n)
        c = ((n2 * d - n - 2 * x2) * d + x1 + x2) / n
        root = _middle_root(b, c, x2 * d * (1 - d) / n)
        p2 = min(max(root, -d, 0.0), 1.0, 1.0 - d)
        return (p2 + d) * (1 - p2 - d) / n1 + p2 * (1 - p2) / n2

    return variance


def _middle_root(b: float, c: float, e: float) -> float:
    """The root of t^3 + 3b t^2 + c t + e between its two turning points."""
    q = b**3 - b * c / 2 + e / 2
    p = copysign(sqrt(max(b * b - c / 3, 0.0)), q)
    if p == 0:
        return -b
    angle = (pi + acos(min(max(q / p**3, -1.0), 1.0))) / 3
    return 2 * p * cos(angle) - b


def paired_variance(less: int, more: int, n: int) -> Callable[[float], float]:
    """Variance of (more - less) / n at the likeliest discordant shares that differ by ``d``."""

    def variance(d: float) -> float:
        """The variance at the difference ``d``."""
        b = (2 * n - more + less) * d - more - less
        root = sqrt(max(b * b + 8 * n * less * d * (1 - d), 0.0))
        likeliest = max((root - b) / (4 * n), 0.0, -d)
        return max(2 * likeliest + d * (1 - d), 0.0) / n

    return variance
