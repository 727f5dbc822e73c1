"""What an analysis may read: its declared slices, as copies."""

import pandas as pd
import pytest
from builders import basis

from evaluering.analysis import ANALYSES, Reader
from evaluering.analysis.reader import Slice
from evaluering.errors import OwnFault
from evaluering.tables import TABLES


@pytest.fixture
def reader() -> Reader:
    return Reader({"animals": Slice(pd.DataFrame({"a": [1, 2]}), basis())})


def test_a_declared_slice_is_handed_out(reader):
    assert reader.table("animals")["a"].tolist() == [1, 2]


def test_an_undeclared_read_is_refused_and_the_declared_slices_named(reader):
    with pytest.raises(OwnFault) as caught:
        reader.table("plants")
    assert caught.value.expected == "one of the declared slices: animals"


def test_changing_what_was_handed_out_does_not_change_the_next_reading(reader):
    handed_out = reader.table("animals")
    handed_out.loc[0, "a"] = 99
    handed_out["b"] = 1
    assert reader.table("animals").to_dict("list") == {"a": [1, 2]}


def test_a_reader_tells_what_its_slices_rest_on(reader):
    assert reader.basis("animals") == (basis(),)


def test_a_reader_knows_no_path(reader):
    assert [name for name in dir(reader) if not name.startswith("_")] == [
        "basis",
        "counts",
        "largest",
        "table",
    ]


@pytest.mark.parametrize("question", ANALYSES)
def test_every_analysis_reads_declared_tables_only(question):
    assert set(ANALYSES[question].slices) <= set(TABLES)


def test_every_finding_rests_on_the_slices_of_its_analysis(findings):
    for finding in findings.values():
        used = {one.table for one in finding.basis}
        assert used
        assert used <= set(ANALYSES[finding.question].slices)


def test_no_finding_names_a_cell_twice(findings):
    for finding in findings.values():
        keys = [cell.key for cell in finding.cells]
        assert len(set(keys)) == len(keys)


def test_every_finding_says_how_many_it_rests_on(findings):
    n = {name: next(cell.value for cell in one.cells if cell.key == one.n) for name, one in findings.items()}
    assert n == {
        "gathering_hours_2014_2015": 4,
        "gathering_programme_2021_2022": 4,
        "follow_up_inquiries": 61,
        "municipal_goals": 28,
        "goal_screening": 28,
    }
