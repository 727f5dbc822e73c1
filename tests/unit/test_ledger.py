"""The ledger: appended to, read back, and refused when anything in it was touched."""

import json

import pytest

from evaluering.disclosure import Ledger, append_entry, read_ledger
from evaluering.disclosure.ledger import EMPTY
from evaluering.errors import InputRefused


@pytest.fixture
def file(tmp_path):
    """A ledger of three releases."""
    target = tmp_path / "ledger.jsonl"
    for number in (1, 2, 3):
        append_entry(target, read_ledger(target).next_entry(f"release-{number}", f"cells-{number}", "rules"))
    return target


def refused(file) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_ledger(file)
    return caught.value


def test_a_missing_ledger_is_an_empty_one(tmp_path):
    ledger = read_ledger(tmp_path / "ledger.jsonl")
    assert (ledger.entries, ledger.head) == ((), "0" * 64)


def test_what_was_appended_is_read_back_in_order(file):
    assert [entry.release for entry in read_ledger(file).entries] == ["release-1", "release-2", "release-3"]


def test_each_entry_follows_from_the_one_before(file):
    entries = read_ledger(file).entries
    assert [entry.previous for entry in entries] == [EMPTY, entries[0].digest, entries[1].digest]
    assert read_ledger(file).head == entries[2].digest


def test_appending_leaves_the_earlier_lines_as_they_were(file):
    before = file.read_bytes()
    append_entry(file, read_ledger(file).next_entry("release-4", "cells-4", "rules"))
    assert file.read_bytes().startswith(before)


def test_a_ledger_knows_its_releases(file):
    assert read_ledger(file).holds("release-2")
    assert not read_ledger(file).holds("release-9")


@pytest.mark.parametrize("field", ["release", "released", "rules", "previous", "digest"])
@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_changed_field_is_refused_and_the_line_named(file, field, line):
    lines = [json.loads(text) for text in file.read_text().splitlines()]
    lines[line - 1][field] = "f" * 64
    file.write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert refused(file).where == f"ledger, line {line}"


@pytest.mark.parametrize(("removed", "named"), [(1, 1), (2, 2)])
def test_a_removed_line_breaks_the_chain_where_it_stood(file, removed, named):
    lines = file.read_text().splitlines(keepends=True)
    del lines[removed - 1]
    file.write_text("".join(lines))
    assert refused(file).where == f"ledger, line {named}"


def test_two_lines_in_another_order_are_refused(file):
    one, two, three = file.read_text().splitlines(keepends=True)
    file.write_text(one + three + two)
    assert refused(file).where == "ledger, line 2"


def test_a_line_told_twice_is_refused(file):
    file.write_text(file.read_text() + file.read_text().splitlines()[-1] + "\n")
    assert refused(file).where == "ledger, line 4"


@pytest.mark.parametrize("garbage", ["", "{", "null", "[]", '{"release": "r"}', "KANARI-7f3a"])
def test_an_unreadable_line_is_refused_by_its_number_and_not_repeated(file, garbage):
    file.write_text(file.read_text() + garbage + "\n")
    error = refused(file)
    assert error.where == "ledger, line 4"
    assert error.found == "an unreadable line"
    assert "KANARI" not in str(error)


def test_a_half_written_last_line_is_refused(file):
    file.write_bytes(file.read_bytes()[:-20])
    assert refused(file).where == "ledger, line 3"


def test_a_ledger_that_is_not_text_is_refused_like_any_other_garbage(file):
    file.write_bytes(file.read_bytes() + b"\xff\xfe\n")
    assert refused(file).where == "ledger, line 4"


def test_the_ledger_as_it_was_at_an_earlier_head(file):
    ledger = read_ledger(file)
    first = ledger.entries[0].digest
    assert ledger.up_to(first) == Ledger(ledger.entries[:1])
    assert ledger.up_to(ledger.head) == ledger
    assert ledger.up_to(EMPTY) == Ledger()


def test_a_head_the_ledger_never_had_is_unknown(file):
    with pytest.raises(KeyError):
        read_ledger(file).up_to("f" * 64)


def test_an_entry_holds_digests_and_names_only(file):
    fields = {name for line in file.read_text().splitlines() for name in json.loads(line)}
    assert fields == {"release", "released", "rules", "previous", "digest"}
