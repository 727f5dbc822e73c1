"""What disclosure control lets through, as frozen values."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

from evaluering.results.found import (
    Basis,
    Cell,
    Coordinates,
    FigureLayout,
    Scalar,
    Statement,
    TableLayout,
    cell_key,
)
from evaluering.vocabulary import (
    DECIMALS,
    CellStatus,
    Design,
    Standing,
    TextKind,
    Unit,
)


@dataclass(frozen=True)
class ReleasedCell:
    """A cell after disclosure control: a rounded value, or a mark with the reason.

    ``decimals`` is how many may be shown (of a share: in percent), ``None`` for as many as its unit has.
    """

    table: str
    at: Coordinates
    measure: str
    value: Scalar | None
    unit: Unit
    status: CellStatus
    reason: str
    decimals: int | None = None

    @property
    def key(self) -> str:
        """The cell's name, unique within its finding."""
        return cell_key(self.table, self.measure, self.at)


@dataclass(frozen=True)
class ReleasedFinding:
    """A finding after disclosure control.

    ``reason`` says why it may be shown. ``methods`` are the families of methods behind its numbers, hidden
    ones included: a family tells of no number which of its methods was chosen.
    """

    id: str
    question: str
    variant: str
    basis: tuple[Basis, ...]
    reason: str
    n: str
    cells: tuple[ReleasedCell, ...]
    tables: tuple[TableLayout, ...]
    figures: tuple[FigureLayout, ...]
    statements: tuple[Statement, ...]
    design: Design = Design.DESCRIPTION
    standing: Standing = Standing.NOT_REGISTERED
    methods: tuple[str, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, ReleasedCell]:
        return {cell.key: cell for cell in self.cells}

    def cell(self, key: str) -> ReleasedCell:
        """The released cell of that key; ``KeyError`` when nothing of that name was released."""
        return self._by_key[key]

    def holds(self, key: str) -> bool:
        """Whether a cell of that key was released or suppressed."""
        return key in self._by_key


@dataclass(frozen=True)
class ReleasedText:
    """Words that may stand on the pages of one question, exactly as they are. Made by ``disclosure`` alone.

    ``group`` is the name a notebook shows them by; ``network`` the network the page is about, "" for all;
    ``table`` and ``item`` what they answer. ``approved_by`` and ``approved`` say whose decision it was.
    """

    id: str
    kind: TextKind
    question: str
    group: str
    network: str
    table: str
    item: str
    text: str
    approved_by: str
    approved: str


@dataclass(frozen=True)
class Exemption:
    """A threshold looser than the project's floor: which rule, to what, why, decided by whom and when."""

    rule: str
    value: float
    reason: str
    approved_by: str
    dated: date


@dataclass(frozen=True)
class InformationLoss:
    """Of a report's ``cells``, and of the ``units`` behind each, how many are hidden and why."""

    question: str
    variant: str
    cells: int
    primary: int
    secondary: int
    resting: int
    units: int
    units_hidden: int

    @property
    def hidden(self) -> int:
        """All hidden cells."""
        return self.primary + self.secondary + self.resting


@dataclass(frozen=True)
class Control:
    """What a reader is told of the control a release went through.

    ``thresholds`` are the rules' names and values; ``hidden`` is the share of judged cells that were
    hidden, in whole percent of the release; None where none was judged, or few are hidden. ``losses``
    are for those alone who check the release.
    """

    thresholds: tuple[tuple[str, float], ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    hidden: float | None = None
    losses: tuple[InformationLoss, ...] = ()


NOTHING_JUDGED = Control()


@dataclass(frozen=True)
class Released:
    """Everything one release may show. Made by ``disclosure`` alone."""

    rules: str
    ledger_head: str
    findings: tuple[ReleasedFinding, ...]
    control: Control = NOTHING_JUDGED
    texts: tuple[ReleasedText, ...] = ()

    def answers(self, question: str, variant: str) -> tuple[ReleasedFinding, ...]:
        """The released findings of a question asked with the parameters ``variant`` names."""
        asked = (question, variant)
        return tuple(one for one in self.findings if (one.question, one.variant) == asked)


def rounded(cell: Cell) -> Scalar | None:
    """The value as it may be released: rounded by unit; None where undefined."""
    if isinstance(cell.value, str):
        return cell.value
    if isnan(cell.value):
        return None
    decimals = DECIMALS[cell.unit]
    return round(float(cell.value), decimals) if decimals else round(cell.value)
