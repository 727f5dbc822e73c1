"""Results as frozen values: what analyses find, and what disclosure control lets through.

A ``Finding`` carries numbers as ``Cell``s, and message ids instead of sentences.
Everything that will be seen (a percent, an interval's end, an n, a coordinate of
a chart, a count in prose) is a cell; tables, figures and sentences only refer to
cells by key, so none of them can show a number that was not released.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan, nan

from evaluering.vocabulary import (
    DECIMALS,
    Audience,
    CellStatus,
    Design,
    FigureKind,
    Protects,
    Quantity,
    Standing,
    TextKind,
    Unit,
)

Scalar = float | int | str
Coordinates = tuple[tuple[str, str], ...]
"""Where a cell stands: (dimension, value) pairs in the table's order."""


@dataclass(frozen=True)
class Estimate:
    """A number with what is needed to judge it.

    ``value``, ``low`` and ``high`` are in ``unit``; ``level`` is the confidence level
    (0-1); ``n`` is counted after exclusions and ``missing`` counts what was excluded.
    An undefined number is NaN with a ``reason``.
    """

    value: float
    low: float
    high: float
    level: float
    n: float
    unit: Unit
    method: str
    source: str
    missing: int = 0
    p: float | None = None
    df: float | None = None
    se: float | None = None
    reason: str = ""


def undefined(reason: str, unit: Unit, method: str, *, n: float = 0, missing: int = 0) -> Estimate:
    """An estimate that cannot be given: NaN everywhere, and the reason."""
    return Estimate(nan, nan, nan, nan, n, unit, method, source="", missing=missing, reason=reason)


@dataclass(frozen=True)
class Support:
    """Whom a number rests on: what disclosure control must know of it, and what is never shown itself.

    ``protects`` names the kind of unit; ``n`` counts the different units behind the number, ``counted``
    those among them that a count or a share counts (the others are its complement). ``municipalities``
    is how many municipalities they come from. ``largest`` holds the shares of a total that its largest
    contributors give, largest first. ``alike`` says that every unit has the same value, ``df`` the
    degrees of freedom of a model.

    ``units`` and ``within`` are fingerprints of the set of all units and of those counted (None: not
    known): equal for the same set, and that of a union of disjoint sets is their sum modulo 2^64. They
    tell which cells of a release count the same units, and which add up.
    """

    protects: Protects
    n: int
    municipalities: int
    counted: int | None = None
    largest: tuple[float, ...] = ()
    alike: bool = False
    df: float | None = None
    units: int | None = None
    within: int | None = None


@dataclass(frozen=True)
class Cell:
    """One number or text of a results table, before disclosure control.

    A cell that rests on a protected table needs its ``kind`` and ``support``: without them nothing can
    say that it may be shown, and it is not.
    """

    table: str
    at: Coordinates
    measure: str
    value: Scalar
    unit: Unit
    reason: str = ""
    kind: Quantity | None = None
    support: Support | None = None

    @property
    def key(self) -> str:
        """The cell's name, unique within its finding."""
        return cell_key(self.table, self.measure, self.at)


def cell_key(table: str, measure: str, at: Coordinates = ()) -> str:
    """Name a cell: ``table/measure@dimension=value,...``."""
    place = ",".join(f"{dimension}={value}" for dimension, value in at)
    return f"{table}/{measure}@{place}"


def estimate_cells(table: str, measure: str, at: Coordinates, estimate: Estimate) -> tuple[Cell, ...]:
    """The cells of an estimate: ``measure``, ``measure_low``, ``measure_high``."""
    ends = (("", estimate.value), ("_low", estimate.low), ("_high", estimate.high))
    return tuple(
        Cell(table, at, f"{measure}{end}", value, estimate.unit, estimate.reason) for end, value in ends
    )


