"""Names of survey systems as our identifiers, and the accounts of survey files."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from evaluering.survey_structure import LONGEST_CODE, code_of

NAMES = st.text(min_size=1, max_size=80)
ALIKE = st.text(alphabet="ab.-2ed_", min_size=1, max_size=8)


@given(NAMES)
@example("radio_matrix.row")
@example("-1")
@example("-")
@example("a" * 65)
def test_every_name_becomes_an_identifier(name):
    assert re.fullmatch(r"[A-Za-z0-9ÆØÅæøå_-]{1,64}", code_of(name))


@given(st.from_regex(r"-?[A-Za-z0-9ÆØÅæøå_]{1,63}", fullmatch=True))
def test_a_plain_name_stays_as_it_is(name):
    assert code_of(name) == name


@given(ALIKE, ALIKE)
@example("a.b", "a--b")
@example("a-.b", "a.-b")
@example("a.2d.b", "a-2d-b")
@example("-1", "-2d-1")
def test_two_names_never_get_the_same_identifier(one, other):
    assert (code_of(one) == code_of(other)) is (one == other)


@given(st.lists(NAMES, unique=True, max_size=30))
def test_no_names_of_a_form_fall_together(names):
    assert len({code_of(name) for name in names}) == len(names)


def test_a_long_name_is_shortened_by_its_content():
    long = [f"{'spørsmål ' * 20}{end}" for end in "ab"]
    codes = {code_of(name) for name in long}
    assert len(codes) == 2
    assert all(len(code) <= LONGEST_CODE for code in codes)
