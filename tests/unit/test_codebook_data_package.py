"""The codebook as a Data Package: valid to frictionless, and as strict as the declarations."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import frictionless
import pytest
from builders import ROOT

from evaluering.documents import data_package
from evaluering.settings import Codebook, Configuration
from evaluering.tables import INSTRUMENT_TABLES, TABLES, ColumnType
from evaluering.workspace import load_workspace
from synthetic import row

CONFIGURATION = load_workspace(ROOT).configuration
Package = dict[str, Any]


def package(configuration: Configuration = CONFIGURATION) -> Package:
    """The descriptor as a program reads it."""
    return dict(json.loads(data_package(configuration, INSTRUMENT_TABLES)))


def part(made: Package, name: str) -> Package:
    """The descriptor of one table and of those it refers to, directly or not: quicker to check."""
    wanted: set[str] = set()
    left = {name}
    while left:
        wanted |= left
        columns = [column for table in left for column in TABLES[table].columns]
        left = {column.references for column in columns if column.references} - wanted
    return made | {"resources": [one for one in made["resources"] if one["name"] in wanted]}


def with_rows(made: Package, **changed: dict[str, str]) -> Package:
    """The descriptor with a synthetic row in every table; ``changed`` by table."""
    for resource in made["resources"]:
        table = TABLES[resource["name"]]
        values = row(table, **changed.get(table.name, {}))
        resource["data"].append([values[column.name] for column in table.delivered])
    return made


def resource(made: Package, name: str) -> dict[str, Any]:
    return next(one for one in made["resources"] if one["name"] == name)


def field(made: Package, table: str, name: str) -> dict[str, Any]:
    return next(one for one in resource(made, table)["schema"]["fields"] if one["name"] == name)


def errors(made: Package) -> list[str]:
    """What frictionless finds: kind and message of every error."""
    report = frictionless.validate(made)
    found = [f"{kind}: {message}" for kind, message in report.flatten(["type", "message"])]
    assert report.valid is (not found)
    return found


def test_frictionless_finds_no_error():
    made = package()
    assert frictionless.Package.validate_descriptor(made).errors == []
    assert errors(made) == []


def test_there_is_a_resource_for_each_instrument_table_in_their_order():
    names = [one["name"] for one in package()["resources"]]
    assert names == [table.name for table in INSTRUMENT_TABLES]
    assert len(names) >= 25


def _without_resources(made: Package) -> None:
    del made["resources"]


def _unknown_type(made: Package) -> None:
    field(made, "teams", "cohort")["type"] = "whole"


def _no_such_reference(made: Package) -> None:
    resource(made, "teams")["schema"]["foreignKeys"][0]["reference"]["resource"] = "nowhere"


def _same_name_twice(made: Package) -> None:
    field(made, "teams", "cohort")["name"] = "kind"


def _key_that_is_no_column(made: Package) -> None:
    resource(made, "teams")["schema"]["primaryKey"] = ["never"]


def _unknown_constraint(made: Package) -> None:
    field(made, "teams", "cohort")["constraints"]["pattern"] = ".*"


def _licence_without_name(made: Package) -> None:
    made["licenses"] = [{}]


@pytest.mark.parametrize(
    "spoil",
    [
        _without_resources,
        _unknown_type,
        _no_such_reference,
        _same_name_twice,
        _key_that_is_no_column,
        _unknown_constraint,
        _licence_without_name,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_frictionless_would_tell_of_a_fault(spoil: Callable[[Package], None]):
    made = part(deepcopy(package()), "teams")
    assert errors(made) == []
    spoil(made)
    assert errors(made) != []


def test_the_schemas_accept_a_sound_row_of_every_table():
    assert errors(with_rows(package())) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("teams", "kind", "committee", "constraint-error"),
        ("teams", "kind", "", "constraint-error"),
        ("teams", "cohort", "0", "constraint-error"),
        ("teams", "cohort", "51", "constraint-error"),
        ("teams", "cohort", "1.5", "type-error"),
        ("teams", "started", "1.3.2024", "type-error"),
        ("networks", "network", "a b", "constraint-error"),
        ("measure_series", "month", "mars 2024", "type-error"),
        ("programme_items", "start", "9.30", "type-error"),
        ("goals", "team", "team-nobody-declared", "foreign-key"),
    ],
)
def test_the_schemas_refuse_what_the_declarations_refuse(table, column, value, kind):
    assert errors(with_rows(part(package(), table))) == []
    changed = with_rows(part(package(), table), **{table: {column: value}})
    assert any(one.startswith(kind) for one in errors(changed))


def test_no_resource_holds_a_row():
    for one in package()["resources"]:
        assert one["data"] == [[column["name"] for column in one["schema"]["fields"]]]


def test_a_field_says_all_its_declaration_says():
    made = package()
    assert field(made, "guidance_contacts", "minutes") == {
        "name": "minutes",
        "title": "Minutter det tok",
        "type": "integer",
        "description": "minutes it took",
        "constraints": {"required": False, "minimum": 0, "maximum": 1440},
        "evaluering:meaning": {"nb": "Minutter det tok", "nn": "Minutt det tok", "en": "Minutes it took"},
        "evaluering:quasiIdentifier": False,
        "evaluering:freeText": False,
        "evaluering:unit": "minutes",
    }
    assert resource(made, "guidance_contacts")["evaluering:protects"] == "staff"
    assert resource(made, "guidance_contacts")["evaluering:audience"] == "network leader"


def test_free_text_and_quasi_identifiers_are_marked():
    marked = {
        (one["name"], column["name"])
        for one in package()["resources"]
        for column in one["schema"]["fields"]
        if column["evaluering:freeText"] or column["evaluering:quasiIdentifier"]
    }
    assert marked == {
        (table.name, column.name)
        for table in INSTRUMENT_TABLES
        for column in table.delivered
        if column.free_text or column.quasi_identifier
    }
    assert ("plans", "comment") in marked
    assert ("team_members", "role") in marked


def test_every_answer_has_a_label_in_three_languages():
    made = package()
    for table in INSTRUMENT_TABLES:
        for column in table.delivered:
            if column.type is ColumnType.CODE:
                answers = field(made, table.name, column.name)["evaluering:answers"]
                assert list(answers) == list(column.allowed)
                assert all(set(labels) == {"nb", "nn", "en"} for labels in answers.values())


def test_nothing_is_made_up_about_the_study():
    made = package()
    assert (made["title"], made["description"]) == (CONFIGURATION.study.title, CONFIGURATION.study.purpose)
    assert not {"id", "licenses", "created", "version"} & made.keys()


def test_what_the_study_declares_is_there():
    given = Codebook(identifier="10.1000/synthetic", licence="CC-BY-4.0", produced=date(2026, 2, 1))
    made = part(package(CONFIGURATION.model_copy(update={"codebook": given})), "teams")
    assert made["id"] == "10.1000/synthetic"
    assert made["licenses"] == [{"name": "CC-BY-4.0"}]
    assert errors(made) == []
