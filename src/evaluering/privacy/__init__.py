"""What keeps identifiers out: the gate on raw text."""

from evaluering.privacy.declared import check_described
from evaluering.privacy.gate import check_columns, check_gate, check_text

__all__ = ["check_columns", "check_described", "check_gate", "check_text"]
