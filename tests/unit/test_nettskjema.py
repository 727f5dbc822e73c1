"""Nettskjema: from a CSV report and its elements to items, options and answers."""

import pytest
from survey_intakes import account, answers, counts, items, nettskjema, refusal, remarks, sound

from survey_files import ELEMENTS, NETTSKJEMA, NETTSKJEMA_HEADINGS, element, option, report, submission


def test_every_kind_of_nettskjema_question_becomes_answers(folder):
    assert answers(nettskjema(folder)) == {
        (1, "nytte", "1"),
        (1, "kurs", "ip"),
        (1, "enig--tid", "5"),
        (1, "brukt--1", "plan"),
        (1, "timer", "number"),
        (1, "skala", "3"),
        (1, "fritekst", "text"),
        (1, "dato", "text"),
    }


def test_a_whole_number_with_a_decimal_point_is_a_number(folder):
    frame = sound(nettskjema(folder)).tables["survey_answers"].frame
    assert frame["number"].dropna().tolist() == [77.0]


def test_free_text_goes_to_the_free_text_column_alone(folder):
    frame = sound(nettskjema(folder)).tables["survey_answers"].frame
    assert frame.loc[frame["item"] == "fritekst", "text"].tolist() == ["syntetisk svar"]
    assert "syntetisk svar" not in frame.drop(columns="text").to_string()


def test_respondent_and_role_come_from_columns_and_the_role_is_recoded(folder):
    frame = sound(nettskjema(folder, submission(), submission("2", rolle="l"))).tables["survey_answers"].frame
    pairs = set(zip(frame["respondent"], frame["role"], strict=True))
    assert pairs == {("11111", "coordinator"), ("2", "leader")}


def test_a_column_mapped_to_role_is_no_item(folder):
    assert "rolle" not in items(nettskjema(folder)).index


def test_an_option_s_name_with_a_full_stop_does_not_confuse_the_columns(folder):
    intake = nettskjema(folder, submission(**{"kurs.ip": "0", "kurs.hvem.er": "1"}))
    assert (1, "kurs", "hvem--er") in answers(intake)
    assert (1, "kurs", "ip") not in answers(intake)


@pytest.mark.parametrize("mark", ["", "-1"])
def test_an_unanswered_radio_button_gives_no_row(folder, mark):
    assert "nytte" not in {item for _, item, _ in answers(nettskjema(folder, submission(nytte=mark)))}


def test_minus_one_that_is_also_an_option_is_kept_and_flagged(folder):
    elements = [element("RADIO", "nytte", answerOptions=[option("1"), option("-1")]), *ELEMENTS[2:]]
    intake = nettskjema(folder, submission(nytte="-1"), elements=elements)
    assert (1, "nytte", "-1") in answers(intake)
    assert (1, "nytte", "answer_or_unanswered", "kept_and_flagged") in remarks(intake)


def test_minus_one_of_a_question_that_must_be_answered_is_an_answer(folder):
    choices = [option("1"), option("-1")]
    elements = [element("RADIO", "nytte", answerOptions=choices, isMandatory=True), *ELEMENTS[2:]]
    intake = nettskjema(folder, submission(nytte="-1"), elements=elements)
    assert (1, "nytte", "-1") in answers(intake)
    assert "answer_or_unanswered" not in {rule for _, _, rule, _ in remarks(intake)}


def test_the_form_becomes_items_in_its_order_with_wordings_and_scale(folder):
    found = items(nettskjema(folder))
    assert found["order"].tolist() == list(range(1, 9))
    assert found.loc["enig--tid", "text_nb"] == "Syntetisk enig?: Syntetisk tid"
    assert (found.loc["skala", "scale_low"], found.loc["skala", "scale_high"]) == (0, 10)


def test_the_wordings_stand_under_the_language_of_the_form(folder):
    found = items(nettskjema(folder, mapping=NETTSKJEMA + 'language = "nn"\n'))
    assert found["text_nn"].notna().all()
    assert found["text_nb"].isna().all()


