"""What a report showed before a change of its numbers, and after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluering.results import ReleasedCell

Cells = Mapping[tuple[str, str], ReleasedCell]
"""Cells by the id of their finding and their own key."""


@dataclass(frozen=True)
class Editions:
    """What a report showed before a change, and after it: ``None`` where that is what it shows now."""

    before: Cells
    after: Cells | None = None
