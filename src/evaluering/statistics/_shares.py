"""A share with Wilson's interval, as other statistics carry it."""

from math import sqrt

from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs
from evaluering.vocabulary import Unit

WILSON = (
    "Wilson EB. Probable inference, the law of succession, and statistical inference. JASA 1927;22:209-212."
)


def share(x: int, n: int, missing: int, level: float) -> Estimate:
    """``x`` of ``n`` with Wilson's interval; undefined when ``n`` is 0."""
    z = float(special.ndtri((1 + inputs.level(level)) / 2))
    if not n:
        return undefined("nobody to count", Unit.SHARE, "wilson", missing=missing)
    centre, half = (x + z * z / 2) / (n + z * z), z * sqrt(x * (n - x) / n + z * z / 4) / (n + z * z)
    low, high = 0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half
    return Estimate(x / n, low, high, level, n, Unit.SHARE, "wilson", WILSON, missing)
