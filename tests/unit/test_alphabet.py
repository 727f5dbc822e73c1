"""The order of names: the Norwegian alphabet, whatever the system's locale says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.language.alphabet import alphabetical, first_letter

ICU = (
    "alver, Aremark, Asker, Aukra, Bodø, Bø, Bømlo, Deatnu, Dønna, Halden, Häkken, Hæn, Hå, "
    "Haaland, Karmøy, Mydland, Myller, Müller, Nord Odal, Nord-Aurdal, Nord-Fron, Nordkapp, "
    "Nordre Follo, Ost, Sør Odal, Sør-Odal, Sørfold, Vefsn, Vegårshei, Vestby, Vestre Toten, "
    "Vinje, Værøy, Vågå, Våler, Zetten, Ærland, Ørland, Østre Toten, Øyer, Ål, Åmot, Aarborte, "
    "Ås"
)
"""Names as ICU sorts them in Norwegian, by ``Intl.Collator("nb")`` in Chromium 156."""


def test_names_are_sorted_as_icu_sorts_them():
    names = ICU.split(", ")
    backwards = names[::-1]
    assert sorted(backwards, key=alphabetical) == names


def test_numbers_are_sorted_by_their_size():
    assert sorted(["Nett 10", "Nett 9", "Nett 1"], key=alphabetical) == ["Nett 1", "Nett 9", "Nett 10"]


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Ås", "Å"), ("aasen", "Å"), ("Örland", "Ø"), ("Émil", "E"), ("Žalm", "Z"), ("3 elver", ""), ("", "")],
)
def test_a_name_is_listed_under_its_letter(name, letter):
    assert first_letter(name) == letter


@given(st.lists(st.text(max_size=12), max_size=6))
def test_the_order_is_the_same_however_names_were_given(names):
    backwards = names[::-1]
    assert sorted(names, key=alphabetical) == sorted(backwards, key=alphabetical)
