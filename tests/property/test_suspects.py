"""The coarse look at whole columns never misses what the exact rules hit."""

import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.arrow_text import STABLE
from evaluering.privacy.identifiers import rule_broken
from evaluering.privacy.suspects import suspect_texts, suspects

NUMBERS = ("02013299997", "2013299997", "02013299997.0", "2013299997.0", "42013299958", "020132 99997")
SEEDS = (
    *NUMBERS,
    "020132-99997",
    "020132\u201399997",
    "02 01 32 999 97",
    "020132. 99997",
    "kari@example.no",
    "HTTPS://x",
    "WWW.x",
    "\u017f",
    "+47 22 33 44 55",
    "+4722334455",
    "004722334455",
    "22 33 44 55",
    "912 34 567",
    "91234567",
    "jeg heter Kari",
    "HEITER Åse Ødegård",
    "Navnet er: Øystein",
    "kontaktperson  Per",
    "hilsen Kari",
    "22.33.44.55",
    "22-33-44-55",
    "412-34-567",
    "812.34.567",
    "+47 22-33-44-55",
    "(+47) 22.33.44.55",
    "0047\u201322334455",
    "+46 70 123 45 67",
    "+45 (22) 33 44 55",
    "+380441234567",
    "tlf. 22334455",
    "Ring meg gjerne 22334455",
    "mobilnummeret hennes er 4 1234567",
    "telefonnummeret: 22 334455",
    "tel:22334455",
    "020132\u200b99997",
    "020132\x0199997",
    "912\x7f34567",
)
FULL_WIDTH = str.maketrans(
    "0123456789@.", "".join(chr(code) for code in (*range(0xFF10, 0xFF1A), 0xFF20, 0xFF0E))
)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NO_BREAK = str.maketrans(" ", "\u00a0")
THIN = str.maketrans(" -", "\u2009\u2011")
SCRIPTS = ({}, FULL_WIDTH, ARABIC, NO_BREAK, THIN)
unhurried = settings(max_examples=150)

around = st.text(
    alphabet="abz019\x01\x1f\u200b\u00ad .,;:-/+@\n\t\x1c\u00a0\u2009æÅ\u0301\ufb03\u2026(", max_size=4
)
words = st.sampled_from(["", "", "tlf ", "Ring ", "mobil: ", "(", "+", "+47 ", "00", "kr "])
digits = st.tuples(
    words, st.text(alphabet="0123456789 .-\u2013/+()\u00a0\u2011\u200b", min_size=8, max_size=18)
).map("".join)
planted = st.tuples(around, st.sampled_from(SEEDS), st.sampled_from(SCRIPTS), around).map(
    lambda parts: parts[0] + parts[1].translate(parts[2]) + parts[3]
)


def column(*texts: str) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(texts, pa.large_string())])


@unhurried
@given(st.lists(planted | digits | st.text(max_size=20), min_size=1, max_size=20), st.booleans())
def test_what_breaks_a_rule_is_a_suspect(texts, is_prose):
    hits = {text for text in texts if rule_broken(text, is_prose=is_prose)}
    assert hits <= set(suspect_texts(column(*texts), is_prose=is_prose))


@pytest.mark.parametrize("script", SCRIPTS, ids=["plain", "full-width", "Arabic-Indic", "no-break", "thin"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_of_hit_is_a_suspect_in_every_script(seed, script):
    text = seed.translate(script)
    assert suspects(column(text), is_prose=True).to_pylist()[0] or not rule_broken(text, is_prose=True)


def test_the_seeds_break_every_rule():
    rules = {rule_broken(seed, is_prose=True) for seed in SEEDS}
    assert rules == {"", "identity_number", "e_mail", "web_address", "telephone_number", "name_after_cue"}


def test_identity_numbers_of_every_series_are_suspects_wherever_they_stand():
    days = [f"{day:02}" for day in (1, 9, 10, 29, 31, 41, 50, 69, 71)]
    months = [f"{month:02}" for month in (1, 9, 12, 41, 49, 52, 66, 70, 77, 81, 89, 92)]
    found = [text for day in days for month in months for text in _numbers(day + month)]
    assert len(found) > 100
    assert set(found) == set(suspect_texts(column(*found), is_prose=False))


def _numbers(start: str) -> list[str]:
    candidates = (f"{start}{rest:07}" for rest in range(3_200_000, 3_201_000))
    texts = [text for text in candidates if rule_broken(text, is_prose=False) == "identity_number"]
    return [
        text
        for number in texts[:2]
        for text in (number, number.lstrip("0"), f"x{number}y", f" {number}.0")
        if rule_broken(text, is_prose=False)
    ]


def test_characters_taken_as_plain_are_left_alone_by_normalisation():
    plain = [chr(code) for code in range(0x80, 0x2500) if re.fullmatch(f"[{STABLE}]", chr(code))]
    assert plain
    for mark in plain:
        assert unicodedata.normalize("NFKC", mark) == mark
        assert not any((mark.isdigit(), mark.isspace(), unicodedata.combining(mark)))


def test_ordinary_pseudonyms_and_dates_are_no_suspects():
    ordinary = [
        "ps25muse2dszznp34bdrk",
        "2023-10-02",
        "syntetisk-hf-04",
        "møtet var nyttig",
        "123456789012",
        "4,5",
    ]
    assert suspect_texts(column(*ordinary), is_prose=False) == []
