"""The gate on raw text: refused by row, column and rule, never repeating the text."""

from time import process_time

import pytest
from builders import ANIMALS, raw

from evaluering.errors import InputRefused
from evaluering.privacy import check_gate

FILE = "published/animals.csv"


def refused(frame) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        check_gate(FILE, frame, ANIMALS)
    return caught.value


def test_ordinary_text_passes_unchanged():
    frame = raw(ANIMALS, {"id": "1", "note": "katten heter Pus"})
    before = frame.copy()
    check_gate(FILE, frame, ANIMALS)
    assert frame.equals(before)


def test_an_identity_number_is_refused_by_row_column_and_rule():
    frame = raw(ANIMALS, {"id": "1"}, {"id": "2", "note": "fnr 020132 99997 KANARI"})
    error = refused(frame)
    assert error.found == "row 2, column note: identity_number"
    assert "020132" not in str(error)
    assert "KANARI" not in str(error)


def test_an_e_mail_address_is_refused_without_being_repeated():
    error = refused(raw(ANIMALS, {"id": "1", "note": "skriv til kari@example.no"}))
    assert error.found == "row 1, column note: e_mail"
    assert "kari" not in str(error)


def test_every_hit_is_told():
    error = refused(raw(ANIMALS, {"id": "02013299997"}, {"id": "2", "kind": "a@b.no"}))
    assert error.found == "row 1, column id: identity_number; row 2, column kind: e_mail"


def test_a_missing_column_is_named():
    error = refused(raw(ANIMALS, {"id": "1"}).drop(columns=["kind", "fed"]))
    assert error.found == "missing: fed, kind"


def test_an_undeclared_column_is_counted_and_not_named():
    frame = raw(ANIMALS, {"id": "1"}).assign(**{"02013299997": "", "Kari Nordmann": ""})
    error = refused(frame)
    assert error.found == "2 undeclared"
    assert "Kari" not in str(error)
    assert "02013299997" not in str(error)


@pytest.mark.parametrize("text", ["a@b", "@", "kl. 12 @ rådhuset", "1.5@", "mål @ 2. linje"])
def test_an_at_sign_alone_is_no_e_mail_address(text):
    check_gate(FILE, raw(ANIMALS, {"id": "1", "note": text}), ANIMALS)


@pytest.mark.parametrize("text", ["a" * 100_000, "a@" * 50_000, "1" * 100_000, "." * 100_000, "a.@" * 30_000])
def test_a_long_field_is_looked_through_in_reasonable_time(text):
    # Unbounded, the e-mail pattern took a minute for the first of these.
    started = process_time()
    check_gate(FILE, raw(ANIMALS, {"id": "1", "note": text}), ANIMALS)
    assert process_time() - started < 5


def test_an_address_after_a_long_run_of_characters_is_found():
    error = refused(raw(ANIMALS, {"id": "1", "note": "x" * 10_000 + "@example.no"}))
    assert error.found == "row 1, column note: e_mail"
