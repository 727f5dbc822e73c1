"""Improvement work: goals, ratings, measures, phases, reports, self-assessment, artefacts."""

from evaluering.tables.columns import code, day, free_text, key, label, month, number, person, whole
from evaluering.tables.declaration import Table
from evaluering.vocabulary import Audience, Protects, Voice

PHASES = ("prepare", "plan", "do", "evaluate", "follow_up")
"""The model for improvement."""

DEFINITIONS = {
    "note_2016": ("specific", "measurable", "inspiring", "realistic", "agreed"),
    "report_2023": ("specific", "measurable", "ambitious", "realistic", "time_bound", "engaging"),
    "measurability": ("how_much", "by_when", "for_whom", "measured_how"),
}
"""The two definitions of SMARTE and the four parts of measurability, with their criteria."""

SELF_ASSESSMENT_AREAS = tuple(f"area_{number}" for number in range(1, 11))
"""The ten areas of "Talk about improvement"; their wording belongs to the instrument."""

GOALS = Table(
    name="goals",
    description="Goals the teams set",
    columns=(
        key("goal", "goal"),
        key("team", "team", of="teams"),
        day("set", "day it was set"),
        code("status", "what became of it", "active", "reached", "given_up"),
    ),
    key=("goal",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.NETWORK_LEADER,
)

GOAL_WORDINGS = Table(
    name="goal_wordings",
    description="The wording of a goal over time",
    columns=(
        key("goal", "goal", of="goals"),
        whole("version", "version of the wording", 1, 50),
        day("worded", "day of this wording"),
        free_text("wording", "the goal in the team's words", voice=Voice.ORGANISATION, may_be_empty=False),
    ),
    key=("goal", "version"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.OWN_TEAM,
)

GOAL_RATINGS_BY_RATER = Table(
    name="goal_ratings_by_rater",
    description="Raters' verdicts on a wording, criterion by criterion",
    columns=(
        key("goal", "goal", of="goals"),
        whole("version", "version of the wording", 1, 50),
        person("rater", "rater, pseudonymous"),
        code("definition", "which definition of SMARTE", "note_2016", "report_2023", "measurability"),
        code(
            "criterion",
            "criterion",
            "specific",
            "measurable",
            "inspiring",
            "realistic",
            "agreed",
            "ambitious",
            "time_bound",
            "engaging",
            "how_much",
            "by_when",
            "for_whom",
            "measured_how",
        ),
        code("fulfilled", "verdict", "yes", "partly", "no"),
    ),
    key=("goal", "version", "rater", "definition", "criterion"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

MEASURES = Table(
    name="measures",
    description="Measures a team follows",
    columns=(
        key("measure", "measure"),
        key("team", "team", of="teams"),
        key("goal", "goal it belongs to", of="goals", may_be_empty=True),
        code("kind", "kind of measure", "result", "process", "balancing"),
        label("name", "name of the measure"),
        code("form", "what a value is", "proportion", "rate", "count", "mean"),
        code("better", "which way is better", "up", "down", "none"),
        number("target", "target, if one was set", may_be_empty=True),
    ),
    key=("measure",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.NETWORK_LEADER,
)

MEASURE_SERIES = Table(
    name="measure_series",
    description="Values of measures over time, with numerator and denominator",
    columns=(
        key("measure", "measure", of="measures"),
        month("month", "month measured"),
        number("numerator", "numerator, or the value of a count or mean"),
        number("denominator", "denominator; empty for a count", 0, may_be_empty=True),
    ),
    key=("measure", "month"),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)

TEAM_PHASES = Table(
    name="team_phases",
    description="Where a team is in the model for improvement",
    columns=(
        key("team", "team", of="teams"),
        day("observed", "day of the observation"),
        code("phase", "phase", *PHASES),
        whole("step", "step within the phase", 1, 5),
    ),
    key=("team", "observed"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

STATUS_REPORTS = Table(
    name="status_reports",
    description="Status reports before gatherings",
    columns=(
        key("team", "team", of="teams"),
        key("gathering", "gathering it was written for", of="gatherings"),
        day("delivered", "day it was delivered", may_be_empty=True),
        whole("goals_set", "goals set so far", 0, 50),
        whole("measures_started", "measures started so far", 0, 50),
        whole("actions_tested", "actions tested so far", 0, 100),
        free_text("promoters", "what promotes the work", voice=Voice.ORGANISATION),
        free_text("inhibitors", "what inhibits it", voice=Voice.ORGANISATION),
    ),
    key=("team", "gathering"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

GUIDANCE_FORMS = Table(
    name="guidance_forms",
    description="Guidance forms filled in between gatherings, part by part",
    columns=(
        key("team", "team", of="teams"),
        day("filled_in", "day it was filled in"),
        code(
            "part",
            "part of the form",
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
        ),
        code("answered", "whether the part was answered", "yes", "no"),
        free_text("answer", "the answer in words", voice=Voice.ORGANISATION),
    ),
    key=("team", "filled_in", "part"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

SELF_ASSESSMENTS = Table(
    name="self_assessments",
    description="Self-assessment of ten areas of the workplace (Talk about improvement)",
    columns=(
        key("team", "team", of="teams", quasi_identifier=True),
        person("response", "form"),
        code("wave", "before or after", "before", "after"),
        code("area", "area", *SELF_ASSESSMENT_AREAS),
        whole("score", "how well it works, 1 low to 5 high", 1, 5, may_be_empty=True),
    ),
    key=("team", "response", "wave", "area"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

IMPROVEMENT_ARTEFACTS = Table(
    name="improvement_artefacts",
    description="Fishbones, flow charts and five whys as structured lists",
    columns=(
        key("artefact", "artefact"),
        key("team", "team", of="teams"),
        code("kind", "kind of artefact", "fishbone", "flow_chart", "five_whys"),
        whole("node", "number of the node", 1, 200),
        whole("parent", "node it hangs on; empty for the first", 1, 200, may_be_empty=True),
        free_text("text", "text of the node", voice=Voice.ORGANISATION, may_be_empty=False),
    ),
    key=("artefact", "node"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.OWN_TEAM,
)

IMPROVEMENT_TABLES = (
    GOALS,
    GOAL_WORDINGS,
    GOAL_RATINGS_BY_RATER,
    MEASURES,
    MEASURE_SERIES,
    TEAM_PHASES,
    STATUS_REPORTS,
    GUIDANCE_FORMS,
    SELF_ASSESSMENTS,
    IMPROVEMENT_ARTEFACTS,
)
