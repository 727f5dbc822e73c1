"""Rules over whole columns find what reading each text on its own finds."""

import re
from datetime import date

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.arrow_text import TEXT
from evaluering.tables import Column, ColumnType
from evaluering.validation.schema import as_numbers, broken_rules

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
FORMS = {
    ColumnType.WHOLE_NUMBER: (re.compile(r"[+-]?\d{1,15}", re.ASCII), "not_a_whole_number"),
    ColumnType.NUMBER: (NUMBER, "not_a_number"),
    ColumnType.TIME_OF_DAY: (re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII), "not_a_time_of_day"),
    ColumnType.MONTH: (re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII), "not_a_month"),
    ColumnType.IDENTIFIER: (re.compile(r"[A-Za-z0-9ÆØÅæøå_-]{1,64}"), "not_an_identifier"),
}
COLUMNS = [
    Column("c", kind, "", may_be_empty=may_be_empty, minimum=minimum, maximum=maximum)
    for kind in (*FORMS, ColumnType.DATE, ColumnType.TEXT)
    for may_be_empty in (True, False)
    for minimum, maximum in ((None, None), (0, 10))
] + [Column("c", ColumnType.CODE, "", allowed=("a", "b"))]

odd = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "1\n",
        "٣",
        "３",
        "-0",
        "+5",
        "++5",
        "007",
        "1.",
        ".5",
        "1e3",
        "nan",
        "9" * 15,
        "9" * 16,
        "0.1",
        "10.000000000000001",
    ]
)
shaped = (
    st.from_regex(r"[+-]?[0-9]{1,3}(\.[0-9]{1,16})?", fullmatch=True)
    | st.from_regex(r"[0-2][0-9]:[0-6][0-9]", fullmatch=True)
    | st.from_regex(r"(000[01]|[12][0-9]{3})-[01][0-9](-[0-3][0-9])?", fullmatch=True)
    | st.sampled_from(
        ["a", "b", "c", "æ-_Å9", "é", "x" * 64, "x" * 65, "20240301", "2023-02-29", "2024-02-29"]
    )
)
texts = st.lists(odd | shaped | st.text(max_size=5), min_size=1, max_size=12)
unhurried = settings(max_examples=150)


def broken(text: str, column: Column) -> set[str]:
    """The rules one text breaks, worked out on its own."""
    if text == "":
        return set() if column.may_be_empty else {"empty"}
    found = set()
    if column.type in FORMS and not FORMS[column.type][0].fullmatch(text):
        found.add(FORMS[column.type][1])
    if column.type is ColumnType.DATE and not is_date(text):
        found.add("not_a_date")
    if column.allowed and text not in column.allowed:
        found.add("not_an_allowed_value")
    number = float(text) if NUMBER.fullmatch(text) else None
    if number is not None and column.minimum is not None and number < column.minimum:
        found.add("below_minimum")
    if number is not None and column.maximum is not None and number > column.maximum:
        found.add("above_maximum")
    return found


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def chunks(values: list[str]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values[:2], TEXT), pa.array(values[2:], TEXT)])


@unhurried
@given(texts, st.sampled_from(COLUMNS), st.sampled_from([1, 3]))
def test_the_rules_of_a_column_find_what_each_text_alone_breaks(values, column, times):
    repeated = values * times
    found: list[set[str]] = [set() for _ in repeated]
    for fault in broken_rules(chunks(repeated), column):
        for place in fault.rows.nonzero()[0]:
            found[place].add(fault.rule)
    assert found == [broken(text, column) for text in repeated]


@unhurried
@given(st.lists(st.from_regex(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", fullmatch=True), min_size=1))
def test_a_number_is_the_nearest_to_what_is_written(values):
    assert as_numbers(chunks(values), pa.float64()).to_pylist() == [float(text) for text in values]


@unhurried
@given(st.lists(st.from_regex(r"[+-]?[0-9]{1,15}", fullmatch=True), min_size=1))
def test_a_whole_number_is_exactly_what_is_written(values):
    assert as_numbers(chunks(values), pa.int64()).to_pylist() == [int(text) for text in values]
