"""The invented land with everything in it, and the rows of every table about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evaluering.synthetic import (
    contacts,
    gatherings,
    goals,
    interviews,
    measures,
    municipalities,
    networks,
    pathways,
    programmes,
    progress,
    services,
    survey_instruments,
    toolkit,
    users,
)
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.rows import Row


@dataclass(frozen=True)
class World:
    """What the tables are about."""

    land: municipalities.Land
    learning: tuple[networks.Network, ...]
    teams: tuple[networks.Team, ...]
    met: tuple[gatherings.Gathering, ...]
    attendance: tuple[gatherings.Attendance, ...]
    aims: tuple[goals.Goal, ...]
    followed: tuple[measures.Measure, ...]
    helped: tuple[users.User, ...]
    checklists: tuple[toolkit.Checklist, ...]


def make_world(network_count: int, municipality_count: int, seed: int) -> World:
    """The world of a seed; each part has random numbers of its own."""
    places = networks.blocks(network_count, municipality_count)
    land = municipalities.make_land(municipality_count, places, Draws(seed, "land"))
    learning = networks.make_networks(places)
    teams = networks.make_teams(land, learning, Draws(seed, "teams"))
    met = gatherings.make_gatherings(learning, Draws(seed, "gatherings"))
    aims = goals.make_goals(teams, Draws(seed, "goals"))
    helped = users.make_users(land, teams, Draws(seed, "users"))
    return World(
        land,
        learning,
        teams,
        met,
        gatherings.make_attendance(met, teams, Draws(seed, "attendance")),
        aims,
        tuple(measures.make_measures(land, teams, aims, Draws(seed, "measures"))),
        helped,
        toolkit.make_checklists(helped, Draws(seed, "checklists")),
    )


STREAMED = ("care_pathway_episodes", "survey_answers")
"""Tables of any size: made and written piece by piece."""

ROWS: dict[str, Callable[[World, Draws], Iterable[Row]]] = {
    "networks": lambda w, _: networks.network_rows(w.learning, len(municipalities.trust_names(w.land))),
    "applications": lambda w, d: networks.application_rows(w.land, w.learning, d),
    "municipalities": lambda w, _: municipalities.municipality_rows(w.land),
    "municipality_changes": lambda w, _: municipalities.change_rows(w.land),
    "city_districts": lambda w, _: municipalities.district_rows(w.land),
    "hospital_trusts": lambda w, _: municipalities.trust_rows(w.land),
    "teams": lambda w, _: networks.team_rows(w.teams),
    "team_municipalities": lambda w, _: networks.team_municipality_rows(w.land, w.teams),
    "team_members": lambda w, d: networks.member_rows(w.teams, d),
    "withdrawals": lambda w, d: networks.withdrawal_rows(w.teams, d),
    "gatherings": lambda w, _: gatherings.gathering_rows(w.met),
    "programme_items": lambda w, d: programmes.programme_rows(w.met, d),
    "participation": lambda w, d: gatherings.participation_rows(w.attendance, d),
    "gathering_evaluations": lambda w, d: gatherings.evaluation_rows(w.attendance, d),
    "preparation_packages": lambda w, d: gatherings.package_rows(w.met, d),
    "tasks": lambda w, _: gatherings.task_rows(w.met),
    "task_status": lambda w, d: gatherings.task_status_rows(w.met, w.teams, d),
    "guidance_contacts": lambda w, d: contacts.guidance_rows(w.teams, d),
    "inquiries": lambda w, d: contacts.inquiry_rows(w.teams, d),
    "goals": lambda w, _: goals.goal_rows(w.aims),
    "goal_wordings": lambda w, _: goals.wording_rows(w.aims),
    "goal_ratings_by_rater": lambda w, d: goals.rating_rows(w.aims, d),
    "measures": lambda w, _: measures.measure_rows(w.followed),
    "measure_series": lambda w, d: measures.series_rows(w.followed, d),
    "team_phases": lambda w, d: progress.phase_rows(w.teams, d),
    "status_reports": lambda w, d: progress.status_rows(w.met, w.teams, w.aims, d),
    "guidance_forms": lambda w, d: progress.guidance_form_rows(w.teams, d),
    "self_assessments": lambda w, d: progress.assessment_rows(w.teams, d),
    "improvement_artefacts": lambda w, d: progress.artefact_rows(w.teams, d),
    "conversations": lambda w, d: users.conversation_rows(w.land, w.helped, d),
    "activity_scores": lambda w, d: users.score_rows(w.helped, d),
    "wheel_areas": lambda w, d: users.wheel_rows(w.helped, d),
    "plans": lambda w, d: toolkit.plan_rows(w.helped, d),
    "checklists": lambda w, d: toolkit.checklist_rows(w.checklists, d),
    "session_feedback": lambda w, d: toolkit.feedback_rows(w.helped, d),
    "actor_maps": lambda w, d: toolkit.actor_rows(w.teams, d),
    "survey_items": lambda _, __: survey_instruments.item_rows(),
    "survey_options": lambda _, __: survey_instruments.option_rows(),
    "user_representatives": lambda w, d: networks.representative_rows(w.teams, d),
    "interview_codes": lambda _, __: interviews.code_rows(),
    "interview_segments": lambda _, d: interviews.segment_rows(d),
    "interview_audit": lambda _, d: interviews.audit_rows(d),
    "function_scores": lambda w, d: services.function_rows(w.land, w.helped, d),
    "screenings": lambda w, d: services.screening_rows(w.land, d),
    "coordinating_units": lambda w, d: municipalities.coordinating_unit_rows(w.land, d),
    "pathway_limits": lambda _, __: pathways.limit_rows(),
    "context_events": lambda w, d: municipalities.event_rows(w.land, d),
    "resource_use": lambda w, d: services.resource_rows(w.teams, d),
}
"""How the rows of each table are made; the tables in ``STREAMED`` are made elsewhere."""


def make_rows(world: World, seed: int) -> dict[str, list[Row]]:
    """The rows of every table that is not streamed, each from random numbers keyed by its name."""
    return {name: list(rows(world, Draws(seed, f"rows {name}"))) for name, rows in ROWS.items()}
