"""Works as their files give them: CSL-JSON, checked field by field, or BibTeX read by citeproc-py."""

import io
import re
import warnings
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from evaluering.bibliography.letters import without_macros

Works = Mapping[str, Any]
"""Each work by its key, as citeproc-py takes it."""
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,79}")
"""Keys are compared in lower case, as citeproc-py does."""
_NOT_TAKEN = re.compile(r"@\s*(?:string|preamble)\b", re.IGNORECASE)
"""Parts of BibTeX that are programs: texts that grow out of each other, and macros."""
_MORE_FIELDS = {
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "location": "publisher_place",
    "journaltitle": "container_title",
    "url": "URL",
}
_MOST_WORKS = 2_000
_Text = Annotated[str, StringConstraints(max_length=1_000)]
_Number = int | Annotated[str, StringConstraints(max_length=40)]
_Part = int | Annotated[str, StringConstraints(pattern=r"^\d{1,4}$")]


class _Given(BaseModel):
    # Reference managers write much that no list of references shows.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class _Name(_Given):
    family: _Text | None = None
    given: _Text | None = None
    literal: _Text | None = None
    suffix: _Text | None = None
    dropping: _Text | None = Field(None, alias="dropping-particle")
    before: _Text | None = Field(None, alias="non-dropping-particle")


class _Issued(_Given):
    parts: tuple[tuple[_Part, ...], ...] = Field((), alias="date-parts", max_length=2)


class _Item(_Given):
    id: Annotated[str, StringConstraints(pattern=f"^{KEY.pattern}$")]
    type: Annotated[str, StringConstraints(pattern=r"^[a-z_-]{1,40}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    author: tuple[_Name, ...] = ()
    editor: tuple[_Name, ...] = ()
    issued: _Issued | None = None
    container: _Text | None = Field(None, alias="container-title")
    publisher: _Text | None = None
    place: _Text | None = Field(None, alias="publisher-place")
    volume: _Number | None = None
    issue: _Number | None = None
    page: _Number | None = None
    edition: _Number | None = None
    doi: _Text | None = Field(None, alias="DOI")
    url: _Text | None = Field(None, alias="URL")
    language: Literal["nb", "nn", "no", "en", "sv", "da", "de", "fr"] | None = None


_ITEMS = TypeAdapter(Annotated[list[_Item], Field(max_length=_MOST_WORKS)])


def from_csl(given: object) -> Works:
    """The works of a CSL-JSON list.

    Raises ``ValueError`` for another structure, a work without key, type or title, and a key used twice.
    """
    from citeproc.source.json import CiteProcJSON

    # Without authors at all, editors stand in their place.
    empty = {"author": (), "editor": ()}
    items = [
        {name: value for name, value in told.items() if (name, value) not in empty.items()}
        for told in (
            one.model_dump(by_alias=True, exclude_none=True) for one in _ITEMS.validate_python(given)
        )
    ]
    keys = [one["id"].lower() for one in items]
    if len(set(keys)) != len(keys):
        raise ValueError("two works have the same key")
    with _told_of_nothing():
        return dict(CiteProcJSON(items))


def from_bibtex(text: str) -> Works:
    """The works of a BibTeX file.

    Raises ``ValueError`` for what is no BibTeX, ends within an entry, or has ``@string`` or ``@preamble``,
    which can make a small file endless. Fields that no list of references shows are passed over.
    """
    if _NOT_TAKEN.search(text):
        raise ValueError("@string or @preamble: write the texts out")
    with _told_of_nothing():
        try:
            found = dict(_reader()(_Ending(without_macros(text.replace("\r\n", "\n")) + "\n")))
        except _UnclosedEntry:
            raise
        except Exception as error:  # citeproc-py's parser raises whatever it stumbles over
            raise ValueError(f"something that is no BibTeX ({type(error).__name__})") from None
    if len(found) > _MOST_WORKS or not all(KEY.fullmatch(key) for key in found):
        raise ValueError("keys of other characters than letters, digits and _ : . -")
    return found


def _reader() -> Any:
    from citeproc.source.bibtex import BibTeX

    class Reader(BibTeX):  # type: ignore[misc] # citeproc-py has no types
        """With the fields that tell who published a report, and where it is."""

        fields: ClassVar = BibTeX.fields | _MORE_FIELDS

    return Reader


class _UnclosedEntry(ValueError):
    """The end of the file within an entry."""


class _Ending(io.StringIO):
    """A text that says when it is read beyond its end, where citeproc-py's parser would go on for ever."""

    _ended = False

    def read(self, size: int | None = -1) -> str:
        """The next characters; "" once, at the end."""
        found = super().read(size)
        if not found and self._ended:
            raise _UnclosedEntry("an entry that is not closed")
        self._ended = not found
        return found


class _told_of_nothing(warnings.catch_warnings):  # noqa: N801 - used as a statement, like its base
    """Within it citeproc-py's warnings of fields it has no use for are not heard."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
