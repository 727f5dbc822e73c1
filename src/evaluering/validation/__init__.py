"""A raw frame against its declaration: a typed frame of accepted rows, and an account of all rows."""

from evaluering.validation.frame import Validated, validate

__all__ = ["Validated", "validate"]
