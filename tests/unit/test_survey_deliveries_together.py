"""Several survey files together, and what a survey mapping must say."""

import pytest
from survey_intakes import counts, nettskjema, remarks, sound

from evaluering.deliveries import load_delivery
from evaluering.errors import InputRefused
from evaluering.intake import take_in
from evaluering.workspace import load_workspace
from survey_files import ELEMENTS, NETTSKJEMA, report, submission, write
from synthetic import write_mapping


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
        (NETTSKJEMA + 'sheet = "x"\n', "sheet does not belong to this format and table"),
        (NETTSKJEMA + 'resource = "x"\n', "resource does not belong to this format and table"),
        (NETTSKJEMA + 'decimal = ","\n', "the decimal sign is the format's to say"),
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
