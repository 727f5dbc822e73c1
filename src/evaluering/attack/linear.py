"""What published numbers say of hidden ones: exact recovery, and intervals that are too narrow.

The atoms are the unknown inner cells. Each published number is a relation: a weighted sum of atoms
that lies between two bounds, equal where the number was not rounded. A target is a weighted sum that
should stay unknown, most often a single atom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf, isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsqr

_DENSE = 1_000
"""Atoms of a component up to which its null space is worked out whole."""
_WHOLE = 300
"""Atoms of a component up to which wholeness of its atoms is used; beyond, only the bounds are made whole."""
_BOUNDED = 2_000
_SAMPLE = 500
"""Atoms up to which every target is bounded; beyond, so many, those in the shortest relations first."""
_WORTH, _DIRECTIONS = 8, 24
"""One look in a random direction for so many targets, and so many looks at most."""
_NIL, _LOOSE = 1e-7, 1e-5
_POINTS = 3
"""Random points of the null space that a target must be at right angles to."""
Vector = NDArray[np.float64]
Weights = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Atom:
    """An unknown: its bounds, and whether it is a whole number."""

    low: float = 0.0
    high: float = inf
    is_whole: bool = True


@dataclass(frozen=True)
class Relation:
    """A published number: ``low`` <= sum of weight * atom <= ``high``; weights are (atom, weight)."""

    weights: Weights
    low: float
    high: float


@dataclass(frozen=True)
class Target:
    """What should stay unknown: a name and its weights."""

    name: str
    weights: Weights


@dataclass(frozen=True)
class Recovered:
    """Targets known exactly, targets confined to less than the wanted width, and targets not bounded.

    A target is not bounded when its component is too large, or when the relations contradict each
    other: then the attacker's picture of the tables is wrong, and nothing is said of them.
    """

    exact: tuple[str, ...]
    narrow: tuple[str, ...]
    unbounded: tuple[str, ...]


def published(weights: Weights, value: float, half: float = 0.0) -> Relation:
    """The relation of a number shown as ``value`` that was rounded by at most ``half``."""
    return Relation(weights, value - half, value + half)


def recover(
    relations: Sequence[Relation], atoms: Sequence[Atom], targets: Sequence[Target], width: float
) -> Recovered:
    """Which targets the relations give away.

    A target is exact when it follows from the relations that are equations alone (it lies in their row
    space), or when its least and greatest value are the same; narrow when these are less than ``width``
    apart. Bounds by HiGHS with whole atoms, by its linear relaxation in large components. Checked
    against enumeration of all tables in ``tests/property/test_attack_recovers.py``.
    """
    exact: set[str] = set()
    narrow: set[str] = set()
    unbounded: set[str] = set()
    for part in _parts(relations, atoms, targets):
        for name, verdict in _Component(part, relations, atoms).verdicts(width):
            {"exact": exact, "narrow": narrow, "unbounded": unbounded}.get(verdict, set()).add(name)
    order = [target.name for target in targets]
    return Recovered(
        *(tuple(name for name in order if name in found) for found in (exact, narrow, unbounded))
    )


def range_of(relations: Sequence[Relation], atoms: Sequence[Atom], weights: Weights) -> tuple[float, float]:
    """The least and the greatest value of a weighted sum; unbounded where relations contradict each other.

    Bounds by HiGHS as in ``recover``.
    """
    target = Target("", weights)
    (part,) = _parts(relations, atoms, [target])
    return _Component(part, relations, atoms).ends(target)


@dataclass(frozen=True)
class _Part:
    """Atoms that relations tie together, the relations that tie them, and the targets among them."""

    atoms: tuple[int, ...]
    relations: tuple[int, ...]
    targets: tuple[Target, ...]


def _parts(relations: Sequence[Relation], atoms: Sequence[Atom], targets: Sequence[Target]) -> list[_Part]:
    groups = [*(one.weights for one in relations), *(one.weights for one in targets)]
    pairs = [(weights[0][0], atom) for weights in groups for atom, _ in weights]
    rows, columns = (list(ends) for ends in zip(*pairs, strict=True)) if pairs else ([], [])
    graph = csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(atoms), len(atoms)))
    _, labels = connected_components(graph, directed=False)
    wanted = sorted({int(labels[target.weights[0][0]]) for target in targets})
    members: dict[int, list[int]] = {label: [] for label in wanted}
    for atom, label in enumerate(labels.tolist()):
        if label in members:
            members[label].append(atom)
    return [
        _Part(
            tuple(members[label]),
            tuple(number for number, one in enumerate(relations) if labels[one.weights[0][0]] == label),
            tuple(target for target in targets if labels[target.weights[0][0]] == label),
        )
        for label in wanted
    ]


class _Component:
    """The relations of one part as matrices, and the feasible points met so far."""

    def __init__(self, part: _Part, relations: Sequence[Relation], atoms: Sequence[Atom]) -> None:
        self._place = {atom: position for position, atom in enumerate(part.atoms)}
        self._targets = part.targets
        self._atoms = [atoms[atom] for atom in part.atoms]
        self._relations = [relations[number] for number in part.relations]
        self._rows = self._matrix([one.weights for one in self._relations])
        self._is_small = len(self._atoms) <= _WHOLE
        self._seen: list[Vector] = []

    def _matrix(self, groups: Sequence[Weights]) -> csr_array:
        entries = [
            (row, self._place[atom], weight) for row, weights in enumerate(groups) for atom, weight in weights
        ]
        rows, columns, values = (
            (list(part) for part in zip(*entries, strict=True)) if entries else ([], [], [])
        )
        return csr_array((values, (rows, columns)), shape=(len(groups), len(self._atoms)), dtype=np.float64)

    def verdicts(self, width: float) -> list[tuple[str, str]]:
        """Each target's name with ``exact``, ``narrow``, ``unbounded`` or ``safe``."""
        aims = self._matrix([target.weights for target in self._targets]).toarray()
        fixed = self._in_row_space(aims)
        chosen = self._to_bound()
        self._look_around(len(chosen))
        return [
            (
                target.name,
                "exact"
                if is_fixed
                else self._bounded(aim, target, width)
                if target in chosen
                else "unbounded",
            )
            for target, aim, is_fixed in zip(self._targets, aims, fixed, strict=True)
        ]

    def ends(self, target: Target) -> tuple[float, float]:
        """The least and the greatest value of a target."""
        aim = self._matrix([target.weights]).toarray()[0]
        low, high = (self._extreme(sign * aim) for sign in (1.0, -1.0))
        return (-inf, inf) if low is None or high is None else (low, -high)

    def _look_around(self, targets: int) -> None:
        """Meet a few far-off points first: they show at once that most targets are safe."""
        directions = np.random.default_rng(1).standard_normal(
            (min(targets // _WORTH, _DIRECTIONS), len(self._atoms))
        )
        for direction in directions:
            self._extreme(direction)

    def _to_bound(self) -> set[Target]:
        if len(self._atoms) <= _BOUNDED:
            return set(self._targets)
        shortest: dict[int, int] = {}
        for relation in self._relations:
            for atom, _ in relation.weights:
                shortest[atom] = min(len(relation.weights), shortest.get(atom, len(self._atoms)))
        ranked = sorted(
            self._targets, key=lambda target: (shortest.get(target.weights[0][0], 0), target.name)
        )
        return set(ranked[:_SAMPLE])

    def _in_row_space(self, aims: Vector) -> list[bool]:
        """Whether each target is a combination of the equations."""
        equations = [number for number, one in enumerate(self._relations) if one.high - one.low < _NIL]
        rows = self._rows[equations]
        if not equations:
            return [False] * len(aims)
        if len(self._atoms) > _DENSE:
            return [bool(gap < _LOOSE) for gap in np.abs(aims @ self._in_null_space(rows)).max(axis=1)]
        _, sizes, base = np.linalg.svd(rows.toarray(), full_matrices=False)
        base = base[sizes > _NIL * max(1.0, float(sizes.max(initial=0.0)))]
        left: Vector = aims - (aims @ base.T) @ base
        return [bool(gap < _NIL) for gap in np.abs(left).max(axis=1, initial=0.0)]

    def _in_null_space(self, rows: csr_array) -> Vector:
        """Random points of the equations' null space: what is at right angles to them all follows."""
        start = np.random.default_rng(1).standard_normal((len(self._atoms), _POINTS))
        steps = [
            lsqr(rows, rows @ column, atol=1e-13, btol=1e-13, iter_lim=20 * len(self._atoms))[0]
            for column in start.T
        ]
        points: Vector = start - np.column_stack(steps)
        return points

    def _bounded(self, aim: Vector, target: Target, width: float) -> str:
        if self._spread(aim) >= width:
            return "safe"
        ends = [self._extreme(sign * aim) for sign in (1.0, -1.0)]
        if None in ends:
            return "unbounded"
        low, high = (end if end is not None else 0.0 for end in ends)
        reach = self._made_whole(low, -high, target)
        return "exact" if reach < _NIL else "narrow" if reach < width else "safe"

    def _spread(self, aim: Vector) -> float:
        """How far apart the points met so far are: a lower bound of the width, and nothing to solve."""
        values = np.array(self._seen) @ aim if self._seen else np.zeros(1)
        return float(values.max() - values.min())

    def _extreme(self, aim: Vector) -> float | None:
        """The least value of ``aim``; minus infinity without a bound, None without a solution."""
        solved = self._solve(aim)
        if solved is None:
            return -inf if self._is_possible else None
        self._seen.append(np.round(solved) if self._all_whole else solved)
        return float(aim @ solved)

    def _solve(self, aim: Vector) -> Vector | None:
        limits = ([one.low for one in self._relations], [one.high for one in self._relations])
        point: Vector | None = milp(
            aim,
            integrality=[int(atom.is_whole and self._is_small) for atom in self._atoms],
            bounds=Bounds([atom.low for atom in self._atoms], [atom.high for atom in self._atoms]),
            constraints=LinearConstraint(self._rows, *limits) if self._relations else None,
        ).x
        return point

    @cached_property
    def _is_possible(self) -> bool:
        """Whether the relations can hold at all: no solution then means no bound."""
        return self._solve(np.zeros(len(self._atoms))) is not None

    @property
    def _all_whole(self) -> bool:
        return self._is_small and all(atom.is_whole for atom in self._atoms)

    def _made_whole(self, low: float, high: float, target: Target) -> float:
        """The width between two bounds, drawn in to whole numbers where the target is one."""
        is_whole = all(
            self._atoms[self._place[atom]].is_whole and weight == 1 for atom, weight in target.weights
        )
        if is_whole and isfinite(low) and isfinite(high):
            return floor(high + 1e-6) - ceil(low - 1e-6)
        return high - low
