"""The ledger: any sequence of releases keeps a sound chain, and any changed byte is found."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.disclosure import (
    CELLS,
    Content,
    CorrectionNote,
    Withdrawn,
    append_entry,
    read_ledger,
    recorded,
    store_record,
)
from evaluering.disclosure.ledger import EMPTY
from evaluering.errors import InputRefused
from evaluering.results import ReleasedCell, ReleasedFinding
from evaluering.vocabulary import CellStatus, EntryKind, Unit

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.one_of(
    st.none(), st.integers(-1000, 1000), st.floats(-1000, 1000).map(lambda one: round(one, 2)), TEXTS
)
CELLS_OF_A_PAGE = st.lists(st.tuples(VALUES, st.sampled_from(CellStatus)), min_size=1, max_size=4)
# Every step waits for the disk, as it must.
FEW = settings(max_examples=25)
STEPS = st.lists(
    st.tuples(st.sampled_from(EntryKind), st.sampled_from(["one-nb", "two-nb"]), CELLS_OF_A_PAGE, TEXTS),
    min_size=1,
    max_size=6,
)


def finding(report: str, cells) -> ReleasedFinding:
    shown = tuple(
        ReleasedCell("t", (("place", str(number)),), "count", value, Unit.NUMBER, status, "")
        for number, (value, status) in enumerate(cells)
    )
    return ReleasedFinding(f"of_{report}", "question", "", (), "published", "", shown, (), (), ())


def record(file: Path, number: int, step) -> set[tuple[str, object, CellStatus]]:
    """Record one step; the cells it put out."""
    kind, report, cells, words = step
    findings = [] if kind is EntryKind.WITHDRAWAL else [finding(report, cells)]
    shown = recorded([(report, findings)])
    store_record(file.with_name(CELLS), shown)
    content = Content(
        release=f"release-{number}",
        rules="rules",
        cells=shown.digest,
        kind=kind,
        corrections=(CorrectionNote(report, "2026-01-02", words),) if kind is EntryKind.CORRECTION else (),
        withdrawn=(Withdrawn(report, "nb", words, "2026-01-02", words),)
        if kind is EntryKind.WITHDRAWAL
        else (),
    )
    append_entry(file, read_ledger(file).next_entry(content))
    return {
        (cell.key, cell.value if cell.status is CellStatus.RELEASED else None, cell.status)
        for one in findings
        for cell in one.cells
    }


@contextmanager
def a_ledger() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ev-ledger-") as folder:
        yield Path(folder) / "ledger.jsonl"


@FEW
@given(STEPS)
def test_any_sequence_of_releases_corrections_and_withdrawals_keeps_a_sound_chain(steps):
    with a_ledger() as file:
        for number, step in enumerate(steps, 1):
            record(file, number, step)
        entries = read_ledger(file).entries
    assert [(entry.number, entry.kind) for entry in entries] == [
        (number, kind) for number, (kind, *_) in enumerate(steps, 1)
    ]
    heads = [EMPTY, *(entry.digest for entry in entries)]
    assert [entry.previous for entry in entries] == heads[:-1]


@FEW
@given(STEPS)
def test_every_cell_ever_put_out_and_no_other_is_known_as_it_was_shown(steps):
    with a_ledger() as file:
        out = set().union(*(record(file, number, step) for number, step in enumerate(steps, 1)))
        earlier = read_ledger(file).earlier()
    assert {(cell.key, cell.value, cell.status) for one in earlier for cell in one.cells} == out


@FEW
@given(STEPS)
def test_the_same_steps_give_the_same_bytes(steps):
    written = []
    for _ in range(2):
        with a_ledger() as file:
            for number, step in enumerate(steps, 1):
                record(file, number, step)
            written.append(
                {path.name: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}
            )
    assert written[0] == written[1]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A ledger with an entry of each kind."""
    file = tmp_path_factory.mktemp("sound") / "ledger.jsonl"
    cells = [(12, CellStatus.RELEASED), (None, CellStatus.SUPPRESSED), ("tekst æ", CellStatus.RELEASED)]
    for number, kind in enumerate(EntryKind, 1):
        record(file, number, (kind, "one-nb", [(number, CellStatus.RELEASED), *cells], "Ord på norsk."))
    return file


def refused(file: Path) -> bool:
    try:
        read_ledger(file)
    except InputRefused:
        return True
    return False


@given(st.data())
def test_any_single_changed_byte_is_found(sound, data):
    files = sorted(path.relative_to(sound.parent) for path in sound.parent.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    content = bytearray((sound.parent / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    with a_ledger() as file:
        shutil.copytree(sound.parent, file.parent, dirs_exist_ok=True)
        assert not refused(file)
        (file.parent / name).write_bytes(bytes(content))
        assert refused(file)


def test_each_byte_of_a_ledger_turned_in_its_lowest_bit_is_found(sound, tmp_path):
    shutil.copytree(sound.parent, tmp_path, dirs_exist_ok=True)
    file = tmp_path / sound.name
    whole = file.read_bytes()
    missed = []
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        if not refused(file):
            missed.append(place)
    assert missed == []


@FEW
@given(STEPS, st.data())
def test_a_ledger_cut_off_within_a_line_is_told_as_torn(steps, data):
    with a_ledger() as file:
        for number, step in enumerate(steps, 1):
            record(file, number, step)
        whole = file.read_bytes()
        ends = {place for place, byte in enumerate(whole, 1) if byte == 0x0A}
        cut = data.draw(st.integers(1, len(whole) - 1).filter(lambda place: place not in ends))
        file.write_bytes(whole[:cut])
        with pytest.raises(InputRefused, match="torn last line"):
            read_ledger(file)
