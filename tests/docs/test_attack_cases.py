"""The table of attack cases names tests that exist, and every case there is."""

import re

from functional.commands import ROOT

TABLE = ROOT / "docs" / "evidence" / "attack-cases.md"
D = (1, 2, 3, 4, 5, 7, 9, 10, 11, 13, 14, 15, 16, 17, 19, *range(21, 25), *range(26, 33), 34, 35, 37)
L = (1, 2, 4, 5, 6, 8, 10, 11, 12, 13, 15, 16, 17)
CASES = {*(f"D{number}" for number in (*D, 39, 40, 41)), *(f"L{number}" for number in L)}
OWN = ("test_finished_disclosure.py", "test_finished_leakage.py")


def rows() -> list[tuple[str, str, str]]:
    """Case, file and test of every line of the table."""
    return re.findall(
        r"^\| ([DL]\d+) \| \w+ \| `([\w/.]+)::(\w+)` \|", TABLE.read_text("utf-8"), re.MULTILINE
    )


def test_every_case_is_in_the_table() -> None:
    assert {case for case, _, _ in rows()} == CASES


def test_every_test_that_the_table_names_is_there() -> None:
    gone = [
        name
        for _, file, name in rows()
        if f"def {name}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert gone == []


def test_every_test_named_after_a_case_is_in_the_table() -> None:
    named = {name for _, _, name in rows()}
    source = "".join((ROOT / "tests/functional" / file).read_text(encoding="utf-8") for file in OWN)
    assert set(re.findall(r"^def (test_[dl]\d\d_\w+)", source, re.MULTILINE)) - named == set()
