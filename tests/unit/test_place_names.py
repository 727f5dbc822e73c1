"""What parts of the study are called, pages of networks, and reports in the form a municipality decided."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_workspace import refusal

from evaluering.errors import InputRefused
from evaluering.publishing.place_names import Network, PlaceName, PlaceNames, slugs
from evaluering.publishing.places import places_of
from evaluering.publishing.plan import make_plan
from evaluering.publishing.written_forms import placed
from evaluering.settings import Configuration

FRAMES = {
    "networks": pd.DataFrame({"network": ["n-1", "n-2"], "name": ["Østnett", "Ånett"]}),
    "municipalities": pd.DataFrame(
        {
            "municipality": ["3419", "3018", "9001", "9002"],
            "name": ["Våler", "Våler", "Ås", "Øy"],
            "written_form": ["nn", "nb", "neutral", None],
        }
    ),
    "teams": pd.DataFrame({"team": ["a", "b"], "network": ["n-2", "n-1"]}),
    "team_municipalities": pd.DataFrame({"team": ["a", "b", "b"], "municipality": ["9001", "9001", "3419"]}),
}
EAST, SOUTH = Network("n-1", "Østnett", "n-1"), Network("n-2", "Ånett", "n-2")
SETTINGS = """
[study]
title = "T"
institution = "I"
purpose = "P"

[notebooks.gathering_time.parameters.municipality]
type = "text"
default = ""

[notebooks.gathering_time.contract]
findings = ["gathering_hours_2014_2015"]

[[reports]]
id = "r"
notebook = "gathering_time"
parameters = { municipality = "9001" }
"""


def names() -> PlaceNames:
    return PlaceNames(FRAMES, places_of(FRAMES))


def plan(number: str, **more: str):
    """The jobs of a report about a municipality in the form it decided."""
    report = {
        "id": "r",
        "notebook": "n",
        "language_by": "municipality",
        "parameters": {"municipality": number},
    }
    parameter = {"type": "text", "default": ""}
    notebook = {"parameters": {"municipality": parameter}, "contract": {"findings": ["f"]}}
    configuration = Configuration.model_validate(
        {
            "study": {"title": "T", "institution": "I", "purpose": "P"},
            "notebooks": {"gathering_time": notebook},
            "reports": [report | {"notebook": "gathering_time"} | more],
        }
    )
    return placed(make_plan(configuration), configuration, FRAMES, places_of(FRAMES)).jobs


def test_a_municipality_has_its_name_and_its_networks_in_the_order_of_the_alphabet():
    assert names().of("municipality", "9001") == PlaceName("Ås", (EAST, SOUTH))


def test_a_name_that_two_bear_is_told_with_the_number():
    assert names().of("municipality", "3419").name == "Våler (3419)"


def test_a_network_is_its_own_network():
    assert names().of("network", "n-2") == PlaceName("Ånett", (SOUTH,))


def test_a_part_nobody_delivered_has_no_name():
    assert names().of("team", "a") == PlaceName()


@pytest.mark.parametrize(
    ("identifier", "slug"),
    [
        ("Nord-Østerdal", "nord-osterdal"),
        ("Ælva_1", "aelva-1"),
        ("Ås", "as"),
        ("Đeanu", "deanu"),
        ("__", "network"),
    ],
)
def test_letters_of_an_identifier_are_transliterated(identifier, slug):
    assert slugs([identifier]) == {identifier: slug}


def test_identifiers_that_would_share_a_page_are_numbered_in_their_order():
    assert slugs(["å", "Å", "a"]) == {"a": "a", "Å": "a-2", "å": "a-3"}


@given(st.lists(st.text(min_size=1, max_size=8), max_size=8))
def test_every_network_has_a_page_of_its_own_whose_name_is_inert(identifiers):
    found = slugs(identifiers)
    assert len(set(found.values())) == len(set(identifiers))
    assert all(slug and set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for slug in found.values())


@pytest.mark.parametrize(("number", "report"), [("3419", "r-nn"), ("3018", "r-nb"), ("9001", "r-nb")])
def test_a_report_is_in_the_form_its_municipality_decided_and_bokmaal_where_it_is_neutral(number, report):
    assert [job.report_id for job in plan(number)] == [report]


def test_a_report_says_in_which_form_it_is_for_a_neutral_municipality():
    assert [job.report_id for job in plan("9001", neutral="nn")] == ["r-nn"]


@pytest.mark.parametrize("number", ["9002", "1111"])
def test_an_undecided_form_is_refused_and_not_guessed(number):
    with pytest.raises(InputRefused, match="nothing for r"):
        plan(number)


def test_a_job_is_named_by_its_place():
    assert [job.place for job in plan("3018")] == [PlaceName("Våler (3018)", ())]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('language_by = "municipality"\nlanguages = ["nb"]', "languages and language_by together"),
        ('neutral = "nn"', "neutral without language_by"),
        ('language_by = "network"', "language_by"),
        ('language_by = "municipality"\nneutral = "en"', "neutral"),
        ('title = { nb = "to\\nlinjer" }', "on one line"),
        ('title = { nb = "a\\u202eb" }', "nothing unseen"),
        ('title = { de = "Titel" }', "title"),
        ('title = { nb = "" }', "title"),
    ],
)
def test_faulty_settings_of_a_report_are_refused(tmp_path, settings, found):
    assert found in str(refusal(tmp_path, SETTINGS + settings))


def test_a_form_by_municipality_needs_one(tmp_path):
    text = SETTINGS.replace('parameters = { municipality = "9001" }', 'language_by = "municipality"')
    assert "language_by without a parameter municipality" in str(refusal(tmp_path, text))
