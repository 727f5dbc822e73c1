"""REDCap: from an export and its dictionary to answers, or to an ordinary table."""

import pytest
from survey_intakes import answers, counts, items, nettskjema, redcap, refusal, remarks, sound, taken

from survey_files import (
    BY_EVENT,
    FIELDS,
    REDCAP,
    REDCAP_HEADINGS,
    REDCAP_ROWS,
    dictionary,
    field,
    redcap_data,
    submission,
)
from synthetic import delimited


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


def test_events_asked_of_a_file_without_them_are_missed(folder):
    text = delimited([[row[0], *row[2:]] for row in (REDCAP_HEADINGS, *REDCAP_ROWS[:1])])
    assert refusal(redcap(folder, text=text)).found == "missing: redcap_event_name"


def test_the_events_to_take_are_named_for_an_ordinary_table_too(folder):
    mapping = (
        'name = "data.csv"\ntable = "function_scores"\nformat = "redcap"\nstructure = "dictionary.csv"\n'
        'instruments = ["maaling"]\nignore = ["ja"]\nconstants = { municipality = "0301", activity = "1" }\n'
        'columns = { record_id = "user", dato = "scored", skaar = "score" }\n'
    )
    rows = [list(row) for row in REDCAP_ROWS]
    rows[2][1] = "etter_arm_1"
    intake = redcap(folder, *rows, mapping=mapping + 'events = ["etter_arm_1"]\n')
    frame = sound(intake).tables["function_scores"].frame
    assert frame["score"].tolist() == [4]
    assert "deliveries/a/data.csv: 4 rows of other events or instruments are not taken" in intake.notes
