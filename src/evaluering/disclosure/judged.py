"""Cells with what disclosure control has decided of each, before anything is released.

The steps of the control hand this on: primary rules, then linked tables. It holds hidden values, so it
never leaves this package; what may be shown of it is made by ``evaluering.disclosure.protected``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evaluering.results import Cell, Finding
from evaluering.vocabulary import CellStatus, Suppression

FindingKey = tuple[str, str, str]
"""A finding's question, variant and id: together unique in a release."""


@dataclass(frozen=True)
class JudgedCell:
    """A cell, whether it may be shown, and why not (``None`` when it may)."""

    cell: Cell
    reason: Suppression | None = None

    @property
    def status(self) -> CellStatus:
        """Released or suppressed, as far as has been judged."""
        return CellStatus.RELEASED if self.reason is None else CellStatus.SUPPRESSED


@dataclass(frozen=True)
class JudgedFinding:
    """A finding and its cells, each judged, in the finding's order."""

    finding: Finding
    cells: tuple[JudgedCell, ...]

    @property
    def key(self) -> FindingKey:
        """What tells it apart from every other finding of the release."""
        return self.finding.question, self.finding.variant, self.finding.id

    def hiding(self, reasons: Mapping[str, Suppression]) -> "JudgedFinding":
        """With the cells of these keys hidden too; what is hidden already keeps its reason."""
        cells = tuple(
            replace(one, reason=reasons.get(one.cell.key)) if one.reason is None else one
            for one in self.cells
        )
        return replace(self, cells=cells)


@dataclass(frozen=True)
class Judged:
    """Every protected finding of a release, judged."""

    findings: tuple[JudgedFinding, ...]

    def __iter__(self) -> Iterator[JudgedFinding]:
        return iter(self.findings)

    def hiding(self, reasons: Mapping[FindingKey, Mapping[str, Suppression]]) -> "Judged":
        """With these cells hidden too, by finding and cell key. Nothing hidden is ever shown again."""
        return Judged(tuple(one.hiding(reasons.get(one.key, {})) for one in self.findings))
