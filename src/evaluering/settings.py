"""What ``evaluering.toml`` may say, as frozen, validated settings."""

from datetime import date
from math import isfinite
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from evaluering.publication import Publication
from evaluering.visible import visible
from evaluering.vocabulary import Format, Language, page_and_others

Value = str | bool | int | float
Day = date
"""A calendar day, for settings that are themselves called ``date``."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,40}$")]
"""Names of notebooks and parameters: papermill writes parameter names into code unescaped."""
_CellName = Annotated[str, StringConstraints(pattern=r"^\w+/\w+/\w+$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Report ids become folder names in the release."""
WorkKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_:.-]*$", max_length=80, to_lower=True)
]
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


def on_one_line(text: str) -> str:
    """The text itself. Raises ``ValueError`` when something in it cannot be seen, or it is several lines."""
    if visible(text) != text:
        raise ValueError("a text on one line, with nothing unseen in it")
    return text


PublicNote = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000),
    AfterValidator(on_one_line),
]
"""A sentence or two of the author's that readers see."""


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(on_one_line),
]
"""A report's own title."""
WRITTEN_FORMS = (Language.BOKMAAL, Language.NYNORSK)
"""The written forms of Norwegian a municipality can decide on."""


class Frozen(BaseModel):
    """Settings: unknown names refused, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Study(Frozen):
    """What is studied, by whom, and what the data may be used for."""

    title: str
    institution: str
    purpose: str
    use: Literal["quality_assurance", "research"] = "quality_assurance"


class Codebook(Frozen):
    """What the codebook says of the study beside its title; nothing of it is made up when left out.

    ``identifier`` is what others cite it by, a DOI where there is one. ``licence`` is a name such as
    ``CC-BY-4.0``. ``produced`` is the day the codebook is dated; no clock is read.
    """

    identifier: str = ""
    licence: Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9._]*$")] = ""
    produced: date | None = None


class DisclosureExemption(Frozen):
    """A threshold set looser than its floor, with who decided it, when and why; printed in the release."""

    rule: Name
    value: float
    reason: Told
    approved_by: Told
    dated: date


class DisclosureRules(Frozen):
    """Which results may be released: one rule set per release, part of every receipt.

    ``thresholds`` tightens rules by name; ``harmless_zeros`` and ``_wholes`` expose nobody with none or all;
    ``sheets`` names the questions on which teams get sheets.
    """

    rules: Literal["published_only", "protected"] = "published_only"
    thresholds: dict[Name, float] = {}
    harmless_zeros: tuple[_CellName, ...] = ()
    harmless_wholes: tuple[_CellName, ...] = ()
    exemption: tuple[DisclosureExemption, ...] = ()
    sheets: tuple[Name, ...] = ()


class Parameter(Frozen):
    """A typed parameter of a notebook, with its bounds."""

    type: Literal["text", "whole_number", "number", "yes_no"]
    default: Value
    allowed: tuple[Value, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @model_validator(mode="after")
    def _default_is_allowed(self) -> Self:
        if not self.accepts(self.default):
            raise ValueError(f"the default is not {self.allows}")
        return self

    @property
    def allows(self) -> str:
        """What the parameter takes, in words."""
        if self.allowed:
            return f"{self.type}: one of {', '.join(map(str, self.allowed))}"
        bounds = (
            f"at least {self.minimum:g}" if self.minimum is not None else "",
            f"at most {self.maximum:g}" if self.maximum is not None else "",
        )
        return ", ".join(part for part in (self.type, *bounds) if part)

    def accepts(self, value: object) -> bool:
        """Whether a value has the declared type and lies within the declared bounds."""
        if not _has_type(value, self.type) or (self.allowed and value not in self.allowed):
            return False
        if isinstance(value, float) and not isfinite(value):
            return False
        if isinstance(value, int | float):
            return (self.minimum is None or value >= self.minimum) and (
                self.maximum is None or value <= self.maximum
            )
        return True


def _has_type(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "yes_no"
    python = {"text": str, "whole_number": int, "number": int | float, "yes_no": bool}
    return isinstance(value, python[kind])


class Contract(Frozen):
    """What a page promises: findings, tables and figures in order, and how many units at least."""

    findings: tuple[Name, ...]
    tables: tuple[Name, ...] = ()
    figures: tuple[Name, ...] = ()
    minimum_n: int = 1


class Notebook(Frozen):
    """A notebook's declared parameters and contract. Its name is also the question it answers."""

    parameters: dict[Name, Parameter] = {}
    contract: Contract


