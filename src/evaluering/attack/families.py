"""Cells by their place, and which of them are the sum of others: one edition, to be laid beside another.

A cell whose place lacks a dimension is taken for the sum of the cells of the same table and measure
that have it, unless published numbers of the release contradict that. The parameters of a report are
dimensions of all its cells, so that a report of a network is the sum of the reports of its
municipalities, where membership is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluering.attack.known import Known, Report, ToldCell, ToldFinding
from evaluering.attack.linear import Relation, Weights
from evaluering.attack.public_facts import PublicFacts
from evaluering.attack.sums_told import may_add_up
from evaluering.attack.told_series import SUMMED, Place

Family = tuple[str, str, str]


@dataclass(frozen=True)
class Shown:
    """A cell with the file and line that show it."""

    cell: ToldCell
    file: str
    line: str

    @property
    def is_hidden(self) -> bool:
        """Whether a mark stands in its place."""
        return self.cell.status == "suppressed"

    @property
    def value(self) -> float:
        """Its number, 0 where there is none."""
        return float(self.cell.value) if isinstance(self.cell.value, int | float) else 0.0


def families(known: Known) -> list[dict[Place, Shown]]:
    """The numbers of protected tables that add up: of each finding, table and measure by their place."""
    found: dict[Family, dict[Place, Shown]] = {}
    for report in known.reports:
        for finding in report.findings:
            if finding.protects != {"nothing"}:
                _gather(found, report, finding, known)
    return [cells for _, cells in sorted(found.items())]


def _gather(
    found: dict[Family, dict[Place, Shown]], report: Report, finding: ToldFinding, known: Known
) -> None:
    for layout in finding.layouts:
        keys = [key for row in layout.keys for column in row for key in column]
        for line, key in enumerate(keys, 1):
            cell = finding.cells[key]
            if cell.unit in SUMMED:
                place = _place(cell, report, known.facts)
                shown = Shown(cell, f"{report.id}/data/{layout.id}.csv", f"line {line}")
                found.setdefault((finding.id, cell.table, cell.measure), {}).setdefault(place, shown)


def _place(cell: ToldCell, report: Report, facts: PublicFacts) -> Place:
    """Where a cell stands: its coordinates, its report's parameters, and what these are part of."""
    place = dict(cell.at) | {name: str(value) for name, value in report.parameters.items()}
    for name, value in sorted(place.items()):
        place = facts.around(f"{name}={value}") | place
    return frozenset(place.items())


def sums_of(cells: Mapping[Place, Shown]) -> Iterator[tuple[Place, list[Place]]]:
    """Each cell with the cells it is the sum of, dimension by dimension."""
    splits: dict[tuple[frozenset[str], str], list[tuple[Place, list[Place]]]] = {}
    for parent in sorted(cells, key=sorted):
        names = frozenset(name for name, _ in parent)
        finer: dict[str, list[Place]] = {}
        for place in sorted(cells, key=sorted):
            if place > parent and len(place) == len(parent) + 1:
                ((dimension, _),) = place - parent
                finer.setdefault(dimension, []).append(place)
        for dimension, parts in sorted(finer.items()):
            if len(parts) > 1:
                splits.setdefault((names, dimension), []).append((parent, parts))
    for split in splits.values():
        if all(_may_add_up(cells, parent, parts) for parent, parts in split):
            yield from split


def _may_add_up(cells: Mapping[Place, Shown], parent: Place, parts: list[Place]) -> bool:
    whole, *told = (None if cells[one].is_hidden else cells[one].value for one in (parent, *parts))
    return may_add_up(whole, told)


def relation(
    cells: Mapping[Place, Shown], parent: Place, parts: list[Place], numbers: Mapping[Place, int], base: int
) -> Relation:
    """The hidden parts less a hidden whole, as what the published ones leave."""
    signed = [(part, 1.0) for part in parts] + [(parent, -1.0)]
    weights: Weights = tuple((numbers[place], sign) for place, sign in signed if place in numbers)
    shown = [(place, sign) for place, sign in signed if place not in numbers]
    left = -sum(sign * cells[place].value for place, sign in shown)
    half = len(shown) * (base - 1) / 2
    return Relation(weights, left - half, left + half)
