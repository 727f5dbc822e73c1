"""Keyed pseudonyms. Identifiers here are published test numbers or made up."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.errors import InputRefused, WrongUse
from evaluering.privacy.pseudonyms import new_key, pseudonym, read_key
from evaluering.pseudonymise import pseudonymise

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
SYNTHETIC = "02013299997"


@pytest.fixture
def key_file(tmp_path) -> Path:
    new_key(tmp_path / "study.key")
    return tmp_path / "study.key"


@pytest.fixture
def workspace(tmp_path) -> Path:
    (tmp_path / "workspace").mkdir()
    return tmp_path / "workspace"


def delivered(folder, text):
    (folder / "delivered.csv").write_text(text, encoding="utf-8")
    return folder / "delivered.csv"


@pytest.mark.parametrize(
    "written", ["020132 99997", "020132-99997", "2013299997", " 02.01.32.99997 ", "０２０１３２９９９９７"]
)
def test_one_person_written_in_different_ways_gets_one_pseudonym(written):
    assert pseudonym(written, KEY) == pseudonym(SYNTHETIC, KEY)


def test_a_pseudonym_is_the_known_value_of_hmac_sha256():
    # python3 -c "import hmac,base64,hashlib; print(base64.b32encode(hmac.new(bytes(range(32)),
    #   b'02013299997', hashlib.sha256).digest()).decode().lower()[:20])"
    assert pseudonym(SYNTHETIC, KEY) == "pcqixtpjdx7ntaevrt3re"


def test_another_key_gives_another_pseudonym():
    assert pseudonym(SYNTHETIC, KEY) != pseudonym(SYNTHETIC, OTHER)


def test_no_identifier_gets_no_pseudonym():
    assert pseudonym("  ", KEY) == ""


@given(st.sets(st.text("abcdefgh0123456789", min_size=1), min_size=2, max_size=40))
def test_different_people_get_different_pseudonyms(identifiers):
    assert len({pseudonym(one, KEY) for one in identifiers}) == len(identifiers)


@given(st.text("0123456789", min_size=6, max_size=11))
def test_a_pseudonym_holds_nothing_of_the_identifier_and_passes_as_a_code(identifier):
    found = pseudonym(identifier, KEY)
    assert identifier not in found
    assert re.fullmatch("p[a-z2-7]{20}", found)


def test_a_new_key_is_for_its_owner_alone(key_file):
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten(key_file):
    before = key_file.read_bytes()
    with pytest.raises(WrongUse, match="one that does"):
        new_key(key_file)
    assert key_file.read_bytes() == before


def test_without_a_key_nothing_runs(tmp_path, workspace):
    with pytest.raises(WrongUse, match="none"):
        read_key(tmp_path / "missing.key", workspace)


def test_a_key_inside_the_workspace_is_refused(workspace):
    new_key(workspace / "study.key")
    with pytest.raises(WrongUse, match="one inside it"):
        read_key(workspace / "study.key", workspace)


def test_a_key_others_can_read_is_refused(key_file, workspace):
    key_file.chmod(0o640)
    with pytest.raises(WrongUse, match="others can read"):
        read_key(key_file, workspace)


def test_a_file_that_holds_no_key_is_refused_without_being_repeated(tmp_path, workspace):
    file = tmp_path / "study.key"
    file.touch(0o600)
    file.write_text("KANARI")
    with pytest.raises(InputRefused) as caught:
        read_key(file, workspace)
    assert "KANARI" not in str(caught.value)


def test_a_file_keeps_its_rows_and_loses_its_identifiers(tmp_path, key_file, workspace):
    file = delivered(tmp_path, f"Fnr;poeng\n{SYNTHETIC};3\n;4\n020132 99997;5\n")
    written = pseudonymise(file, "Fnr", key_file, workspace).read_text(encoding="utf-8")
    person = pseudonym(SYNTHETIC, read_key(key_file, workspace))
    assert written == f"Fnr,poeng\n{person},3\n,4\n{person},5\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [("a;b\n1;2\n", "2 columns of other names"), (f"Fnr;b\n{SYNTHETIC};1;2\n3;4\n", "the first in row 1")],
    ids=["no such column", "a row that does not fit"],
)
def test_a_file_that_cannot_be_pseudonymised_safely_writes_nothing(
    tmp_path, key_file, workspace, text, found
):
    with pytest.raises(WrongUse, match=found) as caught:
        pseudonymise(delivered(tmp_path, text), "Fnr", key_file, workspace)
    assert SYNTHETIC not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["delivered.csv", "study.key", "workspace"]
