"""The counts and sums a release tells, series by series: what stands where, on all pages together.

A series is one measure of one finding, at every place it is told of. The place is the cell's coordinates with
the parameters of its page, so that a row of a table of networks and the page of that network are one place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from evaluering.attack.known import Known, Report, ToldCell, ToldFinding

Place = frozenset[tuple[str, str]]
Spot = tuple[str, str]
"""File, and where in it."""
Name = tuple[str, str]
"""Table and measure."""
SUMMED = frozenset({"count", "hours", "minutes", "kroner"})
"""Units of numbers that add up."""
_AGREEING = 3
"""Different numbers in which two series must agree before they are taken for the same."""


@dataclass
class Seat:
    """A place in a series: the number told there, if any, and where it is hidden and where it stands."""

    value: float | None = None
    hidden: list[Spot] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def take(self, cell: ToldCell, spot: Spot) -> None:
        """One more cell of this place."""
        self.spots.append(spot)
        if cell.status == "suppressed":
            self.hidden.append(spot)
        elif isinstance(cell.value, int | float) and self.value is None:
            self.value = float(cell.value)


@dataclass
class Series:
    """One measure at every place: whether it is a count of whole units, of whom, and its seats."""

    unit: str
    protects: frozenset[str]
    seats: dict[Place, Seat] = field(default_factory=dict)

    def shown(self) -> Iterator[tuple[Place, float]]:
        """The places with a number, and the number."""
        yield from ((place, seat.value) for place, seat in self.seats.items() if seat.value is not None)

    def add(self, other: "Series") -> None:
        """Take the seats of a series that is the same."""
        for place, seat in other.seats.items():
            own = self.seats.setdefault(place, Seat())
            own.value = seat.value if own.value is None else own.value
            own.hidden += seat.hidden
            own.spots += seat.spots


@dataclass
class Measures:
    """The series of a finding: ``summed`` of numbers that add up, ``shares`` of parts of counts.

    ``names`` tells which series a table's measure is found in, as several may be the same.
    """

    summed: dict[Name, Series] = field(default_factory=dict)
    shares: dict[Name, Series] = field(default_factory=dict)
    names: dict[Name, Name] = field(default_factory=dict)

    def series(self, name: Name) -> Name | None:
        """The series of a measure; None where there is none."""
        return self.names.get(name)


def told_series(known: Known) -> dict[str, Measures]:
    """The series of every protected finding of a release, by the finding's id."""
    found: dict[str, Measures] = {}
    for report in known.reports:
        for finding in report.findings:
            if finding.protects != {"nothing"}:
                _gather(found.setdefault(finding.id, Measures()), report, finding)
    for measures in found.values():
        _join(measures)
    return found


def _gather(measures: Measures, report: Report, finding: ToldFinding) -> None:
    about = {name: str(value) for name, value in report.parameters.items() if value != ""}
    for key, spot in _spots(report, finding):
        cell = finding.cells[key]
        of_unit = (
            measures.summed if cell.unit in SUMMED else measures.shares if cell.unit == "share" else None
        )
        if of_unit is not None:
            place = frozenset({**about, **dict(cell.at)}.items())
            series = of_unit.setdefault((cell.table, cell.measure), Series(cell.unit, finding.protects))
            series.seats.setdefault(place, Seat()).take(cell, spot)


def _spots(report: Report, finding: ToldFinding) -> Iterator[tuple[str, Spot]]:
    """Every cell of a page with where it stands: a line of a data file, or the text of the page."""
    for layout in finding.layouts:
        keys = [key for row in layout.keys for column in row for key in column]
        file = f"{report.id}/data/{layout.id}.csv"
        yield from ((key, (file, f"line {line}")) for line, key in enumerate(keys, 1))
    spoken = {key for told in finding.told for _, keys in told.values for key in keys}
    yield from ((key, (f"{report.id}/index.html", "a sentence")) for key in sorted(spoken))


def _join(measures: Measures) -> None:
    """Let measures that count the same, as far as can be seen, be one series."""
    measures.names = {name: name for name in measures.summed}
    for one, other in combinations(sorted(measures.summed), 2):
        first, second = measures.names[one], measures.names[other]
        if (
            first != second
            and _may_be_same(one, other)
            and _agree(measures.summed[first], measures.summed[second])
        ):
            measures.summed[first].add(measures.summed.pop(second))
            measures.names |= {name: first for name, of in measures.names.items() if of == second}


def _may_be_same(one: Name, other: Name) -> bool:
    """Whether two measures bear the same name, or are both the base of something."""
    return one[1] == other[1] or all(name == "n" or name.endswith("_n") for _, name in (one, other))


def _agree(one: Series, other: Series) -> bool:
    """Whether two series tell the same numbers wherever both tell any, and enough of them."""
    if (one.unit, one.protects) != (other.unit, other.protects):
        return False
    here = dict(other.shown())
    pairs = [(value, here[place]) for place, value in one.shown() if place in here]
    return all(a == b for a, b in pairs) and len({a for a, _ in pairs}) >= _AGREEING


def places_by_parent(places: Iterable[Place]) -> Mapping[tuple[Place, str], list[Place]]:
    """For each place without one of its dimensions the places that have it, by place and dimension."""
    finer: dict[tuple[Place, str], list[Place]] = {}
    for place in sorted(places, key=sorted):
        for pair in sorted(place):
            finer.setdefault((place - {pair}, pair[0]), []).append(place)
    return finer
