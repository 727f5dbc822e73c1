"""The toolkit "What matters to you?": wheel, form, plan, checklist, session feedback, actor map."""

from evaluering.tables.columns import code, day, free_text, key, label, number, person, whole
from evaluering.tables.declaration import Column, Table
from evaluering.vocabulary import Audience, Protects

AREAS_OF_LIFE = (
    "housing",
    "work_and_education",
    "economy",
    "family",
    "friends_and_network",
    "physical_health",
    "mental_health",
    "substance_use",
    "everyday_tasks",
    "leisure",
    "other",
)
"""Coded areas of the conversation wheel; the user's own words stay in free text."""


def _user() -> Column:
    return person("user", "user of services, pseudonymous")


CONVERSATIONS = Table(
    name="conversations",
    description="Conversations about what matters, each with one scoring of the form",
    columns=(
        _user(),
        whole("conversation", "number of the conversation", 1, 20),
        key("team", "team", of="teams", quasi_identifier=True),
        key("municipality", "municipality of the user", of="municipalities"),
        day("held", "day of the conversation"),
        label("instrument_version", "version of the form"),
        code("filled_in_by", "who filled in the form", "user", "coordinator", "together", "relative"),
    ),
    key=("user", "conversation"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

ACTIVITY_SCORES = Table(
    name="activity_scores",
    description="Scores of activities in the what-matters-to-me form (1 hard, 10 easy)",
    columns=(
        _user(),
        whole("conversation", "number of the conversation", 1, 20),
        whole("activity", "number of the activity on the user's form", 1, 20),
        code("area", "area of life", *AREAS_OF_LIFE, may_be_empty=True),
        whole("score", "how easy the activity is", 1, 10),
        free_text("activity_text", "the activity in the user's words"),
    ),
    key=("user", "conversation", "activity"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

WHEEL_AREAS = Table(
    name="wheel_areas",
    description="Areas of life chosen in the conversation wheel",
    columns=(
        _user(),
        whole("conversation", "number of the conversation", 1, 20),
        code("area", "area of life", *AREAS_OF_LIFE),
        free_text("area_text", "the area in the user's words"),
    ),
    key=("user", "conversation", "area"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

PLANS = Table(
    name="plans",
    description="Plans: sub-goals, who is responsible, whether carried out",
    columns=(
        _user(),
        whole("sub_goal", "number of the sub-goal", 1, 50),
        code("area", "area of life", *AREAS_OF_LIFE),
        code(
            "responsible",
            "who is responsible",
            "user",
            "coordinator",
            "municipality",
            "hospital",
            "general_practitioner",
            "relative",
            "other",
        ),
        day("deadline", "deadline", may_be_empty=True),
        code("carried_out", "carried out as planned", "yes", "partly", "no", may_be_empty=True),
        free_text("sub_goal_text", "the sub-goal in words"),
        free_text("comment", "the user's comment"),
    ),
    key=("user", "sub_goal"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

CHECKLISTS = Table(
    name="checklists",
    description="Collaboration checklists: ten items, the standard ones or a team's own",
    columns=(
        _user(),
        whole("checklist", "number of the checklist", 1, 20),
        key("team", "team", of="teams", quasi_identifier=True),
        day("filled_in", "day it was filled in"),
        whole("item", "number of the item", 1, 10),
        code("item_kind", "standard item or the team's own", "standard", "own"),
        code(
            "answer", "answer; empty where none was given", "yes", "no", "not_applicable", may_be_empty=True
        ),
        number("what_matters_mean", "mean score copied from the form", 1, 10, may_be_empty=True),
    ),
    key=("user", "checklist", "item"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

SESSION_FEEDBACK = Table(
    name="session_feedback",
    description="Outcome and relation ratings after each meeting (client- and result-directed practice)",
    columns=(
        _user(),
        whole("session", "number of the meeting", 1, 500),
        key("team", "team", of="teams", quasi_identifier=True),
        day("held", "day of the meeting"),
        number("outcome", "outcome rating, sum of four scales", 0, 40, may_be_empty=True),
        number("relation", "relation rating, sum of four scales", 0, 40, may_be_empty=True),
    ),
    key=("user", "session"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

ACTOR_MAPS = Table(
    name="actor_maps",
    description="Actors that touch a user or a service, and the relation to each",
    columns=(
        key("map", "actor map"),
        key("team", "team", of="teams", quasi_identifier=True),
        whole("actor", "number of the actor on the map", 1, 100),
        code(
            "kind",
            "kind of actor",
            "municipal_service",
            "hospital",
            "general_practitioner",
            "labour_and_welfare",
            "school",
            "voluntary_organisation",
            "relative",
            "other",
        ),
        whole("importance", "importance, 1 low to 5 high", 1, 5),
        code("relation", "how the relation works", "good", "variable", "poor", "none"),
        code("responsible", "who looks after the relation", "leader", "coordinator", "team", "nobody"),
    ),
    key=("map", "actor"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

TOOLKIT_TABLES = (
    CONVERSATIONS,
    ACTIVITY_SCORES,
    WHEEL_AREAS,
    PLANS,
    CHECKLISTS,
    SESSION_FEEDBACK,
    ACTOR_MAPS,
)