class Report(Frozen):
    """A report of the plan: a notebook with parameters, in one or more languages.

    ``language_by = "municipality"`` goes before ``languages``: the report about a municipality is in the
    written form that municipality has decided, where it is neutral in that of ``neutral``. ``title`` goes,
    in each language it is given in, before the title of the question.
    ``cites`` are the works it rests on besides, by their keys in the references file of the publication.
    """

    id: Slug
    notebook: Name
    languages: tuple[Language, ...] = (Language.BOKMAAL,)
    language_by: Literal["", "municipality"] = ""
    neutral: Literal[Language.BOKMAAL, Language.NYNORSK] = Language.BOKMAAL
    title: dict[Language, Title] = {}
    formats: Annotated[tuple[Format, ...], AfterValidator(page_and_others)] = (Format.HTML,)
    parameters: dict[Name, Value] = {}
    publication: Publication = Publication()
    cites: Annotated[tuple[WorkKey, ...], Field(max_length=200)] = ()

    @field_validator("cites")
    @classmethod
    def _each_once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(given))

    @model_validator(mode="after")
    def _one_way_to_a_language(self) -> Self:
        if self.language_by and "languages" in self.model_fields_set:
            raise ValueError("languages and language_by together: give one of them")
        if self.language_by and not self.parameters.get("municipality"):
            raise ValueError("language_by without a parameter municipality")
        if "neutral" in self.model_fields_set and not self.language_by:
            raise ValueError("neutral without language_by")
        return self

    @property
    def possible_languages(self) -> tuple[Language, ...]:
        """The languages it is in, or of which a municipality's decision chooses one."""
        return WRITTEN_FORMS if self.language_by else self.languages


class RegisteredPlan(Frozen):
    """What a study said it would look at, before the data: outcome, model and time point of an analysis.

    ``registered`` is the day it was written down, ``document`` where (a protocol and its version).
    """

    analysis: Name
    outcome: Name
    model: Name
    time_point: Name
    registered: date
    document: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ReleaseSettings(Frozen):
    """How releases are made: dated when, by whom, and whether a second person must sign them off.

    ``date`` is the day of the release where the command line gives none; no clock is read. The
    ``author`` may not sign off a release of their own.
    """

    date: Day | None = None
    author: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    sign_off: bool = False


class Correction(Frozen):
    """What readers are told of a report whose released numbers changed, in the author's words."""

    report: Slug
    date: Day
    note: PublicNote


class WorkLimits(Frozen):
    """What the making of one report, or of one answer it rests on, may take."""

    report_seconds: float = Field(default=600, gt=0)
    report_memory_mb: int = Field(default=4096, ge=512)


class Configuration(Frozen):
    """All of ``evaluering.toml``."""

    study: Study
    registered: tuple[RegisteredPlan, ...] = ()
    codebook: Codebook = Codebook()
    publication: Publication = Publication()
    release: ReleaseSettings = ReleaseSettings()
    correction: tuple[Correction, ...] = ()
    disclosure: DisclosureRules = DisclosureRules()
    limits: WorkLimits = WorkLimits()
    notebooks: dict[Name, Notebook]
    reports: tuple[Report, ...]

    @property
    def language(self) -> Language:
        """The study's first language: that of its first report that names one, bokmål where there is none."""
        given = [report for report in self.reports if not report.language_by]
        languages = [language for report in given for language in report.languages]
        return languages[0] if languages else Language.BOKMAAL

    def title_of(self, report: str, language: Language) -> str:
        """The title a report is given in a language; "" where it has that of its question."""
        return next((one.title.get(language, "") for one in self.reports if one.id == report), "")

    def publication_of(self, report: str) -> Publication:
        """What a report says of itself as a publication: its own settings, else the study's."""
        own = {one.id: one.publication for one in self.reports}
        return own.get(report, Publication()).over(self.publication)

    def cites_of(self, report: str) -> tuple[str, ...]:
        """The works that a report names as background, by key."""
        return next((one.cites for one in self.reports if one.id == report), ())

    def corrections_of(self, report: str) -> tuple[Correction, ...]:
        """What readers are told of a report's changes, in order of days."""
        # The ledger tells a note once, however often it stands in the settings.
        own = dict.fromkeys(one for one in self.correction if one.report == report)
        return tuple(sorted(own, key=lambda one: (one.date, one.note)))
