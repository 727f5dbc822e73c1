"""A release read by someone who knows more than its pages: each team has its internal sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluering.disclosure.amounts import Name
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.insider import Insider
from evaluering.disclosure.judged import FindingKey, Judged
from evaluering.disclosure.protected import hidden_of, hiding, settled
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.secondary import Linked, linked
from evaluering.disclosure.sums import Places
from evaluering.disclosure.system import Asked, Hidden
from evaluering.errors import HeldByDisclosure
from evaluering.results import Finding

_PAIR = 2
"""Where two teams make up a place, each knows the other's part from the whole."""


@dataclass(frozen=True)
class Sheet:
    """One team's sheet: its findings, and the cells (number of the finding, key) that the team sees.

    ``own`` names the findings that rest on the team's own users alone: of those a team may know everything.
    """

    team: str
    findings: tuple[Finding, ...]
    shown: frozenset[Name]
    own: frozenset[str] = frozenset()


Surroundings = tuple[Places, Sequence[EarlierFinding]]
"""Which parts of the study lie within which, and what is out already."""


def safe_from_insiders(judged: Judged, rules: Rules, around: Surroundings, sheets: Sequence[Sheet]) -> Judged:
    """With what must be hidden besides so that no team finds more of others than an outsider may.

    Each team is taken to know the cells of its own sheet and every released one, and what of their sums
    follows: hidden counts, and what is left of a count when its own part is taken away, keep their width;
    so does the whole part of a single other team that shares a place with it. Teams do not put their sheets
    together. Repeated until nothing more is hidden for any team. Raises ``HeldByDisclosure`` naming the
    findings in which a team could find a number whatever else is hidden.
    """
    systems = [
        _System.of(judged, sheet, around, sheets, rules.width)
        for sheet in sorted(sheets, key=lambda one: one.team)
    ]
    changed = True
    while changed:
        changed = False
        for system in systems:
            more = system.more(judged, rules)
            if more:
                judged, changed = settled(hiding(judged, more), rules), True
    return judged


@dataclass(frozen=True)
class _System:
    """What one team could add up: ``public`` are the numbers of the findings its sheet is linked to."""

    public: tuple[int, ...]
    linked: Linked
    insider: Insider

    @classmethod
    def of(
        cls,
        judged: Judged,
        sheet: Sheet,
        around: Surroundings,
        sheets: Sequence[Sheet],
        width: int,
    ) -> "_System":
        """The findings of the release on the sheet's questions, the sheet, and those of a lone other team."""
        questions = {one.question for one in sheet.findings}
        public = tuple(n for n, one in enumerate(judged) if one.finding.question in questions)
        alone = _alone_beside(sheet.team, around[0])
        others = [finding for one in sheets if one.team in alone for finding in one.findings]
        findings = [*(judged.findings[number].finding for number in public), *sheet.findings, *others]
        known = frozenset((len(public) + number, key) for number, key in sheet.shown)
        strangers = range(len(public) + len(sheet.findings), len(findings))
        place = (("team", sheet.team),)
        insider = Insider(len(public), known, frozenset(strangers), place, sheet.own)
        return cls(public, linked(findings, *around, width, is_insider=True), insider)

    def more(self, judged: Judged, rules: Rules) -> frozenset[Name]:
        """The cells of the release that this team calls for."""
        hidden = hidden_of(judged)
        found = self.linked.suppressed(
            Hidden(self._inside(hidden.every), self._inside(hidden.sensitive)),
            Asked(rules.width, rules.mean),
            self.insider,
        )
        if found.unprotected:
            raise _found_by_a_team(judged.findings[n].key for n in self._numbers(found.beside))
        return frozenset((self.public[number], key) for number, key in found.more)

    def _inside(self, cells: frozenset[Name]) -> frozenset[Name]:
        place = {number: position for position, number in enumerate(self.public)}
        return frozenset((place[number], key) for number, key in cells if number in place)

    def _numbers(self, findings: Iterable[int]) -> list[int]:
        return sorted(self.public[number] for number in findings if number < self.insider.first)


def _alone_beside(team: str, places: Places) -> frozenset[str]:
    """The other team of every place that exactly this team and another are of."""
    own = (("team", team),)
    pairs = [kind for kinds in places.within.values() for kind in kinds if own in kind and len(kind) == _PAIR]
    return frozenset(name for kind in pairs for ((dimension, name),) in kind if dimension == "team") - {team}


def _found_by_a_team(keys: Iterable[FindingKey]) -> HeldByDisclosure:
    names = sorted({name for _, _, name in keys})
    return HeldByDisclosure(
        "disclosure control",
        expected="hidden numbers that no team could find by its own sheet",
        found=f"some that one could, whatever else is hidden, in {', '.join(names) or 'some finding'}",
        next_step="take these findings out of the plan, or their question out of sheets in [disclosure]",
    )
