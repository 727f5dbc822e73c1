"""Random releases on invented persons: a report for a network, its municipalities and trusts that cross them.

Every number is made by the functions analyses use, so a fault in what they say of whom a number rests
on is found here too.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaluering.analysis.cells import count_cell, estimated_cells, share_cells
from evaluering.disclosure.sums import Places
from evaluering.results import (
    Account,
    Basis,
    Cell,
    Column,
    Coordinates,
    Estimate,
    Finding,
    Support,
    TableLayout,
    cell_key,
)
from evaluering.vocabulary import Audience, Protects, Quantity, Unit

SEXES, AGES = ("men", "women"), ("18-39", "40-66", "67+")
HIGHEST = 10
ENOUGH_STAFF = 8
TABLES = ("sex", "age", "both", "done", "score")
BASIS = Basis(
    "conversations", Protects.PERSONS, Audience.PUBLIC, (), "", (Account("f", "d", 1, 1, 0, 0),), True
)
Place = tuple[tuple[str, str], ...]
Rows = NDArray[np.bool_]


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
    people = People(given.persons)
    return [_finding(given, people, place, rows) for place, rows in parts(given)]


def parts(given: Study) -> Iterator[tuple[Place, Rows]]:
    """Every place with its persons, as truth values."""
    own = given.persons["municipality"]
    yield NETWORK, np.ones(len(own), dtype=bool)
    for one in given.municipalities:
        yield (("municipality", one),), (own == one).to_numpy()
    for trust in sorted(set(given.trusts.values())):
        yield (("hospital_trust", trust),), (own.map(given.trusts) == trust).to_numpy()


class People:
    """Persons by whole columns: whom a number rests on, for many groups of them at once.

    What ``analysis.support`` says of rows, without a frame for every cell: a test compares the two.
    """

    def __init__(self, persons: pd.DataFrame) -> None:
        self.persons = persons
        self.columns = {name: persons[name].to_numpy() for name in ("sex", "age", "done", "score")}
        _, self.places = np.unique(persons["municipality"].to_numpy(dtype=str), return_inverse=True)
        key = f"{'user':.<16.16}"
        self.prints = pd.util.hash_array(persons["user"].to_numpy(dtype=object), hash_key=key)

    def behind(self, rows: Rows) -> Support:
        """As ``analysis.support.behind``."""
        places = int(np.count_nonzero(np.bincount(self.places[rows])))
        return Support(Protects.PERSONS, int(rows.sum()), places, units=self.fingerprint(rows))

    def counted(self, rows: Rows) -> Support:
        """As ``analysis.support.counted``, for those who are done."""
        done = rows & self.columns["done"]
        return replace(self.behind(rows), counted=int(done.sum()), within=self.fingerprint(done))

    def valued(self, rows: Rows) -> Support:
        """As ``analysis.support.valued``, for the score."""
        scores = self.columns["score"][rows]
        return replace(self.behind(rows), alike=not len(scores) or bool(scores.min() == scores.max()))

    def fingerprint(self, rows: Rows) -> int:
        """As ``analysis.support.fingerprint``."""
        return int(self.prints[rows].sum(dtype=np.uint64))


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


def _finding(given: Study, people: People, place: Place, rows: Rows) -> Finding:
    cells: list[Cell] = [_staff()]
    layouts = []
    for table in given.tables:
        inside = list(groups(table, people, rows))
        made = [cell for at, group in inside for cell in _cells(table, at, people, group)]
        layouts.append(_layout(table, [at for at, _ in inside], made))
        cells += made
    variant = json.dumps(dict(place))
    n = cell_key("staff", "staff")
    return Finding("users", "users", (BASIS,), n, tuple(cells), tuple(layouts), variant=variant)


def _layout(table: str, places: Sequence[Coordinates], cells: Sequence[Cell]) -> TableLayout:
    measures = dict.fromkeys(cell.measure for cell in cells)
    return TableLayout(table, table, table, tuple(places), tuple(Column(one, (one,)) for one in measures))


def groups(table: str, people: People, rows: Rows) -> Iterator[tuple[Coordinates, Rows]]:
    """The cells of a table: all, and every category of its dimensions with every margin."""
    sexes, ages = people.columns["sex"], people.columns["age"]
    yield (), rows
    if table in ("sex", "both", "done"):
        yield from (((("sex", sex),), rows & (sexes == sex)) for sex in SEXES)
    if table in ("age", "both", "score"):
        yield from (((("age", age),), rows & (ages == age)) for age in AGES)
    if table == "both":
        for sex in SEXES:
            for age in AGES:
                yield (("sex", sex), ("age", age)), rows & (sexes == sex) & (ages == age)


def _cells(table: str, at: Coordinates, people: People, rows: Rows) -> list[Cell]:
    if table == "done":
        return list(share_cells(table, at, "done", people.counted(rows)))
    if table == "score":
        mean = float(people.columns["score"][rows].mean()) if rows.any() else float("nan")
        n = int(rows.sum())
        estimate = Estimate(mean, mean, mean, 0.95, n, Unit.POINTS, "Student's t", "", reason="nobody")
        return [
            *estimated_cells(table, at, "score", estimate, Quantity.MEAN, people.valued(rows)),
            count_cell(table, at, "score_n", people.behind(rows)),
        ]
    return [count_cell(table, at, "n", people.behind(rows))]


def _staff() -> Cell:
    """Enough staff answered everywhere: without them no municipality may be shown by name."""
    staff = Support(Protects.STAFF, ENOUGH_STAFF, 1)
    return Cell("staff", (), "staff", ENOUGH_STAFF, Unit.COUNT, kind=Quantity.COUNT, support=staff)
