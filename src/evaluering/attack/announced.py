"""What readers are told besides results, as plain data: corrections, withdrawals, disclosure control."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Correction:
    """A change that a page tells of: its day in ISO form and as it is read, and the author's note."""

    date: str
    day: str
    note: str


@dataclass(frozen=True)
class Withdrawal:
    """A report that was taken back: what stands on the page in its place. ``day`` is as it is read."""

    report: str
    language: str
    title: str
    day: str
    reason: str


@dataclass(frozen=True)
class Listed:
    """How other pages name a report: its own title and its place's name ("" where they have none).

    ``networks`` are those it is of or in: each with its identifier, its name and the name of its page.
    """

    title: str = ""
    place: str = ""
    networks: tuple[Mapping[str, str], ...] = ()


NOT_LISTED = Listed()


@dataclass(frozen=True)
class NetworkPage:
    """The page of a network, in the language of the front page."""

    network: str
    language: str


@dataclass(frozen=True)
class ChangesPage:
    """The page of changed numbers, in the language of the front page."""

    language: str


@dataclass(frozen=True)
class Changed:
    """What the page of changed numbers tells: since which day ("" where none is said), and what is gone.

    ``is_later`` says that a release came before; ``gone`` holds titles and names of places.
    """

    day: str = ""
    is_later: bool = False
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exempted:
    """A threshold looser than its floor: which, how loose, why, by whom, and when in each language."""

    rule: str
    value: float
    reason: str
    approved_by: str
    dated: Mapping[str, str]


@dataclass(frozen=True)
class Control:
    """What a release tells of disclosure control: thresholds, exemptions, the share of cells hidden."""

    thresholds: Mapping[str, float] = field(default_factory=dict)
    exemptions: tuple[Exempted, ...] = ()
    hidden: float | None = None


@dataclass(frozen=True)
class Record:
    """What manifest and receipts must name: the ledger's head before the release, the digests of its cells
    and rules, the software it was made with, and the libraries that other formats were.
    """

    ledger_head: str = ""
    cells: str = ""
    rules: str = ""
    software: Mapping[str, Any] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)


def control_from(given: Mapping[str, Any]) -> Control:
    """Read what was handed over of disclosure control; nothing handed over is nothing to tell."""
    return Control(
        {name: float(value) for name, value in given.get("thresholds", {}).items()},
        tuple(Exempted(**one) for one in given.get("exemptions", ())),
        given.get("hidden"),
    )


def listed_from(given: Mapping[str, Any]) -> Listed:
    """Read how a report is listed."""
    return Listed(given.get("title", ""), given.get("place", ""), tuple(given.get("networks", ())))


def changed_from(given: Mapping[str, Any]) -> Changed:
    """Read what the page of changed numbers tells besides numbers."""
    gone = tuple(text for one in given.get("gone", ()) for text in (one["title"], one["place"]) if text)
    return Changed(given.get("day", ""), given.get("is_later", False), gone)
