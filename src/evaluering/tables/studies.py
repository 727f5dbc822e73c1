"""Surveys, interviews, user involvement, function scores, screening, structures, pathways, context."""

from evaluering.tables.columns import code, day, free_text, key, label, month, number, person, whole, yes_no
from evaluering.tables.declaration import Table
from evaluering.vocabulary import Audience, Protects, Voice

_ITEM_KINDS = ("likert", "single", "multiple", "number", "date", "free_text")

SURVEY_ITEMS = Table(
    name="survey_items",
    description="The survey instrument itself: items in three languages, scales, skip rules",
    columns=(
        key("instrument", "survey instrument"),
        key("item", "item"),
        whole("order", "place in the form", 1, 500),
        code("kind", "kind of item", *_ITEM_KINDS),
        label("text_nb", "wording in bokmål", may_be_empty=True),
        label("text_nn", "wording in nynorsk", may_be_empty=True),
        label("text_en", "wording in English", may_be_empty=True),
        whole("scale_low", "lowest point of the scale", 0, 10, may_be_empty=True),
        whole("scale_high", "highest point of the scale", 1, 100, may_be_empty=True),
        key("asked_if_item", "item that decides whether this one is asked", may_be_empty=True),
        key("asked_if_answer", "answer to that item by which it is asked", may_be_empty=True),
        label("skip_rule", "skip rule in words, where one item and answer cannot say it", may_be_empty=True),
    ),
    key=("instrument", "item"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

SURVEY_OPTIONS = Table(
    name="survey_options",
    description="Answer options of survey items",
    columns=(
        key("instrument", "survey instrument"),
        key("item", "item"),
        key("option", "option"),
        label("text_nb", "wording in bokmål", may_be_empty=True),
        label("text_nn", "wording in nynorsk", may_be_empty=True),
        label("text_en", "wording in English", may_be_empty=True),
    ),
    key=("instrument", "item", "option"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

SURVEY_ANSWERS = Table(
    name="survey_answers",
    description="Answers to surveys: one row a respondent, item and chosen option",
    columns=(
        key("instrument", "survey instrument"),
        key("wave", "wave of the survey"),
        person("respondent", "respondent, pseudonymous"),
        code(
            "role",
            "role of the respondent",
            "coordinator",
            "leader",
            "team_member",
            "user",
            "relative",
            "general_practitioner",
            "other",
            quasi_identifier=True,
        ),
        key("municipality", "municipality", of="municipalities", may_be_empty=True),
        key("item", "item"),
        key("answer", "option or scale point; `number` for a number, `text` for a date or text"),
        number("number", "answer to a number item", may_be_empty=True),
        free_text("text", "answer to a date or free-text item", voice=Voice.PERSONS),
    ),
    key=("instrument", "wave", "respondent", "item", "answer"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

USER_REPRESENTATIVES = Table(
    name="user_representatives",
    description="User representatives in teams, and what hindered recruiting them",
    columns=(
        key("team", "team", of="teams"),
        yes_no("recruited", "a user representative was recruited"),
        whole("number", "user representatives in the team", 0, 20),
        yes_no("compensated", "the representative was compensated", may_be_empty=True),
        code(
            "obstacle",
            "main obstacle to recruiting",
            "no_local_organisation",
            "none_trained",
            "health",
            "time",
            "none",
            "other",
        ),
    ),
    key=("team",),
    protects=Protects.PERSONS,
    audience=Audience.NETWORK_LEADER,
)

INTERVIEW_CODES = Table(
    name="interview_codes",
    description="Codes or themes of interview analyses",
    columns=(
        key("study", "interview study"),
        key("theme", "code or theme"),
        label("name", "name of the theme"),
        code("approach", "kind of analysis", "codebook", "reflexive"),
        free_text("definition", "definition of the theme"),
    ),
    key=("study", "theme"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

INTERVIEW_SEGMENTS = Table(
    name="interview_segments",
    description="Coded segments of interviews",
    columns=(
        key("study", "interview study"),
        person("interview", "interview"),
        whole("segment", "number of the segment", 1, 5000),
        key("coder", "coder, pseudonymous"),
        key("theme", "code or theme"),
        yes_no("present", "the coder found the theme in the segment"),
        free_text("segment_text", "text of the segment", voice=Voice.PERSONS),
    ),
    key=("study", "interview", "segment", "coder", "theme"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

INTERVIEW_AUDIT = Table(
    name="interview_audit",
    description="Audit trail of a reflexive analysis",
    columns=(
        key("study", "interview study"),
        whole("step", "number of the step", 1, 1000),
        day("done", "day of the step"),
        code(
            "kind",
            "kind of step",
            "familiarisation",
            "coding",
            "themes_made",
            "themes_reviewed",
            "decision",
            "memo",
        ),
        free_text("note", "what was decided and why", may_be_empty=False),
    ),
    key=("study", "step"),
    protects=Protects.STAFF,
    audience=Audience.OWN_TEAM,
)

FUNCTION_SCORES = Table(
    name="function_scores",
    description="Function scores over everyday activities (1 no problem to 5 full need of help)",
    columns=(
        person("user", "user of services, pseudonymous"),
        key("municipality", "municipality", of="municipalities"),
        day("scored", "day of the scoring"),
        whole("activity", "number of the everyday activity", 1, 30),
        whole("score", "function score", 1, 5),
    ),
    key=("user", "scored", "activity"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

SCREENINGS = Table(
    name="screenings",
    description="Screenings for early identification of people at risk",
    columns=(
        person("screening", "screening"),
        key("municipality", "municipality", of="municipalities"),
        day("screened", "day of the screening"),
        code("place", "where", "general_practitioner", "hospital", "municipality", quasi_identifier=True),
        code("age_group", "age group", "0_17", "18_66", "67_79", "80_and_over", quasi_identifier=True),
        code("result", "result", "at_risk", "not_at_risk", "uncertain"),
        code("followed_up", "what followed", "team", "coordinator", "service", "nothing", may_be_empty=True),
    ),
    key=("screening",),
    protects=Protects.PERSONS,
    audience=Audience.NETWORK_LEADER,
)

COORDINATING_UNITS = Table(
    name="coordinating_units",
    description="Capacity and tasks of the coordinating unit",
    columns=(
        key("municipality", "municipality", of="municipalities"),
        day("described", "day of the description"),
        number("positions", "full-time positions", 0, 100, unit="positions"),
        yes_no("appoints_coordinators", "appoints coordinators"),
        yes_no("trains_coordinators", "trains coordinators"),
        yes_no("keeps_overview", "keeps an overview of people in need of follow-up"),
        yes_no("routines_with_hospital", "has routines with the hospital"),
    ),
    key=("municipality", "described"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

CARE_PATHWAY_EPISODES = Table(
    name="care_pathway_episodes",
    description="Coded points of care pathways",
    columns=(
        person("episode", "care pathway of one patient, pseudonymous"),
        key("hospital_trust", "hospital trust", of="hospital_trusts", quasi_identifier=True),
        key("care_pathway", "care pathway", quasi_identifier=True),
        code(
            "point",
            "coded point",
            "start",
            "assessment_start",
            "clinical_decision",
            "treatment_start",
            "evaluation",
            "end",
        ),
        day("coded", "date of the point"),
    ),
    key=("episode", "point", "coded"),
    protects=Protects.PERSONS,
    audience=Audience.NETWORK_LEADER,
)

PATHWAY_LIMITS = Table(
    name="pathway_limits",
    description="Pathway times: the most days between two coded points",
    columns=(
        key("care_pathway", "care pathway"),
        label("from_point", "coded point the time runs from"),
        label("to_point", "coded point it runs to"),
        whole("days", "limit", 0, 1000, unit="days"),
        day("valid_from", "first day the limit holds"),
    ),
    key=("care_pathway", "from_point", "to_point", "valid_from"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

CONTEXT_EVENTS = Table(
    name="context_events",
    description="What else happened: mergers, epidemics, new leaders, other projects",
    columns=(
        key("event", "event"),
        key(
            "municipality", "municipality; empty for a national event", of="municipalities", may_be_empty=True
        ),
        day("began", "first day"),
        day("ended", "last day", may_be_empty=True),
        code(
            "kind",
            "kind of event",
            "merger",
            "leader_change",
            "epidemic",
            "other_project",
            "new_form",
            "staffing",
            "other",
        ),
    ),
    key=("event",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

RESOURCE_USE = Table(
    name="resource_use",
    description="Hours and kroner spent",
    columns=(
        key("team", "team", of="teams"),
        month("month", "month"),
        code("kind", "what was spent", "hours", "kroner"),
        code("activity", "on what", "gatherings", "guidance", "own_work", "travel", "compensation", "other"),
        number("amount", "amount", 0),
    ),
    key=("team", "month", "kind", "activity"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

STUDY_TABLES = (
    SURVEY_ITEMS,
    SURVEY_OPTIONS,
    SURVEY_ANSWERS,
    USER_REPRESENTATIVES,
    INTERVIEW_CODES,
    INTERVIEW_SEGMENTS,
    INTERVIEW_AUDIT,
    FUNCTION_SCORES,
    SCREENINGS,
    COORDINATING_UNITS,
    CARE_PATHWAY_EPISODES,
    PATHWAY_LIMITS,
    CONTEXT_EVENTS,
    RESOURCE_USE,
)
