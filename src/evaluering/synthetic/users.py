"""Users of the toolkit: conversations, and scores of what matters to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from statistics import fmean

from evaluering.synthetic.days import LAST_DAY, after, before, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import ACTIVITIES, LOST, LOST_A_POINT, SCORES
from evaluering.synthetic.municipalities import Land
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row

FINE = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), (1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5))
COARSE = ((1, 3, 5, 8, 10), (2.0, 4.0, 6.5, 9.0))
"""Scores used and the cuts between them, for most users and for those who round."""
LAST_FIRST = date(2024, 3, 22)
"""No first conversation later than this, so that a second one could be held within the study."""
_USERS, _POWER = 2.3, 0.62
"""Users of a municipality: a mean for 1,000 inhabitants, growing slower than the population."""
_FOLLOW_UP = 240
"""Users are followed for this many days after their network ends."""
_THIRD = 0.25
_AREAS = {
    "housing": 0.09,
    "work_and_education": 0.12,
    "economy": 0.09,
    "family": 0.12,
    "friends_and_network": 0.13,
    "physical_health": 0.12,
    "mental_health": 0.12,
    "substance_use": 0.05,
    "everyday_tasks": 0.1,
    "leisure": 0.05,
    "other": 0.01,
}
_TEXTS = {
    "physical_health": "gå en tur hver dag",
    "family": "besøke barnebarna",
    "economy": "betale regninger",
}


@dataclass(frozen=True)
class Conversation:
    """A conversation: its day and the score of each activity."""

    number: int
    held: date
    scores: tuple[int, ...]

    @property
    def mean(self) -> float:
        """Mean of the scores."""
        return fmean(self.scores)


@dataclass(frozen=True)
class User:
    """A user: where, in which team, what was scored when."""

    id: str
    serial: int
    place: int
    team: Team
    areas: tuple[str, ...]
    conversations: tuple[Conversation, ...]

    def municipality(self, land: Land, day: date) -> str:
        """The municipality the user lives in on a day."""
        return land.at(self.place, day, self.serial).number


@dataclass(frozen=True)
class _Levels:
    """What a user's scores are drawn around."""

    start: float
    change: float
    coarse: bool


def make_users(land: Land, teams: Sequence[Team], draws: Draws) -> tuple[User, ...]:
    """The users of every place; small places have none to three."""
    users: list[User] = []
    effects = [draws.normal(0, SCORES.municipality) for _ in land.places]
    team_effects = {team.id: draws.normal(0, SCORES.team) for team in teams}
    for place, one in enumerate(land.places):
        own = [team for team in teams if place in team.places]
        for _ in range(draws.count(_USERS * (one.inhabitants / 1000) ** _POWER)):
            team = draws.pick(own)
            change = SCORES.change + effects[place] + team_effects[team.id]
            users.append(_user(len(users) + 1, place, team, change, draws))
    return tuple(users)


def _user(serial: int, place: int, team: Team, change: float, draws: Draws) -> User:
    start = draws.normal(SCORES.start, SCORES.user_start)
    expected = change + SCORES.change_by_start * (start - SCORES.start)
    own_change = draws.normal(expected, SCORES.user_change)
    levels = _Levels(start, own_change, draws.chance(SCORES.coarse))
    count = int(draws.weighted({str(number): share for number, share in ACTIVITIES.items()}))
    areas = tuple(draws.weighted(_AREAS) for _ in range(count))
    own = [draws.normal(0, SCORES.activity) for _ in areas]
    first = _scores(levels, own, 1, draws)
    days = _days(team, lost(fmean(first)), draws)
    later = (_scores(levels, own, number, draws) for number in range(2, len(days) + 1))
    held = zip(days, (first, *later), strict=True)
    conversations = tuple(Conversation(number, *one) for number, one in enumerate(held, 1))
    return User(f"user-{serial:05d}", serial, place, team, areas, conversations)


def lost(mean: float) -> float:
    """Probability that a user whose scores were ``mean`` at first has no second conversation."""
    return 1 / (1 + (1 - LOST) / LOST * exp(-LOST_A_POINT * (mean - SCORES.start)))


def _days(team: Team, lost: float, draws: Draws) -> list[date]:
    last = before(min(team.withdrawn or team.network.end + timedelta(days=_FOLLOW_UP), LAST_FIRST), 0)
    days = [some_day(draws, after(team.started, 30), max(last, after(team.started, 30)))]
    if not draws.chance(lost):
        days.append(after(days[0], draws.whole(60, 210)))
        if draws.chance(_THIRD):
            days.append(after(days[1], draws.whole(60, 180)))
    return [day for day in days if day <= (team.withdrawn or LAST_DAY)]


def _scores(levels: _Levels, own: Sequence[float], number: int, draws: Draws) -> tuple[int, ...]:
    # What is gained by the second conversation is kept at the third.
    level = levels.start + (levels.change if number > 1 else 0.0)
    return tuple(score(level + one + draws.normal(0, SCORES.noise), coarse=levels.coarse) for one in own)


def score(latent: float, *, coarse: bool) -> int:
    """A latent level as a score from 1 to 10, with floor and ceiling."""
    scores, cuts = COARSE if coarse else FINE
    return scores[sum(latent > cut for cut in cuts)]


def conversation_rows(land: Land, users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``conversations``."""
    shares = {"together": 0.46, "coordinator": 0.27, "user": 0.2, "relative": 0.07}
    for user in users:
        version = "lokal-2" if user.place % 9 == 0 else "psfs-1"
        filler = draws.weighted(shares)
        for one in user.conversations:
            yield {
                "user": user.id,
                "conversation": one.number,
                "team": user.team.id,
                "municipality": user.municipality(land, one.held),
                "held": one.held,
                "instrument_version": version,
                "filled_in_by": filler if draws.chance(0.85) else draws.weighted(shares),
            }


def score_rows(users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``activity_scores``; the same activities at every conversation."""
    for user in users:
        unnamed = [draws.chance(0.03) for _ in user.areas]
        told = [draws.chance(0.7) for _ in user.areas]
        for one in user.conversations:
            for place, (area, score) in enumerate(zip(user.areas, one.scores, strict=True)):
                words = _TEXTS.get(area, "gjøre det som betyr noe")
                yield {
                    "user": user.id,
                    "conversation": one.number,
                    "activity": place + 1,
                    "area": None if unnamed[place] else area,
                    "score": score,
                    "activity_text": f"Syntetisk aktivitet: {words}" if told[place] else "",
                }


def wheel_rows(users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``wheel_areas``: the areas of the activities and a few more, at the first conversation."""
    for user in users:
        if draws.chance(0.2):
            continue  # the tools are used together or apart
        more = [draws.weighted(_AREAS) for _ in range(draws.whole(0, 2))]
        for area in sorted({*user.areas, *more}):
            yield {
                "user": user.id,
                "conversation": 1,
                "area": area,
                "area_text": "Syntetisk: brukerens ord" if draws.chance(0.3) else "",
            }
