"""The codebook as a Data Package: every table's schema, for programs.

Version 1 of the standard: the tools in use read and check it, and readers of version 2 accept it.
What it has no word for stands under ``evaluering:`` (see docs/how-to/codebook.md).
"""

import json
from collections.abc import Iterable
from typing import Any

from evaluering.settings import Configuration
from evaluering.tables import IDENTIFIER, TABLES, Column, ColumnType, Table, Wordings
from evaluering.vocabulary import Language

_TYPES: dict[ColumnType, dict[str, str]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.CODE: {"type": "string"},
    ColumnType.WHOLE_NUMBER: {"type": "integer"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.TIME_OF_DAY: {"type": "time", "format": "%H:%M"},
    ColumnType.DATE: {"type": "date"},
    ColumnType.MONTH: {"type": "yearmonth"},
    ColumnType.IDENTIFIER: {"type": "string"},
}


def data_package(configuration: Configuration, tables: Iterable[Table]) -> bytes:
    """The descriptor of ``tables`` as JSON: headings and schemas, no row and no count.

    Titles are in the study's language, descriptions in English. Checked against frictionless 5.21.
    Source: specs.frictionlessdata.io, Data Package and Table Schema 1.
    """
    study, given = configuration.study, configuration.codebook
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "codebook",
        "title": study.title,
        "description": study.purpose,
        "contributors": [{"title": study.institution, "role": "publisher"}],
        "evaluering:use": study.use,
        "evaluering:languages": [language.value for language in Language],
        "resources": [_resource(table, configuration.language) for table in tables],
    }
    if given.identifier:
        package["id"] = given.identifier
    if given.licence:
        package["licenses"] = [{"name": given.licence}]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resource(table: Table, language: Language) -> dict[str, Any]:
    columns = table.delivered
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        "title": Wordings(language).table_title(table),
        "description": table.description,
        "evaluering:purpose": {one.value: Wordings(one).table_purpose(table) for one in Language},
        "evaluering:protects": table.protects.value,
        "evaluering:audience": table.audience.value,
        # The heading alone: a table without any is refused as inconsistent.
        "data": [[column.name for column in columns]],
        "schema": {
            "fields": [_field(table, column, language) for column in columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **_foreign_keys(columns),
        },
    }


def _foreign_keys(columns: tuple[Column, ...]) -> dict[str, Any]:
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": column.references, "fields": list(TABLES[column.references].key)},
        }
        for column in columns
        if column.references
    ]
    return {"foreignKeys": keys} if keys else {}


def _field(table: Table, column: Column, language: Language) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": Wordings(language).column_meaning(table, column),
        **_TYPES[column.type],
        "description": column.description,
        "constraints": _constraints(table, column),
        "evaluering:meaning": {one.value: Wordings(one).column_meaning(table, column) for one in Language},
        "evaluering:quasiIdentifier": column.quasi_identifier,
        "evaluering:freeText": column.free_text,
    }
    if column.unit:
        field["evaluering:unit"] = column.unit
    if column.allowed:
        field["evaluering:answers"] = {
            code: {one.value: Wordings(one).answer(column, code) for one in Language}
            for code in column.allowed
        }
    return field


def _constraints(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.may_be_empty}
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.type is ColumnType.IDENTIFIER:
        constraints["pattern"] = f"^{IDENTIFIER}$"
    for name, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if bound is not None:
            constraints[name] = int(bound) if bound == int(bound) else bound
    return constraints
