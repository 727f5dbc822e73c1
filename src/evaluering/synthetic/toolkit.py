"""The rest of the toolkit: plans, checklists, session feedback, actor maps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from evaluering.synthetic.days import LAST_DAY, after, month_index
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import FULFILMENT_TREND
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row
from evaluering.synthetic.users import User

_WITH_PLAN = 0.69
_RESPONSIBLE = {
    "user": 0.28,
    "coordinator": 0.26,
    "municipality": 0.22,
    "hospital": 0.08,
    "general_practitioner": 0.07,
    "relative": 0.07,
    "other": 0.02,
}
ITEM_SHARES = (0.58, 0.5, 0.45, 0.38, 0.57, 0.42, 0.34, 0.3, 0.32, 0.35)
"""Probability of a point on each checklist item when the team starts."""
_NOT_APPLICABLE = 0.07
"""Of all items; a point too."""
_UNANSWERED = 0.01
_MONTHS_COUNTED = 45
"""No checklist is later in a team's life; by then the largest probability is 0.98."""
_HIGHEST = 40.0
_FIRST_COPY, _SECOND_COPY = 1, 9
_ACTORS = {
    "municipal_service": 0.3,
    "hospital": 0.15,
    "general_practitioner": 0.13,
    "labour_and_welfare": 0.12,
    "school": 0.06,
    "voluntary_organisation": 0.1,
    "relative": 0.1,
    "other": 0.04,
}


def plan_rows(users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``plans``: seven in ten have one; only sub-goals whose deadline is past are judged."""
    for user in users:
        if not draws.chance(_WITH_PLAN):
            continue
        for number in range(1, draws.whole(1, 4) + 1):
            deadline = after(user.conversations[0].held, 30 * draws.whole(1, 9))
            given = None if draws.chance(0.12) else deadline
            judged = deadline <= LAST_DAY and draws.chance(0.88)
            yield {
                "user": user.id,
                "sub_goal": number,
                "area": draws.pick(user.areas),
                "responsible": draws.weighted(_RESPONSIBLE),
                "deadline": given,
                "carried_out": draws.weighted({"yes": 0.5, "partly": 0.28, "no": 0.22}) if judged else None,
                "sub_goal_text": "Syntetisk delmål",
                "comment": "Syntetisk: det hjalp" if judged and draws.chance(0.2) else "",
            }


@dataclass(frozen=True)
class Checklist:
    """A filled-in checklist."""

    user: User
    number: int
    day: date


def make_checklists(users: Sequence[User], draws: Draws) -> tuple[Checklist, ...]:
    """Checklists of about half the users, one or two each, after a conversation."""
    made = []
    for user in users:
        if draws.chance(0.5):
            continue
        after_which = user.conversations[: draws.whole(1, 2)]
        earliest = after_which[0].held
        for number, conversation in enumerate(after_which, 1):
            # Days moved out of July may pass those of the next conversation.
            day = max(after(conversation.held, draws.whole(1, 45)), after(earliest, 1))
            earliest = day
            if day <= LAST_DAY:
                made.append(Checklist(user, number, day))
    return tuple(made)


def checklist_rows(checklists: Sequence[Checklist], draws: Draws) -> Iterator[Row]:
    """Rows of ``checklists``: the probability of a point grows in a straight line from the team's start."""
    lift: dict[str, float] = {}
    swapped: dict[str, int] = {}
    for one in checklists:
        team = one.user.team
        lift.setdefault(team.id, 0.08 * draws.uniform() - 0.04)
        swapped.setdefault(team.id, draws.whole(2, 8) if draws.chance(0.12) else 0)
        for item in range(1, len(ITEM_SHARES) + 1):
            share = ITEM_SHARES[item - 1] + lift[team.id] + FULFILMENT_TREND * _months(team, one.day)
            yield {
                "user": one.user.id,
                "checklist": one.number,
                "team": team.id,
                "filled_in": one.day,
                "item": item,
                "item_kind": "own" if item == swapped[team.id] else "standard",
                "answer": _answer(share, draws),
                "what_matters_mean": _copied(one, item),
            }


def _months(team: Team, day: date) -> int:
    return min(month_index(day) - month_index(team.started), _MONTHS_COUNTED)


def _answer(share: float, draws: Draws) -> str | None:
    if draws.chance(_UNANSWERED):
        return None
    if not draws.chance(share):
        return "no"
    return "not_applicable" if draws.chance(_NOT_APPLICABLE / share) else "yes"


def _copied(one: Checklist, item: int) -> float | None:
    """The mean of conversation 1 or 2, where it was held by the day of the checklist."""
    which = {_FIRST_COPY: 1, _SECOND_COPY: 2}.get(item, 0)
    means = [c.mean for c in one.user.conversations if c.number == which and c.held <= one.day]
    return round(means[0], 2) if means else None


def feedback_rows(users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``session_feedback``: one user in ten; relation ratings crowd below 40."""
    for user in users:
        if not draws.chance(0.1):
            continue
        day, outcome = user.conversations[0].held, draws.normal(18, 6)
        for session in range(1, draws.whole(3, 12) + 1):
            day = after(day, draws.whole(7, 28))
            if day > LAST_DAY:
                break
            outcome += draws.normal(0.7, 2.2)
            yield {
                "user": user.id,
                "session": session,
                "team": user.team.id,
                "held": day,
                "outcome": _rating(outcome, draws),
                "relation": _rating(draws.normal(36, 4), draws),
            }


def _rating(latent: float, draws: Draws) -> float | None:
    return None if draws.chance(0.04) else round(min(max(latent, 0.0), _HIGHEST), 1)


def actor_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``actor_maps``: what matters more is better looked after."""
    serial = 0
    for team in teams:
        if not draws.chance(0.45):
            continue
        serial += 1
        for actor in range(1, draws.whole(5, 13) + 1):
            importance = int(draws.weighted({"1": 0.05, "2": 0.12, "3": 0.28, "4": 0.33, "5": 0.22}))
            relations = {"good": 0.2 + 0.08 * importance, "variable": 0.32, "poor": 0.14, "none": 0.1}
            carers = {"coordinator": 0.35, "leader": 0.2, "team": 0.2, "nobody": 0.55 - 0.1 * importance}
            yield {
                "map": f"map-{serial:03d}",
                "team": team.id,
                "actor": actor,
                "kind": draws.weighted(_ACTORS),
                "importance": importance,
                "relation": draws.weighted(relations),
                "responsible": draws.weighted(carers),
            }
