"""The package an Excel workbook is: looked through before anything is unpacked."""

import io
import zipfile
from xml.parsers import expat

from evaluering.errors import InputRefused
from evaluering.reading.files import refused

_MAXIMUM_ENTRIES = 2_000
_MAXIMUM_UNPACKED = 400_000_000
_MAXIMUM_RATIO = 150
_MAXIMUM_PROLOGUE = 100_000
_XML = frozenset({"xml", "rels", "vml"})
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "svg", "tif", "tiff"})
_HARMLESS = _XML | _PICTURES | {"psmdcp"}
"""Parts a plain workbook is made of; ``psmdcp`` holds the properties some programs write."""
_LINKING = ("xl/externalLinks/", "xl/embeddings/", "xl/connections", "xl/ddeLinks/", "xl/activeX/")
_MACROS = ("macroenabled", "vbaproject")


def check_package(content: bytes, name: str) -> None:
    """Refuse a workbook that is not one, or not a plain one.

    Refused are other formats, encrypted and damaged files, macros under whatever name, links to
    other files and programs (external workbooks, DDE, connections), embedded objects and packed
    files, parts used twice, parts that declare XML entities, and packages that unpack to far more
    than they are. Raises ``InputRefused`` about ``name``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_entries(package.infolist(), len(content), name)
            _check_types(package, name)
            for entry in package.infolist():
                if _ending(entry.filename) in _XML:
                    _check_prologue(package, entry, name)
    except InputRefused:
        raise
    except Exception:  # an encrypted part, a way of packing nobody uses, and whatever damage makes zlib raise
        raise refused(
            name, "an Excel workbook (.xlsx)", "another format, or an encrypted or damaged file"
        ) from None


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MAXIMUM_ENTRIES or unpacked > _MAXIMUM_UNPACKED or unpacked / packed > _MAXIMUM_RATIO:
        raise refused(
            name, "a workbook that unpacks to a sensible size", "one that unpacks to far more", "too_large"
        )
    if "xl/workbook.xml" not in names or len({part.casefold() for part in names}) < len(names):
        raise refused(name, "an Excel workbook (.xlsx)", "another kind of packed file")
    if any("vbaproject" in part.casefold() for part in names):
        raise refused(name, "a workbook without macros", "macros", "macros_or_links")
    if any(part.startswith(_LINKING) for part in names) or not all(map(_is_harmless, names)):
        raise refused(
            name,
            "a workbook that stands alone",
            "links to other files or embedded objects",
            "macros_or_links",
        )


def _is_harmless(part: str) -> bool:
    if part.startswith("xl/printerSettings/"):
        return True
    return part.endswith("/") or _ending(part) in _HARMLESS


def _ending(part: str) -> str:
    return part.rpartition("/")[2].rpartition(".")[2].lower()


def _check_types(package: zipfile.ZipFile, name: str) -> None:
    """Macros by the types of parts too: their file names can be anything."""
    try:
        types = package.read("[Content_Types].xml").decode("utf-8", "replace").casefold()
    except KeyError:
        raise refused(name, "an Excel workbook (.xlsx)", "another kind of packed file") from None
    if any(mark in types for mark in _MACROS):
        raise refused(name, "a workbook without macros", "macros", "macros_or_links")


def _check_prologue(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Nothing of ours has a document type, and entities (XXE, billion laughs) need one."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declares
    parser.StartElementHandler = _begins
    try:
        with package.open(entry) as part:
            parser.Parse(part.read(_MAXIMUM_PROLOGUE), False)
    except _Begun:
        return
    except (_Declares, expat.ExpatError):
        pass
    raise refused(name, "parts of plain XML", "one with a document type or entities, or no XML")


class _Begun(Exception):
    """The root element has begun: no document type can follow."""


class _Declares(Exception):
    """A document type."""


def _begins(*_: object) -> None:
    raise _Begun


def _declares(*_: object) -> None:
    raise _Declares
