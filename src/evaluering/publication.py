"""What a publication says of itself: authors, numbers, licence, approvals. All of it may be left out."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from evaluering.visible import visible

_ISBN_DIGITS = 13
_ISBN = re.compile(r"97[89](?:-?\d){10}")
_ORCID = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]")
_REFERENCES = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/){0,5}[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?:bib|json)")
_TEN = 10
"""What ISO 7064 writes as X."""

Role = Literal["author", "project_leader", "editor", "statistician", "data_collector", "reviewer"]
Licence = Literal["", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-4.0", "CC0-1.0", "NLOD-2.0"]
LICENCE_ADDRESSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "NLOD-2.0": "https://data.norge.no/nlod/no/2.0",
}


def _seen(text: str) -> str:
    if visible(text) != text:
        raise ValueError("a text on one line, with nothing unseen in it")
    return text


def checked_isbn(text: str) -> str:
    """An ISBN of thirteen digits, with or without hyphens; "" is none.

    Raises ``ValueError`` when the digits, weighted 1 and 3 in turn, do not add up to a whole ten
    (ISO 2108, checked against numbers printed in published reports).
    """
    digits = [int(digit) for digit in text if digit.isdecimal()]
    if not text:
        return text
    if not _ISBN.fullmatch(text) or len(digits) != _ISBN_DIGITS:
        raise ValueError("an ISBN of 13 digits that begins with 978 or 979, hyphens between them or not")
    if sum(digits[::2]) % 10 != -3 * sum(digits[1::2]) % 10:
        raise ValueError("an ISBN whose last digit fits the others: this one is mistyped")
    return text


def checked_orcid(text: str) -> str:
    """An ORCID iD, ``0000-0000-0000-0000``; "" is none.

    Raises ``ValueError`` when its check character is not that of ISO 7064 mod 11-2.
    """
    if not text:
        return text
    if not _ORCID.fullmatch(text):
        raise ValueError("an ORCID iD as 0000-0000-0000-0000")
    *digits, last = list(text.replace("-", ""))
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    wanted = (12 - total % 11) % 11
    if last != ("X" if wanted == _TEN else str(wanted)):
        raise ValueError("an ORCID iD whose last character fits the others: this one is mistyped")
    return text


def checked_references(text: str) -> str:
    """A file of works below the workspace, ``references.bib`` or ``.json``; "" is none.

    Raises ``ValueError`` for a path that leads out of the workspace, or begins with a dot.
    """
    if text and not _REFERENCES.fullmatch(text):
        raise ValueError("a file of the workspace that ends with .bib or .json, such as references.bib")
    return text


_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_seen)
]
_Perhaps = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_seen)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(_Settings):
    """Somebody behind a publication. Those whose only roles are others than author are not cited."""

    family: _Line
    given: _Line
    roles: tuple[Role, ...] = ("author",)
    orcid: Annotated[str, AfterValidator(checked_orcid)] = ""

    @property
    def name(self) -> str:
        """The name as it is said."""
        return f"{self.given} {self.family}"

    @property
    def cited(self) -> str:
        """The name as it is cited: family name and initials."""
        initials = "".join(part[0].upper() for part in re.split(r"[\s.-]+", self.given) if part)
        return f"{self.family} {initials}"


class Approval(_Settings):
    """Who approved or assessed the work, under which reference, and when."""

    body: _Line
    reference: _Perhaps = ""
    decided: date | None = None


class Publication(_Settings):
    """``[publication]`` of a study, or of one report, whose settings go before those of the study.

    ``type`` is the kind of publication. ``published`` the day it is dated, without which there is no line
    to cite it by. ``publisher`` is the institution unless another is named. ``references`` is the study's own
    file of works, in the workspace.
    """

    english_title: _Perhaps = ""
    type: Literal["", "note", "report"] = ""
    authors: tuple[Author, ...] = ()
    publisher: _Perhaps = ""
    city: _Perhaps = ""
    published: date | None = None
    isbn: Annotated[str, AfterValidator(checked_isbn)] = ""
    doi: Annotated[str, StringConstraints(pattern=r"^(10\.\d{4,9}/[-._;()/:A-Za-z0-9]{1,150})?$")] = ""
    keywords: tuple[_Line, ...] = ()
    licence: Licence = ""
    approvals: tuple[Approval, ...] = ()
    funding: tuple[_Line, ...] = ()
    references: Annotated[str, AfterValidator(checked_references)] = ""

    def over(self, other: "Publication") -> "Publication":
        """This publication's settings, and those of ``other`` where it has none of its own."""
        return other.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})

    @property
    def is_told(self) -> bool:
        """Whether anything at all is said of it; which file its references come from is not."""
        return self.model_copy(update={"references": ""}) != Publication()
