"""What a reader of two random releases finds of their hidden numbers, and of those who joined or left.

The reader lays both beside each other: persons stayed, left or joined, and how many of each kind there are
is what no release says. Where nobody left, the reader may know so (``calm``): data are often only added to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from evaluering.results import Released, ReleasedCell
from random_attacks import HALF_A_DECIMAL
from random_releases import AGES, HIGHEST, NETWORK, SEXES, Place, Study, parts

Vector = NDArray[np.float64]
STATES = ("stayed", "left", "joined")
EDITIONS = {"then": ("stayed", "left"), "now": ("stayed", "joined")}
COUNTS, FEW = ("n", "done_n", "score_n", "done_count"), 10
PART, WORLDS, NEAR = 0.2, 40, 1e-6


@dataclass(frozen=True)
class Find:
    """Something a reader should not find: what, where, and the interval it is found in."""

    what: str
    place: Place
    key: str
    low: float
    high: float


class Target(NamedTuple):
    """What should stay uncertain, by ``width``: a row over the unknowns, and its true value."""

    what: str
    place: Place
    key: str
    row: Vector
    width: float
    truth: float


class PairReader:
    """All a reader knows of two releases of a study's reports; ``calm``: that nobody left, too."""

    def __init__(self, given: Study, later: Study, shown: tuple[Released, Released], *, calm: bool) -> None:
        self.given, self.later, self.calm = given, later, calm
        groups = list(product(given.municipalities, SEXES, AGES))
        self.persons = [(*one, done, state) for one in groups for done in (False, True) for state in STATES]
        self.scores = [(*one, state) for one in groups for state in STATES]
        self.truth = self._truth()
        self.cells = {
            edition: dict(self._cells(release)) for edition, release in zip(EDITIONS, shown, strict=True)
        }
        self._equal: list[tuple[Vector, float]] = []
        self._most: list[tuple[Vector, float]] = []
        self._learn()

    def finds(self, width: float) -> list[Find]:
        """Everything that is found within less than it should be uncertain by."""
        targets = [*self._counts(width), *self._changes(width), *self._groups(width), *self._sums()]
        if not targets:
            return []
        rows = np.array([one.row for one in targets])
        wanted = np.array([one.width for one in targets])
        spread = self._spread(rows, wanted)
        found = []
        for number in np.flatnonzero(spread < wanted - NEAR):
            one = targets[number]
            low, high = (self._end(one.row, sign, whole=one.what != "sum") for sign in (1, -1))
            if high - low < one.width - NEAR:
                found.append(Find(one.what, one.place, one.key, low, high))
        return found

    def holds(self) -> bool:
        """Whether what the reader takes for known is true."""
        near = 1e-6
        return all(abs(row @ self.truth - value) < near for row, value in self._equal) and all(
            row @ self.truth < value + near for row, value in self._most
        )

    def _counts(self, width: float) -> Iterator[Target]:
        """Hidden counts of either edition."""
        for edition in EDITIONS:
            for (place, key), cell in self.cells[edition].items():
                if cell.value is None and cell.measure in COUNTS:
                    yield self._target(
                        f"hidden {edition}", place, key, self._count(cell, place, edition), width
                    )

    def _changes(self, width: float) -> Iterator[Target]:
        """Cells that changed by few."""
        for (place, key), cell in self.cells["now"].items():
            if cell.measure in COUNTS:
                one = self._target("change", place, key, self._change(cell, place), width)
                if 0 < abs(one.truth) < width:
                    yield one

    def _groups(self, width: float) -> Iterator[Target]:
        """Two cells that stand beside each other, not both shown in both editions, and all of those."""
        for place, beside in self._beside():
            pairs = [*combinations(beside, 2), tuple(beside)]
            for some in pairs if len(beside) > 1 else ():
                row = np.sum([self._change(cell, place) for cell in some], axis=0)
                one = self._target("group", place, " + ".join(cell.key for cell in some), row, width)
                if 0 < abs(one.truth) < width:
                    yield one

    def _beside(self) -> Iterator[tuple[Place, list[ReleasedCell]]]:
        kinds: dict[tuple[Place, str, str, tuple[str, ...]], list[ReleasedCell]] = {}
        for (place, key), cell in self.cells["now"].items():
            then = self.cells["then"].get((place, key))
            if cell.measure in COUNTS and cell.at and (then is None or None in (cell.value, then.value)):
                name = (place, cell.table, cell.measure, tuple(dimension for dimension, _ in cell.at))
                kinds.setdefault(name, []).append(cell)
        yield from ((name[0], cells) for name, cells in kinds.items())

    def _sums(self) -> Iterator[Target]:
        """The scores of those by whom a mean's base grew, where they are few."""
        for (place, key), cell in self.cells["now"].items():
            if cell.measure == "score":
                row = self._score(cell, place, "now") - self._score(cell, place, "then")
                units = abs(float(self._change(cell, place) @ self.truth))
                width = PART * max(abs(float(row @ self.truth)), units)
                if 0 < units < FEW:
                    yield self._target("sum", place, key, row, width)

    def _target(self, what: str, place: Place, key: str, row: Vector, width: float) -> Target:
        return Target(what, place, key, row, width, float(row @ self.truth))

    def _change(self, cell: ReleasedCell, place: Place) -> Vector:
        return self._count(cell, place, "now") - self._count(cell, place, "then")

    def _count(self, cell: ReleasedCell, place: Place, edition: str) -> Vector:
        at, counted = dict(cell.at), cell.measure == "done_count"
        row = [
            self._inside(place, one)
            and _fits(at, sex, age)
            and (done or not counted)
            and state in EDITIONS[edition]
            for one, sex, age, done, state in self.persons
        ]
        return np.array([*row, *[False] * len(self.scores)], dtype=float)

    def _score(self, cell: ReleasedCell, place: Place, edition: str) -> Vector:
        at = dict(cell.at)
        row = [
            self._inside(place, one) and _fits(at, sex, age) and state in EDITIONS[edition]
            for one, sex, age, state in self.scores
        ]
        return np.array([*[False] * len(self.persons), *row], dtype=float)

    def _inside(self, place: Place, municipality: str) -> bool:
        return place == NETWORK or place[0][1] in (municipality, self.given.trusts[municipality])

    def _cells(self, released: Released) -> Iterator[tuple[tuple[Place, str], ReleasedCell]]:
        places = {_variant(place): place for place, _ in parts(self.given)}
        for finding in released.findings:
            yield from (((places[finding.variant], cell.key), cell) for cell in finding.cells)

    def _learn(self) -> None:
        for edition in EDITIONS:
            for (place, _), cell in self.cells[edition].items():
                if isinstance(cell.value, int | float) and cell.measure in COUNTS:
                    self._equal.append((self._count(cell, place, edition), float(cell.value)))
                elif isinstance(cell.value, int | float) and cell.measure == "score":
                    n, total = self._count(cell, place, edition), self._score(cell, place, edition)
                    self._most.append((total - (cell.value + HALF_A_DECIMAL) * n, 0.0))
                    self._most.append(((cell.value - HALF_A_DECIMAL) * n - total, 0.0))
        size = len(self.persons) + len(self.scores)
        for number, (one, sex, age, state) in enumerate(self.scores):
            row = np.zeros(size)
            row[len(self.persons) + number] = 1.0
            for done in (False, True):
                row[self.persons.index((one, sex, age, done, state))] = -float(HIGHEST)
            self._most.append((row, 0.0))

    def _truth(self) -> Vector:
        then, now = (one.persons.set_index("user") for one in (self.given, self.later))
        where: Mapping[str, object] = {
            "stayed": now[now.index.isin(then.index)],
            "left": then[~then.index.isin(now.index)],
            "joined": now[~now.index.isin(then.index)],
        }
        counts, sums = {}, {}
        for state, rows in where.items():
            for (one, sex, age, done), some in rows.groupby(["municipality", "sex", "age", "done"]):  # type: ignore[attr-defined]
                counts[one, sex, age, bool(done), state] = len(some)
            for (one, sex, age), some in rows.groupby(["municipality", "sex", "age"]):  # type: ignore[attr-defined]
                sums[one, sex, age, state] = float(some["score"].sum())
        return np.array(
            [*(counts.get(one, 0) for one in self.persons), *(sums.get(one, 0.0) for one in self.scores)],
            dtype=float,
        )

    def _spread(self, rows: NDArray[np.float64], wanted: Vector) -> Vector:
        """How far apart every target is in some possible worlds."""
        draw = np.random.default_rng(1)
        low, high = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
        for _ in range(WORLDS):
            weights = draw.normal(size=len(rows)) * (high - low < wanted)
            if not weights.any():
                break
            found = self._solved(weights @ rows, most=1_000.0)
            if found is not None:
                low, high = np.minimum(low, rows @ found), np.maximum(high, rows @ found)
        return np.asarray(high - low)

    def _end(self, row: Vector, sign: int, *, whole: bool) -> float:
        found = self._solved(sign * row, most=1_000.0)
        if found is None:
            raise AssertionError("what is shown contradicts itself")
        end = float(row @ found)
        return end if not whole else float(np.ceil(end - NEAR) if sign == 1 else np.floor(end + NEAR))

    def _solved(self, aim: Vector, most: float) -> Vector | None:
        bounds = [(0, 0 if self.calm and "left" in one else most) for one in self.persons]
        bounds += [(0, HIGHEST * most)] * len(self.scores)
        equal, limits = self._matrices
        found = linprog(
            aim,
            A_eq=equal,
            b_eq=[value for _, value in self._equal] if equal is not None else None,
            A_ub=limits,
            b_ub=[value for _, value in self._most],
            bounds=bounds,
            method="highs",
        )
        return np.asarray(found.x) if found.status == 0 else None

    @cached_property
    def _matrices(self) -> tuple[csr_array | None, csr_array]:
        equal = csr_array(np.array([row for row, _ in self._equal])) if self._equal else None
        return equal, csr_array(np.array([row for row, _ in self._most]))


def _fits(at: Mapping[str, str], sex: str, age: str) -> bool:
    return at.get("sex", sex) == sex and at.get("age", age) == age


def _variant(place: Place) -> str:
    names = ", ".join(f'"{name}": "{value}"' for name, value in place)
    return "{" + names + "}"
