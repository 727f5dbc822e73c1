"""Pseudonyms and forgetting hold for any people, tables, positions and formats."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from erasing import deliver, empty_workspace, every_byte

from evaluering.erasure import forget_person, rewriting
from evaluering.erasure.needle import make_needle
from evaluering.intake import take_in
from evaluering.privacy.pseudonyms import normal_form, pseudonym
from evaluering.reading import parquet_file, statistical, workbook
from evaluering.tables import TABLES
from synthetic import row

SESSIONS = TABLES["session_feedback"]
PERSON = "KANARI-7f3a"
keys = st.binary(min_size=32, max_size=32)
identifiers = st.text("abcdefgh0123456789", min_size=1, max_size=12)
people = st.lists(
    st.sampled_from([PERSON, "U-1", "U-2", "KANARI-7f3a2", "xKANARI-7f3a"]), min_size=1, max_size=8
)


@pytest.fixture(scope="module", autouse=True)
def here() -> Iterator[None]:
    """Parsers run in this process: that they are confined is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (parquet_file, statistical):
            patch.setattr(module, "stream_limited", lambda name, parse, path: parse(path, name))
        for module in (workbook, rewriting):
            patch.setattr(module, "run_limited", lambda _, parse, *given: parse(*given))
        yield


@settings(max_examples=30)
@given(identifiers, keys)
def test_a_pseudonym_is_the_same_in_every_file_and_run(identifier, key):
    assert pseudonym(f" {identifier[:2]} {identifier[2:]}.", key) == pseudonym(identifier, bytes(key))


@settings(max_examples=30)
@given(st.sets(identifiers, min_size=1, max_size=30), keys, st.integers(0, 255))
def test_one_bit_of_the_key_leaves_no_pseudonym_in_common(identifiers, key, bit):
    other = bytearray(key)
    other[bit // 8] ^= 1 << bit % 8
    mine = {pseudonym(one, key) for one in identifiers}
    theirs = {pseudonym(one, bytes(other)) for one in identifiers}
    assert mine.isdisjoint(theirs)
    assert len(mine) == len(theirs) == len({normal_form(one) for one in identifiers})


def frame(workspace):
    parts = take_in(workspace).tables.get("session_feedback")
    return [] if parts is None else parts.frame.to_numpy().tolist()


@settings(max_examples=8)
@given(people, st.sampled_from([".csv", ".xlsx", ".parquet", ".sav"]), st.data())
def test_nothing_of_a_forgotten_person_is_left_and_others_rows_stay(users, suffix, data):
    rows = [
        row(SESSIONS, user=user, session=str(number), outcome=str(data.draw(st.integers(0, 40))))
        for number, user in enumerate(users, 1)
    ]
    with TemporaryDirectory() as folder:
        workspace = empty_workspace(Path(folder) / "w")
        deliver(workspace, rows, f"s{suffix}")
        others = [one for one in frame(workspace) if one[0] != PERSON]
        forget_person(workspace, make_needle(PERSON), date(2026, 1, 2))
        left = every_byte(workspace.root).replace(b"xKANARI-7f3a", b"").replace(b"KANARI-7f3a2", b"")
        assert PERSON.encode() not in left
        assert frame(workspace) == others
