"""The outline of a page: its sections, numbered, and what follows them, lettered as appendices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from evaluering.errors import ContractBroken
from evaluering.presentation import Element, Page
from evaluering.vocabulary import ElementKind

_LEVELS = (ElementKind.HEADING, ElementKind.SUBHEADING)


@dataclass(frozen=True)
class Heading:
    """A heading in the table of contents: its number, "" where it has none, and the headings below it."""

    id: str
    text: str
    ordinal: str = ""
    parts: tuple["Heading", ...] = ()


def sections(page: Page, elements: Iterable[Element]) -> tuple[Heading, ...]:
    """The sections a notebook placed: 1, 2 with 2.1 and so on.

    Raises ``ContractBroken`` for a subheading with no heading before it.
    """
    found: list[Heading] = []
    for element in elements:
        if element.kind not in _LEVELS:
            continue
        text = page.text(f"heading.{element.id}")
        if element.kind is ElementKind.HEADING:
            found.append(Heading(element.id, text, str(len(found) + 1)))
        elif found:
            found[-1] = _with_part(found[-1], element.id, text)
        else:
            raise _stray(page, element)
    return tuple(found)


def _with_part(section: Heading, name: str, text: str) -> Heading:
    part = Heading(name, text, f"{section.ordinal}.{len(section.parts) + 1}")
    return replace(section, parts=(*section.parts, part))


def _stray(page: Page, element: Element) -> ContractBroken:
    return ContractBroken(
        f"report {page.question}",
        expected="a heading before its subheadings",
        found=f"the subheading {element.id} before any heading",
        next_step="place a heading first",
    )


def unnumbered(page: Page, message: str, ordinal: str = "") -> Heading:
    """A heading that is the message ``label.<id>``, with that id."""
    return Heading(message.removeprefix("label."), page.catalogue.text(message), ordinal)


def appendices(page: Page, messages: Iterable[str]) -> tuple[Heading, ...]:
    """The appendices these messages name, lettered from A."""
    words = page.catalogue
    return tuple(
        unnumbered(page, message, words.text("label.appendix", letter=chr(ord("A") + place)))
        for place, message in enumerate(messages)
    )


def letters(page: Page, messages: Iterable[str]) -> Mapping[str, str]:
    """The letter of every appendix by its id."""
    return {one.id: chr(ord("A") + place) for place, one in enumerate(appendices(page, messages))}


def ordinals(outline: Iterable[Heading]) -> Mapping[str, str]:
    """The number of every heading by its id."""
    return dict(_ordinals(outline))


def _ordinals(outline: Iterable[Heading]) -> Iterator[tuple[str, str]]:
    for heading in outline:
        yield heading.id, heading.ordinal
        yield from _ordinals(heading.parts)
