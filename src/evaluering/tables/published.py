"""Tables of figures transcribed from public documents. They protect nothing: they are public."""

from evaluering.tables.declaration import Column, ColumnType, Document, Table
from evaluering.tables.sources import ALL_FIVE, CONTINUOUS_IMPROVEMENT_2023, NOTE_2016, PILOT_EVALUATION
from evaluering.vocabulary import Audience, Protects

_DAY = 24.0
_PAGE = "sidetall ikke registrert"


def _published(
    name: str,
    description: str,
    columns: tuple[Column, ...],
    key: tuple[str, ...],
    source: tuple[Document | tuple[Document, ...], str],
) -> Table:
    given, place = source
    return Table(
        name=name,
        file=f"published/{name}.csv",
        description=description,
        columns=columns,
        key=key,
        protects=Protects.NOTHING,
        audience=Audience.PUBLIC,
        documents=given if isinstance(given, tuple) else (given,),
        place=f"{place}, {_PAGE}",
    )


def _whole(name: str, description: str, minimum: float, maximum: float | None = None) -> Column:
    return Column(name, ColumnType.WHOLE_NUMBER, description, minimum=minimum, maximum=maximum)


def _text(name: str, description: str, *, may_be_empty: bool = False) -> Column:
    return Column(name, ColumnType.TEXT, description, may_be_empty=may_be_empty)


def _code(name: str, description: str, allowed: tuple[str, ...], *, may_be_empty: bool = False) -> Column:
    return Column(name, ColumnType.CODE, description, allowed=allowed, may_be_empty=may_be_empty)


def _hours(name: str, description: str) -> Column:
    return Column(name, ColumnType.NUMBER, description, unit="hours", minimum=0, maximum=2 * _DAY)


GATHERING_HOURS = _published(
    "gathering_hours_2014_2015",
    "Planned hours at the four gatherings of the learning networks 2014-2015",
    (
        _whole("gathering", "number of the gathering", 1),
        _hours("lectures_project_group_h", "lectures by the project group"),
        _hours("lectures_external_h", "lectures by others"),
        _hours("group_work_and_plenary_h", "group work and plenary sessions"),
    ),
    ("gathering",),
    (NOTE_2016, "timer per samling"),
)

GATHERING_PROGRAMME = _published(
    "gathering_programme_2021_2022",
    "Minute programme of the four digital gatherings in Møre og Romsdal 2021-2022",
    (
        _whole("gathering", "number of the gathering", 1),
        _whole("item", "running number of the programme item", 1),
        Column("start", ColumnType.TIME_OF_DAY, "start of the item"),
        Column("end", ColumnType.TIME_OF_DAY, "end of the item", may_be_empty=True),
        _text("topic", "topic, in the programme's words"),
        _code(
            "activity_as_described",
            "kind of item",
            (
                "welcome_and_team_presentation",
                "welcome",
                "team_presentation",
                "lecture",
                "group_work",
                "plenary",
                "break",
                "lunch",
            ),
        ),
        _code(
            "speaker_affiliation",
            "where the speaker works",
            (
                "organiser",
                "county_governor",
                "directorate_of_health",
                "municipality",
                "research_centre",
                "team",
            ),
            may_be_empty=True,
        ),
        _code(
            "affiliation_basis",
            "how the affiliation is known",
            ("programme", "inferred", "report_text"),
            may_be_empty=True,
        ),
        _code(
            "group_form",
            "how groups are made up",
            ("own_team", "across_municipalities"),
            may_be_empty=True,
        ),
        Column(
            "minutes_low",
            ColumnType.NUMBER,
            "minutes not shared with another item",
            unit="minutes",
            derived=True,
        ),
        Column("minutes_high", ColumnType.NUMBER, "minutes, overlap included", unit="minutes", derived=True),
        Column(
            "minutes_new", ColumnType.NUMBER, "minutes no earlier item covers", unit="minutes", derived=True
        ),
    ),
    ("gathering", "item"),
    (CONTINUOUS_IMPROVEMENT_2023, "program for samlingene"),
)

MUNICIPAL_GOALS = _published(
    "municipal_goals_2014_2015",
    "The municipalities' own goals, merged and summarised by the note's authors",
    (
        _whole("goal_id", "number of the goal", 1),
        _text("goal_nb", "the goal, summarised"),
        _code("kind", "what the row really is", ("goal", "process", "status", "challenge")),
        _whole("municipalities", "municipalities that named it", 0),
    ),
    ("goal_id",),
    (NOTE_2016, "kommunenes mål"),
)

NATIONAL_GOALS = _published(
    "national_goals",
    "National main goals as stated in the note and in the invitation",
    (
        _whole("goal_id", "number of the goal", 1),
        _code("source", "which document states it", ("note", "invitation")),
        _text("goal_nb", "the goal, shortened"),
    ),
    ("source", "goal_id"),
    (NOTE_2016, "nasjonale hovedmål og invitasjonen"),
)

FIGURES_IN_TEXT = _published(
    "figures_in_text",
    "Single figures stated in the text of the public documents",
    (
        _text("source", "which network, pilot or plan"),
        _whole("year", "year the figure is about", 2000, 2100),
        _text("quantity", "what is counted"),
        _text("value", "number, month or date"),
        _code("unit", "unit of the value", ("count", "percent", "months", "month", "date")),
        Column("denominator", ColumnType.NUMBER, "what a percent is of", minimum=1, may_be_empty=True),
        _text("note", "reservations", may_be_empty=True),
    ),
    ("source", "quantity"),
    (ALL_FIVE, "løpende tekst"),
)

MUNICIPALITY_MERGERS = _published(
    "municipality_mergers_2020",
    "Pilot municipalities before and after the mergers of 2020",
    (
        _text("pilot_municipality_2018", "name in 2018"),
        _text("municipality_2020", "name from 2020"),
        _text("merged_from", "municipalities merged, separated by semicolons"),
    ),
    ("pilot_municipality_2018",),
    (PILOT_EVALUATION, "pilotkommunene"),
)

WHAT_MATTERS_EXAMPLE = _published(
    "what_matters_form_example",
    "The toolkit's worked example of the what-matters-to-me form",
    (
        _text("activity_nb", "activity"),
        _whole("conversation_1", "score at the first conversation", 1, 10),
        _whole("conversation_2", "score at the second conversation", 1, 10),
    ),
    ("activity_nb",),
    (NOTE_2016, "verktøykassen, eksempel på skjema"),
)

CHECKLIST_EXAMPLE = _published(
    "collaboration_checklist_example",
    "The toolkit's worked example of the collaboration checklist",
    (
        _whole("item", "number of the item", 1, 10),
        _code("answer", "answer", ("yes", "no", "not_applicable")),
        Column(
            "what_matters_mean",
            ColumnType.NUMBER,
            "mean score copied from the form",
            minimum=1,
            maximum=10,
            may_be_empty=True,
        ),
    ),
    ("item",),
    (NOTE_2016, "verktøykassen, eksempel på sjekkliste"),
)
