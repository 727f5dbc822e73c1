"""Goals, their wordings over time, and raters' verdicts by both definitions of SMARTE."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product

from evaluering.synthetic.days import after, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import RATER_FIDELITY
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row
from evaluering.tables.improvement import DEFINITIONS

PARTS = DEFINITIONS["measurability"]
RATERS = ("rater-1", "rater-2", "rater-3")
VERDICTS = ("yes", "partly", "no")
_PART_SHARE = {1: (0.42, 0.4, 0.55, 0.35), 2: (0.65, 0.6, 0.65, 0.55)}
"""Probability of each part in the first and in later wordings."""
_USUAL = {"yes": 0.45, "partly": 0.3, "no": 0.25}
_PARTLY = 2
_THEMES = (
    "flere brukere skal ha individuell plan",
    "flere skal få en koordinator",
    "færre skal vente på oppfølging",
    "brukere skal være med på egne møter",
    "flere skal få svar etter utskriving",
    "bedre samarbeid mellom tjenestene",
)
_WORDS = (
    " - fra 20 til 60 prosent",
    " innen utgangen av året",
    " blant voksne med vedtak",
    " målt hver måned",
)


@dataclass(frozen=True)
class Wording:
    """A wording of a goal: which parts of measurability it has."""

    version: int
    worded: date
    parts: tuple[bool, ...]

    @property
    def measurable(self) -> str:
        """The true verdict on whether it is measurable: all four parts, at least two, or fewer."""
        return "yes" if all(self.parts) else "partly" if sum(self.parts) >= _PARTLY else "no"


@dataclass(frozen=True)
class Goal:
    """A goal of a team."""

    id: str
    team: Team
    theme: str
    status: str
    wordings: tuple[Wording, ...]

    @property
    def set(self) -> date:
        """The day it was set: that of its first wording."""
        return self.wordings[0].worded


def make_goals(teams: Sequence[Team], draws: Draws) -> tuple[Goal, ...]:
    """One to three goals a team, reworded now and then."""
    made: list[Goal] = []
    for team in teams:
        count = int(draws.weighted({"1": 0.45, "2": 0.38, "3": 0.17}))
        for theme in draws.shuffled(_THEMES)[:count]:
            shares = {"active": 0.55, "reached": 0.28, "given_up": 0.17}
            status = "given_up" if team.withdrawn else draws.weighted(shares)
            made.append(Goal(f"goal-{len(made) + 1:03d}", team, theme, status, _wordings(team, draws)))
    return tuple(made)


def _wordings(team: Team, draws: Draws) -> tuple[Wording, ...]:
    limit = min(team.last, after(team.network.gatherings[0], 60))
    days = [some_day(draws, after(team.started, 14), limit)]
    while draws.chance(0.4) and (later := after(days[-1], draws.whole(50, 150))) <= team.last:
        days.append(later)
    return tuple(
        Wording(version, day, tuple(draws.chance(share) for share in part_shares(version)))
        for version, day in enumerate(days, 1)
    )


def part_shares(version: int) -> tuple[float, ...]:
    """The probability of each part of measurability in a version of a wording."""
    return _PART_SHARE[min(version, 2)]


@cache
def measurable_shares(version: int) -> dict[str, float]:
    """The true shares of measurable, partly measurable and not measurable wordings."""
    shares = dict.fromkeys(VERDICTS, 0.0)
    for parts in product((True, False), repeat=len(PARTS)):
        weight = 1.0
        for has, share in zip(parts, part_shares(version), strict=True):
            weight *= share if has else 1 - share
        shares[Wording(version, date.min, parts).measurable] += weight
    return shares


def goal_rows(goals: Sequence[Goal]) -> Iterator[Row]:
    """Rows of ``goals``."""
    for goal in goals:
        yield {"goal": goal.id, "team": goal.team.id, "set": goal.set, "status": goal.status}


def wording_rows(goals: Sequence[Goal]) -> Iterator[Row]:
    """Rows of ``goal_wordings``: the words say just the parts the wording has."""
    for goal in goals:
        for one in goal.wordings:
            said = "".join(words for words, has in zip(_WORDS, one.parts, strict=True) if has)
            yield {
                "goal": goal.id,
                "version": one.version,
                "worded": one.worded,
                "wording": f"Syntetisk mål: {goal.theme}{said}",
            }


def rating_rows(goals: Sequence[Goal], draws: Draws) -> Iterator[Row]:
    """Rows of ``goal_ratings_by_rater``.

    A rater gives the true verdict with probability ``RATER_FIDELITY``, else one drawn from the shares
    of all verdicts on that criterion. The same true verdict stands behind both definitions.
    """
    for goal, wording in [(one, wording) for one in goals for wording in one.wordings]:
        truth = {name: draws.weighted(_USUAL) for name in _criteria()} | _from_words(wording)
        for rater in RATERS:
            if rater == RATERS[-1] and draws.chance(0.06):
                continue  # the third rater did not reach every wording
            for definition, criteria in DEFINITIONS.items():
                for criterion in criteria:
                    true = draws.chance(RATER_FIDELITY)
                    drawn = draws.weighted(_shares(criterion, wording.version))
                    yield {
                        "goal": goal.id,
                        "version": wording.version,
                        "rater": rater,
                        "definition": definition,
                        "criterion": criterion,
                        "fulfilled": truth[criterion] if true else drawn,
                    }


def _criteria() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in DEFINITIONS.values() for name in names))


def _from_words(wording: Wording) -> dict[str, str]:
    parts = {name: "yes" if has else "no" for name, has in zip(PARTS, wording.parts, strict=True)}
    return parts | {"measurable": wording.measurable, "time_bound": parts["by_when"]}


def _shares(criterion: str, version: int) -> dict[str, float]:
    if criterion == "measurable":
        return measurable_shares(version)
    part = "by_when" if criterion == "time_bound" else criterion
    if part in PARTS:
        share = part_shares(version)[PARTS.index(part)]
        return {"yes": share, "no": 1 - share}
    return _USUAL


def goals_set_before(goals: Sequence[Goal], team: Team, day: date) -> int:
    """How many goals a team had set by a day."""
    return sum(goal.team is team and goal.set <= day - timedelta(days=1) for goal in goals)
