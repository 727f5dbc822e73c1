"""Each data set declared once; reading, validation, documents and analyses follow from it."""

from itertools import chain

from evaluering.tables.coding import GOAL_CODING, GOAL_RATINGS
from evaluering.tables.declaration import IDENTIFIER, Column, ColumnType, Document, Table
from evaluering.tables.gatherings import GATHERING_TABLES
from evaluering.tables.improvement import IMPROVEMENT_TABLES
from evaluering.tables.network import NETWORK_TABLES
from evaluering.tables.published import (
    CHECKLIST_EXAMPLE,
    FIGURES_IN_TEXT,
    GATHERING_HOURS,
    GATHERING_PROGRAMME,
    MUNICIPAL_GOALS,
    MUNICIPALITY_MERGERS,
    NATIONAL_GOALS,
    WHAT_MATTERS_EXAMPLE,
)
from evaluering.tables.studies import STUDY_TABLES
from evaluering.tables.toolkit import TOOLKIT_TABLES
from evaluering.tables.wordings import Wordings

EMBEDDED_TABLES = (
    GATHERING_HOURS,
    GATHERING_PROGRAMME,
    MUNICIPAL_GOALS,
    NATIONAL_GOALS,
    FIGURES_IN_TEXT,
    MUNICIPALITY_MERGERS,
    WHAT_MATTERS_EXAMPLE,
    CHECKLIST_EXAMPLE,
    GOAL_CODING,
    GOAL_RATINGS,
)
"""Tables whose file has a fixed place in the workspace."""

INSTRUMENT_GROUPS: dict[str, tuple[Table, ...]] = {
    "network": NETWORK_TABLES,
    "gatherings": GATHERING_TABLES,
    "improvement": IMPROVEMENT_TABLES,
    "toolkit": TOOLKIT_TABLES,
    "studies": STUDY_TABLES,
}
"""Tables that come in deliveries, by what they are about."""

INSTRUMENT_TABLES = tuple(chain.from_iterable(INSTRUMENT_GROUPS.values()))
"""Tables that come in deliveries, each instrument of the field."""

TABLES: dict[str, Table] = {table.name: table for table in (*EMBEDDED_TABLES, *INSTRUMENT_TABLES)}
"""Every declared table by name."""

__all__ = [
    "EMBEDDED_TABLES",
    "IDENTIFIER",
    "INSTRUMENT_GROUPS",
    "INSTRUMENT_TABLES",
    "TABLES",
    "Column",
    "ColumnType",
    "Document",
    "Table",
    "Wordings",
]
