"""Workspaces to forget in: a delivery with one table in several formats. Everything is made up."""

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
from builders import ROOT

from evaluering.tables import TABLES
from evaluering.workspace import Workspace, load_workspace
from synthetic import csv_text, row, write_book, write_mapping

SESSIONS = TABLES["session_feedback"]
PERSON, OTHER = "KANARI-7f3a", "KANARI-7f3a2"
Rows = Sequence[Mapping[str, str]]


def sessions(*users: str) -> list[dict[str, str]]:
    """A session for each user; the other values are the same for all."""
    return [row(SESSIONS, user=user, session=str(number)) for number, user in enumerate(users, 1)]


def empty_workspace(folder: Path) -> Workspace:
    """A workspace with settings and no data."""
    (folder / "data/raw/deliveries/a").mkdir(parents=True)
    shutil.copy(ROOT / "evaluering.toml", folder)
    return load_workspace(folder)


def deliver(workspace: Workspace, rows: Rows, *names: str, more: str = "") -> Path:
    """Put the rows into the delivery ``a`` in the format of each name, with a mapping."""
    folder = workspace.raw / "deliveries/a"
    for name in names:
        _WRITERS[Path(name).suffix](folder / name, rows)
    return write_mapping(folder, *[f'name = "{name}"\ntable = "session_feedback"\n{more}' for name in names])


def _csv(file: Path, rows: Rows) -> None:
    file.write_bytes(csv_text(SESSIONS, *rows).replace("\n", "\r\n").encode("utf-8"))


def _book(file: Path, rows: Rows) -> None:
    write_book(file, {SESSIONS: rows})


def _parquet(file: Path, rows: Rows) -> None:
    pd.DataFrame(rows).astype({"user": "category"}).to_parquet(file)


def _spss(file: Path, rows: Rows) -> None:
    frame = pd.DataFrame(rows).astype({"session": float})
    pyreadstat.write_sav(
        frame,
        str(file),
        file_label="syntetisk",
        column_labels={"user": "bruker"},
        variable_value_labels={"session": {400: "fire hundre"}},
        note="syntetisk",
    )


def _stata(file: Path, rows: Rows) -> None:
    pyreadstat.write_dta(pd.DataFrame(rows), str(file), column_labels={"user": "bruker"})


_WRITERS = {".csv": _csv, ".xlsx": _book, ".parquet": _parquet, ".sav": _spss, ".dta": _stata}


def every_byte(folder: Path) -> bytes:
    """All files below a folder, names too; packed files as they are and unpacked."""
    found = b""
    for path in sorted(folder.rglob("*")):
        found += path.name.encode() + b"\n"
        if path.is_file():
            found += path.read_bytes() + _unpacked(path)
    return found


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(BytesIO(content)) as package:
            return b"".join(package.read(name) for name in package.namelist())
    if path.suffix == ".parquet":
        return repr(pq.read_table(path).to_pydict()).encode()
    if path.suffix == ".sav":
        frame, _ = pyreadstat.read_sav(str(path))
        return frame.to_csv().encode()
    return b""
