"""What keeps identifiers out: the gate on raw text, and on what files say outside their cells."""

from evaluering.privacy.declared import check_described
from evaluering.privacy.gate import check_columns, check_gate, check_text
from evaluering.privacy.mapping_text import check_mapping
from evaluering.privacy.metadata import check_metadata, check_names, shown_name

__all__ = [
    "check_columns",
    "check_described",
    "check_gate",
    "check_mapping",
    "check_metadata",
    "check_names",
    "check_text",
    "shown_name",
]
