"""The nouns of the field and of publishing, as closed lists."""

from enum import StrEnum


class Protects(StrEnum):
    """Whom a table's numbers could expose."""

    PERSONS = "persons"
    STAFF = "staff"
    MUNICIPALITIES = "municipalities"
    NOTHING = "nothing"


class Voice(StrEnum):
    """Whom a free text is by or about; it decides whether any of it may ever be seen.

    ``PERSONS``: only curated quotes of it, at network level or above. ``ORGANISATION``: what a team or a
    municipality says of its own work; shown to it, and to others once approved. ``WITHHELD``: never shown.
    """

    PERSONS = "persons"
    ORGANISATION = "organisation"
    WITHHELD = "withheld"


class TextKind(StrEnum):
    """What a released text is: a respondent's words, or an organisation's on its own work."""

    QUOTE = "quote"
    STATEMENT = "statement"


class Format(StrEnum):
    """What a report is published as; the page comes first, and the others are made from it."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


def page_and_others(formats: tuple[Format, ...]) -> tuple[Format, ...]:
    """The formats themselves. Raises ``ValueError`` without the page, or when one stands twice."""
    if Format.HTML not in formats or len(set(formats)) < len(formats):
        raise ValueError("html, and each other format once")
    return formats


class Audience(StrEnum):
    """The widest circle a table's results may reach."""

    OWN_TEAM = "own team"
    NETWORK_LEADER = "network leader"
    PUBLIC = "public"


class Language(StrEnum):
    """Written forms a report can be published in."""

    BOKMAAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


class Unit(StrEnum):
    """What a number counts or measures; it decides rounding and display."""

    COUNT = "count"
    HOURS = "hours"
    MINUTES = "minutes"
    SHARE = "share"
    RATE = "rate"
    PROBABILITY = "probability"
    EXPECTED_COUNT = "expected_count"
    LEVEL = "level"
    POINTS = "points"
    NUMBER = "number"
    COEFFICIENT = "coefficient"
    RATIO = "ratio"
    DAYS = "days"
    KRONER = "kroner"
    PERCENTAGE_POINTS = "percentage_points"
    TEXT = "text"
    CODE = "code"


DECIMALS: dict[Unit, int] = {
    Unit.COUNT: 0,
    Unit.HOURS: 2,
    Unit.MINUTES: 0,
    Unit.SHARE: 3,
    Unit.RATE: 3,
    Unit.PROBABILITY: 3,
    Unit.EXPECTED_COUNT: 1,
    Unit.LEVEL: 4,
    Unit.POINTS: 2,
    Unit.NUMBER: 2,
    Unit.COEFFICIENT: 2,
    Unit.RATIO: 2,
    Unit.DAYS: 1,
    Unit.KRONER: 0,
    Unit.PERCENTAGE_POINTS: 1,
}
"""Decimals kept when a number is released; everything shown is drawn from the rounded value."""


class CellStatus(StrEnum):
    """What disclosure control decided about one cell."""

    RELEASED = "released"
    SUPPRESSED = "suppressed"


class Suppression(StrEnum):
    """Why disclosure control hides a cell; for the one who checks a release, never for its readers.

    What was too small and what is hidden for its sake look the same on a page: the difference would tell
    which hidden numbers are small.
    """

    NOT_JUDGEABLE = "not_judgeable"
    FREE_TEXT = "free_text"
    FEW = "few"
    SMALL_BASE = "small_base"
    FEW_BEHIND = "few_behind"
    EXTREME = "extreme"
    ALIKE = "alike"
    DOMINANCE = "dominance"
    FREEDOM = "freedom"
    FEW_MUNICIPALITIES = "few_municipalities"
    SMALL_MUNICIPALITY = "small_municipality"
    NARROW_AUDIENCE = "narrow_audience"
    SMALL_TEAM = "small_team"
    SINGLE_ROLE = "single_role"
    ATTRITION = "attrition"
    RESTS_ON_HIDDEN = "rests_on_hidden"
    WEAK_SERIES = "weak_series"
    LINKED = "linked"
    RELEASED_BEFORE = "released_before"


class EntryKind(StrEnum):
    """What an entry of the ledger records."""

    RELEASE = "release"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class Quantity(StrEnum):
    """What kind of number a cell is; disclosure control has rules for each kind.

    ``SETTING`` is chosen by the evaluator (a confidence level, a threshold), or is the wording of an
    instrument or a code list, and says nothing of the data. ``EXTREME`` is one unit's own value: the
    smallest or largest of several.
    """

    COUNT = "count"
    SHARE = "share"
    TOTAL = "total"
    MEAN = "mean"
    SPREAD = "spread"
    QUANTILE = "quantile"
    EXTREME = "extreme"
    INTERVAL = "interval"
    TEST = "test"
    MODEL = "model"
    SETTING = "setting"


class Design(StrEnum):
    """How strong the design behind a number is, weakest claim first."""

    DESCRIPTION = "description"
    ASSOCIATION = "association"
    BEFORE_AFTER = "before_after_without_control"
    SERIES = "series_without_control"
    CONTROLLED = "before_after_with_control"
    STEPPED = "stepped"
    RANDOMISED = "randomised"


class Standing(StrEnum):
    """Whether a finding was planned before the data, and if not, why it counts as exploratory."""

    PLANNED = "planned"
    NOT_REGISTERED = "not_registered"
    REGISTERED_LATE = "registered_late"
    UNDATED = "undated"
    ANOTHER_MODEL = "another_model"
    ANOTHER_TIME_POINT = "another_time_point"

    @property
    def is_planned(self) -> bool:
        """Whether outcome, model and time point stood in the registered plan before the first data."""
        return self is Standing.PLANNED


class FigureKind(StrEnum):
    """The closed family of figures; ``docs/figures.md`` shows each and says when to use it."""

    STACKED_BARS = "stacked_bars"
    DIVERGING_BARS = "diverging_bars"
    BARS = "bars"
    DOT_INTERVAL = "dot_interval"
    SLOPES = "slopes"
    CONTROL_CHART = "control_chart"
    SMALL_MULTIPLES = "small_multiples"
    FUNNEL = "funnel"
    STEP_TIMELINE = "step_timeline"


class ElementKind(StrEnum):
    """What a notebook may place on a page."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    TEXT = "text"
    POINTS = "points"
    TABLE = "table"
    FIGURE = "figure"
    QUOTES = "quotes"
    STATEMENTS = "statements"


class OutcomeKind(StrEnum):
    """How one report ended."""

    DONE = "done"
    CACHED = "cached"
    FAILED = "failed in the notebook"
    BROKE_CONTRACT = "broke its contract"
    HELD = "held by disclosure"
    COULD_NOT_START = "could not start"


class Activity(StrEnum):
    """Kinds of time at a gathering."""

    LECTURE_OWN = "lecture_own"
    LECTURE_EXTERNAL = "lecture_external"
    LECTURE = "lecture"
    OWN_TEAM_WORK = "own_team_work"
    EXCHANGE = "exchange"
    PLENARY = "plenary"
    GROUP_WORK_AND_PLENARY = "group_work_and_plenary"
    OVERLAP = "overlap"
    BREAK = "break"


class Criterion(StrEnum):
    """What makes a goal measurable."""

    HOW_MUCH = "how_much"
    BY_WHEN = "by_when"
    FOR_WHOM = "for_whom"
    MEASURED_HOW = "measured_how"
