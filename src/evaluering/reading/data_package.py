"""Data Packages: a CSV or inline resource as its ``datapackage.json`` says it is to be read.

Encoding, delimiter, marks of missing values and decimal signs are the descriptor's, not guessed.
Nothing is followed out of the folder: no address, no absolute path, no way up.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from evaluering.reading.delimited import read_delimited
from evaluering.reading.files import refused
from evaluering.reading.json_file import read_json
from evaluering.reading.raw import RawTable, raw_table

DESCRIPTOR = "datapackage.json"
_DIALECT = {
    "delimiter": None,
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "lineTerminator": None,
    "skipInitialSpace": False,
    "caseSensitiveHeader": None,
    "csvddfVersion": None,
    "$schema": None,
}
"""Settings of a dialect this reader knows, with the only value it takes; None takes any."""
_SIGNS = (".", ",")
_Resource = Mapping[str, Any]


def resources(root: Path, name: str) -> tuple[tuple[str, str], ...]:
    """Each resource of the package ``root/name`` with the path of its file, "" for one inline.

    Raises ``InputRefused`` for a file that is no descriptor, and a path that is an address or leads
    out of the package's folder.
    """
    return tuple((str(one.get("name", "")), _path(name, one)) for one in _listed(root, name)[0])


def read_resource(root: Path, name: str, resource: str) -> RawTable:
    """A resource of the package ``root/name`` as text; ``resource`` may be "" where there is one.

    Marks of missing values become empty, numbers get a decimal point and lose group signs. Raises
    ``InputRefused`` for a resource that is not there, and for a dialect this reader does not take.
    """
    listed, digest = _listed(root, name)
    wanted = [one for one in listed if resource in ("", one.get("name"))]
    if len(wanted) != 1:
        raise refused(name, "the name of one resource", f"{len(wanted)} resources that fit")
    try:
        return _resource(root, name, wanted[0], digest)
    except (AttributeError, TypeError, ValueError) as error:  # whatever a crafted descriptor holds
        raise refused(
            name, "a descriptor by the specification", f"{type(error).__name__} in reading it"
        ) from None


def _resource(root: Path, name: str, one: _Resource, digest: str) -> RawTable:
    raw = _inline(name, one, digest) if "data" in one else _file(root, name, one)
    frame = _as_described(name, raw.frame, one)
    return RawTable(raw.file, raw.digest, frame, raw.malformed, raw.malformed_text)


def _listed(root: Path, name: str) -> tuple[list[_Resource], str]:
    content, digest = read_json(root, name)
    listed = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise refused(name, "a Data Package with a list of resources", "something else")
    return listed, digest


def _path(name: str, one: _Resource) -> str:
    path = one.get("path", "")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(path, str):
        raise refused(name, "one path a resource", "several, or something else")
    steps = PurePosixPath(path)
    if "://" in path or "\\" in path or steps.is_absolute() or ".." in steps.parts:
        raise refused(name, "paths inside the package's folder", "an address, or a path that leads out")
    return path


def _file(root: Path, name: str, one: _Resource) -> RawTable:
    path = _path(name, one)
    if not path or str(one.get("format", "csv")).lower() not in ("csv", "tsv"):
        raise refused(name, "resources with inline data or a CSV file", "another kind")
    dialect = _dialect(name, one)
    usual = "\t" if str(one.get("format", "")).lower() == "tsv" else ","
    place = str(PurePosixPath(name).parent / path)
    encoding = str(one.get("encoding", "utf-8"))
    return read_delimited(root, place, encoding=encoding, delimiter=dialect.get("delimiter", usual))


def _dialect(name: str, one: _Resource) -> Mapping[str, Any]:
    dialect = one.get("dialect") or {}
    if not isinstance(dialect, dict):
        raise refused(name, "a dialect written out in the descriptor", "something else")
    strange = [
        setting
        for setting, value in dialect.items()
        if setting not in _DIALECT or _DIALECT[setting] not in (None, value)
    ]
    if strange or len(dialect.get("delimiter", ",")) != 1:
        raise refused(name, "a dialect with double quotes and a heading", f"{len(strange)} other settings")
    return dialect


def _inline(name: str, one: _Resource, digest: str) -> RawTable:
    rows = one["data"]
    if not isinstance(rows, list) or not rows:
        raise refused(name, "inline data as a list of rows", "something else")
    if all(isinstance(row, dict) for row in rows):
        header = list(dict.fromkeys(str(key) for row in rows for key in row))
        values = [[row.get(key) for key in header] for row in rows]
    elif all(isinstance(row, list) for row in rows):
        header, values = [_text(cell) for cell in rows[0]], rows[1:]
    else:
        raise refused(name, "inline rows of one shape", "rows of several shapes")
    if len(set(header)) != len(header):
        raise refused(name, "each column name once", "a column name used twice")
    texts = {number: [_text(cell) for cell in row] for number, row in enumerate(values, 1)}
    return raw_table(f"{name}#{one.get('name', 'data')}", digest, header, texts)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _as_described(name: str, frame: pd.DataFrame, one: _Resource) -> pd.DataFrame:
    schema = one.get("schema") or {}
    if not isinstance(schema, dict):
        raise refused(name, "a schema written out in the descriptor", "something else")
    fields = {str(field.get("name")): field for field in schema.get("fields", []) if isinstance(field, dict)}
    strange = set(fields) - set(frame.columns)
    if strange:
        raise refused(name, "every field of the schema as a column", f"{len(strange)} fields without one")
    missing = _missing(schema)
    return pd.DataFrame(
        {
            column: _described(name, frame[column].mask(frame[column].isin(missing), ""), fields.get(column))
            for column in frame.columns
        },
        index=frame.index,
        dtype=str,
    )


def _missing(schema: Mapping[str, Any]) -> list[str]:
    marks = schema.get("missingValues", [""])
    if not isinstance(marks, list):
        raise TypeError("marks of missing values are a list")
    return [str(mark.get("value") if isinstance(mark, dict) else mark) for mark in marks]


def _described(name: str, texts: pd.Series, field: Mapping[str, Any] | None) -> pd.Series:
    if field is None or field.get("type") not in ("number", "integer"):
        return texts
    decimal, group = field.get("decimalChar", "."), field.get("groupChar", "")
    if decimal not in _SIGNS:
        raise refused(name, "a point or a comma as decimal sign", "another one")
    ungrouped = texts.str.replace(group, "", regex=False) if group else texts
    # A point where commas are decimal signs makes it no number, and validation says so.
    return ungrouped if decimal == "." else ungrouped.str.translate(str.maketrans(",.", ".,"))
