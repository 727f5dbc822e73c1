"""The pages around the reports of a release: its front page, and the statement of accessibility."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluering.language import Catalogue
from evaluering.presentation.pages import style
from evaluering.presentation.templating import render

_KINDS = ("network", "municipality", "team", "hospital_trust")
"""Kinds of places in the order the front page lists them, after what is of the whole study."""


@dataclass(frozen=True)
class Listed:
    """A report on the front page, and the language of its title and lead.

    ``place`` is the part of the study it is about, as a kind and a name; empty for the whole study.
    ``spoken`` is the name of its language, where the release has several.
    """

    href: str
    title: str
    lead: str
    language: str
    place: tuple[str, str] = ("", "")
    spoken: str = ""


@dataclass(frozen=True)
class Group:
    """The reports of one place under its name."""

    name: str
    reports: tuple[Listed, ...]


@dataclass(frozen=True)
class Chapter:
    """The places of one kind, each with its reports."""

    id: str
    name: str
    groups: tuple[Group, ...]


def index_page(listed: tuple[Listed, ...], site: str, institution: str, catalogue: Catalogue) -> str:
    """The front page: reports of the whole study first, then network by network and so on."""
    sheet, policy = style()
    return render(
        "index.html.j2",
        language=catalogue.language.value,
        site=site,
        institution=institution,
        words=catalogue,
        style=sheet,
        policy=policy,
        reports=tuple(one for one in listed if one.place[0] not in _KINDS),
        chapters=tuple(_chapters(listed, catalogue)),
    )


def _chapters(listed: tuple[Listed, ...], words: Catalogue) -> Iterator[Chapter]:
    for kind in _KINDS:
        places = sorted({one.place for one in listed if one.place[0] == kind})
        if places:
            groups = (
                Group(
                    words.text(f"label.place.{kind}", value=place[1]),
                    tuple(one for one in listed if one.place == place),
                )
                for place in places
            )
            yield Chapter(kind.replace("_", "-"), words.text(f"label.places.{kind}"), tuple(groups))


def accessibility_page(site: str, institution: str, catalogue: Catalogue) -> str:
    """The statement of accessibility: what the pages are made to meet, how it was tried, what was not."""
    sheet, policy = style()
    return render(
        "accessibility.html.j2",
        language=catalogue.language.value,
        site=site,
        institution=institution,
        words=catalogue,
        style=sheet,
        policy=policy,
    )
