"""Contact between gatherings: guidance planned by the organisers, and what teams asked for."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from evaluering.synthetic.days import after, months_between, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import INQUIRIES_A_TEAM_MONTH
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row

_CHANNELS = {"telephone": 0.3, "e_mail": 0.42, "video": 0.22, "visit": 0.06}
_TOPICS = {
    "goals": 0.2,
    "measures": 0.26,
    "user_involvement": 0.14,
    "anchoring": 0.1,
    "actions": 0.1,
    "tools": 0.1,
    "practical": 0.08,
    "other": 0.02,
}
_EAGER, _EAGERNESS, _RESERVE = 0.2, 3.0, 0.5
"""A fifth of the teams ask three times as often as the mean, the others half as often."""


def guidance_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``guidance_contacts``: planned after each gathering but the last, not always held."""
    serial = 0
    for team in teams:
        for gathering in team.network.gatherings[:-1]:
            planned = after(gathering, draws.whole(30, 75))
            if not team.active(planned) or draws.chance(0.25):
                continue
            serial += 1
            held = after(planned, int(draws.weighted({"0": 0.6, "3": 0.15, "7": 0.15, "14": 0.1})))
            was_held = team.active(held) and draws.chance(0.84)
            yield {
                "contact": f"contact-{serial:04d}",
                "team": team.id,
                "planned": planned,
                "held": held if was_held else None,
                "channel": draws.weighted({"telephone": 0.3, "video": 0.6, "visit": 0.1}),
                "topic": draws.weighted(_TOPICS),
                "minutes": 15 * draws.whole(1, 5) if was_held else None,
            }


def inquiry_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``inquiries``, from a team's first gathering until it leaves or the network ends."""
    serial = 0
    for team in teams:
        first = team.network.gatherings[0]
        eagerness = _EAGERNESS if draws.chance(_EAGER) else _RESERVE
        mean = INQUIRIES_A_TEAM_MONTH * eagerness * max(0.0, months_between(first, team.last))
        for _ in range(draws.count(mean)):
            serial += 1
            answered = draws.weighted({"organiser": 0.6, "adviser": 0.27, "other_team": 0.08, "nobody": 0.05})
            yield {
                "inquiry": f"inquiry-{serial:03d}",
                "team": team.id,
                "asked": some_day(draws, first + timedelta(days=1), team.last),
                "channel": draws.weighted(_CHANNELS),
                "topic": draws.weighted(_TOPICS),
                "answered_by": answered,
                "days_to_answer": None if answered == "nobody" else min(draws.count(3.5), 60),
                "question": "Syntetisk: hvordan måler vi dette?" if draws.chance(0.7) else "",
            }
