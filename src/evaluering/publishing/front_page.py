"""The front page of a release, and the pages that stand where withdrawn reports were."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from evaluering.analysis.scope import Scope
from evaluering.disclosure import Withdrawn
from evaluering.language import Catalogue, catalogue
from evaluering.presentation import FrontMatter, Listed, accessibility_page, index_page
from evaluering.presentation.tombstone import listed_as_withdrawn, tombstone_page
from evaluering.publishing.plan import Job
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace

ACCESSIBILITY = "accessibility.html"


@dataclass(frozen=True)
class Listing:
    """A report that is out: its id, the question it answers, its language, and its part of the study."""

    report_id: str
    question: str
    language: Language
    scope: Scope = Scope()  # noqa: RUF009 - frozen

    @property
    def title(self) -> str:
        """The report's title."""
        return catalogue(self.language).text(f"{self.question}.title")

    @property
    def place(self) -> tuple[str, str]:
        """The kind and the name of the part of the study it is about; empty for all of it."""
        named = [(name, value) for name, value in asdict(self.scope).items() if value]
        return named[0] if named else ("", "")


def front_page(workspace: Workspace, listings: Iterable[Listing], withdrawn: Iterable[Withdrawn]) -> bytes:
    """The front page: every report, and what was taken back, in order of their ids."""
    study = workspace.configuration.study
    shown = list(listings)
    several = len({one.language for one in shown}) > 1
    listed = {one.report_id: _listed(one, several=several) for one in shown} | {
        one.report: listed_as_withdrawn(_place(one.report), one.title, _day(one), _words(one))
        for one in withdrawn
    }
    reports = tuple(listed[name] for name in sorted(listed))
    words = catalogue(workspace.configuration.language)
    return index_page(reports, study.title, study.institution, words).encode("utf-8")


def site_pages(workspace: Workspace) -> dict[str, bytes]:
    """The pages of a release that are about no report, but for its front page."""
    study = workspace.configuration.study
    words = catalogue(workspace.configuration.language)
    return {ACCESSIBILITY: accessibility_page(study.title, study.institution, words).encode("utf-8")}


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


def _listed(one: Listing, *, several: bool) -> Listed:
    words = catalogue(one.language)
    lead = words.text(f"{one.question}.lead")
    spoken = words.text("label.language") if several else ""
    return Listed(_place(one.report_id), one.title, lead, one.language.value, one.place, spoken)


def _place(report: str) -> str:
    return f"{report}/index.html"


def _day(one: Withdrawn) -> date:
    return date.fromisoformat(one.date)


def _words(one: Withdrawn) -> Catalogue:
    return catalogue(Language(one.language))
