"""Decides what may be shown. The only maker of ``Released``."""

from evaluering.disclosure.floors import rules_of
from evaluering.disclosure.judged import Judged, JudgedCell, JudgedFinding
from evaluering.disclosure.ledger import Entry, Ledger, append_entry, read_ledger
from evaluering.disclosure.protected import primarily
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.solve import solve
from evaluering.disclosure.store import finding_bytes, load_released, released_bytes, save_released
from evaluering.disclosure.sums import Places

__all__ = [
    "Entry",
    "Judged",
    "JudgedCell",
    "JudgedFinding",
    "Ledger",
    "Places",
    "Rules",
    "append_entry",
    "finding_bytes",
    "load_released",
    "primarily",
    "read_ledger",
    "released_bytes",
    "rules_of",
    "save_released",
    "solve",
]
