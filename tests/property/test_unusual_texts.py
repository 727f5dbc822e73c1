"""Which texts of a column have an unusual character: the quick look at bytes against one at a time."""

import re

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from evaluering.arrow_text import CONTROLS, STABLE, TEXT, unusual

UNUSUAL = re.compile(rf"[{CONTROLS}]|[^\x00-\x7f{STABLE}]")
characters = st.one_of(
    st.sampled_from(" ~aZ09\t\n\x00\x08\x1b\x1f\x7f"),
    st.sampled_from("æøåÆØÅé–\u00ad\u200b\ufeff"),
    st.characters(),
)
texts = st.lists(st.one_of(st.none(), st.text(characters, max_size=6)), max_size=8)
chunks = st.lists(texts, max_size=4)


def column(parts: list[list[str | None]]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(part, TEXT) for part in parts], TEXT)


@given(chunks)
def test_the_texts_found_are_those_with_an_unusual_character(parts):
    given_texts = [text for part in parts for text in part if text is not None]
    expected = list(dict.fromkeys(text for text in given_texts if UNUSUAL.search(text)))
    assert unusual(column(parts)) == expected


@given(texts, st.integers(0, 8), st.integers(0, 8))
def test_only_the_rows_of_a_slice_are_looked_at(given_texts, start, length):
    cut = given_texts[start : start + length]
    expected = list(dict.fromkeys(text for text in cut if text is not None and UNUSUAL.search(text)))
    assert unusual(column([given_texts]).slice(start, length)) == expected
