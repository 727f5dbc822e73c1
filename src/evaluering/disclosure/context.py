"""What must be known of a cell's surroundings to judge it: its part of the study, and who answered there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluering.disclosure.about import parameters_of
from evaluering.results import Coordinates, Finding
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

    @cached_property
    def _by_name(self) -> dict[str, Respondents]:
        return dict(self.named)

    def of(self, finding: Finding, at: Coordinates) -> Context:
        """The context of the cells of a finding at one place."""
        about = _about(finding, at)
        municipality = about.get("municipality", "")
        return Context(
            finding=finding.id,
            municipality=municipality,
            team=about.get("team", ""),
            role=about.get("role", ""),
            is_narrow=any(basis.audience is not Audience.PUBLIC for basis in finding.basis),
            respondents=self._by_name.get(municipality, Respondents()),
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
        municipality = _about(finding, cell.at).get("municipality", "")
        support = cell.support if municipality and cell.kind is Quantity.COUNT else None
        # Of some that are counted among all (those who came, of those invited) all did not respond.
        if support and support.counted is None and support.n == cell.value and support.municipalities == 1:
            yield municipality, support.protects, support.n


def _about(finding: Finding, at: Coordinates) -> dict[str, str]:
    """What the report is about (its parameters) and what the cell is about, the cell's own first."""
    asked = parameters_of(finding.variant)
    return {name: value for name, value in asked.items() if isinstance(value, str) and value} | dict(at)
