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
from evaluering.disclosure.floors import rules_of
from evaluering.disclosure.insiders import Sheet
from evaluering.disclosure.judged import Judged, JudgedCell, JudgedFinding
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
from evaluering.disclosure.protected import primarily
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.sheets import internal_sheet, is_of_own_users, known_to_team
from evaluering.disclosure.solve import Beside, solve
from evaluering.disclosure.store import (
    finding_bytes,
    load_released,
    read_released,
    released_bytes,
    save_released,
    text_bytes,
)
from evaluering.disclosure.sums import Places
from evaluering.disclosure.texts import DEMOGRAPHIC, RESPONDENTS, ChosenText

__all__ = [
    "CELLS",
    "DEMOGRAPHIC",
    "RESPONDENTS",
    "Beside",
    "ChosenText",
    "Content",
    "CorrectionNote",
    "EarlierCell",
    "EarlierFinding",
    "Entry",
    "Judged",
    "JudgedCell",
    "JudgedFinding",
    "Ledger",
    "Places",
    "Record",
    "Recorded",
    "ReportRecord",
    "Rules",
    "Sheet",
    "SignedBy",
    "Withdrawn",
    "append_entry",
    "cells_of",
    "finding_bytes",
    "internal_sheet",
    "is_of_own_users",
    "known_to_team",
    "load_released",
    "primarily",
    "read_ledger",
    "read_released",
    "recorded",
    "released_bytes",
    "rules_of",
    "save_released",
    "shown_cells",
    "solve",
    "store_record",
    "text_bytes",
    "with_record",
]
