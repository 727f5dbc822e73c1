"""Front matter and colophon: what a publication says of itself, and the line it is cited by."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from markupsafe import Markup

from evaluering.language import Catalogue, show_day
from evaluering.presentation.templating import render
from evaluering.publication import LICENCE_ADDRESSES, Publication
from evaluering.vocabulary import Language

_ENDS = (".", "?", "!")


@dataclass(frozen=True)
class Said:
    """A text of the colophon. ``language`` where it may differ from the page's; ``href`` where it leads."""

    text: str
    language: str = ""
    href: str = ""


@dataclass(frozen=True)
class FrontMatter:
    """What the page of a report tells of it as a publication; nothing where nothing is said.

    ``study_language`` is that of what the settings say in words.
    """

    title: str
    institution: str
    words: Catalogue
    study_language: str
    publication: Publication = field(default_factory=Publication)

    @property
    def has_colophon(self) -> bool:
        """Whether there is anything to tell."""
        return self.publication.is_told

    @property
    def publisher(self) -> str:
        """Who publishes it."""
        return self.publication.publisher or self.institution

    @property
    def english_title(self) -> str:
        """The English title of a page in another language."""
        is_english = self.words.language is Language.ENGLISH
        return "" if is_english else self.publication.english_title

    @property
    def published(self) -> str:
        """The day it is dated, in words."""
        day = self.publication.published
        return show_day(day, self.words.language) if day else ""

    @property
    def doi(self) -> str:
        """The address of its DOI."""
        return f"https://doi.org/{self.publication.doi}" if self.publication.doi else ""

    @property
    def licence_address(self) -> str:
        """Where its licence stands."""
        return LICENCE_ADDRESSES.get(self.publication.licence, "")

    @property
    def approvals(self) -> tuple[str, ...]:
        """Each approval on a line: who, under which reference, when."""
        return tuple(
            ", ".join(
                part
                for part in (
                    one.body,
                    one.reference,
                    show_day(one.decided, self.words.language) if one.decided else "",
                )
                if part
            )
            for one in self.publication.approvals
        )

    @cached_property
    def citation(self) -> tuple[Said, ...]:
        """The line it is cited by: authors, title, English title, type and year, place, publisher and year.

        Nothing when it is not dated.
        """
        told = self.publication
        if not told.published:
            return ()
        year = str(told.published.year)
        authors = ", ".join(one.cited for one in told.authors if "author" in one.roles)
        kind = self.words.text(f"front.type.{told.type}") if told.type else ""
        place = f"{told.city}: {self.publisher}" if told.city else self.publisher
        before = [_ended(authors), _ended(self.title)]
        after = [_ended(f"{kind} {year}" if kind else ""), _ended(f"{place}, {year}"), self.doi]
        english = [Said(f"[{self.english_title}].", "en")] if self.english_title else []
        return (Said(_joined(before)), *english, Said(_joined(after)))

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """Dublin Core terms and their values, for machines."""
        told = self.publication
        found = [
            ("title", self.title),
            ("language", self.words.language.value),
            ("publisher", self.publisher),
        ]
        found += [("alternative", self.english_title)] if self.english_title else []
        found += [("creator", one.name) for one in told.authors if "author" in one.roles]
        found += [("issued", told.published.isoformat())] if told.published else []
        found += [("identifier", one) for one in (told.isbn, self.doi) if one]
        found += [("subject", one) for one in told.keywords]
        found += [("license", self.licence_address)] if told.licence else []
        return tuple((f"dcterms.{name}", value) for name, value in found)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that it puts on a page, for those who check the page."""
        return tuple(sorted({text for text in self._texts() if text}))

    def _texts(self) -> Iterator[str]:
        told = self.publication
        yield from (value for _, value in self.metadata)
        yield from (one.text for one in self.citation)
        yield from (one.name for one in told.authors)
        yield from (one.orcid for one in told.authors)
        yield from (self.published, told.licence, told.doi, *self.approvals, *told.funding)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address it leads to."""
        orcids = [f"https://orcid.org/{one.orcid}" for one in self.publication.authors if one.orcid]
        return tuple(sorted(one for one in (*orcids, self.doi, self.licence_address) if one))


def render_front(front: FrontMatter, part: Literal["byline", "colophon"]) -> Markup:
    """The byline under the title, or the colophon, as HTML; nothing where nothing is said."""
    return render(f"{part}.html.j2", front=front, words=front.words) if front.has_colophon else Markup("")


def _ended(text: str) -> str:
    return text if not text or text.endswith(_ENDS) else f"{text}."


def _joined(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)
