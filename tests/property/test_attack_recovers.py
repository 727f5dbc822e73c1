"""The attacker's bounds against enumeration: every table that fits what was published, tried out."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluering.attack.linear import Atom, Relation, Target, published, recover

MOST = 7
"""No inner cell is larger, and the attacker knows it: so all tables can be tried out."""
K = 5


@dataclass(frozen=True)
class Published:
    """A table with margins, and which of its inner cells and margins are hidden."""

    counts: tuple[tuple[int, ...], ...]
    hidden: tuple[tuple[int, int], ...]
    rows: tuple[bool, ...]
    columns: tuple[bool, ...]

    @property
    def sums(self) -> list[tuple[set[int], int]]:
        """Each published margin as the hidden cells in it and what they sum to."""
        lines = [(self.rows, 0), (self.columns, 1)]
        return [
            (
                {number for number, cell in enumerate(self.hidden) if cell[axis] == line},
                sum(self.counts[cell[0]][cell[1]] for cell in self.hidden if cell[axis] == line),
            )
            for shown, axis in lines
            for line, is_shown in enumerate(shown)
            if is_shown
        ]

    @property
    def ranges(self) -> list[int]:
        """For each hidden cell, greatest less least value over all tables that fit."""
        grid = np.array(list(product(range(MOST + 1), repeat=len(self.hidden))))
        for members, total in self.sums:
            grid = grid[grid[:, sorted(members)].sum(axis=1) == total]
        return [int(width) for width in grid.max(axis=0) - grid.min(axis=0)]

    @property
    def relations(self) -> list[Relation]:
        """What the attacker reads."""
        sums = [(tuple((number, 1.0) for number in sorted(members)), total) for members, total in self.sums]
        return [published(weights, total) for weights, total in sums if weights]


@st.composite
def tables(draw: st.DrawFn, *, only_primary: bool = False) -> Published:
    """Small tables; the cells below K are hidden, and others with them unless ``only_primary``."""
    height, width = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    counts = tuple(tuple(draw(st.integers(0, MOST)) for _ in range(width)) for _ in range(height))
    places = [(row, column) for row in range(height) for column in range(width)]
    small = [place for place in places if counts[place[0]][place[1]] < K]
    more = [] if only_primary else draw(st.lists(st.sampled_from(places), max_size=3))
    hidden = tuple(sorted({*small, *more}))[:5]
    if only_primary:
        return Published(counts, hidden, (True,) * height, (True,) * width)
    rows = tuple(draw(st.booleans()) for _ in range(height))
    return Published(counts, hidden, rows, tuple(draw(st.booleans()) for _ in range(width)))


def attacked(table: Published) -> tuple[set[int], set[int]]:
    """The hidden cells found exactly, and those found in narrow intervals."""
    count = len(table.hidden)
    targets = [Target(str(number), ((number, 1.0),)) for number in range(count)]
    found = recover(table.relations, [Atom(high=MOST)] * count, targets, K)
    return set(map(int, found.exact)), set(map(int, found.narrow))


def possible(table: Published) -> tuple[set[int], set[int]]:
    """What can be found, by enumeration."""
    ranges = table.ranges if table.hidden else []
    exact = {number for number, width in enumerate(ranges) if width == 0}
    return exact, {number for number, width in enumerate(ranges) if 0 < width < K}


@given(tables())
def test_the_attacker_finds_what_can_be_found_and_nothing_else(table: Published) -> None:
    assert attacked(table) == possible(table)


@given(tables(only_primary=True))
def test_hiding_small_cells_alone_is_caught_wherever_it_matters(table: Published) -> None:
    assert attacked(table) == possible(table)


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=4),
    st.lists(st.floats(0.5, 2.0), min_size=12, max_size=12),
)
def test_a_target_that_is_a_combination_of_equations_is_exact(
    rows: list[list[int]], scale: list[float]
) -> None:
    relations = [
        published(tuple((atom, float(weight)) for atom, weight in enumerate(row)), 1.0) for row in rows
    ]
    mixed = [sum(factor * row[atom] for factor, row in zip(scale, rows, strict=False)) for atom in range(3)]
    target = Target("mixed", tuple(enumerate(mixed)))
    atoms = [Atom(low=-100.0, high=100.0, is_whole=False)] * 3
    assert recover(relations, atoms, [target], K).exact == ("mixed",)
