"""Terms of free text: how many use each, and none that few use. All answers are invented."""

from dataclasses import replace

import pandas as pd
import pytest
from builders import basis
from judging import PROTECTED, found, release

from evaluering.errors import WrongUse
from evaluering.results import Cell
from evaluering.texts.exposing import Pointers
from evaluering.texts.terms import FEWEST, STOP_WORDS, Asked, term_cells, words_of
from evaluering.vocabulary import Protects

ASKED = Asked("response", Protects.STAFF)


def answers(**texts: int) -> pd.DataFrame:
    """So many respondents with each text (underscores are spaces), from ten municipalities."""
    every = [text.replace("_", " ") for text, times in texts.items() for _ in range(times)]
    names = [f"r{number}" for number in range(len(every))]
    places = [f"99{number % 10:02}" for number in range(len(every))]
    return pd.DataFrame({"response": names, "text": every, "municipality": places})


def terms(given: pd.DataFrame, asked: Asked = ASKED) -> dict[str, int]:
    return {dict(one.at)["term"]: int(one.value) for one in cells(given, asked)}


def cells(given: pd.DataFrame, asked: Asked = ASKED) -> tuple[Cell, ...]:
    return term_cells(words_of(given, asked), given.drop(columns="text"), asked)


def test_the_fewest_are_those_of_disclosure_control():
    assert PROTECTED.counts == FEWEST


def test_d30_terms_of_fewer_than_five_are_dropped():
    assert terms(answers(reise=5, pause=4, mat=11)) == {"mat": 11, "reise": 5}


def test_a_term_is_counted_once_for_each_respondent():
    assert terms(answers(mat_mat_mat=6, pause=6)) == {"mat": 6, "pause": 6}


def test_of_fewer_than_ten_respondents_there_are_no_terms():
    assert terms(answers(mat=9)) == {}
    assert terms(answers(mat=10)) == {"mat": 10}


def test_stop_words_and_digits_are_no_terms():
    assert terms(answers(det_er_mat_2024_og=12)) == {"mat": 12}
    assert all(word == word.casefold() for word in STOP_WORDS)


def test_a_word_that_anyone_writes_as_a_name_is_no_term():
    given = answers(vi_så_kari_der=8, takk_til_Kari=4)
    assert "kari" not in terms(given)


def test_a_capital_at_the_start_of_a_sentence_makes_no_name():
    assert terms(answers(**{"Mat_var_bra": 6, "Kort._Mat_er_bra": 6}))["mat"] == 12


def test_no_term_names_a_place_a_team_or_a_role_of_few():
    asked = replace(ASKED, pointers=Pointers(frozenset({"Eikevåg"}), frozenset({"leader"})))
    assert terms(answers(eikevåg_leder_mat=12), asked) == {"mat": 12}


def test_terms_stand_in_alphabetical_order_whatever_their_numbers():
    assert list(terms(answers(zebra=20, mat=9, arm=6))) == ["arm", "mat", "zebra"]


def test_the_end_of_a_list_tells_no_rank():
    asked = replace(ASKED, most=2)
    assert terms(answers(mat=12, pause=9, reise=9, tur=7), asked) == {"mat": 12}


def test_a_limit_below_the_floor_is_refused():
    with pytest.raises(WrongUse, match="a lower limit"):
        cells(answers(mat=12), replace(ASKED, fewest=4))


def test_coded_categories_are_counted_like_words():
    given = answers(x=12)
    coded = pd.DataFrame({"response": given["response"], "term": ["time"] * 7 + ["place"] * 5})
    made = term_cells(coded, given, ASKED)
    assert [(one.at[0][1], one.value) for one in made] == [("place", 5), ("time", 7)]


def test_disclosure_control_hides_a_term_that_all_but_few_use():
    made = cells(answers(mat=28, pause=2, mat_reise=10))
    (judged,) = release(found(*made, bases=(basis("forms", Protects.STAFF),))).findings
    values = {dict(one.at)["term"]: one.value for one in judged.cells}
    assert values == {"mat": None, "reise": 10}


def test_terms_of_few_municipalities_are_hidden():
    given = answers(mat=12, pause=8).assign(municipality="9901")
    (judged,) = release(found(*cells(given), bases=(basis("forms", Protects.STAFF),))).findings
    assert {one.value for one in judged.cells} == {None}
