"""What a reader of a random release finds of its hidden numbers, by linear programmes over kinds of persons.

The reader knows how the reports are made: which municipalities and categories add up to which, that counts
are whole and never below 0, and scores lie on their scale.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from evaluering.results import Released, ReleasedCell
from random_releases import AGES, HIGHEST, NETWORK, SEXES, Place, Study

Vector = NDArray[np.float64]
HALF_A_DECIMAL = 0.05
WORLDS = 40


@dataclass(frozen=True)
class Found:
    """A hidden number and the interval a reader finds it in."""

    place: Place
    key: str
    low: float
    high: float


@dataclass(frozen=True)
class Equations:
    """What is shown, as ``low <= row @ unknowns <= high``: persons by class, then their scores."""

    rows: list[Vector]
    low: list[float]
    high: list[float]


class Reader:
    """All a reader knows of one release of a study's reports."""

    def __init__(self, study: Study, released: Released) -> None:
        self.study = study
        self.classes = list(product(study.municipalities, SEXES, AGES, (False, True)))
        self.groups = list(product(study.municipalities, SEXES, AGES))
        self.size = len(self.classes) + len(self.groups)
        self.cells = list(self._cells(released))
        self.known = self._known()

    def narrower(self, width: float) -> list[Found]:
        """The hidden counts that a reader finds in an interval narrower than ``width``."""
        targets = [(place, cell, row) for place, cell, row in self._rows() if cell.value is None]
        if not targets:
            return []
        rows = np.array([row for _, _, row in targets])
        constraints = self._constraints()
        low, high = self._reached(rows, width, constraints)
        narrow = []
        for number in np.flatnonzero(high - low < width):
            place, cell, row = targets[number]
            ends = [self._end(row, sign, constraints) for sign in (1, -1)]
            if ends[1] - ends[0] < width:
                narrow.append(Found(place, cell.key, *ends))
        return narrow

    def _rows(self) -> Iterator[tuple[Place, ReleasedCell, Vector]]:
        for place, cell in self.cells:
            row = self._row(place, cell)
            if row is not None:
                yield place, cell, row

    def _reached(
        self, rows: NDArray[np.float64], width: float, constraints: dict[str, object]
    ) -> tuple[Vector, Vector]:
        """Values of every target in some possible worlds: those far apart prove that it is uncertain."""
        draw = np.random.default_rng(1)
        low, high = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
        for _ in range(WORLDS):
            weights = draw.normal(size=len(rows)) * (high - low < width)
            if not weights.any():
                break
            found = linprog(weights @ rows, **constraints, bounds=(0, None), method="highs")  # type: ignore[arg-type]
            if found.status == 0:
                low, high = np.minimum(low, rows @ found.x), np.maximum(high, rows @ found.x)
        return low, high

    def _cells(self, released: Released) -> Iterator[tuple[Place, ReleasedCell]]:
        for finding in released.findings:
            place = tuple(json.loads(finding.variant).items())
            yield from ((place, cell) for cell in finding.cells)

    def _row(self, place: Place, cell: ReleasedCell) -> Vector | None:
        """The count that a cell is, over all unknowns; None for what is no count."""
        if cell.measure in ("n", "done_n", "score_n"):
            return self._count(place, dict(cell.at), counted=False)
        if cell.measure == "done_count":
            return self._count(place, dict(cell.at), counted=True)
        return None

    def _inside(self, place: Place, municipality: str) -> bool:
        return place == NETWORK or place[0][1] in (municipality, self.study.trusts[municipality])

    def _count(self, place: Place, at: Mapping[str, str], *, counted: bool) -> Vector:
        row = np.zeros(self.size)
        row[: len(self.classes)] = [
            self._inside(place, municipality)
            and at.get("sex", sex) == sex
            and at.get("age", age) == age
            and (done or not counted)
            for municipality, sex, age, done in self.classes
        ]
        return row

    def _sum(self, place: Place, at: Mapping[str, str]) -> Vector:
        row = np.zeros(self.size)
        row[len(self.classes) :] = [
            self._inside(place, municipality) and at.get("age", age) == age
            for municipality, _, age in self.groups
        ]
        return row

    def _known(self) -> Equations:
        known = Equations([], [], [])
        for place, cell in self.cells:
            row = self._row(place, cell)
            if isinstance(cell.value, int | float) and row is not None:
                _add(known, row, cell.value, cell.value)
            elif isinstance(cell.value, int | float) and cell.measure == "score":
                n = self._count(place, dict(cell.at), counted=False)
                total = self._sum(place, dict(cell.at))
                _add(known, total - (cell.value - HALF_A_DECIMAL) * n, 0.0, np.inf)
                _add(known, total - (cell.value + HALF_A_DECIMAL) * n, -np.inf, 0.0)
        for number, group in enumerate(self.groups):
            # No sum of scores is larger than the highest score times persons.
            row = np.array([(m, s, a) == group for m, s, a, _ in self.classes], dtype=float)
            row = np.concatenate([HIGHEST * row, np.zeros(len(self.groups))])
            row[len(self.classes) + number] = -1.0
            _add(known, row, 0.0, np.inf)
        return known

    def _constraints(self) -> dict[str, object]:
        rows, low, high = np.array(self.known.rows), np.array(self.known.low), np.array(self.known.high)
        equal = low == high
        above, below = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
        return {
            "A_eq": rows[equal] if equal.any() else None,
            "b_eq": low[equal] if equal.any() else None,
            "A_ub": np.concatenate([rows[above], -rows[below]]),
            "b_ub": np.concatenate([high[above], -low[below]]),
        }

    def _end(self, row: Vector, sign: int, constraints: dict[str, object]) -> float:
        found = linprog(sign * row, **constraints, bounds=(0, None), method="highs")  # type: ignore[arg-type]
        if found.status == 3:  # unbounded
            return -sign * np.inf
        if found.status != 0:
            raise AssertionError(found.message)
        # Counts are whole.
        end = sign * found.fun
        return float(np.ceil(end - 1e-6) if sign == 1 else np.floor(end + 1e-6))


def _add(known: Equations, row: Vector, low: float, high: float) -> None:
    known.rows.append(row)
    known.low.append(low)
    known.high.append(high)
