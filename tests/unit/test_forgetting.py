"""Forgetting a person or a delivery: everything goes, nothing else does, and the record names nobody."""

import json
import re
import shutil
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from erasing import OTHER, PERSON, SESSIONS, deliver, empty_workspace, every_byte, sessions
from openpyxl import load_workbook
from openpyxl.comments import Comment

from evaluering.erasure import (
    erased_inputs,
    forget_delivery,
    forget_person,
    refuse_unfinished,
    rewriting,
    staging,
)
from evaluering.erasure.needle import make_needle
from evaluering.erasure.record import Erasure, append_record, erased_on, read_record
from evaluering.erasure.workbook import _without as without_sheet_rows
from evaluering.errors import EnvironmentProblem, InputRefused, WrongUse
from evaluering.intake import take_in
from evaluering.pipeline import store_delivered
from evaluering.privacy.pseudonyms import pseudonym
from evaluering.reading import parquet_file, read_statistical, statistical, workbook
from evaluering.workspace import Workspace
from synthetic import csv_text, row, write_mapping

TODAY = date(2026, 1, 2)
FORMATS = ("s.csv", "s.xlsx", "s.parquet", "s.sav", "s.dta")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsers run in this process: that they are confined is tested elsewhere."""
    for module in (parquet_file, statistical):
        monkeypatch.setattr(module, "stream_limited", lambda name, parse, path: parse(path, name))
    for module in (workbook, rewriting):
        monkeypatch.setattr(module, "run_limited", lambda _, parse, *given: parse(*given))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return empty_workspace(tmp_path / "w")


def forget(workspace: Workspace, person: str = PERSON, **how):
    return forget_person(workspace, make_needle(person), TODAY, **how)


def store(workspace: Workspace) -> None:
    for parts in take_in(workspace).tables.values():
        store_delivered(workspace, parts, "test")


def users(workspace: Workspace) -> dict[str, list[str]]:
    return {
        part.account.file: part.frame["user"].tolist()
        for parts in take_in(workspace).tables.values()
        for part in parts.parts
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_forgotten_person_is_in_no_byte_of_the_workspace(workspace, name):
    deliver(workspace, sessions(PERSON, "U-2", PERSON, "U-3"), name)
    store(workspace)
    forget(workspace)
    assert PERSON.encode() not in every_byte(workspace.root)


@pytest.mark.parametrize("name", FORMATS)
def test_the_rows_of_others_stay_as_they_were(workspace, name):
    deliver(workspace, sessions("U-1", PERSON, OTHER, "U-3"), name)
    before = take_in(workspace).tables["session_feedback"].frame
    forget(workspace)
    after = take_in(workspace).tables["session_feedback"].frame
    assert after.to_numpy().tolist() == before[before["user"] != PERSON].to_numpy().tolist()


def test_the_other_bytes_of_a_csv_file_stay(workspace):
    file = deliver(workspace, sessions("U-1"), "s.csv") / "s.csv"
    head, rest = b'\xef\xbb\xbfuser;"session";team;held;outcome;relation\r\n\r\n', b'"U-1";1;"t;1";x;;\n'
    file.write_bytes(head + f'{PERSON};1;"two\nlines";;;\r\n'.encode() + rest)
    forget(workspace)
    assert file.read_bytes() == head + rest


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "cp1252"])
def test_the_encoding_of_a_csv_file_stays(workspace, codec):
    file = deliver(workspace, sessions("U-1"), "s.csv") / "s.csv"
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    text = csv_text(SESSIONS, *sessions(PERSON, "Å-1"))
    file.write_bytes(mark + text.encode(codec))
    forget(workspace)
    kept = "".join(line for line in text.splitlines(keepends=True) if PERSON not in line)
    assert file.read_bytes() == mark + kept.encode(codec)


def test_labels_and_notes_of_an_spss_file_stay(workspace):
    folder = deliver(workspace, sessions(PERSON, "U-1"), "s.sav")
    before = read_statistical(folder, "s.sav").metadata
    forget(workspace)
    assert read_statistical(folder, "s.sav").metadata == before
    assert ("file label", "syntetisk") in before


def test_a_workbook_s_other_rows_stay_in_their_places(workspace):
    file = deliver(workspace, sessions("U-1", PERSON, "U-3"), "s.xlsx") / "s.xlsx"
    forget(workspace)
    sheet = load_workbook(file)["session_feedback"]
    assert [sheet.cell(number, 1).value for number in range(2, 5)] == ["U-1", None, "U-3"]


def test_what_formulas_had_worked_out_goes_with_the_rows(workspace):
    file = deliver(workspace, sessions("U-1", PERSON), "s.xlsx") / "s.xlsx"
    (file.parent / "delivery.toml").unlink()
    book = load_workbook(file)
    book.create_sheet("results").append(["=AVERAGE(session_feedback!E2:E9)"])
    book.save(file)
    part = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert b"<v" in parts[part]
    # What writes the XML, lxml or Python itself, writes an empty value in its own way.
    parts[part] = re.sub(rb"<v ?/>|<v></v>", b"<v>4321</v>", parts[part])
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert b"4321" in every_byte(file.parent)
    forget(workspace)
    assert b"4321" not in every_byte(file.parent)
    assert b"AVERAGE" in every_byte(file.parent)


def test_answers_recoded_to_the_identifier_count_and_what_cannot_be_cleaned_is_named(workspace):
    deliver(workspace, sessions("Kanari"), "s.csv", more=f'answers = {{ user = {{ Kanari = "{PERSON}" }} }}')
    with pytest.raises(InputRefused, match=r"data/raw/deliveries/a/delivery\.toml"):
        forget(workspace)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".sav"])
def test_an_identifier_in_another_column_refuses_before_anything_is_changed(workspace, suffix):
    rows = sessions(PERSON, "U-2")
    deliver(workspace, [rows[0], rows[1] | {"held": f"skrev om {PERSON}"}], f"t{suffix}")
    folder = deliver(workspace, rows, "s.csv")
    write_mapping(
        folder, *[f'name = "{name}"\ntable = "session_feedback"' for name in ("s.csv", f"t{suffix}")]
    )
    before = every_byte(folder)
    with pytest.raises(InputRefused) as caught:
        forget(workspace)
    assert f"data/raw/deliveries/a/t{suffix}" in caught.value.found
    assert PERSON not in str(caught.value)
    assert every_byte(folder) == before
    assert not (workspace.private / "erasure").exists()


def test_a_note_on_the_person_s_row_refuses(workspace):
    file = deliver(workspace, sessions(PERSON, "U-2"), "s.xlsx") / "s.xlsx"
    book = load_workbook(file)
    book.active["E2"].comment = Comment("syntetisk merknad", "syntetisk")
    book.save(file)
    with pytest.raises(InputRefused, match=r"s\.xlsx"):
        forget(workspace)


@pytest.mark.parametrize(
    "place", ["notat.txt", "../../../notebooks/a.ipynb", "../../../reports/a/index.html"]
)
def test_any_other_file_that_speaks_of_the_person_refuses(workspace, place):
    folder = deliver(workspace, sessions(PERSON, "U-2"), "s.csv")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_text(f"om {PERSON}-saken", encoding="utf-8")
    with pytest.raises(InputRefused, match=Path(place).name):
        forget(workspace)


def test_a_file_named_after_the_person_is_told_by_its_place_only(workspace):
    folder = deliver(workspace, sessions("U-2"), "s.csv")
    (folder / f"{PERSON}.txt").write_text("syntetisk", encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        forget(workspace)
    assert "data/raw/deliveries/a, number 1 in the order of names" in caught.value.found
    assert PERSON not in str(caught.value)


def test_the_identifier_of_a_team_is_refused(workspace):
    deliver(workspace, [row(SESSIONS, team="lag-100")], "s.csv")
    with pytest.raises(WrongUse, match="team"):
        forget(workspace, "lag-100")


def test_processed_tables_lose_the_rows_and_their_sidecars_name_the_new_digests(workspace):
    file = deliver(workspace, sessions(PERSON, "U-2"), "s.csv") / "s.csv"
    store(workspace)
    forget(workspace)
    table = workspace.processed / "session_feedback.parquet"
    sidecar = json.loads(table.with_suffix(".json").read_text(encoding="utf-8"))
    assert pd.read_parquet(table)["user"].tolist() == ["U-2"]
    assert sidecar["parquet"] == sha256(table.read_bytes()).hexdigest()
    assert sidecar["accounts"][0]["digest"] == sha256(file.read_bytes()).hexdigest()
    assert sidecar["accounts"][0]["accepted"] == 2


def test_caches_and_logs_are_cleared(workspace):
    deliver(workspace, sessions(PERSON, "U-2"), "s.csv")
    log = workspace.private / "logs/a.log"
    log.parent.mkdir(parents=True)
    log.write_text(PERSON)
    assert forget(workspace).caches == 1
    assert not log.exists()


def test_the_record_says_what_was_changed_and_names_nobody(workspace):
    file = deliver(workspace, sessions(PERSON, "U-2", PERSON), "s.csv") / "s.csv"
    before = sha256(file.read_bytes()).hexdigest()
    forget(workspace)
    text = (workspace.root / "data/erasures.jsonl").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "date": "2026-01-02",
        "file": "data/raw/deliveries/a/s.csv",
        "before": before,
        "after": sha256(file.read_bytes()).hexdigest(),
        "rows": 2,
    }
    hashed = sha256(PERSON.encode()).hexdigest()
    assert PERSON not in text
    assert hashed not in text


def test_a_dry_run_tells_and_changes_nothing(workspace):
    deliver(workspace, sessions(PERSON, "U-2"), "s.csv", "s.xlsx")
    before = every_byte(workspace.root / "data")
    told = forget(workspace, is_dry_run=True)
    assert [one.rows for one in told.erasures] == [1, 1]
    assert every_byte(workspace.root / "data") == before


def test_one_that_is_nowhere_changes_nothing(workspace):
    deliver(workspace, sessions("U-2"), "s.csv")
    before = every_byte(workspace.raw)
    assert forget(workspace).erasures == ()
    assert every_byte(workspace.raw) == before


@pytest.mark.parametrize("survived", [0, 1, 2])
def test_an_interrupted_erasure_is_refused_by_others_and_finished_by_the_next(
    workspace, monkeypatch, survived
):
    deliver(workspace, sessions(PERSON, "U-2"), "s.csv", "s.xlsx", "s.parquet")
    sound, done = staging._replace, []

    def interrupted(*given):
        if len(done) == survived:
            raise KeyboardInterrupt
        done.append(sound(*given))

    monkeypatch.setattr(staging, "_replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        forget(workspace)
    with pytest.raises(EnvironmentProblem, match="interrupted"):
        refuse_unfinished(workspace)
    monkeypatch.setattr(staging, "_replace", sound)
    forget(workspace)
    refuse_unfinished(workspace)
    assert PERSON.encode() not in every_byte(workspace.root)
    assert len(read_record(workspace)) == 3


def test_a_short_identifier_is_looked_for_in_cells_only_and_that_is_told(workspace):
    deliver(workspace, sessions("7", "U-2"), "s.csv")
    told = forget(workspace, "7")
    assert not told.is_complete
    assert list(users(workspace).values()) == [["U-2"]]


def test_with_a_key_the_original_and_its_pseudonym_are_both_forgotten(workspace):
    key = bytes(range(32))
    person = pseudonym("02013299997", key)
    deliver(workspace, sessions(person, "U-2", "020132 99997"), "s.csv")
    forget_person(workspace, make_needle("02013299997", key), TODAY)
    assert list(users(workspace).values()) == [["U-2"]]


def test_a_file_that_cannot_be_written_refuses(workspace, monkeypatch):
    folder = deliver(workspace, sessions(PERSON, "U-2"), "s.sav")
    monkeypatch.setattr("evaluering.erasure.statistical.WRITABLE", ())
    before = every_byte(folder)
    with pytest.raises(InputRefused, match=r"s\.sav"):
        forget(workspace)
    assert every_byte(folder) == before


def test_the_sample_is_forgotten_in_too(workspace):
    file = workspace.raw / "sample/session_feedback.csv"
    file.parent.mkdir()
    file.write_text(csv_text(SESSIONS, *sessions(PERSON, "U-2")), encoding="utf-8")
    forget(workspace)
    assert file.read_text(encoding="utf-8") == csv_text(SESSIONS, *sessions("", "U-2")[1:])


def test_a_delivery_goes_whole_with_what_was_made_of_it(workspace):
    folder = deliver(workspace, sessions(PERSON, "U-2"), "s.csv")
    other = shutil.copytree(folder, folder.with_name("b"))
    store(workspace)
    told = forget_delivery(workspace, "a", TODAY)
    assert not folder.exists()
    assert other.exists()
    assert list(workspace.processed.rglob("*.*")) == []
    assert {one.file for one in told.erasures} == {one.file for one in read_record(workspace)}
    assert all(one.after == "" for one in told.erasures)


@pytest.mark.parametrize("name", ["b", "..", ".", "", "a/../a"])
def test_only_a_delivery_can_be_removed(workspace, name):
    deliver(workspace, sessions("U-2"), "s.csv")
    with pytest.raises(WrongUse):
        forget_delivery(workspace, name, TODAY)


def test_an_erasure_is_explained_through_every_step_of_the_record():
    steps = [Erasure("2026-01-01", "f", "a", "b", 1), Erasure("2026-02-01", "f", "b", "c", 1)]
    assert erased_on(steps, "f", "a", "c") == "2026-02-01"
    assert erased_on(steps, "f", "b", "c") == "2026-02-01"


@pytest.mark.parametrize(("before", "after"), [("a", "d"), ("x", "c"), ("c", "c"), ("a", "")])
def test_a_change_the_record_does_not_lead_to_is_not_explained(before, after):
    steps = [Erasure("2026-01-01", "f", "a", "b", 1), Erasure("2026-02-01", "f", "b", "c", 1)]
    assert erased_on(steps, "f", before, after) == ""


def test_a_removed_file_is_explained_as_one(workspace):
    append_record(workspace, [Erasure("2026-01-01", "data/raw/x.csv", "a", "", None)])
    assert erased_inputs(workspace, {"data/raw/x.csv": "a"}) == ["input erased on 2026-01-01: data/raw/x.csv"]


@pytest.mark.parametrize("attribute", ["a/>b", "a>b", "a/b", "'", "</row>".replace("<", "&lt;")])
def test_a_row_goes_whole_whatever_its_attributes_say(attribute):
    others = '<row r="1"><c r="A1"/></row>', f'<row r="3" x="{attribute}"/>'
    gone = f'<row r="2" x="{attribute}"><c r="A2" y="{attribute}"><v>1</v></c></row>'
    assert without_sheet_rows(others[0] + gone + others[1], {2}) == "".join(others)
