"""LimeSurvey: from a response export and its structure to items, options and answers."""

import pytest
from survey_intakes import answers, counts, items, limesurvey, refusal, remarks, taken

from survey_files import LIME_RESPONSES, LIME_ROWS, LIMESURVEY, lime, lime_structure, responses
from synthetic import delimited


def test_every_kind_of_limesurvey_question_becomes_answers(folder):
    assert answers(limesurvey(folder)) == {
        (1, "Q1", "-2d-oth-2d-"),
        (1, "Q1-5b-other-5d-", "text"),
        (1, "Q2", "SQ001"),
        (1, "Q3-5b-tid-5d-", "4"),
        (1, "Q4-5b-r-5d--5b-1-5d-", "x"),
        (1, "Q4-5b-r-5d--5b-2-5d-", "y"),
        (1, "Q5-5b-a_b-5d-", "number"),
        (1, "Q6", "number"),
        (1, "Q7", "text"),
    }


def test_relevance_on_one_answer_is_a_skip_rule_and_other_relevance_stays_in_words(folder):
    found = items(limesurvey(folder))
    assert (found.loc["Q2", "asked_if_item"], found.loc["Q2", "asked_if_answer"]) == ("Q1", "A1")
    assert found.loc["Q3-5b-tid-5d-", "skip_rule"] == 'Q1.NAOK == "A1" and Q2_SQ001.NAOK == "Y"'


def test_wordings_in_several_languages_stand_beside_each_other(folder):
    english = [cell.replace("nb", "en").replace("Syntetisk", "Synthetic") for cell in lime("Q", "N", "Q6")]
    found = items(limesurvey(folder, structure=[*LIME_ROWS, english])).loc["Q6"]
    assert (found["text_nb"], found["text_en"]) == ("Syntetisk Q6", "Synthetic Q6")


def test_a_limesurvey_answer_that_is_no_code_is_rejected(folder):
    intake = limesurvey(folder, LIME_RESPONSES, LIME_RESPONSES | {"id": "2", "Q1": "Full wording"})
    assert counts(intake) == (2, 1, 1, 0)
    assert (2, "Q1", "unknown_answer", "rejected") in remarks(intake)


def test_addresses_of_respondents_are_declared_identifiers(folder):
    text = delimited([[*LIME_RESPONSES, "ipaddr"], [*LIME_RESPONSES.values(), ""]])
    intake = taken(folder, LIMESURVEY, responses_dot_csv=text, structure_dot_txt=lime_structure())
    assert refusal(intake).found == "column ipaddr: declared_identifier"


def test_an_administrator_s_address_in_the_structure_is_stopped_at_the_gate(folder):
    error = refusal(limesurvey(folder, structure=[lime("S", "", "adminemail", "a@example.org"), *LIME_ROWS]))
    assert error.found == "row 1, column text: e_mail"


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", "", "<document/>", lime_structure(lime("Q", "?", "Q1"))])
def test_a_file_that_is_no_limesurvey_structure_is_refused(folder, text):
    intake = taken(folder, LIMESURVEY, responses_dot_csv=responses(), structure_dot_txt=text)
    assert intake.tables == {}
    assert len(intake.refused) == 1
