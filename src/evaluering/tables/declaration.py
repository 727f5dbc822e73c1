"""What a data set is declared with."""

from dataclasses import dataclass
from enum import StrEnum

from evaluering.errors import OwnFault
from evaluering.vocabulary import Audience, Protects, Voice

IDENTIFIER = r"[A-Za-z0-9ÆØÅæøå_-]{1,64}"
"""What an identifier is made of."""


class ColumnType(StrEnum):
    """How a delivered text is understood."""

    TEXT = "text"
    CODE = "code"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    TIME_OF_DAY = "time_of_day"
    DATE = "date"
    MONTH = "month"
    IDENTIFIER = "identifier"


@dataclass(frozen=True)
class Column:
    """A column: type, unit, allowed values, whether it may be empty, what it may reveal.

    ``allowed`` lists the codes a ``CODE`` column may hold; ``minimum`` and ``maximum``
    bound numbers, ends included. ``references`` names the table whose key an identifier is
    from. ``quasi_identifier`` marks what others may know of a person; ``person`` the identifier of the
    person a row is about. ``free_text`` is kept apart, and shown only as its ``voice`` allows.
    ``derived`` columns are added by processing.
    """

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    may_be_empty: bool = False
    quasi_identifier: bool = False
    free_text: bool = False
    references: str = ""
    person: bool = False
    derived: bool = False
    voice: Voice = Voice.WITHHELD


@dataclass(frozen=True)
class Document:
    """A public document that figures were taken from."""

    id: str
    citation: str
    language: str = "nb"


@dataclass(frozen=True)
class Table:
    """A data set, declared once.

    ``protects`` says whom its numbers could expose. ``nothing`` demands a published
    source: ``documents`` and the ``place`` in it (a page, or the named part where the
    transcription records no page). ``key`` names the columns that identify a row.
    ``file`` is set for the tables embedded in the workspace; the others come in deliveries.
    A table that is ``optional`` may be absent; it then has no rows.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    protects: Protects
    audience: Audience
    file: str = ""
    documents: tuple[Document, ...] = ()
    place: str = ""
    optional: bool = False

    def __post_init__(self) -> None:
        if self.protects is Protects.NOTHING and not (self.documents and self.place):
            raise OwnFault(
                f"table {self.name}",
                expected="a published source (documents and place) for a table that protects nothing",
                found="no source",
                next_step="declare documents= and place=, or say whom the table protects",
            )

    def column(self, name: str) -> Column:
        """The column of that name; ``KeyError`` when there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def delivered(self) -> tuple[Column, ...]:
        """The columns a delivered file has."""
        return tuple(column for column in self.columns if not column.derived)
