"""What keeps identifiers out: the gate on raw text."""

from evaluering.privacy.gate import check_gate

__all__ = ["check_gate"]
