"""Survey systems: from a wide file and its structure to items, options and answers."""

from pathlib import Path

import pytest
from builders import workspace_in

from evaluering.deliveries import load_delivery
from evaluering.errors import InputRefused
from evaluering.intake import Intake, take_in
from evaluering.workspace import load_workspace
from survey_files import (
    BY_EVENT,
    ELEMENTS,
    FIELDS,
    LIME_RESPONSES,
    LIME_ROWS,
    LIMESURVEY,
    NETTSKJEMA,
    NETTSKJEMA_HEADINGS,
    REDCAP,
    REDCAP_HEADINGS,
    REDCAP_ROWS,
    dictionary,
    element,
    field,
    lime,
    lime_structure,
    option,
    redcap_data,
    report,
    responses,
    submission,
    write,
)
from synthetic import delimited, write_mapping


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty delivery ``a`` in a workspace."""
    made = workspace_in(tmp_path / "w").raw / "deliveries/a"
    made.mkdir(parents=True)
    return made


def taken(folder: Path, mapping: str, **files) -> Intake:
    write_mapping(folder, mapping)
    write(folder, **files)
    return take_in(load_workspace(folder.parents[3]))


def nettskjema(folder: Path, *rows, elements=ELEMENTS, mapping=NETTSKJEMA, text="") -> Intake:
    return taken(
        folder, mapping, report_dot_csv=text or report(*(rows or (submission(),))), elements_dot_json=elements
    )


def redcap(folder: Path, *rows, fields=FIELDS, mapping=BY_EVENT, text="") -> Intake:
    return taken(
        folder, mapping, data_dot_csv=text or redcap_data(*rows), dictionary_dot_csv=dictionary(*fields)
    )


def limesurvey(folder: Path, *rows, structure=LIME_ROWS, mapping=LIMESURVEY) -> Intake:
    return taken(
        folder, mapping, responses_dot_csv=responses(*rows), structure_dot_txt=lime_structure(*structure)
    )


def sound(intake: Intake) -> Intake:
    assert [str(error) for error in intake.refused] == []
    return intake


def answers(intake: Intake) -> set[tuple[object, ...]]:
    """(row, item, answer) of every answer."""
    frame = sound(intake).tables["survey_answers"].frame
    rows = frame.index.get_level_values("row")
    return set(zip(rows, frame["item"], frame["answer"], strict=True))


def account(intake: Intake, table: str = "survey_answers"):
    (part,) = sound(intake).tables[table].parts
    return part.account


def counts(intake: Intake) -> tuple[int, int, int, int]:
    one = account(intake)
    return one.read, one.accepted, one.rejected, one.duplicate


def remarks(intake: Intake) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.rule, one.handling) for one in account(intake).remarks]


def items(intake: Intake):
    return sound(intake).tables["survey_items"].frame.set_index("item")


def refusal(intake: Intake) -> InputRefused:
    (error,) = intake.refused
    assert intake.tables == {}
    return error


# Nettskjema


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
    assert remarks(intake) == [(1, "nytte", "answer_or_unanswered", "kept_and_flagged")]


def test_minus_one_of_a_question_that_must_be_answered_is_an_answer(folder):
    choices = [option("1"), option("-1")]
    elements = [element("RADIO", "nytte", answerOptions=choices, isMandatory=True), *ELEMENTS[2:]]
    assert remarks(nettskjema(folder, submission(nytte="-1"), elements=elements)) == []


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


def test_a_second_submission_of_the_same_respondent_is_rejected(folder):
    intake = nettskjema(folder, submission(), submission(nytte="2"))
    assert counts(intake) == (2, 1, 1, 0)
    assert remarks(intake) == [(2, "respondent", "key_used_twice", "rejected")]


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


@pytest.mark.parametrize("content", [[], {"x": 1}, [1], "{", "NaN", "[" * 100_000, [element("NYTT", "x")]])
def test_a_file_that_is_no_form_is_refused(folder, content):
    assert nettskjema(folder, elements=content).tables == {}


# REDCap


def test_events_become_waves_and_other_events_are_left_out(folder):
    intake = redcap(folder)
    frame = sound(intake).tables["survey_answers"].frame
    assert set(zip(frame["wave"], frame["respondent"], strict=True)) == {("w1", "1"), ("w2", "1")}
    assert counts(intake) == (5, 5, 0, 0)
    assert {one for one in remarks(intake) if one[0] in (2, 3, 5)} == {
        (row, "", "other_event_or_instrument", "left_out") for row in (2, 3, 5)
    }


def test_decimal_commas_are_read_by_the_field_s_validation(folder):
    frame = sound(redcap(folder)).tables["survey_answers"].frame
    assert frame.loc[frame["item"] == "vekt", "number"].tolist() == [61.5, 60.25]


def test_a_point_in_a_field_of_decimal_commas_is_no_number(folder):
    rows = [list(row) for row in REDCAP_ROWS]
    rows[0][REDCAP_HEADINGS.index("vekt")] = "61.5"
    assert (1, "vekt", "not_a_number", "rejected") in remarks(redcap(folder, *rows))


def test_a_checkbox_gives_a_row_for_each_chosen_option(folder):
    assert {one for one in answers(redcap(folder)) if one[1] == "hjelp"} == {
        (1, "hjelp", "a"),
        (4, "hjelp", "-1"),
    }


def test_a_repeating_instrument_is_taken_by_its_name_and_its_instance_may_be_the_wave(folder):
    mapping = REDCAP + 'instruments = ["maaling"]\ncolumns = { redcap_repeat_instance = "wave" }\n'
    intake = redcap(folder, mapping=mapping)
    frame = sound(intake).tables["survey_answers"].frame
    scores = frame[frame["item"] == "skaar"]
    assert set(zip(scores["wave"], scores["number"], strict=True)) == {("1", 3.0), ("2", 4.0)}
    assert set(frame.index.get_level_values("row")) == {2, 3}


def test_branching_on_one_answer_is_a_skip_rule_and_other_branching_stays_in_words(folder):
    found = items(redcap(folder))
    assert (found.loc["vekt", "asked_if_item"], found.loc["vekt", "asked_if_answer"]) == ("nytte", "2")
    assert found.loc["merknad", "skip_rule"] == "[nytte] = '1' and [hjelp(a)] = '1'"


def test_branching_on_a_question_of_another_instrument_stays_in_words(folder):
    mapping = REDCAP + 'instruments = ["maaling"]\ncolumns = { redcap_repeat_instance = "wave" }\n'
    assert items(redcap(folder, mapping=mapping)).loc["dato", "skip_rule"] == "hjelp = a"


def test_a_dictionary_as_the_api_gives_it_is_read_too(folder):
    text = dictionary()
    for ours, theirs in (
        ("Variable / Field Name", "field_name"),
        ("Form Name", "form_name"),
        ("Field Type", "field_type"),
        ("Field Label", "field_label"),
        ('"Choices, Calculations, OR Slider Labels"', "select_choices_or_calculations"),
        ("Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"),
        ("Identifier?", "identifier"),
        ("Branching Logic (Show field only if...)", "branching_logic"),
    ):
        text = text.replace(ours, theirs, 1)
    intake = taken(folder, BY_EVENT, data_dot_csv=redcap_data(), dictionary_dot_csv=text)
    assert counts(intake) == (5, 5, 0, 0)


@pytest.mark.parametrize("more", [{"identifier": "y"}, {"validation": "email"}, {"validation": "phone"}])
@pytest.mark.parametrize(
    "setting", ["", 'ignore = ["merknad"]\n', 'columns = { merknad = "municipality" }\n']
)
def test_a_column_declared_as_identifier_is_refused_mapped_ignored_or_neither(folder, more, setting):
    fields = [*FIELDS[:4], field("merknad", "start", **more), *FIELDS[5:]]
    mapping = BY_EVENT.replace(', municipality = "0301"', "") + setting
    error = refusal(redcap(folder, fields=fields, mapping=mapping))
    assert error.found == "column merknad: declared_identifier"
    assert error.exit_code == 3


def test_every_column_of_a_checkbox_declared_as_identifier_is_refused(folder):
    fields = [
        *FIELDS[:2],
        field("hjelp", "start", "checkbox", choices="a, A | -1, B", identifier="y"),
        *FIELDS[3:],
    ]
    error = refusal(redcap(folder, fields=fields))
    assert error.found == "column hjelp___a: declared_identifier; column hjelp____1: declared_identifier"


def test_a_declared_identifier_that_was_left_out_of_the_export_is_no_obstacle(folder):
    assert counts(redcap(folder, fields=[*FIELDS, field("navn", "start", identifier="y")])) == (5, 5, 0, 0)


def test_an_instrument_the_dictionary_does_not_have_is_refused(folder):
    mapping = BY_EVENT.replace('["start"]', '["KANARI"]')
    assert refusal(redcap(folder, mapping=mapping)).found == "1 that are not there"


def test_a_wide_redcap_file_fills_an_ordinary_table(folder):
    mapping = (
        'name = "data.csv"\ntable = "function_scores"\nformat = "redcap"\nstructure = "dictionary.csv"\n'
        'instruments = ["maaling"]\nignore = ["ja"]\nconstants = { municipality = "0301", activity = "1" }\n'
        'columns = { record_id = "user", dato = "scored", skaar = "score" }\n'
    )
    frame = sound(redcap(folder, mapping=mapping)).tables["function_scores"].frame
    assert frame.to_dict("records") == [
        {"user": "1", "municipality": "0301", "scored": "2026-01-02", "activity": 1, "score": 3},
        {"user": "1", "municipality": "0301", "scored": "2026-02-02", "activity": 1, "score": 4},
    ]
    assert frame.index.get_level_values("row").tolist() == [2, 3]


def test_a_column_of_the_taken_instrument_that_is_neither_mapped_nor_ignored_stops_the_file(folder):
    mapping = (
        'name = "data.csv"\ntable = "function_scores"\nformat = "redcap"\nstructure = "dictionary.csv"\n'
        'instruments = ["maaling"]\nconstants = { municipality = "0301", activity = "1" }\n'
        'columns = { record_id = "user", dato = "scored", skaar = "score" }\n'
    )
    assert refusal(redcap(folder, mapping=mapping)).found == "1 undeclared"


def test_a_nettskjema_report_fills_an_ordinary_table(folder):
    mapping = (
        'name = "report.csv"\ntable = "function_scores"\nformat = "nettskjema"\nstructure = "elements.json"\n'
        'constants = { municipality = "0301" }\n'
        'ignore = ["kurs.ip", "kurs.hvem.er", "enig.tid", "brukt.1.plan", "skala", "fritekst", "rolle"]\n'
        'columns = { "$submission_id" = "user", timer = "activity", nytte = "score", dato = "scored" }\n'
    )
    frame = (
        sound(nettskjema(folder, submission(timer="7.0"), mapping=mapping)).tables["function_scores"].frame
    )
    assert frame.iloc[0].to_dict() == {
        "user": "11111",
        "municipality": "0301",
        "scored": "2026-01-01",
        "activity": 7,
        "score": 1,
    }


# LimeSurvey


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
    assert remarks(intake) == [(2, "Q1", "unknown_answer", "rejected")]


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


# Several files


def test_the_same_structure_for_two_waves_is_counted_once(folder):
    second = NETTSKJEMA.replace("report.csv", "second.csv").replace('"w1"', '"w2"')
    write_mapping(folder, NETTSKJEMA, second)
    write(folder, report_dot_csv=report(submission()), second_dot_csv=report(submission()))
    write(folder, elements_dot_json=ELEMENTS)
    intake = sound(take_in(load_workspace(folder.parents[3])))
    assert len(intake.tables["survey_items"].frame) == 8
    assert [part.account.duplicate for part in intake.tables["survey_items"].parts] == [0, 8]
    assert len(intake.tables["survey_answers"].frame) == 16


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ({}, (1, 0, 0, 1)),
        ({"nytte": "2"}, (1, 0, 1, 0)),
        ({"nytte": "-1"}, (1, 0, 0, 1)),
    ],
)
def test_a_submission_delivered_again_counts_as_one_submission(folder, again, expected):
    other = folder.with_name("b")
    other.mkdir()
    for place, one in ((folder, submission()), (other, submission(**again))):
        write_mapping(place, NETTSKJEMA)
        write(place, report_dot_csv=report(one), elements_dot_json=ELEMENTS)
    _, second = sound(take_in(load_workspace(folder.parents[3]))).tables["survey_answers"].parts
    found = second.account
    assert (found.read, found.accepted, found.rejected, found.duplicate) == expected


def test_a_submission_from_a_municipality_that_is_not_delivered_is_rejected_whole(folder):
    other = folder.with_name("b")
    other.mkdir()
    write_mapping(
        other, 'name = "codes.csv"\ntable = "municipalities"\nformat = "municipality_classification"'
    )
    write(other, codes_dot_csv="code,name,validFrom,validTo\n9911,Oppdikt,2020-01-01,\n")
    mapping = NETTSKJEMA.replace("columns = { ", 'columns = { timer = "municipality", ')
    rows = [submission(timer="9911"), submission("2", timer="9912")]
    intake = nettskjema(folder, *rows, mapping=mapping)
    assert counts(intake) == (2, 1, 1, 0)
    assert remarks(intake) == [(2, "municipality", "refers_to_nothing", "rejected")]


# The mapping


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        (
            NETTSKJEMA.replace('structure = "elements.json"\n', ""),
            "format nettskjema needs its structure file",
        ),
        (NETTSKJEMA.replace('instrument = "koordinator"\n', ""), "a survey needs the name of its instrument"),
        (NETTSKJEMA.replace('wave = "w1"\n', ""), "a survey needs one of wave, waves and a column for wave"),
        (NETTSKJEMA.replace('rolle = "role"', ""), "a survey needs a column or constant for role"),
        (NETTSKJEMA + 'constants = { item = "x" }\n', "item comes from the structure, not the mapping"),
        (NETTSKJEMA + 'constants = { respondent = "x" }\n', "respondent cannot be a constant"),
        (NETTSKJEMA + 'instruments = ["x"]\n', "instruments does not belong to this format and table"),
        (NETTSKJEMA + 'resource = "x"\n', "resource does not belong to this format and table"),
        (NETTSKJEMA + 'decimal = ","\n', "decimal is the structure's to say"),
    ],
)
def test_a_survey_s_mapping_that_does_not_fit_is_refused(folder, mapping, found):
    with pytest.raises(InputRefused) as caught:
        load_delivery(write_mapping(folder, mapping))
    assert found in caught.value.found


@pytest.mark.parametrize("key", ["instrument", "structure", "wave", "resource"])
def test_a_setting_of_a_format_means_nothing_without_one(folder, key):
    with pytest.raises(InputRefused, match=f"{key} does not belong"):
        load_delivery(write_mapping(folder, f'name = "a.csv"\ntable = "teams"\n{key} = "x"'))


def test_a_format_nobody_knows_is_refused(folder):
    with pytest.raises(InputRefused, match="format"):
        load_delivery(write_mapping(folder, 'name = "a.csv"\ntable = "teams"\nformat = "excel"'))
