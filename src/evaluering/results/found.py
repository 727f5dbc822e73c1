"""What analyses find, as frozen values, before disclosure control.

A ``Finding`` carries numbers as ``Cell``s, and message ids instead of sentences.
Everything that will be seen (a percent, an interval's end, an n, a coordinate of
a chart, a count in prose) is a cell; tables, figures and sentences only refer to
cells by key, so none of them can show a number that was not released.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan

from evaluering.vocabulary import (
    Audience,
    Design,
    FigureKind,
    Protects,
    Quantity,
    Standing,
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
    say that it may be shown, and it is not. ``method`` is that of the estimate it is a part of.
    """

    table: str
    at: Coordinates
    measure: str
    value: Scalar
    unit: Unit
    reason: str = ""
    kind: Quantity | None = None
    support: Support | None = None
    method: str = ""

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
        Cell(table, at, f"{measure}{end}", value, estimate.unit, estimate.reason, method=estimate.method)
        for end, value in ends
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
    """A figure, its data table and its texts; it is drawn from the same cells as the table.

    What each kind makes of the columns: bars the first; dots a value with its interval; stacked and
    diverging bars one part a column, for diverging bars from the most negative; slopes one time point a
    column; step timelines one series a column. Control charts and small multiples: the value, then a
    column of one measure is a centre line and one of two is limits; the rows' last coordinate is time,
    the others name the panel. Funnels: the size, the value, then limits in columns of two.
    """

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
