"""A raw frame against its declaration: a typed frame of accepted rows, and an account of all rows."""

from evaluering.validation.cross_table import NotRun, rules_not_run
from evaluering.validation.delivered import TableParts, validate_together
from evaluering.validation.frame import Validated, validate, without_rows

__all__ = [
    "NotRun",
    "TableParts",
    "Validated",
    "rules_not_run",
    "validate",
    "validate_together",
    "without_rows",
]
