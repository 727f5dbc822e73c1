"""Each data set declared once; reading, validation, documents and analyses follow from it."""

from evaluering.tables.coding import GOAL_CODING, GOAL_RATINGS
from evaluering.tables.declaration import Column, ColumnType, Document, Table
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

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
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
}
"""Every declared table by name."""

__all__ = ["TABLES", "Column", "ColumnType", "Document", "Table"]
