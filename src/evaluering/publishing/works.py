"""The works that a report's page may cite, and the background that its settings name."""

from collections.abc import Iterable, Iterator
from string import Formatter

from evaluering.bibliography import Work, Works, own_works, packaged_works, written
from evaluering.errors import ContractBroken
from evaluering.language import catalogue
from evaluering.presentation import Appearances
from evaluering.publishing.plan import Job
from evaluering.results import ReleasedFinding
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace


def works_of(workspace: Workspace, job: Job) -> Appearances:
    """The works that the page of a job may cite, and those its settings name.

    The study's own file is read only for reports that name some of it. Raises ``InputRefused`` when it
    cannot be, and ``ContractBroken`` for a key it does not hold.
    """
    settings = workspace.configuration
    background = settings.cites_of(job.report)
    file = settings.publication_of(job.report).references if background else ""
    works = {**own_works(workspace.root, file), **packaged_works()}
    missing = sorted(set(background) - works.keys())
    if missing:
        raise ContractBroken(
            f"report {job.report_id}",
            expected=f"works it cites in {file or 'a references file, which no publication names'}",
            found=f"none with the key {', '.join(missing)}",
            next_step="mend cites or references in evaluering.toml, or add the work to the file",
        )
    return Appearances(works, background)


def background_of(workspace: Workspace, job: Job) -> tuple[Work, ...]:
    """The works that a report's settings cite, as they are written."""
    appearances = works_of(workspace, job)
    return written(appearances.works, appearances.background, job.language)


def citable(
    given: Appearances, question: str, language: Language, findings: Iterable[ReleasedFinding]
) -> tuple[Work, ...]:
    """Every work that a page of these findings may name: whatever of it the notebook places, none but these.

    ``given`` are the works that a page may cite, and its background.
    """
    methods = {method for finding in findings for method in finding.methods}
    keys = {*_keys(question, language, methods), *given.background}
    return written(_known(given.works, keys), sorted(keys & given.works.keys()), language)


def _known(works: Works, keys: set[str]) -> Works:
    return {key: work for key, work in works.items() if key in keys}


def _keys(question: str, language: Language, methods: set[str]) -> Iterator[str]:
    """The keys that the messages of a question, its notes and the notes on its methods cite."""
    forms = catalogue(language).forms()
    own = [form for name, texts in forms.items() if name.startswith(f"{question}.") for form in texts]
    noted = [note for form in own for note in _named(form, "note")]
    names = [*(f"note.{note}" for note in noted), *(f"method.{method}" for method in methods)]
    for form in [*own, *(form for name in names for form in forms.get(name, ()))]:
        yield from _named(form, "cite")


def _named(form: str, kind: str) -> Iterator[str]:
    yield from (str(spec) for _, name, spec, _ in Formatter().parse(form) if name == kind)
