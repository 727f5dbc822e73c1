"""Analyses of surveys and services with hardly any rows: undefined is said, and everything can be drawn."""

from dataclasses import replace
from math import isnan

import pytest
from builders import basis
from survey_rows import answers, items, options
from test_sample_findings import elements

from evaluering.disclosure import Ledger, Rules, solve
from evaluering.presentation import Element, Page, render_element
from evaluering.vocabulary import Quantity
from sample_network import answered, given

UNIT = {
    "municipality": "1",
    "described": "2020-01-01",
    "positions": 1,
    "appoints_coordinators": "yes",
    "trains_coordinators": "no",
    "keeps_overview": "no",
    "routines_with_hospital": "no",
}
ACTOR = {
    "map": "m",
    "team": "t",
    "actor": 1,
    "kind": "school",
    "importance": 5,
    "relation": "good",
    "responsible": "team",
}
SCREENING = {
    "screening": "s",
    "municipality": "1",
    "screened": "2020-01-01",
    "place": "hospital",
    "age_group": "0_17",
    "result": "at_risk",
}
SESSION = {"user": "u", "session": 1, "team": "t", "held": "2020-01-01"}
SPENT = {"team": "t", "month": "2020-01", "kind": "hours", "activity": "travel", "amount": 0}
FEW = {
    "survey_results": {
        "nothing": {},
        "items without answers": {"survey_items": items()},
        "answers without items": {"survey_answers": answers({"glad": 1})},
        "one respondent": {
            "survey_items": items(),
            "survey_options": options(),
            "survey_answers": answers({"glad": 1, "job": "yes", "age": 3}),
        },
        "one respondent who did not know": {
            "survey_items": items(),
            "survey_answers": answers({"glad": "vet_ikke"}),
        },
        "two alike": {"survey_items": items(), "survey_answers": answers({"glad": 1}, {"glad": 1})},
        "two roles and waves": {
            "survey_items": items(),
            "survey_answers": answers({"glad": 1}, {"glad": 1, "role": "leader", "wave": "w2"}),
        },
    },
    "coordination_measures": {
        "nothing": {},
        "one who does not know": {
            "survey_items": items({"item": "team", "kind": "single"}),
            "survey_answers": answers({"role": "user", "team": "vet_ikke"}),
        },
        "one unit": {"coordinating_units": given("coordinating_units", UNIT)},
    },
    "early_identification": {"nothing": {}, "one": {"screenings": given("screenings", SCREENING)}},
    "user_involvement": {"nothing": {}, "one actor": {"actor_maps": given("actor_maps", ACTOR)}},
    "session_feedback": {
        "nothing": {},
        "one session": {"session_feedback": given("session_feedback", SESSION | {"outcome": 3})},
        "no rating": {"session_feedback": given("session_feedback", SESSION)},
    },
    "resource_use": {"nothing": {}, "nothing spent": {"resource_use": given("resource_use", SPENT)}},
}
CASES = [(question, case) for question, cases in FEW.items() for case in cases]


@pytest.mark.parametrize(("question", "case"), CASES)
def test_with_hardly_any_rows_what_is_undefined_has_a_reason(question, case):
    found = answered(question, FEW[question][case])
    assert found
    for finding in found.values():
        for cell in finding.cells:
            assert isinstance(cell.value, str) or not isnan(cell.value) or cell.reason, cell.key
            assert isinstance(cell.value, str) or cell.kind is Quantity.SETTING or cell.support, cell.key


@pytest.mark.parametrize(("question", "case"), CASES)
def test_with_hardly_any_rows_everything_can_still_be_drawn(question, case, nb):
    draw_all(question, answered(question, FEW[question][case]).values(), nb)


def test_a_declared_scale_can_be_drawn(nb):
    found = answered("survey_results", scale="knows,collaboration,time")
    assert "survey_scale" in found
    draw_all("survey_results", found.values(), nb)


def draw_all(question, found, nb):
    bare = [replace(one, basis=(basis(documents=("Made up.",)),)) for one in found]
    release = solve(bare, Rules(), Ledger())
    tables = tuple(layout.id for one in release.findings for layout in one.tables)
    figures = tuple(layout.id for one in release.findings for layout in one.figures)
    page = Page(question, release.findings, tables, figures, nb)
    for kind, name in elements(release):
        assert render_element(page, Element(kind, name))
