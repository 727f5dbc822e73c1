"""Processed tables without a person's rows. What cannot be cleaned is removed: it can be made again."""

import io
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from evaluering.erasure import parquet
from evaluering.erasure.needle import Needle
from evaluering.erasure.sources import person_columns
from evaluering.tables import TABLES
from evaluering.workspace import Workspace


def cleaned_tables(
    workspace: Workspace, needle: Needle, digests: Mapping[str, str]
) -> tuple[dict[str, tuple[bytes, int]], list[str]]:
    """New content of processed files with the rows each lost, and the files that are to be removed.

    ``digests`` gives the digest each raw file will have, by its digest now: the accounts beside the
    tables name those. Names are relative to the workspace.
    """
    changed: dict[str, tuple[bytes, int]] = {}
    removed: list[str] = []
    for file in sorted(workspace.processed.rglob("*.parquet")):
        if file.name.startswith("."):
            removed.append(_name(workspace, file))  # left by a process that was killed
            continue
        new, lost = _cleaned(file, needle)
        if new is None:
            removed += [_name(workspace, file), _name(workspace, file.with_suffix(".json"))]
        else:
            _add(changed, workspace, file, new, lost, digests)
    return changed, removed


def _add(
    changed: dict[str, tuple[bytes, int]],
    workspace: Workspace,
    file: Path,
    new: bytes,
    lost: int,
    digests: Mapping[str, str],
) -> None:
    if lost:
        changed[_name(workspace, file)] = new, lost
    sidecar = file.with_suffix(".json")
    if sidecar.is_file():
        text = _renewed(sidecar.read_text(encoding="utf-8"), new, digests)
        if text != sidecar.read_text(encoding="utf-8"):
            changed[_name(workspace, sidecar)] = text.encode("utf-8"), 0


def _cleaned(file: Path, needle: Needle) -> tuple[bytes | None, int]:
    import pyarrow.parquet as pq

    content = file.read_bytes()
    table = TABLES.get(file.stem)
    if table is None:
        return content, 0  # not one of ours: looked through like any other file
    frame = pq.read_table(io.BytesIO(content))
    persons = person_columns(table) & set(frame.column_names)
    texts = {name: [str(value) for value in frame.column(name).to_pylist()] for name in frame.column_names}
    rows = {number for name in persons for number, text in enumerate(texts[name], 1) if needle.is_cell(text)}
    others = (
        text
        for name in texts.keys() - persons
        for number, text in enumerate(texts[name], 1)
        if number not in rows
    )
    if needle.is_distinctive and any(needle.in_words(text) for text in others):
        return None, 0
    return (parquet.without_rows(content, rows) if rows else content), len(rows)


def _renewed(sidecar: str, content: bytes, digests: Mapping[str, str]) -> str:
    """The sidecar with the digests as they will be; counts and remarks stay as they were written."""
    facts: dict[str, Any] = json.loads(sidecar)
    accounts = [*facts.get("accounts", ()), *facts.get("basis", {}).get("accounts", ())]
    for account in accounts:
        account["digest"] = digests.get(account["digest"], account["digest"])
    facts["parquet"] = sha256(content).hexdigest()
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def tables_from(workspace: Workspace, prefix: str) -> list[str]:
    """The processed files that rest on raw files whose names begin with ``prefix``, or may do so.

    A table without a sidecar that tells of exactly it (its making was stopped) may rest on anything, and can
    be made again. So can what a stopped process left under a name of its own.
    """
    found = []
    for table in sorted(workspace.processed.rglob("*.parquet")):
        sidecar = table.with_suffix(".json")
        accounts = _accounts(table, sidecar)
        if accounts is None or any(str(account["file"]).startswith(prefix) for account in accounts):
            found += [_name(workspace, file) for file in (table, sidecar) if file.is_file()]
    halves = sorted(workspace.processed.rglob(".*.json.*"))
    return found + [_name(workspace, file) for file in halves if file.is_file()]


def _accounts(table: Path, sidecar: Path) -> list[dict[str, Any]] | None:
    """The accounts of the files behind a table; None when its sidecar does not tell of it."""
    try:
        facts: dict[str, Any] = json.loads(sidecar.read_bytes())
        if facts["parquet"] != sha256(table.read_bytes()).hexdigest():
            return None
        return list(facts.get("accounts", ()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(workspace: Workspace, file: Path) -> str:
    return file.relative_to(workspace.root).as_posix()