def test_a_question_shown_by_one_answer_says_so(folder):
    found = items(nettskjema(folder)).loc["timer"]
    assert (found["asked_if_item"], found["asked_if_answer"]) == ("nytte", "1")


def test_a_question_shown_by_several_answers_keeps_the_rule_in_words(folder):
    shown = [option("1", of="nytte"), option("2", of="nytte")]
    elements = [*ELEMENTS[:5], element("NUMBER", "timer", answerOptionsVisibilityFilter=shown), *ELEMENTS[6:]]
    assert items(nettskjema(folder, elements=elements)).loc["timer", "skip_rule"] == "nytte = 1 or nytte = 2"


def test_options_are_rows_with_their_wordings(folder):
    frame = sound(nettskjema(folder)).tables["survey_options"].frame
    assert set(zip(frame["item"], frame["option"], strict=True)) == {
        ("nytte", "1"),
        ("nytte", "2"),
        ("kurs", "ip"),
        ("kurs", "hvem--er"),
        ("enig--tid", "1"),
        ("enig--tid", "5"),
        ("brukt--1", "plan"),
    }


def test_uploaded_files_are_not_taken_and_that_is_told(folder):
    intake = nettskjema(folder, submission(vedlegg="a.png"))
    assert "deliveries/a/report.csv: 1 columns of uploaded files are not taken" in intake.notes


@pytest.mark.parametrize(
    ("heading", "answer", "rule"),
    [
        ("nytte", "3", "unknown_answer"),
        ("enig.tid", "2", "unknown_answer"),
        ("kurs.ip", "2", "unknown_answer"),
        ("skala", "11", "unknown_answer"),
        ("timer", "KANARI", "not_a_number"),
        ("rolle", "KANARI", "not_an_allowed_value"),
        ("$submission_id", "KANARI 1", "not_an_identifier"),
    ],
)
def test_a_faulty_answer_rejects_its_submission_and_points_into_the_file(folder, heading, answer, rule):
    intake = nettskjema(folder, submission(), submission("2") | {heading: answer})
    assert counts(intake) == (2, 1, 1, 0)
    named = {"$submission_id": "respondent"}.get(heading, heading)
    assert remarks(intake) == [(2, named, rule, "rejected")]
    assert {row for row, _, _ in answers(intake)} == {1}
    assert "KANARI" not in repr(account(intake))


def test_a_repeated_submission_is_a_duplicate(folder):
    assert counts(nettskjema(folder, submission(), submission())) == (2, 1, 0, 1)


def test_of_two_different_submissions_of_the_same_respondent_neither_is_accepted(folder):
    intake = nettskjema(folder, submission("1"), submission("2"), submission("2", nytte="2"))
    assert counts(intake) == (3, 1, 2, 0)
    assert [one for one in remarks(intake) if one[2] == "key_used_twice"] == [
        (2, "respondent", "key_used_twice", "rejected"),
        (3, "respondent", "key_used_twice", "rejected"),
    ]


def test_a_submission_without_answers_is_accounted_for_and_flagged(folder):
    nothing = dict.fromkeys(NETTSKJEMA_HEADINGS, "") | {"$submission_id": "2", "rolle": "k"}
    intake = nettskjema(folder, submission(), nothing)
    assert counts(intake) == (2, 2, 0, 0)
    assert remarks(intake) == [(2, "", "no_answers", "kept_and_flagged")]


def test_a_row_that_does_not_fit_the_columns_is_rejected(folder):
    assert counts(nettskjema(folder, text=report(submission()) + "2;3\n")) == (2, 1, 1, 0)


def test_a_file_without_any_sound_submission_is_refused_with_its_counts(folder):
    error = refusal(nettskjema(folder, submission(rolle="KANARI")))
    assert error.found == "1 of 1 submissions rejected, none with sound answers"


