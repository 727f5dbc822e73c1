"""Curated quotes: what a respondent wrote, as someone chose to print it and approved it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evaluering.tables import TABLES, Column
from evaluering.texts.curated_file import (
    NAME,
    CuratedRow,
    Row,
    checked,
    is_day,
    is_name,
    is_printable,
    read_rows,
    refuse_broken,
)
from evaluering.texts.exposing import Pointers
from evaluering.vocabulary import Voice

QUOTES = "quotes.csv"
COLUMNS = (
    "quote",
    "question",
    "group",
    "table",
    "column",
    "item",
    "level",
    "network",
    "text",
    "approved_by",
    "approved",
)
_ITEM = re.compile(r"[A-Za-z0-9ÆØÅæøå_-]{1,64}/[A-Za-z0-9ÆØÅæøå_-]{1,64}")
_PLACED = frozenset({"network", "gathering", "team", "municipality"})
"""Columns by which a respondent is of a network."""
EXPECTED = (
    "quotes with an id and a group in small letters, of a declared notebook, of free text by persons,"
    " at level network or nation, in words that point to nobody, approved by someone on a day"
)


@dataclass(frozen=True)
class CuratedQuote:
    """One quote as it will be printed.

    ``question`` names the notebook, ``group`` the name it is shown by; ``table``, ``column`` and, of a
    survey, ``item`` (``instrument/item``) what it answers; ``network`` is "" for the whole nation.
    """

    quote: str
    question: str
    group: str
    table: str
    column: str
    item: str
    network: str
    text: str
    approved_by: str
    approved: str


@dataclass(frozen=True)
class QuoteFile:
    """``texts/quotes.csv``, read and with the places of its quotes checked."""

    rows: tuple[Row, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables its quotes are from."""
        return tuple(sorted({row["table"] for row in self.rows}))

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks its quotes are about, "" for the nation."""
        return tuple(sorted({row["network"] for row in self.rows}))

    def pointing_to_nobody(self, pointers: Mapping[str, Pointers]) -> tuple[CuratedQuote, ...]:
        """The quotes, in the order of a digest of their text: never that of the rows.

        ``pointers`` by network, "" for the nation. Raises ``InputRefused`` for texts that point to someone.
        """
        looked_at = [
            _pointing(number, row, pointers[row["network"]]) for number, row in enumerate(self.rows, 1)
        ]
        refuse_broken(QUOTES, looked_at, "words that point to nobody")
        return tuple(sorted(map(_quote, self.rows), key=lambda one: sha256(one.text.encode()).hexdigest()))


def read_quotes(root: Path, notebooks: Collection[str]) -> QuoteFile:
    """``texts/quotes.csv`` of a workspace; no quotes when there is no such file.

    Raises ``InputRefused`` naming every faulty row by number, column and rule: an id used twice or not of
    small letters, a question that is no declared notebook, a column that is no free text by persons, a level
    that is neither ``network`` nor ``nation``, a network at the wrong level, a text that cannot be printed or
    stands there twice, and an approval without a name or a day.
    """
    rows = read_rows(root, QUOTES, COLUMNS)
    ids, texts = Counter(row["quote"] for row in rows), Counter(row["text"] for row in rows)
    rules = (
        ("quote", "no_id", lambda row: bool(NAME.fullmatch(row["quote"]))),
        ("quote", "used_twice", lambda row: ids[row["quote"]] == 1),
        ("question", "undeclared_notebook", lambda row: row["question"] in notebooks),
        ("group", "no_name", lambda row: bool(NAME.fullmatch(row["group"]))),
        ("column", "not_quotable", _is_quotable),
        ("item", "wrong_item", _has_item),
        ("level", "wrong_level", lambda row: row["level"] in {"network", "nation"}),
        ("network", "wrong_network", _has_network),
        ("text", "not_printable", lambda row: is_printable(row["text"])),
        ("text", "used_twice", lambda row: texts[row["text"]] == 1),
        ("approved_by", "not_approved", lambda row: is_name(row["approved_by"])),
        ("approved", "no_day", lambda row: is_day(row["approved"])),
    )
    refuse_broken(QUOTES, (checked(number, row, rules) for number, row in enumerate(rows, 1)), EXPECTED)
    return QuoteFile(rows)


def _column(row: Row) -> Column | None:
    table = TABLES.get(row["table"])
    return next((one for one in table.columns if one.name == row["column"]), None) if table else None


def _is_quotable(row: Row) -> bool:
    column = _column(row)
    return column is not None and column.free_text and column.voice is Voice.PERSONS


def _has_item(row: Row) -> bool:
    """Items are of surveys, where one column holds the answers to all of them."""
    of_survey = row["table"] == "survey_answers"
    return bool(_ITEM.fullmatch(row["item"])) if of_survey else not row["item"]


def _has_network(row: Row) -> bool:
    if row["level"] != "network":
        return not row["network"]
    table = TABLES.get(row["table"])
    placed = table is not None and any(column.name in _PLACED for column in table.columns)
    return bool(row["network"]) and placed


def _pointing(number: int, row: Row, pointers: Pointers) -> CuratedRow:
    rule = pointers.rule_broken(row["text"])
    return CuratedRow(number, row, (("text", rule),) if rule else ())


def _quote(row: Row) -> CuratedQuote:
    return CuratedQuote(**{name: row[name] for name in COLUMNS if name != "level"})
