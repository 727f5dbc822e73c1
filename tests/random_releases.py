"""Random releases on invented persons: a report for a network, its municipalities and trusts that cross them.

Every number is made by the functions analyses use, so a fault in what they say of whom a number rests
on is found here too.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluering.analysis.cells import count_cell, estimated_cells, share_cells
from evaluering.analysis.support import behind, counted, valued
from evaluering.disclosure.sums import Places
from evaluering.results import Account, Basis, Cell, Coordinates, Estimate, Finding, Support
from evaluering.vocabulary import Audience, Protects, Quantity, Unit

SEXES, AGES = ("men", "women"), ("18-39", "40-66", "67+")
HIGHEST = 10
ENOUGH_STAFF = 8
TABLES = ("sex", "age", "both", "done", "score")
BASIS = Basis(
    "conversations", Protects.PERSONS, Audience.PUBLIC, (), "", (Account("f", "d", 1, 1, 0, 0),), True
)
Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Study:
    """Persons (one row each), which tables the reports have, and the places with a report."""

    persons: pd.DataFrame
    tables: tuple[str, ...]
    trusts: dict[str, str]

    @property
    def municipalities(self) -> list[str]:
        """Every municipality, in order."""
        return sorted(self.trusts)

    @property
    def places(self) -> Places:
        """The network's municipalities and trusts, and each trust's municipalities."""
        alone = {one: (("municipality", one),) for one in self.municipalities}
        trusts: dict[Place, list[Place]] = {}
        for one in self.municipalities:
            trusts.setdefault((("hospital_trust", self.trusts[one]),), []).append(alone[one])
        within: dict[Place, list[list[Place]]] = {one: [inner] for one, inner in trusts.items()}
        within[NETWORK] = [list(alone.values()), list(trusts)]
        return Places(within)


NETWORK: Place = (("network", "network-01"),)


def study(seed: int) -> Study:
    """Three to twelve municipalities of size 1 up, and one to four tables."""
    draw = np.random.default_rng(seed)
    names = [f"90{number:02d}" for number in range(draw.integers(3, 13))]
    sizes = np.maximum(1, np.round(np.exp(draw.normal(2.5, 1.1, len(names))))).astype(int)
    trusts = {name: f"trust-{draw.integers(1, 4)}" for name in names}
    tables = tuple(sorted(draw.choice(TABLES, draw.integers(1, 5), replace=False)))
    return Study(_persons(draw, np.repeat(names, sizes), 0), tables, trusts)


def next_edition(given: Study, seed: int, most: int = 12, leavers: int = 2) -> Study:
    """The study some time later: up to ``most`` more persons, and at most ``leavers`` who withdrew."""
    draw = np.random.default_rng([seed, 1])
    joined = draw.choice(given.municipalities, draw.integers(1, most + 1))
    gone = min(draw.integers(0, leavers + 1), len(given.persons) - 1)
    stay = given.persons.drop(index=draw.choice(len(given.persons), gone, replace=False))
    more = _persons(draw, joined, len(given.persons))
    return Study(pd.concat([stay, more], ignore_index=True), given.tables, given.trusts)


def findings(given: Study) -> list[Finding]:
    """One report a place."""
    return [_finding(given, place, rows) for place, rows in parts(given)]


def parts(given: Study) -> Iterator[tuple[Place, pd.DataFrame]]:
    """Every place with its persons."""
    rows = given.persons
    yield NETWORK, rows
    for one in given.municipalities:
        yield (("municipality", one),), rows[rows["municipality"] == one]
    for trust in sorted(set(given.trusts.values())):
        yield (("hospital_trust", trust),), rows[rows["municipality"].map(given.trusts) == trust]


def _persons(draw: np.random.Generator, municipalities: Sequence[str], first: int) -> pd.DataFrame:
    n = len(municipalities)
    return pd.DataFrame(
        {
            "user": [f"u{first + number:05d}" for number in range(n)],
            "municipality": municipalities,
            "sex": draw.choice(SEXES, n, p=[0.35, 0.65]),
            "age": draw.choice(AGES, n, p=[0.15, 0.3, 0.55]),
            "done": draw.random(n) < draw.uniform(0.1, 0.9),
            "score": draw.integers(0, HIGHEST + 1, n),
        }
    )


def _finding(given: Study, place: Place, rows: pd.DataFrame) -> Finding:
    cells: list[Cell] = [_staff()]
    for table in given.tables:
        for at, inside in groups(table, rows):
            cells += _cells(table, at, inside)
    return Finding("users", "users", (BASIS,), "", tuple(cells), variant=json.dumps(dict(place)))


def groups(table: str, rows: pd.DataFrame) -> Iterator[tuple[Coordinates, pd.DataFrame]]:
    """The cells of a table: all, and every category of its dimensions with every margin."""
    yield (), rows
    if table in ("sex", "both", "done"):
        yield from (((("sex", sex),), rows[rows["sex"] == sex]) for sex in SEXES)
    if table in ("age", "both", "score"):
        yield from (((("age", age),), rows[rows["age"] == age]) for age in AGES)
    if table == "both":
        for sex in SEXES:
            for age in AGES:
                yield (("sex", sex), ("age", age)), rows[(rows["sex"] == sex) & (rows["age"] == age)]


def _cells(table: str, at: Coordinates, rows: pd.DataFrame) -> list[Cell]:
    if table == "done":
        return list(share_cells(table, at, "done", counted(rows, rows["done"], "user", Protects.PERSONS)))
    if table == "score":
        of_all = valued(rows, "user", "score")
        mean = float(rows["score"].mean()) if len(rows) else float("nan")
        estimate = Estimate(mean, mean, mean, 0.95, len(rows), Unit.POINTS, "mean", "", reason="nobody")
        return [
            *estimated_cells(table, at, "score", estimate, Quantity.MEAN, of_all),
            count_cell(table, at, "score_n", behind(rows, "user")),
        ]
    return [count_cell(table, at, "n", behind(rows, "user"))]


def _staff() -> Cell:
    """Enough staff answered everywhere: without them no municipality may be shown by name."""
    staff = Support(Protects.STAFF, ENOUGH_STAFF, 1)
    return Cell("staff", (), "staff", ENOUGH_STAFF, Unit.COUNT, kind=Quantity.COUNT, support=staff)
