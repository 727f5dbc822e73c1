"""Corrections and withdrawals are told in the words that were handed over, and in no others."""

import shutil
from pathlib import Path

import pytest

from attack.planting import PAGE, RECEIPT, Finished
from evaluering.attack import Kind
from evaluering.attack.page_tree import read_page
from functional.workspaces import here

REASON = "Tallene bygget på {feil} kilde. Se 2 steder."
FRONT = "index.html"


@pytest.fixture(scope="session")
def corrected(there_and_back: tuple[Path, list[Path]]) -> Finished:
    """A release whose page tells of two corrections."""
    return Finished.of(there_and_back[0])


@pytest.fixture(scope="session")
def withdrawn(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A release with one of three reports taken back."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("w") / "workspace", symlinks=True))
    done = here(folder, "withdraw", "gathering-time", "--reason", REASON, "--date", "2026-03-04")
    if done.code:
        pytest.fail(f"the withdrawal ended with {done.code}:\n{done.out}{done.err}")
    return Finished.of(folder)


def test_a_page_that_tells_of_corrections_is_explained(corrected: Finished) -> None:
    assert "Timene er rettet." in corrected.files[PAGE].decode()
    assert corrected.attacked() == ()


def test_a_page_in_place_of_a_report_and_the_front_page_are_explained(withdrawn: Finished) -> None:
    assert REASON in withdrawn.files[PAGE].decode()
    assert withdrawn.attacked() == ()


def test_the_day_and_the_note_of_a_correction_are_asked_for_together() -> None:
    item = '<li>2. januar 2026: <span class="told" lang="nb">Timene er rettet.</span></li>'
    texts = [text for _, text in read_page(f"<html><body><ul>{item}</ul></body></html>").texts()]
    assert texts == ["2. januar 2026: Timene er rettet."]


CORRECTED = {
    "a note without its day": (PAGE, "2. januar 2026: ", "", Kind.TEXT),
    "a day without its note": (PAGE, "Timene er rettet.</span>", "</span>", Kind.NUMBER),
    "another note": (PAGE, "Timene er rettet.", "Timene til 7 er rettet.", Kind.NUMBER),
    "another day": (PAGE, "2. januar 2026", "7. januar 2026", Kind.NUMBER),
    "another note in a receipt": (RECEIPT, "Timene er rettet.", "Timene er rettet for 7.", Kind.RECEIPT),
    "another day in a receipt": (RECEIPT, "2026-01-02", "2026-01-07", Kind.RECEIPT),
    "a share of hidden numbers in a receipt": (RECEIPT, '"hidden": null', '"hidden": 0.07', Kind.RECEIPT),
    "another version in a receipt": (RECEIPT, '"python": "3', '"python": "7', Kind.RECEIPT),
    "an empty list in a receipt": (RECEIPT, '"format": 1', '"format": 1, "n7": []', Kind.RECEIPT),
    "a list of empty lists": (RECEIPT, '"format": 1', '"format": [[], [], []]', Kind.RECEIPT),
    "another head": ("manifest.json", '"ledger_head": "', '"ledger_head": "7', Kind.RECEIPT),
    "other cells": ("manifest.json", '"cells": "', '"cells": "7', Kind.RECEIPT),
}


@pytest.mark.parametrize("plant", CORRECTED)
def test_a_correction_and_a_receipt_tell_what_was_handed_over_and_nothing_else(
    corrected: Finished, plant: str
) -> None:
    file, old, new, kind = CORRECTED[plant]
    found = corrected.with_change(file, old, new).attacked()
    assert (kind in {one.kind for one in found}, {one.file for one in found}) == (True, {file})


WITHDRAWN = {
    "another reason": (PAGE, "Se 2 steder", "Se 7 steder", Kind.NUMBER),
    "another day": (PAGE, "4. mars 2026", "7. mars 2026", Kind.NUMBER),
    "a text of another page": (PAGE, "</main>", "<p>Radregnskap</p></main>", Kind.TEXT),
    "another day on the front page": (FRONT, "4. mars 2026", "7. mars 2026", Kind.NUMBER),
    "a text of a report on the front page": (FRONT, "</main>", "<p>Radregnskap</p></main>", Kind.TEXT),
}


@pytest.mark.parametrize("plant", WITHDRAWN)
def test_a_withdrawal_tells_what_was_handed_over_and_nothing_else(withdrawn: Finished, plant: str) -> None:
    file, old, new, kind = WITHDRAWN[plant]
    found = withdrawn.with_change(file, old, new).attacked()
    assert (kind in {one.kind for one in found}, {one.file for one in found}) == (True, {file})


def test_a_receipt_of_a_withdrawn_report_is_a_stray_file(withdrawn: Finished, corrected: Finished) -> None:
    found = withdrawn.with_file(RECEIPT, corrected.files[RECEIPT]).attacked()
    assert (RECEIPT, Kind.UNKNOWN_FILE) in {(one.file, one.kind) for one in found}


def test_a_file_that_was_changed_after_it_was_made_is_found(corrected: Finished) -> None:
    found = corrected.with_change(PAGE, "</html>", "</html> ").attacked()
    assert {(one.file, one.kind) for one in found} == {(PAGE, Kind.OTHER_BYTES)}