def test_a_column_in_neither_structure_nor_mapping_is_refused_and_not_named(folder):
    text = report(submission() | {"KANARI": "1"}, headings=[*NETTSKJEMA_HEADINGS, "KANARI"])
    error = refusal(nettskjema(folder, text=text))
    assert error.found == "1 undeclared"
    assert "KANARI" not in str(error)


def test_an_ignored_question_is_neither_item_nor_answer(folder):
    intake = nettskjema(folder, mapping=NETTSKJEMA + 'ignore = ["kurs", "fritekst"]\n')
    assert {"kurs", "fritekst"} & {item for _, item, _ in answers(intake)} == set()
    assert {"kurs", "fritekst"} & set(items(intake).index) == set()


def test_a_question_with_some_of_its_columns_missing_is_refused(folder):
    headings = [name for name in NETTSKJEMA_HEADINGS if name != "kurs.ip"]
    error = refusal(nettskjema(folder, text=report(submission(), headings=headings)))
    assert error.found == "columns missing of kurs"


def test_a_question_that_is_not_in_the_file_is_told(folder):
    headings = [name for name in NETTSKJEMA_HEADINGS if name != "nytte"]
    intake = sound(nettskjema(folder, text=report(submission(), headings=headings)))
    assert "deliveries/a/report.csv: 1 questions of the structure are not in the file" in intake.notes


@pytest.mark.parametrize("column", ["fritekst", "nytte", "vedlegg", "$created"])
def test_every_raw_column_is_gated(folder, column):
    error = refusal(nettskjema(folder, submission(), submission("2") | {column: "kari@example.org"}))
    assert error.found == f"row 2, column {column}: e_mail"


def test_an_ignored_column_is_gated_too(folder):
    mapping = NETTSKJEMA + 'ignore = ["fritekst"]\n'
    error = refusal(nettskjema(folder, submission(fritekst="ring 90 12 34 56"), mapping=mapping))
    assert error.found == "row 1, column fritekst: telephone_number"


@pytest.mark.parametrize("key", ["text", "description"])
def test_the_texts_of_the_structure_are_gated(folder, key):
    error = refusal(
        nettskjema(folder, elements=[*ELEMENTS[:1], ELEMENTS[1] | {key: "spør kari@example.org"}])
    )
    assert error.where == "data/raw/deliveries/a/elements.json"
    assert error.found == "row 2, column element: e_mail"


def test_a_wording_loses_its_markup(folder):
    elements = [
        element("RADIO", "nytte", answerOptions=[option("1", "<b>Litt</b>&nbsp;nytte")]),
        *ELEMENTS[2:],
    ]
    frame = sound(nettskjema(folder, elements=elements)).tables["survey_options"].frame
    assert frame.loc[frame["item"] == "nytte", "text_nb"].tolist() == ["Litt nytte"]


def test_a_question_for_identity_numbers_is_a_declared_identifier(folder):
    elements = [*ELEMENTS, element("NATIONAL_ID_NUMBER", "fnr")]
    text = report(submission(fnr=""), headings=[*NETTSKJEMA_HEADINGS, "fnr"])
    error = refusal(nettskjema(folder, text=text, elements=elements))
    assert error.found == "column fnr: declared_identifier"


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"x": 1},
        [1],
        "{",
        "NaN",
        "[" * 100_000,
        [element("NYTT", "x")],
        [element("RADIO", "nytte", answerOptions="KANARI")],
        [element("MATRIX_RADIO", "nytte", subElements=[1])],
        [element("LINEAR_SCALE", "nytte", maximumValue="KANARI")],
        [element("LINEAR_SCALE", "nytte", maximumValue=10**12)],
        [element("RADIO", "nytte"), element("RADIO", "nytte")],
        [element("RADIO", "", text="")],
    ],
    ids=lambda content: str(content)[:60],
)
def test_a_file_that_is_no_form_is_refused(folder, content):
    error = refusal(nettskjema(folder, elements=content))
    assert error.where == "data/raw/deliveries/a/elements.json"
    assert "KANARI" not in str(error)
