"""``ev.report``: what a notebook sees. It reads the released store and nothing else."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from markupsafe import Markup
from pydantic import TypeAdapter

from evaluering.analysis.scope import Scope, scope_of
from evaluering.disclosure import load_released
from evaluering.errors import ReportFailed, WrongUse
from evaluering.language import Catalogue, catalogue
from evaluering.presentation import Element, Page, render_element
from evaluering.presentation.elements import Link
from evaluering.publishing.kernels import Call, LocalWorkers
from evaluering.publishing.place_names import NAMELESS, Network
from evaluering.publishing.plan import Job, find_job
from evaluering.results import Released, ReleasedText
from evaluering.settings import Value
from evaluering.vocabulary import ElementKind
from evaluering.workspace import Workspace, find_workspace, load_workspace

STORE_VARIABLE = "EVALUERING_RELEASED"
REPORT_VARIABLE = "EVALUERING_REPORT"
MIME = "application/vnd.evaluering.element+json"
"""The only kind of output a published page is made from: a reference to something released."""
_JOB = TypeAdapter(Job)


class Shown:
    """An element as a notebook shows it: a reference, and HTML when a person is looking."""

    def __init__(self, page: Page, element: Element, *, with_html: bool) -> None:
        # Rendered at once, so that a wrong name fails in the cell that has it.
        html = render_element(page, element) if with_html else Markup("")
        self._bundle = {MIME: {"kind": element.kind.value, "id": element.id}}
        self._html = {"text/html": str(html)} if with_html else {}

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {**self._bundle, **self._html}


class Report:
    """The released results of one planned report, ready to be placed on its page."""

    def __init__(self, page: Page, *, with_html: bool) -> None:
        self._page, self._with_html = page, with_html

    def heading(self, name: str) -> Shown:
        """A heading of the page, by name."""
        return self._shown(ElementKind.HEADING, name)

    def subheading(self, name: str) -> Shown:
        """A heading below the last one, by name."""
        return self._shown(ElementKind.SUBHEADING, name)

    def text(self, name: str) -> Shown:
        """A paragraph, by name; its numbers are released results."""
        return self._shown(ElementKind.TEXT, name)

    def points(self, group: str) -> Shown:
        """A list of statements, by group."""
        return self._shown(ElementKind.POINTS, group)

    def table(self, name: str) -> Shown:
        """A numbered table, by name."""
        return self._shown(ElementKind.TABLE, name)

    def figure(self, name: str) -> Shown:
        """A numbered figure with alt text, key sentence and data table, by name."""
        return self._shown(ElementKind.FIGURE, name)

    def quotes(self, group: str) -> Shown:
        """The approved quotes of a group; none of them bears a mark of who said it."""
        return self._shown(ElementKind.QUOTES, group)

    def statements(self, group: str) -> Shown:
        """What organisations say of their own work, as approved, by group."""
        return self._shown(ElementKind.STATEMENTS, group)

    def _shown(self, kind: ElementKind, name: str) -> Shown:
        return Shown(self._page, Element(kind, name), with_html=self._with_html)


def report(question: str, *, language: str = "nb", **parameters: Value) -> Report:
    """The released results of a planned report.

    ``question`` is the notebook's name; ``parameters`` are its declared parameters. The workspace
    is found upwards from the working folder. By hand, a stale store is first brought up to date in
    a child process. Raises ``WrongUse`` for unknown names or values and ``NotInRelease``, with
    the line to add to evaluering.toml, for a report outside the plan.
    """
    # Set only while a release is built: the page is then rendered by the publisher.
    building = os.environ.get(REPORT_VARIABLE)
    if building:
        job = _asked_for(building, (question, language, tuple(sorted(parameters.items()))))
        return Report(page_of(job, load_released(Path(os.environ[STORE_VARIABLE]))), with_html=False)
    workspace = load_workspace(find_workspace(Path.cwd()))
    job = find_job(workspace.configuration, question, language, parameters)
    return Report(page_of(job, load_released(_fresh_store(workspace))), with_html=True)


def asked_as_text(job: Job) -> str:
    """What a notebook's own process is told of the report it is to be: nothing of its place or its past."""
    return _JOB.dump_json(replace(job, place=NAMELESS, mended=())).decode()


def _asked_for(building: str, asked: tuple[str, str, tuple[tuple[str, Value], ...]]) -> Job:
    """The report that is being built. Raises ``WrongUse`` when a notebook asks for another."""
    job = _JOB.validate_json(building)
    if (job.question, job.language, job.parameters) != asked:
        raise WrongUse(
            f"notebooks/{job.question}.ipynb",
            expected=f'ev.report("{job.question}") with language and every parameter as its parameters cell'
            " has them",
            found="another report, or other parameters",
            next_step="hand on each name of the parameters cell",
        )
    return job


def page_of(job: Job, released: Released) -> Page:
    """What the page of a job may draw on: the findings its contract names."""
    answers = {finding.id: finding for finding in released.answers(job.question, job.variant)}
    return Page(
        question=job.question,
        findings=tuple(answers[name] for name in job.contract.findings if name in answers),
        tables=job.contract.tables,
        figures=job.contract.figures,
        catalogue=catalogue(job.language),
        control=released.control,
        texts=texts_of(job, released),
        own_title=job.own_title,
        mended=tuple((date.fromisoformat(one.day), one.editions) for one in job.mended),
        networks=tuple(_link(one, catalogue(job.language)) for one in job.place.networks),
    )


def _link(network: Network, words: Catalogue) -> Link:
    name = network.name or words.text("label.place.network", value=network.identifier)
    return Link(f"../{network.page}", name)


def texts_of(job: Job, released: Released) -> tuple[ReleasedText, ...]:
    """The released texts of a job: of its question, and of exactly its part of the study."""
    scope = scope_of(dict(job.parameters))
    return tuple(
        text
        for text in released.texts
        if text.question == job.question and scope == Scope(network=text.network)
    )


def own_part(job: Job, released: Released) -> Released:
    """What the page of a job may draw on, as a store of its own: the answers and texts of that job alone."""
    return replace(
        released, findings=released.answers(job.question, job.variant), texts=texts_of(job, released)
    )


def _fresh_store(workspace: Workspace) -> Path:
    """Bring the store up to date in another process: that of a notebook opened by hand reads no data."""
    with LocalWorkers(1, os.environ, forks=False) as other:
        asked = Call(
            "compute", "evaluering.publishing.prepare:refresh", (str(workspace.root), dict(os.environ))
        )
        (ended,) = other.run([asked])
    if ended.error:
        raise ended.error
    if ended.value is None:
        raise ReportFailed(
            "released store",
            expected="to be brought up to date",
            found="that its process was ended, or took too long",
            next_step="see why with: evaluering build",
        )
    return Path(ended.value)
