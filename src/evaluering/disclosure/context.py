"""What must be known of a cell's surroundings to judge it: its part of the study, and who answered there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluering.results import Cell, Finding
from evaluering.vocabulary import Audience, Protects, Quantity

TIME = frozenset({"week", "month", "quarter", "half_year", "year", "quarters_since"})
"""Dimensions whose values are points of a series."""


@dataclass(frozen=True)
class Respondents:
    """The most users and the most staff that any number of a release on one municipality rests on."""

    users: int = 0
    staff: int = 0


@dataclass(frozen=True)
class Context:
    """Where a cell stands.

    ``finding`` is the finding's id; ``municipality``, ``team`` and ``role`` name what the cell is about,
    "" when it is about all. ``is_narrow``: a table behind it may as such not reach the public.
    """

    finding: str = ""
    municipality: str = ""
    team: str = ""
    role: str = ""
    is_narrow: bool = False
    respondents: Respondents = Respondents()


@dataclass(frozen=True)
class Contexts:
    """Of one release: who answered in every municipality that is named in it."""

    named: tuple[tuple[str, Respondents], ...]

    def of(self, finding: Finding, cell: Cell) -> Context:
        """The context of one cell."""
        about = _about(finding, cell)
        municipality = about.get("municipality", "")
        return Context(
            finding=finding.id,
            municipality=municipality,
            team=about.get("team", ""),
            role=about.get("role", ""),
            is_narrow=any(basis.audience is not Audience.PUBLIC for basis in finding.basis),
            respondents=dict(self.named).get(municipality, Respondents()),
        )


def contexts(findings: Sequence[Finding]) -> Contexts:
    """Count, over all findings of a release, the users and staff behind each named municipality."""
    most: dict[str, Respondents] = {}
    for finding in findings:
        for municipality, protects, n in _named(finding):
            known = most.get(municipality, Respondents())
            users = n if protects is Protects.PERSONS else 0
            staff = n if protects is Protects.STAFF else 0
            most[municipality] = Respondents(max(known.users, users), max(known.staff, staff))
    return Contexts(tuple(sorted(most.items())))


def _named(finding: Finding) -> Iterator[tuple[str, Protects, int]]:
    for cell in finding.cells:
        municipality = _about(finding, cell).get("municipality", "")
        if municipality and cell.support and cell.kind is Quantity.COUNT and cell.support.municipalities == 1:
            yield municipality, cell.support.protects, cell.support.n


def _about(finding: Finding, cell: Cell) -> dict[str, str]:
    """What the report is about (its parameters) and what the cell is about, the cell's own first."""
    parameters = json.loads(finding.variant) if finding.variant.startswith("{") else {}
    scope = {name: str(value) for name, value in parameters.items() if isinstance(value, str) and value}
    return scope | dict(cell.at)
