"""Excel workbooks without some of their rows: those rows' elements go, all other XML stays as it was."""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping

_ATTRIBUTES = r"""(?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*"""


def _content(tag: str) -> str:
    """What is between the tags of an element, up to the next tag of its name.

    Nothing is tried twice: a part made of openings without end takes no longer than any other.
    """
    return rf"[^<]*(?:<(?!/?(?:\w+:)?{tag}\b)[^<]*)*"


_ROW = re.compile(rf"<((?:\w+:)?)row\b({_ATTRIBUTES})(?:/>|>{_content('row')}</\1row\s*>)")
_NUMBER = re.compile(r"\sr=[\"'](\d+)[\"']")
_CELL = re.compile(rf"<((?:\w+:)?)c\b({_ATTRIBUTES})>({_content('c')})</\1c\s*>")
"""A cell with content; an empty element is none, and must not take the next cell's content for its own."""
_VALUE = re.compile(rf"<((?:\w+:)?)v\b{_ATTRIBUTES}>({_content('v')})</\1v\s*>")
_IS_SHARED = re.compile(r"\st=[\"']s[\"']")
_FORMULA = re.compile(r"<(?:\w+:)?f\b")
_STRING = re.compile(rf"<((?:\w+:)?)si\b{_ATTRIBUTES}(?:/>|>{_content('si')}</\1si\s*>)")
_PLACE = re.compile(r"\bref=[\"'][A-Z]+(\d+)[\"']")
_SHARED = "xl/sharedStrings.xml"
_COPIES = ("xl/pivotCache/",)
"""Parts that hold copies of rows."""


class NotSafelyRemoved(Exception):
    """The workbook holds something about the rows in a place from which it cannot be taken."""


def without_rows(content: bytes, rows: Mapping[str, Collection[int]]) -> bytes:
    """The workbook without these rows, by title of the sheet; rows as Excel numbers them.

    The rows below stay where they are. Texts that no cell uses any longer leave the list of shared
    strings, and values that formulas had worked out are left to be worked out anew. Raises
    ``NotSafelyRemoved`` for notes on the rows and for pivot tables, which copy rows.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = [(entry, package.read(entry)) for entry in package.infolist()]
    parts = {entry.filename: content for entry, content in entries}
    _refuse_copies(parts, {number for numbers in rows.values() for number in numbers})
    changed = _changed(parts, rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for entry, old in entries:
            package.writestr(entry, changed.get(entry.filename, old), compress_type=entry.compress_type)
    return stream.getvalue()


def _refuse_copies(parts: Mapping[str, bytes], rows: Collection[int]) -> None:
    if any(name.startswith(_COPIES) for name in parts):
        raise NotSafelyRemoved("pivot tables")
    for name, content in parts.items():
        if "omments" in name and any(int(row) in rows for row in _PLACE.findall(_decoded(content))):
            raise NotSafelyRemoved("notes on the rows")


def _changed(parts: Mapping[str, bytes], rows: Mapping[str, Collection[int]]) -> dict[str, bytes]:
    titles = _sheet_parts(parts)
    sheets = {name: _decoded(parts[name]) for name in titles.values() if name in parts}
    for title, numbers in rows.items():
        sheets[titles[title]] = _without(sheets[titles[title]], numbers)
    sheets = {name: _CELL.sub(_without_result, text) for name, text in sheets.items()}
    if _SHARED in parts:
        used = {index for text in sheets.values() for index in _used_strings(text)}
        sheets[_SHARED] = _blanked(_decoded(parts[_SHARED]), used)
    return {name: text.encode("utf-8") for name, text in sheets.items()}


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each sheet, by title."""
    from defusedxml import ElementTree

    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") or "" for relation in relations}
    found = {}
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            own = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            found[element.get("name") or ""] = posixpath.normpath(posixpath.join("/xl", targets[own]))[1:]
    return found


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotSafelyRemoved("parts in another encoding than UTF-8") from None


def _without(text: str, rows: Collection[int]) -> str:
    last = 0

    def _kept(match: re.Match[str]) -> str:
        nonlocal last
        given = _NUMBER.search(match[2])
        last = int(given[1]) if given else last + 1
        return "" if last in rows else match[0]

    return _ROW.sub(_kept, text)


def _without_result(cell: re.Match[str]) -> str:
    if not _FORMULA.search(cell[3]):
        return cell[0]
    return _VALUE.sub("", cell[0])


def _used_strings(text: str) -> set[int]:
    shared = [body for _, attributes, body in _CELL.findall(text) if _IS_SHARED.search(attributes)]
    return {int(value) for body in shared for _, value in _VALUE.findall(body)}


def _blanked(text: str, used: set[int]) -> str:
    """Shared strings keep their places; those no cell uses lose their text."""
    index = -1

    def _kept(match: re.Match[str]) -> str:
        nonlocal index
        index += 1
        return match[0] if index in used else f"<{match[1]}si><{match[1]}t></{match[1]}t></{match[1]}si>"

    return _STRING.sub(_kept, text)
