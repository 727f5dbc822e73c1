"""A pandera schema from a table's declaration, on the text as delivered."""

import re
from collections.abc import Callable
from datetime import date

import pandas as pd
import pandera.pandas as pa

from evaluering.tables import IDENTIFIER, Column, ColumnType, Table

_FORMS = {
    ColumnType.WHOLE_NUMBER: re.compile(r"[+-]?\d{1,15}", re.ASCII),
    ColumnType.NUMBER: re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII),
    ColumnType.TIME_OF_DAY: re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII),
    ColumnType.MONTH: re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII),
    ColumnType.IDENTIFIER: re.compile(IDENTIFIER),
}
_RULES = {
    ColumnType.WHOLE_NUMBER: "not_a_whole_number",
    ColumnType.NUMBER: "not_a_number",
    ColumnType.TIME_OF_DAY: "not_a_time_of_day",
    ColumnType.MONTH: "not_a_month",
    ColumnType.IDENTIFIER: "not_an_identifier",
}


def schema(table: Table) -> pa.DataFrameSchema:
    """The declared columns of ``table`` with one named rule per thing that can be wrong."""
    columns = {column.name: pa.Column(str, checks=_checks(column)) for column in table.delivered}
    return pa.DataFrameSchema(columns)


def _checks(column: Column) -> list[pa.Check]:
    checks = [] if column.may_be_empty else [_check(lambda text: text != "", "empty")]
    if column.type in _FORMS:
        form = _FORMS[column.type]
        checks.append(_check(_or_empty(lambda text: bool(form.fullmatch(text))), _RULES[column.type]))
    if column.type is ColumnType.DATE:
        checks.append(_check(_or_empty(_is_date), "not_a_date"))
    if column.allowed:
        checks.append(_check(_or_empty(lambda text: text in column.allowed), "not_an_allowed_value"))
    if column.minimum is not None:
        checks.append(_check(_or_empty(_at_least(column.minimum)), "below_minimum"))
    if column.maximum is not None:
        checks.append(_check(_or_empty(_at_most(column.maximum)), "above_maximum"))
    return checks


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check(holds: Callable[[str], bool], rule: str) -> pa.Check:
    def over(series: pd.Series) -> pd.Series:
        # Each text is looked at once: a million answers hold few different ones.
        verdicts = {text: holds(text) for text in series.unique()}
        return series.map(verdicts).astype(bool)

    return pa.Check(over, error=rule, name=rule)


def _or_empty(holds: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: text == "" or holds(text)


def _at_least(minimum: float) -> Callable[[str], bool]:
    return lambda text: not _is_number(text) or float(text) >= minimum


def _at_most(maximum: float) -> Callable[[str], bool]:
    return lambda text: not _is_number(text) or float(text) <= maximum


def _is_number(text: str) -> bool:
    return bool(_FORMS[ColumnType.NUMBER].fullmatch(text))
