"""Decides what may be shown. The only maker of ``Released``."""

from evaluering.disclosure.earlier import (
    EarlierCell,
    EarlierFinding,
    Record,
    Recorded,
    ReportRecord,
    cells_of,
    recorded,
    shown_cells,
    store_record,
    with_record,
)
from evaluering.disclosure.ledger import (
    CELLS,
    Content,
    CorrectionNote,
    Entry,
    Ledger,
    SignedBy,
    Withdrawn,
    append_entry,
    read_ledger,
)
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.solve import solve
from evaluering.disclosure.store import finding_bytes, load_released, released_bytes, save_released

__all__ = [
    "CELLS",
    "Content",
    "CorrectionNote",
    "EarlierCell",
    "EarlierFinding",
    "Entry",
    "Ledger",
    "Record",
    "Recorded",
    "ReportRecord",
    "Rules",
    "SignedBy",
    "Withdrawn",
    "append_entry",
    "cells_of",
    "finding_bytes",
    "load_released",
    "read_ledger",
    "recorded",
    "released_bytes",
    "save_released",
    "shown_cells",
    "solve",
    "store_record",
    "with_record",
]
