"""A report that is out, as the pages around the reports list it."""

from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from evaluering.analysis.scope import Scope, scope_of
from evaluering.language import catalogue
from evaluering.publishing.place_names import NAMELESS, Network, PlaceName
from evaluering.publishing.plan import Job
from evaluering.vocabulary import Format, Language

Place = tuple[str, str]
"""The kind and the identifier of a part of the study; both empty for all of it."""


@dataclass(frozen=True)
class Listing:
    """A report that is out: its id, the question it answers, its language, and its part of the study.

    ``own_title`` is "" where the title is that of the question.
    """

    report_id: str
    question: str
    language: Language
    scope: Scope = Scope()  # noqa: RUF009 - frozen
    own_title: str = ""
    named: PlaceName = NAMELESS
    formats: tuple[str, ...] = (Format.HTML.value,)

    @property
    def report(self) -> str:
        """The report's id in ``evaluering.toml``, the same in each of its languages."""
        return self.report_id.removesuffix(f"-{self.language.value}")

    @property
    def title(self) -> str:
        """The report's title."""
        return self.own_title or catalogue(self.language).text(f"{self.question}.title")

    @property
    def lead(self) -> str:
        """What it is about, in a sentence."""
        return catalogue(self.language).text(f"{self.question}.lead")

    @property
    def place(self) -> Place:
        """The part of the study it is about."""
        return place_of(self.scope)


def place_of(scope: Scope) -> Place:
    """The kind and the identifier of a part of the study; empty for all of it."""
    named = [(name, value) for name, value in asdict(scope).items() if value]
    return named[0] if named else ("", "")


def listed_job(job: Job) -> Listing:
    """A planned report as it will be listed."""
    scope, formats = scope_of(dict(job.parameters)), tuple(one.value for one in job.formats)
    return Listing(job.report_id, job.question, job.language, scope, job.own_title, job.place, formats)


def told_of(job: Job) -> dict[str, Any]:
    """What a receipt keeps of how a report is listed, so that it can be listed without the data."""
    return {
        "title": job.own_title,
        "place": job.place.name,
        "networks": [asdict(network) for network in job.place.networks],
    }


def listed_receipt(report_id: str, receipt: dict[str, Any]) -> Listing:
    """A report that is out, from its receipt alone; one of an earlier version tells less."""
    told = receipt.get("listed", {})
    networks = tuple(Network(**one) for one in told.get("networks", ()))
    return Listing(
        report_id,
        PurePosixPath(receipt["notebook"]["file"]).stem,
        Language(receipt["language"]),
        scope_of(receipt["parameters"]),
        told.get("title", ""),
        PlaceName(told.get("place", ""), networks),
        tuple(receipt.get("formats", ("html",))),
    )
