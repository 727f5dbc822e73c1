"""The front page of a release, and the pages that stand where withdrawn reports were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evaluering.disclosure import Withdrawn
from evaluering.language import Catalogue, catalogue
from evaluering.presentation import FrontMatter, index_page
from evaluering.presentation.pages import Listed
from evaluering.presentation.tombstone import listed_as_withdrawn, tombstone_page
from evaluering.publishing.plan import Job
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Listing:
    """A report that is out: its id, the question it answers, its language."""

    report_id: str
    question: str
    language: Language

    @property
    def title(self) -> str:
        """The report's title."""
        return catalogue(self.language).text(f"{self.question}.title")


def front_page(workspace: Workspace, listings: Iterable[Listing], withdrawn: Iterable[Withdrawn]) -> bytes:
    """The front page: every report, and what was taken back, in order of their ids."""
    study = workspace.configuration.study
    listed = {one.report_id: _listed(one) for one in listings} | {
        one.report: listed_as_withdrawn(_place(one.report), one.title, _day(one), _words(one))
        for one in withdrawn
    }
    reports = tuple(listed[name] for name in sorted(listed))
    words = catalogue(workspace.configuration.language)
    return index_page(reports, study.title, study.institution, words).encode("utf-8")


def tombstones(workspace: Workspace, withdrawn: Iterable[Withdrawn]) -> dict[str, bytes]:
    """The page in place of each withdrawn report, by its place in the release."""
    study = workspace.configuration.study
    about = (study.title, study.institution, workspace.configuration.language)
    return {
        _place(one.report): tombstone_page(one.title, _day(one), one.reason, about, _words(one)).encode(
            "utf-8"
        )
        for one in withdrawn
    }


def front_of(workspace: Workspace, job: Job) -> FrontMatter:
    """What the page of a job tells of it as a publication."""
    words, settings = catalogue(job.language), workspace.configuration
    return FrontMatter(
        words.text(f"{job.question}.title"),
        settings.study.institution,
        words,
        settings.language.value,
        settings.publication_of(job.report),
    )


def _listed(one: Listing) -> Listed:
    lead = catalogue(one.language).text(f"{one.question}.lead")
    return Listed(_place(one.report_id), one.title, lead, one.language.value)


def _place(report: str) -> str:
    return f"{report}/index.html"


def _day(one: Withdrawn) -> date:
    return date.fromisoformat(one.date)


def _words(one: Withdrawn) -> Catalogue:
    return catalogue(Language(one.language))
