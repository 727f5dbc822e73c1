"""The order of things: read, gate, validate, process. Nothing else knows it."""

import json
import os
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter

from evaluering.durable import beside, replace_whole
from evaluering.errors import EnvironmentProblem
from evaluering.privacy import check_gate
from evaluering.processing import process
from evaluering.reading import RawTable, read_csv
from evaluering.results import Account, Basis
from evaluering.tables import TABLES, Table
from evaluering.validation import TableParts, Validated, validate, without_rows
from evaluering.workspace import Workspace

_BASIS = TypeAdapter(Basis)
_ACCOUNT = TypeAdapter(Account)


@dataclass(frozen=True)
class ProcessedTable:
    """A table in ``data/processed``: its file's digest and what it rests on."""

    name: str
    digest: str
    basis: Basis


def check_table(workspace: Workspace, table: Table) -> Validated:
    """Read one table from raw, through the gate, and validate it; nothing is written."""
    if table.optional and not (workspace.raw / table.file).exists():
        raw = RawTable(table.file, "", pd.DataFrame(columns=[c.name for c in table.delivered], dtype=str))
    else:
        raw = read_csv(workspace.raw, table.file)
    check_gate(raw.file, raw.frame, table, raw.malformed_rows)
    return validate(raw.file, raw.digest, raw.frame, raw.malformed, table)


def process_table(workspace: Workspace, name: str, version: str) -> ProcessedTable:
    """Take one table from raw to ``data/processed``, with a sidecar that accounts for every row.

    ``version`` is the digest of the code; it is written into the sidecar. Raises
    ``InputRefused`` for input that cannot be used and ``EnvironmentProblem`` when the
    folder cannot be written.
    """
    table = TABLES[name]
    validated = check_table(workspace, table)
    frame = process(name, validated.frame).reset_index(drop=True)
    basis = _basis(table, (validated.account,))
    sidecar = {"basis": _BASIS.dump_python(basis, mode="json"), "code": version}
    return ProcessedTable(name, _store(workspace.processed, name, frame, sidecar), basis)


def store_delivered(
    workspace: Workspace, parts: TableParts, version: str, *, synthetic: bool = False
) -> ProcessedTable:
    """Write a delivered table to ``data/processed``, with a sidecar that accounts for every file.

    Free text is stored apart, in ``data/processed/free_text``, so that what reads the table cannot
    come across it. The sidecar says whether the data are ``synthetic``, so that whatever is made of them
    can be labelled.
    """
    table = parts.table
    frame = process(table.name, parts.frame.reset_index(drop=True))
    free = [column.name for column in table.columns if column.free_text]
    ordered = frame.sort_values(list(table.key), ignore_index=True)
    basis = _basis(table, tuple(part.account for part in parts.parts), synthetic=synthetic)
    sidecar: dict[str, object] = {
        "protects": table.protects.value,
        "audience": table.audience.value,
        "accounts": [_ACCOUNT.dump_python(account, mode="json") for account in basis.accounts],
        "synthetic": synthetic,
        "code": version,
    }
    if free:
        _store(workspace.processed / "free_text", table.name, ordered[[*table.key, *free]], sidecar)
    digest = _store(workspace.processed, table.name, ordered.drop(columns=free), sidecar)
    return ProcessedTable(table.name, digest, basis)


def store_undelivered(workspace: Workspace, name: str, version: str) -> ProcessedTable:
    """An empty table in the place of one that nobody delivered, for analyses that can do without it."""
    table = TABLES[name]
    basis = _basis(table, ())
    frame = without_rows(table).drop(columns=[column.name for column in table.columns if column.free_text])
    sidecar = {"basis": _BASIS.dump_python(basis, mode="json"), "code": version}
    return ProcessedTable(name, _store(workspace.processed, name, frame, sidecar), basis)


def read_processed(workspace: Workspace, name: str) -> pd.DataFrame:
    """A processed table, as stored."""
    return pd.read_parquet(processed_file(workspace, name))


def processed_file(workspace: Workspace, name: str) -> Path:
    """The Parquet file of a processed table: in order of its key, without free text."""
    return workspace.processed / f"{name}.parquet"


def _basis(table: Table, accounts: tuple[Account, ...], *, synthetic: bool = False) -> Basis:
    citations = tuple(document.citation for document in table.documents)
    return Basis(table.name, table.protects, table.audience, citations, table.place, accounts, synthetic)


def _store(folder: Path, name: str, frame: pd.DataFrame, sidecar: dict[str, object]) -> str:
    try:
        return _written(folder, name, frame, sidecar)
    except OSError as error:
        raise EnvironmentProblem(
            "data/processed",
            expected="a folder that can be written to",
            found=type(error).__name__ if error.errno is None else os.strerror(error.errno),
            next_step="check rights and free space",
        ) from None


def _written(folder: Path, name: str, frame: pd.DataFrame, sidecar: dict[str, object]) -> str:
    """The table, then its sidecar, each whole; one that names another digest is an earlier table's."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.parquet"
    staged = beside(target, ".parquet")
    try:
        frame.to_parquet(staged, index=False, engine="pyarrow")
        with staged.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)
    text = json.dumps({**sidecar, "parquet": digest}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace_whole(folder / f"{name}.json", text.encode("utf-8"))
    return digest