@dataclass(frozen=True)
class Statement:
    """A sentence to be: a message id and, for each placeholder, the keys of its cells.

    A placeholder with several texts becomes a list in the report's language, one with two
    numbers a range.
    ``labels`` fills placeholders with names of dimension values instead of numbers;
    ``count`` names the placeholder that decides between singular and plural.
    ``group`` gathers statements that belong in one list of points.
    """

    id: str
    message: str
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    labels: tuple[tuple[str, tuple[str, str]], ...] = ()
    count: str = ""
    group: str = ""


def statement(
    name: str,
    message: str,
    values: Mapping[str, str | Iterable[str]] | None = None,
    *,
    labels: Mapping[str, tuple[str, str]] | None = None,
    count: str = "",
    group: str = "",
) -> Statement:
    """Build a ``Statement`` from plain mappings; a single key may be given as text."""
    keys = {
        placeholder: (given,) if isinstance(given, str) else tuple(given)
        for placeholder, given in (values or {}).items()
    }
    return Statement(name, message, tuple(keys.items()), tuple((labels or {}).items()), count, group)


@dataclass(frozen=True)
class Column:
    """A column of a shown table: header message, the measure shown, and fixed coordinates.

    Two measures are shown as a range, three as a value with its interval.
    """

    header: str
    measures: tuple[str, ...]
    at: Coordinates = ()


@dataclass(frozen=True)
class TableLayout:
    """How cells are laid out: the rows' coordinates, their header message, the columns."""

    id: str
    cells: str
    header: str
    rows: tuple[Coordinates, ...]
    columns: tuple[Column, ...]

    def keys(self, row: Coordinates, column: Column) -> tuple[str, ...]:
        """The keys of the cells shown where a row meets a column."""
        return tuple(cell_key(self.cells, measure, row + column.at) for measure in column.measures)


@dataclass(frozen=True)
class FigureLayout:
    """A figure, its data table and its texts; it is drawn from the same cells as the table."""

    id: str
    kind: FigureKind
    data: TableLayout
    axis: str
    alt: Statement
    key: Statement


@dataclass(frozen=True, slots=True)  # a large delivery can have a million
class Remark:
    """A problem validation found: row (1-based, header not counted), column and rule, never a value."""

    row: int
    column: str
    rule: str
    handling: str


@dataclass(frozen=True)
class Account:
    """Every row of one delivered file: read = accepted + rejected + duplicate."""

    file: str
    digest: str
    read: int
    accepted: int
    rejected: int
    duplicate: int
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Basis:
    """A table a finding rests on: whom it protects, who may see it, where it was published.

    ``files`` names files with their digests where ``accounts`` may not be shown, as they count persons.
    """

    table: str
    protects: Protects
    audience: Audience
    documents: tuple[str, ...]
    place: str
    accounts: tuple[Account, ...]
    synthetic: bool = False
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Claim:
    """What a finding says of an outcome: by which model, at which time point, from data since when.

    ``key`` names the cell of the primary estimate. ``first_data`` is the day of the first data of the
    outcome (ISO; empty where the data bear no date): only a plan registered before it is a plan.
    """

    outcome: str
    model: str
    time_point: str
    key: str
    first_data: str = ""


@dataclass(frozen=True)
class Finding:
    """What one analysis found, before disclosure control.

    ``variant`` tells apart findings of the same id made with different parameters. ``design`` says how
    strong a claim the data can carry, ``standing`` whether ``claim`` was planned before the data.
    """

    id: str
    question: str
    basis: tuple[Basis, ...]
    n: str
    cells: tuple[Cell, ...]
    tables: tuple[TableLayout, ...] = ()
    figures: tuple[FigureLayout, ...] = ()
    statements: tuple[Statement, ...] = ()
    variant: str = ""
    design: Design = Design.DESCRIPTION
    claim: Claim | None = None
    standing: Standing = Standing.NOT_REGISTERED


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
    """A finding after disclosure control. ``reason`` says why it may be shown."""

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
