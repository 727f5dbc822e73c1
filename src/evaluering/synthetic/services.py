"""Function scores, screenings, and what the work cost."""

from collections.abc import Iterator, Sequence
from datetime import date

from evaluering.synthetic.days import LAST_DAY, after, month_index, month_text, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import AT_RISK
from evaluering.synthetic.municipalities import Land
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row
from evaluering.synthetic.users import User

_EVERYDAY_ACTIVITIES = 17
_LOWEST, _HIGHEST = 1, 5
_FOLLOWED = 140
_AGES = {"0_17": 0.14, "18_66": 0.46, "67_79": 0.24, "80_and_over": 0.16}


def function_rows(land: Land, users: Sequence[User], draws: Draws) -> Iterator[Row]:
    """Rows of ``function_scores``: some users, scored once or twice, many without any problem."""
    for user in draws.shuffled(users)[:_FOLLOWED]:
        need = draws.normal(1.9, 0.8)
        hard = [draws.normal(need, 0.9) for _ in range(_EVERYDAY_ACTIVITIES)]
        days = [user.conversations[0].held]
        days += [after(days[0], draws.whole(150, 330))] if draws.chance(0.7) else []
        for turn, day in enumerate(day for day in days if day <= LAST_DAY):
            for activity, level in enumerate(hard, 1):
                latent = draws.normal(level - 0.15 * turn, 0.3)
                yield {
                    "user": user.id,
                    "municipality": user.municipality(land, day),
                    "scored": day,
                    "activity": activity,
                    "score": min(max(round(latent), _LOWEST), _HIGHEST),
                }


def screening_rows(land: Land, draws: Draws) -> Iterator[Row]:
    """Rows of ``screenings``, from 2022 on; what follows depends on the result."""
    serial = 0
    for place, one in enumerate(land.places):
        for _ in range(draws.count(4 * (one.inhabitants / 5000) ** 0.7)):
            serial += 1
            day = some_day(draws, date(2022, 1, 10), date(2024, 11, 29))
            shares = {"at_risk": AT_RISK, "uncertain": 0.13, "not_at_risk": 0.87 - AT_RISK}
            result = draws.weighted(shares)
            yield {
                "screening": f"screening-{serial:05d}",
                "municipality": land.at(place, day, serial).number,
                "screened": day,
                "place": draws.weighted(
                    {"general_practitioner": 0.5, "municipality": 0.36, "hospital": 0.14}
                ),
                "age_group": draws.weighted(_AGES),
                "result": result,
                "followed_up": _follow_up(result, draws),
            }


def _follow_up(result: str, draws: Draws) -> str | None:
    shares = {
        "at_risk": {"team": 0.38, "coordinator": 0.3, "service": 0.22, "nothing": 0.1},
        "uncertain": {"team": 0.06, "coordinator": 0.18, "service": 0.32, "nothing": 0.44},
        "not_at_risk": {"nothing": 0.9, "service": 0.1},
    }[result]
    return None if draws.chance(0.05) else draws.weighted(shares)


def resource_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``resource_use``: own work every month, more where there is a gathering; rounded sums."""
    for team in teams:
        met = {month_index(day) for day in team.network.gatherings}
        for month in range(month_index(team.started), month_index(team.last) + 1):
            for kind, activity, amount in _spent(team, draws, met=month in met):
                yield {
                    "team": team.id,
                    "month": month_text(month),
                    "kind": kind,
                    "activity": activity,
                    "amount": amount,
                }


def _spent(team: Team, draws: Draws, *, met: bool) -> list[tuple[str, str, float]]:
    size = len(team.roles)
    own = draws.whole(1, 5) * size
    spent: list[tuple[str, str, float]] = [("hours", "own_work", own * (0.5 if draws.chance(0.2) else 1))]
    if draws.chance(0.3):
        spent.append(("hours", "guidance", 0.5 * draws.whole(1, 6)))
    if met:
        spent += [("hours", "gatherings", draws.whole(4, 14) * size)]
        spent += [("kroner", "travel", 100 * draws.whole(8, 60) * size)]
        if team.representatives:
            spent.append(("kroner", "compensation", 1000 * draws.whole(1, 4) * team.representatives))
    return spent
