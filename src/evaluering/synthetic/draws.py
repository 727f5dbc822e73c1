"""Random numbers of one table: the same for the same seed and name, whatever else is made.

Only what numpy promises to keep between versions is used: ``SeedSequence`` and the raw 64-bit stream of
``PCG64``. Everything else (uniforms, normals, counts, choices) is derived here, so no change of a
``numpy.random.Generator`` method can change the data.
"""

import math
from collections.abc import Iterator, Sequence
from hashlib import sha256
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Item = TypeVar("_Item")
_BLOCK = 4096
_STANDARD = NormalDist()
Floats = NDArray[np.float64]


class Draws:
    """Random numbers keyed by ``seed`` and ``name``."""

    def __init__(self, seed: int, name: str) -> None:
        key = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, key]))
        self._singles = self._one_by_one()

    def uniforms(self, rows: int, columns: int) -> Floats:
        """``rows`` x ``columns`` uniforms in the open unit interval, filled row by row.

        Drawn in pieces they are the same as drawn at once. Not to be mixed with single draws.
        """
        return _uniform(self._bits.random_raw(rows * columns)).reshape(rows, columns)

    def uniform(self) -> float:
        """One uniform in the open unit interval."""
        return next(self._singles)

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.uniform() < probability

    def normal(self, mean: float, sd: float) -> float:
        """A normal number, by inversion."""
        return mean + sd * _STANDARD.inv_cdf(self.uniform())

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, items: Sequence[_Item]) -> _Item:
        """One of the items, each as likely as the others."""
        return items[self.whole(0, len(items) - 1)]

    def weighted(self, shares: dict[str, float]) -> str:
        """One of the keys, with probability proportional to its share."""
        left = self.uniform() * sum(shares.values())
        for item, share in shares.items():
            left -= share
            if left < 0:
                return item
        return next(reversed(shares))

    def count(self, mean: float) -> int:
        """A Poisson count, by inversion."""
        left, number = self.uniform(), 0
        term = math.exp(-mean)
        # The bound ends the search where the remaining probability is below what a float can hold.
        while left > term and number < mean * 10 + 100:
            left -= term
            number += 1
            term *= mean / number
        return number

    def successes(self, trials: int, probability: float) -> int:
        """A binomial count."""
        return sum(self.chance(probability) for _ in range(trials))

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """The items in random order."""
        keys = [self.uniform() for _ in items]
        return [items[place] for place in sorted(range(len(items)), key=keys.__getitem__)]

    def _one_by_one(self) -> Iterator[float]:
        while True:
            yield from _uniform(self._bits.random_raw(_BLOCK)).tolist()


def _uniform(raw: NDArray[np.uint64]) -> Floats:
    # The upper 53 bits, moved half a step from zero so that an inverse distribution stays finite.
    return ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
