"""The statistics office's classification of municipalities (Klass 131): codes in a period, and changes.

Both come as CSV or JSON, with the same names: ``code``, ``name``, ``validFrom``, ``validTo`` (the first day
a code no longer holds), or ``oldCode``, ``newCode`` and ``changeOccurred``.
"""

from pathlib import Path
from typing import Any

from evaluering.reading.delimited import read_delimited
from evaluering.reading.files import refused
from evaluering.reading.json_file import read_json
from evaluering.reading.raw import RawTable, raw_table

CODES = ("code", "name", "validFrom", "validTo")
CHANGES = ("oldCode", "newCode", "changeOccurred")
CODES_KNOWN = (
    *CODES,
    "parentCode",
    "level",
    "shortName",
    "presentationName",
    "validFromInRequestedRange",
    "validToInRequestedRange",
    "notes",
)
CHANGES_KNOWN = (*CHANGES, "oldName", "oldShortName", "newName", "newShortName")
_LISTS = {"codes": CODES, "codeChanges": CHANGES}


def read_classification(root: Path, name: str, encoding: str = "", delimiter: str = "") -> RawTable:
    """The codes or changes in ``root/name`` as text, every column as delivered.

    Raises ``InputRefused`` for a file that holds neither, or both.
    """
    if Path(name).suffix.lower() == ".json":
        raw = _json(root, name)
    else:
        raw = read_delimited(root, name, encoding=encoding, delimiter=delimiter)
    if not any(set(needed) <= set(raw.frame.columns) for needed in _LISTS.values()):
        raise refused(name, "codes or changes of the classification", "other columns")
    return raw


def _json(root: Path, name: str) -> RawTable:
    content, digest = read_json(root, name)
    lists = [content[key] for key in _LISTS if isinstance(content, dict) and key in content]
    if (
        len(lists) != 1
        or not isinstance(lists[0], list)
        or not all(isinstance(one, dict) for one in lists[0])
    ):
        raise refused(name, "a list of codes or of changes", "something else")
    (entries,) = lists
    header = list(dict.fromkeys(str(key) for one in entries for key in one if not _nested(one[key])))
    rows = {
        number: ["" if one.get(key) is None else str(one[key]) for key in header]
        for number, one in enumerate(entries, 1)
    }
    return raw_table(name, digest, header, rows)


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list)
