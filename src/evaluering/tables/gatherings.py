"""Gatherings and the work between them: programmes, ratings, packages, guidance, inquiries."""

from evaluering.tables.columns import clock, code, day, free_text, key, label, person, whole, yes_no
from evaluering.tables.declaration import Table
from evaluering.vocabulary import Audience, Protects, Voice

_DAY_OF_MINUTES = 1440
_TOPICS = ("goals", "measures", "user_involvement", "anchoring", "actions", "tools", "practical", "other")
_CHANNELS = ("telephone", "e_mail", "video", "visit")

GATHERINGS = Table(
    name="gatherings",
    description="Gatherings of the networks",
    columns=(
        key("gathering", "gathering"),
        key("network", "network", of="networks"),
        whole("number", "number of the gathering in the network", 1, 30),
        day("start", "first day"),
        whole("days", "days it lasted", 1, 5, unit="days"),
        code("form", "how people met", "in_person", "digital", "mixed"),
        yes_no("joint", "held together with another network"),
    ),
    key=("gathering",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

PROGRAMME_ITEMS = Table(
    name="programme_items",
    description="Timed items of the gatherings' programmes, planned or held",
    columns=(
        key("gathering", "gathering", of="gatherings"),
        whole("day_number", "day of the gathering", 1, 5),
        whole("item", "running number of the item", 1, 100),
        code("basis", "planned or held", "planned", "held"),
        clock("start", "start"),
        clock("end", "end", may_be_empty=True),
        label("topic", "topic, in the programme's words"),
        code(
            "activity",
            "kind of item",
            "welcome",
            "presentation",
            "lecture",
            "group_work",
            "plenary",
            "break",
            "lunch",
        ),
        code(
            "affiliation",
            "where the speaker works",
            "organiser",
            "county_governor",
            "directorate_of_health",
            "municipality",
            "hospital",
            "research_centre",
            "user_organisation",
            "team",
            may_be_empty=True,
        ),
        code("group_form", "how groups are made up", "own_team", "across_municipalities", may_be_empty=True),
    ),
    key=("gathering", "day_number", "item", "basis"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

PARTICIPATION = Table(
    name="participation",
    description="How many of each team took part in each gathering",
    columns=(
        key("gathering", "gathering", of="gatherings"),
        key("team", "team", of="teams"),
        whole("participants", "people from the team who took part", 0, 100),
        whole("user_representatives", "of them user representatives", 0, 20),
        yes_no("manager_present", "a manager took part"),
    ),
    key=("gathering", "team"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

GATHERING_EVALUATIONS = Table(
    name="gathering_evaluations",
    description="Participants' evaluation forms after a gathering; anonymous",
    columns=(
        key("gathering", "gathering", of="gatherings", quasi_identifier=True),
        person("response", "form"),
        code("lectures_time", "time for lectures", "too_little", "suitable", "too_much", may_be_empty=True),
        code(
            "team_work_time",
            "time for own-team work",
            "too_little",
            "suitable",
            "too_much",
            may_be_empty=True,
        ),
        code("exchange_time", "time for exchange", "too_little", "suitable", "too_much", may_be_empty=True),
        whole("usefulness", "usefulness, 1 low to 5 high", 1, 5, may_be_empty=True),
        free_text("comment", "comment", voice=Voice.PERSONS),
    ),
    key=("gathering", "response"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

PREPARATION_PACKAGES = Table(
    name="preparation_packages",
    description="Preparation packages given before a gathering",
    columns=(
        key("preparation_package", "package"),
        key("gathering", "gathering it prepares for", of="gatherings"),
        label("title", "title"),
        day("sent", "day it was sent"),
    ),
    key=("preparation_package",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

TASKS = Table(
    name="tasks",
    description="Tasks of the preparation packages",
    columns=(
        key("preparation_package", "package", of="preparation_packages"),
        whole("task", "number of the task", 1, 50),
        label("wording", "the task, in the organiser's words"),
    ),
    key=("preparation_package", "task"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

TASK_STATUS = Table(
    name="task_status",
    description="What each team did of each task",
    columns=(
        key("preparation_package", "package", of="preparation_packages"),
        whole("task", "number of the task", 1, 50),
        key("team", "team", of="teams"),
        code("status", "what was done", "done", "partly", "not_done", "not_reported"),
    ),
    key=("preparation_package", "task", "team"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

GUIDANCE_CONTACTS = Table(
    name="guidance_contacts",
    description="Guidance planned and initiated by the organisers",
    columns=(
        key("contact", "contact"),
        key("team", "team", of="teams"),
        day("planned", "day it was planned for"),
        day("held", "day it was held; empty when it was not", may_be_empty=True),
        code("channel", "channel", *_CHANNELS),
        code("topic", "main topic", *_TOPICS),
        whole("minutes", "minutes it took", 0, _DAY_OF_MINUTES, unit="minutes", may_be_empty=True),
    ),
    key=("contact",),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

INQUIRIES = Table(
    name="inquiries",
    description="Teams' own requests for help between gatherings",
    columns=(
        key("inquiry", "inquiry"),
        key("team", "team that asked", of="teams"),
        day("asked", "day it was asked"),
        code("channel", "channel", *_CHANNELS),
        code("topic", "main topic", *_TOPICS),
        code("answered_by", "who answered", "organiser", "adviser", "other_team", "nobody"),
        whole("days_to_answer", "days until an answer", 0, 365, unit="days", may_be_empty=True),
        free_text("question", "the question in words"),
    ),
    key=("inquiry",),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

GATHERING_TABLES = (
    GATHERINGS,
    PROGRAMME_ITEMS,
    PARTICIPATION,
    GATHERING_EVALUATIONS,
    PREPARATION_PACKAGES,
    TASKS,
    TASK_STATUS,
    GUIDANCE_CONTACTS,
    INQUIRIES,
)
