"""The pages around the reports of a release: its front page, a page for each network, accessibility."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluering.language import Catalogue
from evaluering.language.alphabet import first_letter
from evaluering.presentation.elements import Link
from evaluering.presentation.pages import style
from evaluering.presentation.templating import render

_MANY = 20
"""With more places than this, they are listed under letters."""
_FEW_OF_ALL = 2


@dataclass(frozen=True)
class Edition:
    """A report in one language: where it is, the language and its name, its PDF ("" where it has none)."""

    href: str
    language: str
    spoken: str
    pdf: str = ""


@dataclass(frozen=True)
class Listed:
    """A report in all its languages; ``language`` is that of its title, which leads to ``editions[0]``.

    ``in_words`` says that its languages are named, as the release has several.
    """

    title: str
    lead: str
    language: str
    editions: tuple[Edition, ...]
    in_words: bool = False


@dataclass(frozen=True)
class ListedPlace:
    """A part of the study: its name, its page if it has one, its reports, and places that belong to it."""

    anchor: str
    name: str
    reports: tuple[Listed, ...]
    href: str = ""
    beside: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Group:
    """Places under a letter, or reports under the question they answer; "" where there is no heading."""

    id: str
    name: str
    places: tuple[ListedPlace, ...] = ()
    reports: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """Places of one kind (``beside`` says what they are listed with), or reports; ``count`` of them."""

    id: str
    name: str
    count: int
    groups: tuple[Group, ...]
    beside: str = ""


@dataclass(frozen=True)
class Withdrawal:
    """A report that was taken back, as the front page tells it."""

    href: str
    title: str
    when: str
    language: str


@dataclass(frozen=True)
class Site:
    """What every page around the reports says: the study, who published it, in which language.

    ``is_synthetic`` says that invented data are behind a report.
    """

    title: str
    institution: str
    words: Catalogue
    is_synthetic: bool = False


@dataclass(frozen=True)
class NetworkPage:
    """The page of a network: its name, its reports, and those of its municipalities that have any."""

    name: str
    reports: tuple[Listed, ...]
    municipalities: Chapter | None


def of_reports(reports: Sequence[tuple[str, Listed]], name: str) -> Chapter:
    """The chapter ``name`` of reports about the whole study.

    Each is given with the title of its question; they stand under these titles where several answer one.
    """
    kinds = list(dict.fromkeys(kind for kind, _ in reports))
    named = len(kinds) < len(reports)
    groups = tuple(
        Group(
            f"kind-{number}", kind if named else "", reports=tuple(one for of, one in reports if of == kind)
        )
        for number, kind in enumerate(kinds, 1)
    )
    return Chapter("reports", name, len(reports), groups)


def of_places(kind: str, places: Sequence[ListedPlace], words: Catalogue) -> Chapter:
    """The chapter of the places of a kind, in their order; under letters where they are many."""
    letters = list(dict.fromkeys(first_letter(one.name) for one in places)) if len(places) > _MANY else []
    if len(letters) < _FEW_OF_ALL:
        groups: tuple[Group, ...] = (Group("", "", tuple(places)),)
    else:
        groups = tuple(
            Group(
                f"letter-{number}", letter, tuple(one for one in places if first_letter(one.name) == letter)
            )
            for number, letter in enumerate(letters, 1)
        )
    beside = {"network": "label.places.municipality", "municipality": "label.places.network"}.get(kind, "")
    name = words.text(f"label.places.{kind}")
    return Chapter(
        f"{kind.replace('_', '-')}s", name, len(places), groups, words.text(beside) if beside else ""
    )


def index_page(chapters: Sequence[Chapter], withdrawn: Sequence[Withdrawal], site: Site) -> str:
    """The front page: contents, then chapter by chapter, and what was taken back."""
    return site_page("index.html.j2", site, chapters=chapters, withdrawn=withdrawn)


def network_page(network: NetworkPage, site: Site) -> str:
    """The page of a network."""
    return site_page("network.html.j2", site, network=network)


def accessibility_page(site: Site) -> str:
    """The statement of accessibility: what the pages are made to meet, how it was tried, what was not."""
    return site_page("accessibility.html.j2", site)


def site_page(template: str, site: Site, **values: object) -> str:
    """A page around the reports, made from a template of the package."""
    sheet, policy = style()
    return render(
        template,
        language=site.words.language.value,
        site=site.title,
        institution=site.institution,
        is_synthetic=site.is_synthetic,
        words=site.words,
        style=sheet,
        policy=policy,
        **values,
    )
