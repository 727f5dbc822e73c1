"""What a reader of a random release finds of its hidden numbers, by linear programmes over kinds of persons.

The reader knows how the reports are made: which municipalities and categories add up to which, that counts
are whole and never below 0, and scores lie on their scale.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from evaluering.results import Released, ReleasedCell
from random_releases import AGES, HIGHEST, NETWORK, SEXES, Place, Study

Vector = NDArray[np.float64]
Names = NDArray[np.str_]
Truths = NDArray[np.bool_]
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
        self.classes = _columns(product(study.municipalities, SEXES, AGES, ("False", "True")))
        self.groups = _columns(product(study.municipalities, SEXES, AGES))
        self.size = len(self.classes[0]) + len(self.groups[0])
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

    def _inside(self, place: Place, municipalities: Names) -> Truths:
        """Which classes or groups are of a place."""
        if place == NETWORK:
            return np.ones(len(municipalities), dtype=bool)
        own = [one for one, trust in self.study.trusts.items() if place[0][1] in (one, trust)]
        return np.isin(municipalities, own)

    def _count(self, place: Place, at: Mapping[str, str], *, counted: bool) -> Vector:
        municipality, sex, age, done = self.classes
        rows = self._inside(place, municipality) & _is(sex, at.get("sex")) & _is(age, at.get("age"))
        row = np.zeros(self.size)
        row[: len(done)] = rows & _is(done, "True" if counted else None)
        return row

    def _sum(self, place: Place, at: Mapping[str, str]) -> Vector:
        municipality, _, age = self.groups
        row = np.zeros(self.size)
        row[-len(age) :] = self._inside(place, municipality) & _is(age, at.get("age"))
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
        for number in range(len(self.groups[0])):
            # No sum of scores is larger than the highest score times persons.
            same = [_is(of, own[number]) for of, own in zip(self.classes, self.groups, strict=False)]
            row = np.zeros(self.size)
            row[: len(self.classes[0])] = HIGHEST * np.logical_and.reduce(same)
            row[len(self.classes[0]) + number] = -1.0
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


def _columns(rows: Iterable[tuple[str, ...]]) -> list[Names]:
    return [np.array(column) for column in zip(*rows, strict=True)]


def _is(names: Names, wanted: str | None) -> Truths:
    """Which names are the wanted one; all of them, where none is."""
    return np.ones(len(names), dtype=bool) if wanted is None else names == wanted


def _add(known: Equations, row: Vector, low: float, high: float) -> None:
    known.rows.append(row)
    known.low.append(low)
    known.high.append(high)
