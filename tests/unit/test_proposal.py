"""A drafted mapping: from headings only, never from rows."""

import tomllib

import pytest
from builders import ROOT

from evaluering.errors import WrongUse
from evaluering.proposal import propose
from evaluering.workspace import load_workspace


@pytest.fixture
def delivery(tmp_path):
    (tmp_path / "evaluering.toml").write_text((ROOT / "evaluering.toml").read_text(encoding="utf-8"))
    folder = tmp_path / "data/raw/deliveries/kommune-a"
    folder.mkdir(parents=True)
    return folder


def draft(delivery):
    return propose(load_workspace(delivery.parents[3]), delivery.name)


def drafted(delivery):
    return tomllib.loads(draft(delivery).read_text(encoding="utf-8"))


def test_the_table_with_most_of_the_columns_is_proposed(delivery):
    (delivery / "plan.csv").write_text("Bruker;Sub goal;AREA;responsible;Gjort\nKANARI;1;housing;user;Ja\n")
    (file,) = drafted(delivery)["file"]
    assert file["table"] == "plans"
    assert file["columns"] == {
        "Bruker": "",
        "Sub goal": "sub_goal",
        "AREA": "area",
        "responsible": "responsible",
        "Gjort": "",
    }


def test_no_value_of_a_row_reaches_the_draft(delivery):
    (delivery / "plan.csv").write_text("user;sub_goal\nKANARI;1\n")
    assert "KANARI" not in draft(delivery).read_text(encoding="utf-8")


def test_a_file_that_looks_like_no_table_is_left_without_one(delivery):
    (delivery / "x.csv").write_text("foo;bar\n1;2\n")
    assert drafted(delivery)["file"][0]["table"] == ""


def test_headings_are_quoted(delivery):
    (delivery / "x.csv").write_text('"a ""b""";c\\d\n1;2\n')
    assert drafted(delivery)["file"][0]["columns"] == {'a "b"': "", "c\\d": ""}


@pytest.mark.parametrize("name", ["missing", "../kommune-a", ""])
def test_a_folder_that_is_not_there_is_refused(delivery, name):
    with pytest.raises(WrongUse):
        propose(load_workspace(delivery.parents[3]), name)


def test_a_delivery_with_a_mapping_keeps_it(delivery):
    (delivery / "delivery.toml").write_text("")
    with pytest.raises(WrongUse, match="has a mapping already"):
        draft(delivery)
