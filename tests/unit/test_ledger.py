"""The ledger: appended to, read back, and refused when anything in it or its cells was touched."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluering.disclosure import (
    CELLS,
    Content,
    CorrectionNote,
    Ledger,
    Withdrawn,
    append_entry,
    read_ledger,
    recorded,
    store_record,
)
from evaluering.disclosure.ledger import EMPTY
from evaluering.errors import EnvironmentProblem, InputRefused
from evaluering.results import Released, ReleasedCell, ReleasedFinding
from evaluering.vocabulary import CellStatus, Unit


def cell(value, status=CellStatus.RELEASED, place="a") -> ReleasedCell:
    return ReleasedCell("t", (("place", place),), "count", value, Unit.COUNT, status, "")


def finding(*cells: ReleasedCell, name="found") -> ReleasedFinding:
    return ReleasedFinding(name, "question", "", (), "published", "", cells, (), (), ())


def record(file: Path, release: str, *findings: ReleasedFinding, **told) -> None:
    """Record a release of one report."""
    shown = recorded([("one-nb", findings)])
    store_record(file.with_name(CELLS), shown)
    content = Content(release=release, rules="rules", cells=shown.digest, **told)
    append_entry(file, read_ledger(file).next_entry(content))


@pytest.fixture
def file(tmp_path):
    """A ledger of three releases; the third shows what the second did."""
    target = tmp_path / "ledger.jsonl"
    for number, value in ((1, 10), (2, 12), (3, 12)):
        record(target, f"release-{number}", finding(cell(value)))
    return target


def refused(file) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_ledger(file)
    return caught.value


def test_a_missing_ledger_is_an_empty_one(tmp_path):
    ledger = read_ledger(tmp_path / "ledger.jsonl")
    assert (ledger.entries, ledger.head) == ((), "0" * 64)


def test_what_was_appended_is_read_back_in_order(file):
    entries = read_ledger(file).entries
    assert [(entry.number, entry.release) for entry in entries] == [
        (1, "release-1"),
        (2, "release-2"),
        (3, "release-3"),
    ]


def test_each_entry_follows_from_the_one_before(file):
    entries = read_ledger(file).entries
    assert [entry.previous for entry in entries] == [EMPTY, entries[0].digest, entries[1].digest]
    assert read_ledger(file).head == entries[2].digest


def test_appending_leaves_the_earlier_lines_as_they_were(file):
    before = file.read_bytes()
    record(file, "release-4", finding(cell(12)))
    assert file.read_bytes().startswith(before)


def test_a_ledger_knows_its_releases(file):
    assert read_ledger(file).holds("release-2")
    assert not read_ledger(file).holds("release-9")


FIELDS = ["number", "previous", "kind", "release", "date", "rules", "synthetic", "cells", "digest"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_changed_field_is_refused_and_the_line_named(file, field, line):
    lines = [json.loads(text) for text in file.read_text().splitlines()]
    other = {"number": 7, "kind": "withdrawal", "synthetic": True}.get(field, "f" * 64)
    lines[line - 1][field] = other
    file.write_text("".join(json.dumps(one, sort_keys=True) + "\n" for one in lines))
    assert refused(file).where == f"ledger, line {line}"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(b": ", b":  ", 1), id="a space"),
        pytest.param(lambda text: text.replace(b"{", b'{"more": 1, ', 1), id="a field nobody reads"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n", 1), id="another end of line"),
        pytest.param(lambda text: b"\n" + text, id="an empty line"),
    ],
)
def test_a_change_that_says_the_same_is_refused_too(file, change):
    file.write_bytes(change(file.read_bytes()))
    assert refused(file).where == "ledger, line 1"


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


def test_an_entry_of_an_earlier_version_is_told_as_one(file):
    old = {"release": "r", "released": "d", "rules": "u", "previous": EMPTY, "digest": EMPTY}
    file.write_text(json.dumps(old) + "\n")
    assert "earlier version" in refused(file).found


def test_a_torn_last_line_is_told_with_how_to_mend(file):
    file.write_bytes(file.read_bytes()[:-20])
    error = refused(file)
    assert error.where == "ledger, line 3"
    assert "torn" in error.found
    assert "sed -i '$d' reports/ledger.jsonl" in error.next_step


def test_a_torn_line_taken_off_as_told_leaves_a_sound_ledger(file):
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    assert [entry.number for entry in read_ledger(file).entries] == [1, 2]


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


def test_an_entry_on_another_head_is_not_appended(file):
    content = Content(release="late", rules="rules", cells=read_ledger(file).entries[0].cells)
    late = read_ledger(file).next_entry(content)
    record(file, "release-4", finding(cell(12)))
    before = file.read_bytes()
    with pytest.raises(EnvironmentProblem, match="recorded meanwhile"):
        append_entry(file, late)
    assert file.read_bytes() == before


def test_unchanged_cells_are_stored_once(file):
    second, third = read_ledger(file).entries[1:]
    assert second.cells == third.cells
    # Two sets of cells, and the two records that name them.
    assert len(list(file.with_name(CELLS).iterdir())) == 4


def test_everything_that_is_out_is_told_with_the_entries_that_told_it(file):
    told = [(one.entries, [cell.value for cell in one.cells]) for one in read_ledger(file).earlier()]
    assert told == [((1,), [10]), ((2, 3), [12])]


def test_an_earlier_cell_has_the_name_its_finding_gave_it(file):
    (one, _) = read_ledger(file).earlier()
    assert one.cells[0].key == cell(10).key


def test_a_withdrawn_report_s_cells_stay_known(file):
    taken = Withdrawn("one-nb", "nb", "Title", "2026-01-02", "Reason")
    empty = recorded([])
    store_record(file.with_name(CELLS), empty)
    content = Content(release="release-4", rules="rules", cells=empty.digest, withdrawn=(taken,))
    append_entry(file, read_ledger(file).next_entry(content))
    ledger = read_ledger(file)
    assert ledger.withdrawn == (taken,)
    assert [one.entries for one in ledger.earlier()] == [(1,), (2, 3)]


def test_an_earlier_ledger_knows_only_what_was_out_then(file):
    ledger = read_ledger(file)
    then = ledger.up_to(ledger.entries[0].digest)
    assert [one.entries for one in then.earlier()] == [(1,)]


def test_a_hidden_cell_is_stored_by_its_status_alone(tmp_path):
    hidden = replace(cell(3), status=CellStatus.SUPPRESSED, value=3)
    shown = recorded([("one-nb", [finding(hidden, cell(12, place="b"))])])
    (stored,) = [content for content in shown.files.values() if b'"measure"' in content]
    assert [(one["status"], one["value"]) for one in json.loads(stored)] == [
        ("suppressed", None),
        ("released", 12),
    ]


def test_numbers_and_texts_come_back_as_they_were(tmp_path):
    file = tmp_path / "ledger.jsonl"
    cells = [cell(value, place=str(place)) for place, value in enumerate((12, 12.5, 3.0, "tekst æ", None))]
    record(file, "release-1", finding(*cells))
    (one,) = read_ledger(file).earlier()
    assert [(cell.value, type(cell.value)) for cell in one.cells] == [
        (value, type(value)) for value in (12, 12.5, 3.0, "tekst æ", None)
    ]


def test_the_order_of_cells_and_findings_changes_no_byte():
    one, two = finding(cell(1), cell(2, place="b")), finding(cell(3), name="another")
    turned = finding(cell(2, place="b"), cell(1))
    assert recorded([("a", [one, two])]) == recorded([("a", [two, turned])])


@pytest.mark.parametrize("number", range(4))
def test_a_missing_file_of_cells_is_refused_by_its_name(file, number):
    lost = sorted(file.with_name(CELLS).iterdir())[number]
    lost.unlink()
    error = refused(file)
    assert error.where == f"ledger, released cells {lost.name}"
    assert "restore the folder reports/ledger-cells" in error.next_step


@pytest.mark.parametrize("number", range(4))
def test_a_changed_file_of_cells_is_refused_by_its_name(file, number):
    changed = sorted(file.with_name(CELLS).iterdir())[number]
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2", 1) + b" ")
    assert refused(file).where == f"ledger, released cells {changed.name}"


def test_what_was_told_before_is_remembered(file):
    note = CorrectionNote("one", "2026-01-02", "Rettet.")
    record(file, "release-4", finding(cell(13)), corrections=(note,))
    assert read_ledger(file).corrections == (note,)


def test_a_report_is_known_as_it_was_last_shown(file):
    ledger = read_ledger(file)
    (one,) = ledger.last_shown()["one-nb"].findings
    (first,) = ledger.up_to(ledger.entries[0].digest).last_shown()["one-nb"].findings
    assert one.cells != first.cells


def test_the_findings_of_the_embedded_data_protect_nobody_and_are_not_invented(release: Released):
    shown = recorded([("a", release.findings)])
    told = {(one.protected, one.synthetic) for report in shown.record for one in report.findings}
    assert told == {(False, False)}
    assert shown.synthetic is False
