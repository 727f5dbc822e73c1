"""A table's declaration as named rules over whole columns of text, as delivered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evaluering.arrow_text import TEXT, distinct, flags
from evaluering.tables import IDENTIFIER, Column, ColumnType

Texts: TypeAlias = pa.ChunkedArray
"""Texts, or what is worked out for each of them; a plain array serves as well."""
Breaks: TypeAlias = Callable[[Texts], Texts]
"""From texts to true where a text breaks a rule."""

_NUMBER = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_FORMS = {
    ColumnType.WHOLE_NUMBER: (r"[+-]?[0-9]{1,15}", "not_a_whole_number"),
    ColumnType.NUMBER: (_NUMBER, "not_a_number"),
    ColumnType.TIME_OF_DAY: (r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "not_a_time_of_day"),
    ColumnType.MONTH: (r"(?:19|20)[0-9][0-9]-(?:0[1-9]|1[0-2])", "not_a_month"),
    ColumnType.IDENTIFIER: (IDENTIFIER, "not_an_identifier"),
}
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SAMPLE = 100_000


@dataclass(frozen=True)
class BrokenRule:
    """A rule that some rows break: the column, the rule, and for each row whether it breaks it."""

    column: str
    rule: str
    rows: NDArray[np.bool_]


def broken_rules(texts: pa.ChunkedArray, column: Column) -> Iterator[BrokenRule]:
    """Every rule of ``column`` that one of ``texts`` breaks; no text is missing."""
    # Where texts repeat, each is looked at once: a million answers hold few different ones.
    looked_at = texts.unique() if _repeats(texts) else texts
    for rule, breaks in rules(column):
        marks = breaks(looked_at).fill_null(False)
        if pc.any(marks).as_py():
            broken = marks if looked_at is texts else pc.is_in(texts, looked_at.filter(marks))
            yield BrokenRule(column.name, rule, flags(broken))


def rules(column: Column) -> Iterator[tuple[str, Breaks]]:
    """The rules of a column by name. An empty text breaks ``empty`` at most."""
    if not column.may_be_empty:
        yield "empty", _is_empty
    if column.type in _FORMS:
        form, name = _FORMS[column.type]
        yield name, lambda texts: _given_but(texts, _matches(texts, form))
    if column.type is ColumnType.DATE:
        yield "not_a_date", lambda texts: _given_but(texts, _are_dates(texts))
    if column.allowed:
        allowed = pa.array(column.allowed, TEXT)
        yield "not_an_allowed_value", lambda texts: _given_but(texts, pc.is_in(texts, allowed))
    if column.minimum is not None:
        yield "below_minimum", lambda texts: pc.less(_numbers(texts), column.minimum)
    if column.maximum is not None:
        yield "above_maximum", lambda texts: pc.greater(_numbers(texts), column.maximum)


def as_numbers(texts: Texts, kind: pa.DataType) -> Texts:
    """Texts that have the form of a number, as numbers; missing stays missing."""
    return pc.utf8_ltrim(texts, "+").cast(kind)


def _repeats(texts: pa.ChunkedArray) -> bool:
    # Where few texts are alike, gathering them costs more than looking at all.
    sample = texts.slice(0, _SAMPLE)
    return len(sample.unique()) < len(sample) / 2


def _is_empty(texts: Texts) -> Texts:
    return pc.equal(texts, pa.scalar("", TEXT))


def _given_but(texts: Texts, holds: Texts) -> Texts:
    return pc.and_not(pc.invert(_is_empty(texts)), holds)


def _matches(texts: Texts, form: str) -> Texts:
    return pc.match_substring_regex(texts, rf"\A(?:{form})\z")


def _are_dates(texts: Texts) -> Texts:
    shaped = texts.filter(_matches(texts, _DATE))
    return pc.is_in(texts, pa.array([text for text in distinct(shaped) if _is_date(text)], TEXT))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _numbers(texts: Texts) -> Texts:
    nothing = pa.scalar(None, TEXT)
    return as_numbers(pc.if_else(_matches(texts, _NUMBER), texts, nothing), pa.float64())
