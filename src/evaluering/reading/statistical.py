"""Files of statistics packages: SPSS, Stata and SAS, labels instead of codes where they have labels."""

import hashlib
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evaluering.errors import InputRefused
from evaluering.reading.files import checked_path, read_bytes, refused
from evaluering.reading.limited import run_limited
from evaluering.reading.raw import RawTable, raw_table

_READERS = {
    ".sav": "read_sav",
    ".zsav": "read_sav",
    ".dta": "read_dta",
    ".sas7bdat": "read_sas7bdat",
    ".xpt": "read_xport",
}
SUFFIXES = tuple(_READERS)
"""File endings this reader takes."""


def read_statistical(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as text: labelled values as their labels, dates as ``YYYY-MM-DD``.

    The parser runs in a child process with bounded memory and time. Raises ``InputRefused`` for a
    file that is not what its ending says, or that the parser cannot read.
    """
    checked_path(root, name)
    return run_limited(name, _parse, root, name)


def _parse(root: Path, name: str) -> RawTable:
    import pyreadstat

    content = read_bytes(root, name)
    reader = getattr(pyreadstat, _READERS[Path(name).suffix.lower()])
    try:
        # Files of SAS hold no labels of values; its readers do not know the setting.
        labels = {"apply_value_formats": True} if not name.lower().endswith((".xpt", ".sas7bdat")) else {}
        frame, _ = reader(io.BytesIO(content), **labels)
    except InputRefused:
        raise
    except MemoryError:
        raise refused(name, "a file that can be read in bounded memory", "one that cannot") from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound data file", f"{type(error).__name__} while reading it") from None
    digest = hashlib.sha256(content).hexdigest()
    header = [str(column) for column in frame.columns]
    rows = {
        number: [_text(value) for value in row] for number, row in enumerate(frame.itertuples(index=False), 1)
    }
    return raw_table(name, digest, header, rows)


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are the values unequal to themselves
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
