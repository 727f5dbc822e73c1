"""The plan: every report a release must hold, as frozen jobs."""

import json
from collections.abc import Container
from dataclasses import dataclass

from evaluering.analysis import ANALYSES
from evaluering.analysis.scope import read_for, scope_of
from evaluering.errors import InputRefused, NotInRelease, WrongUse
from evaluering.publishing.past import Mended
from evaluering.publishing.place_names import NAMELESS, PlaceName
from evaluering.publishing.public_words import refuse_identifiers
from evaluering.settings import Configuration, Contract, Value
from evaluering.vocabulary import Format, Language, OutcomeKind
from evaluering.workspace import CONFIGURATION, checked_parameters


@dataclass(frozen=True)
class Job:
    """One report in one language: which question, which parameters, what it promises.

    ``place`` is what its part of the study is called, known once the tables are read; ``mended`` the changes
    of its numbers that readers were told of.
    """

    report_id: str
    question: str
    language: Language
    parameters: tuple[tuple[str, Value], ...]
    contract: Contract
    formats: tuple[Format, ...] = (Format.HTML,)
    own_title: str = ""
    place: PlaceName = NAMELESS
    mended: tuple[Mended, ...] = ()

    @property
    def report(self) -> str:
        """The report's id in ``evaluering.toml``: one report may be a job in each of its languages."""
        return self.report_id.removesuffix(f"-{self.language.value}")

    @property
    def variant(self) -> str:
        """The parameters as text; findings made with them carry it."""
        return json.dumps(dict(self.parameters), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Plan:
    """All jobs of a release, in the order of their ids."""

    jobs: tuple[Job, ...]

    def without(self, reports: Container[str]) -> "Plan":
        """The plan less the jobs with these report ids."""
        return Plan(tuple(job for job in self.jobs if job.report_id not in reports))

    @property
    def questions(self) -> tuple[tuple[str, tuple[tuple[str, Value], ...]], ...]:
        """Each question with its parameters, once."""
        return tuple(sorted({(job.question, job.parameters) for job in self.jobs}))

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table some analysis of the plan reads."""
        return tuple(
            sorted(
                {
                    name
                    for question, parameters in self.questions
                    for name in read_for(ANALYSES[question].slices, scope_of(dict(parameters)))
                }
            )
        )

    @property
    def required(self) -> frozenset[str]:
        """The tables without which some analysis of the plan has nothing to say."""
        asked = [ANALYSES[question] for question, _ in self.questions]
        return frozenset(name for one in asked for name in one.slices if name not in one.optional)


@dataclass(frozen=True)
class Outcome:
    """How one report ended, and why when it is not there.

    ``seconds`` it took and ``memory_mb`` (10^6 bytes) at its peak; 0 where they were not measured.
    """

    report_id: str
    kind: OutcomeKind
    reason: str = ""
    exit_code: int = 0
    seconds: float = 0.0
    memory_mb: float = 0.0

    @property
    def succeeded(self) -> bool:
        """Whether the report's page exists."""
        return self.kind in (OutcomeKind.DONE, OutcomeKind.CACHED)


def make_plan(configuration: Configuration) -> Plan:
    """The jobs ``evaluering.toml`` asks for, parameters checked.

    A report in the language its municipality has decided is a job in each of them until the tables have
    been read (``written_forms.decided``).

    Raises ``WrongUse`` for faulty parameters and ``InputRefused`` for a notebook whose question
    no analysis answers.
    """
    unanswered = sorted(configuration.notebooks.keys() - ANALYSES.keys())
    if unanswered:
        raise InputRefused(
            CONFIGURATION,
            expected=f"notebooks that answer {', '.join(sorted(ANALYSES))}",
            found=f"no analysis for {', '.join(unanswered)}",
            next_step="rename the notebook, or add the analysis",
        )
    _check_registered(configuration)
    for report in configuration.reports:
        for title in report.title.values():
            refuse_identifiers(f"the title of {report.id}", title)
    jobs = [
        Job(
            report_id=f"{report.id}-{language.value}",
            question=report.notebook,
            language=language,
            parameters=tuple(
                sorted(checked_parameters(configuration, report.notebook, report.parameters).items())
            ),
            contract=configuration.notebooks[report.notebook].contract,
            formats=report.formats,
            own_title=report.title.get(language, ""),
        )
        for report in configuration.reports
        for language in report.possible_languages
    ]
    return Plan(tuple(sorted(jobs, key=lambda job: job.report_id)))


def _check_registered(configuration: Configuration) -> None:
    """Refuse a registered plan that no analysis could ever carry out: a misspelt one would pass unseen."""
    faults = [
        f"{plan.analysis}: {plan.outcome}, {plan.model}, {plan.time_point}"
        for plan in configuration.registered
        if (plan.outcome, plan.model, plan.time_point) not in _claims(plan.analysis)
    ]
    if faults:
        known = [f"{name}: {', '.join(claim)}" for name in sorted(ANALYSES) for claim in _claims(name)]
        raise InputRefused(
            CONFIGURATION,
            expected=f"registered plans that an analysis carries out: {'; '.join(known)}",
            found="; ".join(faults),
            next_step="mend these plans",
        )


def _claims(question: str) -> tuple[tuple[str, str, str], ...]:
    return ANALYSES[question].claims if question in ANALYSES else ()


def find_job(configuration: Configuration, question: str, language: str, parameters: dict[str, Value]) -> Job:
    """The planned job of a question with these parameters.

    Raises ``WrongUse`` for an unknown question or faulty parameters, and ``NotInRelease``, with
    the line to add, when the plan holds no such report.
    """
    if question not in configuration.notebooks:
        raise WrongUse(
            f"report {question}",
            expected=f"one of {', '.join(sorted(configuration.notebooks))}",
            found="another name",
            next_step="use the name of a declared notebook",
        )
    wanted = tuple(sorted(checked_parameters(configuration, question, parameters).items()))
    for job in make_plan(configuration).jobs:
        if (job.question, job.language, job.parameters) == (question, language, wanted):
            return job
    raise NotInRelease(
        f"report {question} with {', '.join(f'{name}={value}' for name, value in wanted)}, {language}",
        expected=f"a report planned in {CONFIGURATION}",
        found="none with these parameters and this language",
        next_step=f"add to {CONFIGURATION}:\n{_toml(question, language, wanted)}",
    )


def _toml(question: str, language: str, parameters: tuple[tuple[str, Value], ...]) -> str:
    inline = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in parameters)
    slug = question.replace("_", "-")
    return (
        f'    [[reports]]\n    id = "{slug}-2"\n    notebook = "{question}"\n'
        f'    languages = ["{language}"]\n    parameters = {{ {inline} }}'
    )
