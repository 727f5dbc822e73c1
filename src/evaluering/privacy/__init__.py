"""What keeps identifiers out: the gate on raw text."""

from evaluering.privacy.gate import check_columns, check_gate, check_text
from evaluering.privacy.mapping_text import check_mapping

__all__ = ["check_columns", "check_gate", "check_mapping", "check_text"]
