"""How far teams have come: phases, status reports, guidance forms, self-assessments, artefacts."""

from collections.abc import Iterator, Sequence
from datetime import date

from evaluering.synthetic.days import after, before
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import (
    ASSESSMENT_CHANGE,
    ASSESSMENT_PERSON,
    ASSESSMENT_SD,
    ASSESSMENT_START,
    ASSESSMENT_TEAM,
)
from evaluering.synthetic.gatherings import Gathering
from evaluering.synthetic.goals import Goal, goals_set_before
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row, yes

_PHASES = (("prepare", 3), ("plan", 4), ("do", 1), ("evaluate", 2), ("follow_up", 2))
_STAGES = tuple((phase, step) for phase, steps in _PHASES for step in range(1, steps + 1))
_FORM_PARTS = (
    "theme",
    "need",
    "anchoring",
    "organisation",
    "knowledge_base",
    "promoters",
    "inhibitors",
    "mapping",
    "goals",
    "indicators",
    "tool",
    "measured",
    "reflections",
    "tests",
    "adjustments",
    "guidance_wanted",
)
_AREAS = 10
_LOWEST, _HIGHEST = 1, 5
_KINDS = ("fishbone", "flow_chart", "five_whys")


def phase_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``team_phases``: seen before each gathering and at the end; now and then a step back."""
    for team in teams:
        stage = draws.whole(0, 1)
        for day in _observed(team):
            if team.active(day):
                phase, step = _STAGES[min(stage, len(_STAGES) - 1)]
                yield {"team": team.id, "observed": day, "phase": phase, "step": step}
            stage = max(0, stage + draws.whole(-1, 5))


def _observed(team: Team) -> list[date]:
    return [after(team.started, 30), *(before(day, 10) for day in team.network.gatherings[1:]), team.last]


def status_rows(
    gatherings: Sequence[Gathering], teams: Sequence[Team], goals: Sequence[Goal], draws: Draws
) -> Iterator[Row]:
    """Rows of ``status_reports``, asked for before gatherings 2 and 3; the counts agree with the goals."""
    for gathering in (one for one in gatherings if one.number in (2, 3)):
        for team in (team for team in teams if team.network.number == gathering.network.number):
            if not team.active(gathering.start):
                continue
            delivered = before(gathering.start, draws.whole(3, 18)) if draws.chance(0.83) else None
            known = goals_set_before(goals, team, delivered or gathering.start)
            measures = min(known, draws.count(0.5 * gathering.number))
            yield {
                "team": team.id,
                "gathering": gathering.id,
                "delivered": delivered,
                "goals_set": known,
                "measures_started": measures,
                "actions_tested": draws.count(0.7 * gathering.number),
                "promoters": "Syntetisk: engasjerte ansatte" if delivered and draws.chance(0.8) else "",
                "inhibitors": "Syntetisk: lite tid" if delivered and draws.chance(0.8) else "",
            }


def guidance_form_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``guidance_forms``: later parts of the form are answered less often."""
    for team in teams:
        for gathering in team.network.gatherings[:-1]:
            day = after(gathering, draws.whole(15, 60))
            if not team.active(day) or draws.chance(0.4):
                continue
            for place, part in enumerate(_FORM_PARTS):
                answered = draws.chance(0.93 - 0.04 * place)
                yield {
                    "team": team.id,
                    "filled_in": day,
                    "part": part,
                    "answered": yes(answered),
                    "answer": "Syntetisk svar fra teamet" if answered else "",
                }


def assessment_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``self_assessments``: before the start and, from teams still there, after the end."""
    serial = 0
    for team in teams:
        level = draws.normal(ASSESSMENT_START, ASSESSMENT_TEAM)
        waves = {"before": 0.0} | ({} if team.withdrawn else {"after": ASSESSMENT_CHANGE})
        for wave, change in waves.items():
            for _ in range(draws.whole(3, max(3, len(team.roles)))):
                serial += 1
                own = draws.normal(level + change, ASSESSMENT_PERSON)
                for area in range(1, _AREAS + 1):
                    latent = draws.normal(own, ASSESSMENT_SD)
                    yield {
                        "team": team.id,
                        "response": f"form-{serial:05d}",
                        "wave": wave,
                        "area": f"area_{area}",
                        "score": None if draws.chance(0.02) else assessment_score(latent),
                    }


def assessment_score(latent: float) -> int:
    """A latent level as a score from 1 to 5."""
    return min(max(round(latent), _LOWEST), _HIGHEST)


def artefact_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``improvement_artefacts``: trees, chains and flows with one first node each."""
    serial = 0
    for team in teams:
        for kind in _KINDS:
            if draws.chance(0.72):
                continue
            serial += 1
            nodes = 5 if kind == "five_whys" else draws.whole(6, 14)
            for node in range(1, nodes + 1):
                yield {
                    "artefact": f"artefact-{serial:03d}",
                    "team": team.id,
                    "kind": kind,
                    "node": node,
                    "parent": None if node == 1 else _parent(kind, node, draws),
                    "text": f"Syntetisk ledd {node}",
                }


def _parent(kind: str, node: int, draws: Draws) -> int:
    return node - 1 if kind == "five_whys" else draws.whole(max(1, node - 4), node - 1)
