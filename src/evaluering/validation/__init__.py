"""A raw frame against its declaration: a typed frame of accepted rows, and an account of all rows."""

from evaluering.validation.delivered import TableParts, validate_together
from evaluering.validation.frame import Validated, validate

__all__ = ["TableParts", "Validated", "validate", "validate_together"]
