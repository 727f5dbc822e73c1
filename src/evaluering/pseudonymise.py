"""A delivered file with one column of identifiers turned into pseudonyms, before anything else sees it."""

import csv
import io
import os
from pathlib import Path

from evaluering.errors import WrongUse
from evaluering.privacy.pseudonyms import pseudonym, read_key
from evaluering.reading import RawTable, read_delimited


def pseudonymise(file: Path, column: str, key_file: Path, workspace: Path) -> Path:
    """Write ``<name>.pseudonymised.csv`` beside ``file``, with ``column`` pseudonymised; the new file.

    The new file is comma-separated UTF-8 with the rows in their order. Raises ``WrongUse`` for a
    missing column or key, or when rows do not fit the header (an identifier could hide in them),
    and ``InputRefused`` for a file that cannot be read. Nothing is written then.
    """
    key = read_key(key_file, workspace)
    raw = read_delimited(file.parent, file.name)
    _check(raw, column)
    frame = raw.frame.assign(**{column: [pseudonym(text, key) for text in raw.frame[column]]})
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False))
    target = file.with_name(f"{file.stem}.pseudonymised.csv")
    staged = target.with_name(f".{target.name}.{os.getpid()}")
    staged.write_text(stream.getvalue(), encoding="utf-8")
    staged.replace(target)
    return target


def _check(raw: RawTable, column: str) -> None:
    if column not in raw.frame.columns:
        raise WrongUse(
            f"file {raw.file}",
            expected=f"a column {column}",
            found=f"{len(raw.frame.columns)} columns of other names",
            next_step="name the column as the file's first row does",
        )
    if raw.malformed:
        raise WrongUse(
            f"file {raw.file}",
            expected="rows with the header's number of fields",
            found=f"{len(raw.malformed)} that have another, the first in row {raw.malformed[0]}",
            next_step="mend those rows first",
        )
