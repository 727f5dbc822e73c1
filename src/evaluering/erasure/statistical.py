"""Files of SPSS, Stata and SAS transport without some of their rows; labels and formats as they were."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

_RAW = {"disable_datetime_conversion": True}
WRITABLE = (".sav", ".zsav", ".dta", ".xpt")
"""Formats that can be written again; SAS data files (.sas7bdat) cannot."""


def write_without(source: str, target: str, rows: Collection[int]) -> None:
    """Write ``source`` to ``target`` without the rows of these numbers, counted from 1.

    Values are handled as stored, dates as numbers with their format, so that nothing is rounded.
    """
    frame, meta = _read(Path(source), with_missing=True)
    kept = frame.drop(index=[number - 1 for number in rows]).reset_index(drop=True)
    _WRITERS[Path(source).suffix.lower()](kept, target, meta)


def texts(file: Path) -> Iterator[str]:
    """Every text in a file: values, labels, notes. Nothing for one that cannot be read."""
    try:
        frame, meta = _read(file)
    except Exception:  # whatever a damaged file makes the parser raise; its bytes are looked through too
        return
    for column in frame.columns:
        yield from {_plain(value) for value in frame[column].unique()}
    yield from map(str, frame.columns)
    yield from (str(one) for one in (meta.file_label, meta.table_name, *(meta.notes or ())) if one)
    yield from (str(label) for label in meta.column_labels or () if label)
    yield from (str(one) for labels in meta.variable_value_labels.values() for one in labels.values())


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read(file: Path, *, with_missing: bool = False) -> tuple[Any, Any]:
    import pyreadstat

    ending = file.suffix.lower()
    missing = {"user_missing": True} if with_missing and ending in (".sav", ".zsav", ".dta") else {}
    readers = {".dta": "read_dta", ".sas7bdat": "read_sas7bdat", ".xpt": "read_xport"}
    frame, meta = getattr(pyreadstat, readers.get(ending, "read_sav"))(str(file), **_RAW, **missing)
    return frame, meta


def _write_sav(frame: Any, target: str, meta: Any, *, compress: bool = False) -> None:
    import pyreadstat

    pyreadstat.write_sav(
        frame,
        target,
        file_label=meta.file_label or "",
        column_labels=meta.column_names_to_labels,
        note=list(meta.notes or ()) or None,
        variable_value_labels=meta.variable_value_labels,
        missing_ranges=meta.missing_ranges,
        variable_display_width=meta.variable_display_width,
        variable_measure=meta.variable_measure,
        variable_format=meta.original_variable_types,
        row_compress=not compress,
        compress=compress,
    )


def _write_zsav(frame: Any, target: str, meta: Any) -> None:
    _write_sav(frame, target, meta, compress=True)


def _write_dta(frame: Any, target: str, meta: Any) -> None:
    import pyreadstat

    pyreadstat.write_dta(
        frame,
        target,
        file_label=meta.file_label or "",
        column_labels=meta.column_names_to_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_user_values=meta.missing_user_values or None,
        variable_format=meta.original_variable_types,
    )


def _write_xpt(frame: Any, target: str, meta: Any) -> None:
    import pyreadstat

    pyreadstat.write_xport(
        frame,
        target,
        file_label=meta.file_label or "",
        column_labels=meta.column_names_to_labels,
        table_name=meta.table_name or None,
        variable_format=meta.original_variable_types,
    )


_WRITERS = {".sav": _write_sav, ".zsav": _write_zsav, ".dta": _write_dta, ".xpt": _write_xpt}
