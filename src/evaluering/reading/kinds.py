"""What a file is by its first bytes, so that one posing as another is refused by what it is."""

from pathlib import Path

from evaluering.reading.files import first_bytes, refused

_PACKED = "a packed file (zip), as Excel workbooks are"
_KINDS = (
    (b"PK\x03\x04", _PACKED),
    (b"PK\x05\x06", _PACKED),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older or encrypted Office file"),
    (b"PAR1", "a Parquet file"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "a compressed SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"HEADER RECORD*******", "a SAS transport file"),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "a SAS file"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"ARROW1", "an Arrow file"),
    (b"FEA1", "an Arrow file"),
    (b"RDX", "an R file"),
    (b"RDA", "an R file"),
    (b"X\n\0\0\0", "an R file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x1f\x8b", "a compressed file, as R files often are"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\0", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"\x7fELF", "a program"),
    (b"<!DOCTYPE", "a web page or XML"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
)
_LONGEST = max(len(mark) for mark, _ in _KINDS)
_RIGHT = {
    ".xlsx": _PACKED,
    ".parquet": "a Parquet file",
    ".sav": "an SPSS file",
    ".zsav": "a compressed SPSS file",
    ".dta": "a Stata file",
    ".sas7bdat": "a SAS file",
    ".xpt": "a SAS transport file",
}
"""What files of these endings are; every other ending is text."""


def check_kind(root: Path, name: str) -> None:
    """Refuse a file whose first bytes are those of another kind than its ending says.

    A file whose first bytes are of no kind known here is left to its reader. Raises
    ``InputRefused``.
    """
    start = first_bytes(root, name, _LONGEST)
    found = next((kind for mark, kind in _KINDS if start.startswith(mark)), "")
    right = _RIGHT.get(Path(name).suffix.lower(), "text")
    if found and found != right and {found, right} != {"an SPSS file", "a compressed SPSS file"}:
        raise refused(name, f"{right}, as its ending says", found)
