"""The pages of a release that are about no single report: its front page, networks, accessibility."""

from collections.abc import Iterable, Sequence
from datetime import date

from evaluering.disclosure import Withdrawn
from evaluering.language import Catalogue, catalogue
from evaluering.language.alphabet import alphabetical
from evaluering.presentation import FrontMatter, accessibility_page
from evaluering.presentation.elements import Link
from evaluering.presentation.site import (
    Chapter,
    Edition,
    Listed,
    ListedPlace,
    NetworkPage,
    Site,
    Withdrawal,
    index_page,
    network_page,
    of_places,
    of_reports,
)
from evaluering.presentation.tombstone import listed_as_withdrawn, tombstone_page
from evaluering.publishing.listing import Listing, Place
from evaluering.publishing.place_names import Network
from evaluering.publishing.plan import Job
from evaluering.vocabulary import Format, Language
from evaluering.workspace import Workspace

ACCESSIBILITY, FRONT = "accessibility.html", "index.html"
_ANCHORS = {"network": "network", "municipality": "municipality", "team": "team", "hospital_trust": "trust"}
"""Kinds of places in the order the front page lists them, after what is of the whole study."""


def site_of(workspace: Workspace, *, is_synthetic: bool) -> Site:
    """What every page around the reports says."""
    study, language = workspace.configuration.study, workspace.configuration.language
    return Site(study.title, study.institution, catalogue(language), is_synthetic)


def site_pages(site: Site, listings: Iterable[Listing], withdrawn: Iterable[Withdrawn]) -> dict[str, bytes]:
    """The front page, a page for each network with anything to list, and the statement of accessibility."""
    shown = _Shown(site, listings)
    pages = {
        FRONT: index_page(shown.chapters(), [_withdrawal(one) for one in withdrawn], site),
        ACCESSIBILITY: accessibility_page(site),
    }
    pages |= {network.page: network_page(shown.network(network), site) for network in shown.networks}
    return {name: page.encode("utf-8") for name, page in pages.items()}


class _Shown:
    """The reports of a release, in the order they are listed."""

    def __init__(self, site: Site, listings: Iterable[Listing]) -> None:
        self._words = site.words
        self._reports: dict[str, list[Listing]] = {}
        every = list(listings)
        for one in sorted(every, key=lambda one: list(Language).index(one.language)):
            self._reports.setdefault(one.report, []).append(one)
        self._in_words = len({one.language for one in every}) > 1
        self._places: dict[Place, list[list[Listing]]] = {}
        for editions in self._reports.values():
            self._places.setdefault(editions[0].place, []).append(editions)

    @property
    def networks(self) -> list[Network]:
        """Those with a report of their own or of one of their municipalities."""
        known = {
            network
            for place, reports in self._places.items()
            if place[0] in ("network", "municipality")
            for network in reports[0][0].named.networks
        }
        return sorted(known, key=lambda one: alphabetical(self._network_name(one)))

    def chapters(self) -> list[Chapter]:
        """Reports of the whole study, then networks, municipalities, teams and trusts, if there are any."""
        whole = [
            (self._words.text(f"{editions[0].question}.title"), self._listed(editions, ""))
            for editions in self._places.get(("", ""), [])
        ]
        whole.sort(key=lambda pair: (alphabetical(pair[0]), alphabetical(pair[1].title)))
        places = [
            of_places(kind, listed, self._words)
            for kind in _ANCHORS
            if (listed := self._networks() if kind == "network" else self._of_kind(kind))
        ]
        if not whole:
            return places
        name = self._words.text("label.whole_study" if places else "label.reports")
        return [of_reports(whole, name), *places]

    def network(self, network: Network) -> NetworkPage:
        """What stands on the page of a network."""
        own = self._of_place(("network", network.identifier), "../")
        within = [one for one in self._municipalities() if network in self._named(one)]
        places = [
            ListedPlace(f"municipality-{number}", self._name(one), self._of_place(one, "../"))
            for number, one in enumerate(within, 1)
        ]
        chapter = of_places("municipality", places, self._words) if places else None
        return NetworkPage(self._network_name(network), own, chapter)

    def _networks(self) -> list[ListedPlace]:
        numbers = {place: number for number, place in enumerate(self._municipalities(), 1)}
        return [
            ListedPlace(
                f"network-{number}",
                self._network_name(network),
                self._of_place(("network", network.identifier)),
                network.page,
                tuple(
                    Link(f"#municipality-{numbers[one]}", self._name(one))
                    for one in numbers
                    if network in self._named(one)
                ),
            )
            for number, network in enumerate(self.networks, 1)
        ]

    def _of_kind(self, kind: str) -> list[ListedPlace]:
        return [
            ListedPlace(
                f"{_ANCHORS[kind]}-{number}",
                self._name(place),
                self._of_place(place),
                beside=tuple(Link(one.page, self._network_name(one)) for one in self._named(place)),
            )
            for number, place in enumerate(self._sorted(kind), 1)
        ]

    def _municipalities(self) -> list[Place]:
        return self._sorted("municipality")

    def _sorted(self, kind: str) -> list[Place]:
        return sorted(
            (place for place in self._places if place[0] == kind),
            key=lambda place: (alphabetical(self._name(place)), place),
        )

    def _named(self, place: Place) -> tuple[Network, ...]:
        return self._places[place][0][0].named.networks

    def _name(self, place: Place) -> str:
        kind, value = place
        return self._places[place][0][0].named.name or self._words.text(f"label.place.{kind}", value=value)

    def _network_name(self, network: Network) -> str:
        return network.name or self._words.text("label.place.network", value=network.identifier)

    def _of_place(self, place: Place, up: str = "") -> tuple[Listed, ...]:
        listed = (self._listed(editions, up) for editions in self._places.get(place, []))
        return tuple(sorted(listed, key=lambda one: (alphabetical(one.title), one.editions[0].href)))

    def _listed(self, editions: Sequence[Listing], up: str) -> Listed:
        """A report in all its languages; its title leads to the one in the language of the page."""
        first = next((one for one in editions if one.language is self._words.language), editions[0])
        several = [first, *(one for one in editions if one is not first)]
        return Listed(
            first.title,
            first.lead,
            first.language.value,
            tuple(_edition(one, up) for one in several),
            self._in_words,
        )


def _edition(one: Listing, up: str) -> Edition:
    pdf = f"{up}{one.report_id}/report.pdf" if Format.PDF.value in one.formats else ""
    spoken = catalogue(one.language).text("label.language")
    return Edition(f"{up}{_place(one.report_id)}", one.language.value, spoken, pdf)


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
        job.own_title or words.text(f"{job.question}.title"),
        settings.study.institution,
        words,
        settings.language.value,
        settings.publication_of(job.report),
    )


def _withdrawal(one: Withdrawn) -> Withdrawal:
    return listed_as_withdrawn(_place(one.report), one.title, _day(one), _words(one))


def _place(report: str) -> str:
    return f"{report}/index.html"


def _day(one: Withdrawn) -> date:
    return date.fromisoformat(one.date)


def _words(one: Withdrawn) -> Catalogue:
    return catalogue(Language(one.language))
