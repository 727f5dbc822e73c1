"""An invented finding for each kind of figure: pictures of docs/figures.md and tests draw the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan

from evaluering.results import (
    Column,
    Coordinates,
    FigureLayout,
    ReleasedCell,
    ReleasedFinding,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import CellStatus, FigureKind, Unit

Row = Mapping[str, float | None]
HIDDEN = None
"""A number that disclosure control hid."""
GAP = float("nan")
"""A number that was never reported."""


def cell(at: Coordinates, measure: str, value: float | None, unit: Unit) -> ReleasedCell:
    """One released, undefined or hidden cell of the invented table."""
    if value is HIDDEN:
        return ReleasedCell("invented", at, measure, None, unit, CellStatus.SUPPRESSED, "")
    if isnan(value):
        return ReleasedCell("invented", at, measure, None, unit, CellStatus.RELEASED, "not reported")
    return ReleasedCell("invented", at, measure, value, unit, CellStatus.RELEASED, "")


def example(
    kind: FigureKind,
    rows: Mapping[Coordinates, Row],
    columns: Sequence[Column],
    axis: str,
    units: Mapping[str, Unit],
) -> ReleasedFinding:
    """A finding with one figure, from numbers by row and measure."""
    usual = next(iter(units.values()))
    cells = [
        cell(place, measure, row[name], units.get(measure, usual))
        for at, row in rows.items()
        for name in row
        for measure, place in [place_of(at, name)]
    ]
    cells.append(cell((), "n", 1200, Unit.COUNT))
    data = TableLayout("example", "invented", "header.value", tuple(rows), tuple(columns))
    said = statement("example.alt", "label.all", {"n": cell_key("invented", "n")})
    figure = FigureLayout("example", kind, data, axis, said, replace(said, id="example.key"))
    return ReleasedFinding(
        "example", "example", "", (), "", cell_key("invented", "n"), tuple(cells), (), (figure,), ()
    )


def place_of(at: Coordinates, name: str) -> tuple[str, Coordinates]:
    """Measure and place of a number named ``measure`` or ``measure@dimension=value``."""
    measure, _, rest = name.partition("@")
    return measure, (*at, *((tuple(rest.split("=")),) if rest else ()))  # type: ignore[return-value]


def by(
    dimension: str, names: Sequence[str], measure: str, headers: str = "{dimension}:{name}"
) -> list[Column]:
    """A column for each value of a dimension."""
    return [
        Column(headers.format(dimension=dimension, name=name), (measure,), ((dimension, name),))
        for name in names
    ]


def _shares(dimension: str, names: Sequence[str], numbers: Sequence[float | None]) -> Row:
    return {f"share@{dimension}={name}": number for name, number in zip(names, numbers, strict=True)}


POINTS = ("1", "2", "3", "4", "5")
_ANSWERS: dict[str, tuple[float | None, ...]] = {
    "1": (0.04, 0.11, 0.2, 0.41, 0.24),
    "2": (0.12, 0.28, 0.25, 0.23, 0.12),
    "3": (HIDDEN, 0.21, 0.3, HIDDEN, 0.2),
    "4": (0.3, 0.3, 0.2, 0.15, 0.05),
}


def _answers(kind: FigureKind) -> ReleasedFinding:
    rows = {(("item", item),): _shares("point", POINTS, found) for item, found in _ANSWERS.items()}
    return example(kind, rows, by("point", POINTS, "share"), "axis.share_of_answers", {"share": Unit.SHARE})


def _bars() -> ReleasedFinding:
    numbers = {"A": 34, "B": 21, "C": HIDDEN, "D": 0}
    rows: dict[Coordinates, Row] = {
        (("network", name),): {"teams": number} for name, number in numbers.items()
    }
    columns = [Column("header.teams", ("teams",))]
    return example(FigureKind.BARS, rows, columns, "axis.number_of_teams", {"teams": Unit.COUNT})


def _dots() -> ReleasedFinding:
    numbers = {
        "A": (0.62, 0.51, 0.72),
        "B": (0.44, 0.4, 0.48),
        "C": (HIDDEN,) * 3,
        "D": (0.71, HIDDEN, HIDDEN),
    }
    measures = ("share", "low", "high")
    rows: dict[Coordinates, Row] = {
        (("network", name),): dict(zip(measures, found, strict=True)) for name, found in numbers.items()
    }
    columns = [Column("header.within_limit", measures)]
    return example(FigureKind.DOT_INTERVAL, rows, columns, "axis.share_of_answers", {"share": Unit.SHARE})


def _slopes() -> ReleasedFinding:
    numbers: dict[str, tuple[float | None, float | None]] = {
        "area_1": (2.4, 3.6),
        "area_2": (3.1, 3.2),
        "area_3": (3.0, 2.7),
        "area_4": (2.4, 3.1),
        "area_5": (2.9, HIDDEN),
    }
    waves = ("before", "after")
    rows: dict[Coordinates, Row] = {
        (("area", name),): {f"mean@wave={wave}": one for wave, one in zip(waves, found, strict=True)}
        for name, found in numbers.items()
    }
    columns = by("wave", waves, "mean", "header.mean_{name}")
    return example(FigureKind.SLOPES, rows, columns, "axis.mean_score", {"mean": Unit.NUMBER})


_MONTHS = tuple(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13))
_SERIES = {
    "1": (52, 55, 49, 58, 54, 51, 47, 56, 53, 50, 57, 54, 61, 66, 70, 68, GAP, 73, 90, 76, 74, 78, 72, 77),
    "2": (
        12,
        9,
        14,
        11,
        10,
        13,
        HIDDEN,
        12,
        15,
        9,
        11,
        12,
        10,
        13,
        14,
        12,
        11,
        9,
        13,
        HIDDEN,
        12,
        10,
        14,
        11,
    ),
    "3": (81, 79, 84, 80, 82, 86, 83, 79, 81, 84, 85, 82, 80, 83, 81, 78, 64, 79, 82, 84, 83, 80, 81, 85),
}
_LINES = {"1": (0.53, 0.35, 0.71), "2": (0.12, 0.02, 0.22), "3": (0.81, 0.68, 0.95)}


def _chart(kind: FigureKind, measures: Sequence[str]) -> ReleasedFinding:
    rows: dict[Coordinates, Row] = {}
    for name in measures:
        centre, lower, upper = _LINES[name]
        for month, value in zip(_MONTHS, _SERIES[name], strict=True):
            share = None if value is HIDDEN else value / 100
            row = {"value": share, "centre": centre, "lower": lower, "upper": upper}
            rows[("measure", name), ("month", month)] = row
    columns = [
        Column("header.value", ("value",)),
        Column("header.centre", ("centre",)),
        Column("header.limits", ("lower", "upper")),
    ]
    return example(kind, rows, columns, "axis.measure_value", {"value": Unit.SHARE})


def _funnel() -> ReleasedFinding:
    sizes = {"A": 60, "B": 110, "C": 190, "D": 260, "E": 340, "F": 520, "G": 80, "H": 430}
    shares = {"A": 0.74, "B": 0.49, "C": 0.66, "D": 0.61, "E": 0.55, "F": 0.73, "G": HIDDEN, "H": 0.62}
    rows: dict[Coordinates, Row] = {}
    for name, size in sizes.items():
        half = (0.63 * 0.37 / size) ** 0.5
        ends = {
            f"{one}_{end}": round(0.63 + side * width * half, 3)
            for one, width in (("usual", 1.96), ("far", 3.09))
            for end, side in (("lower", -1), ("upper", 1))
        }
        rows[(("hospital_trust", name),)] = {"n": size, "share": shares[name], **ends}
    columns = [
        Column("header.started", ("n",)),
        Column("header.within_limit", ("share",)),
        Column("header.limits_usual", ("usual_lower", "usual_upper")),
        Column("header.limits_far", ("far_lower", "far_upper")),
    ]
    units = {"share": Unit.SHARE, "n": Unit.COUNT}
    return example(FigureKind.FUNNEL, rows, columns, "axis.share_within", units)


def _steps() -> ReleasedFinding:
    numbers: dict[str, tuple[float | None, ...]] = {
        "plan": (14, 12, 8, 5, 5, 4, 3, 3),
        "do": (0, 2, 6, 8, 7, 7, 6, 5),
        "evaluate": (HIDDEN, HIDDEN, HIDDEN, 1, 2, 3, 5, 6),
    }
    quarters = [f"{year}-{quarter}" for year in (2022, 2023) for quarter in ("Q1", "Q2", "Q3", "Q4")]
    rows: dict[Coordinates, Row] = {
        (("quarter", quarter),): {f"teams@phase={name}": found[place] for name, found in numbers.items()}
        for place, quarter in enumerate(quarters)
    }
    columns = by("phase", tuple(numbers), "teams", "phase.{name}")
    return example(FigureKind.STEP_TIMELINE, rows, columns, "axis.number_of_teams", {"teams": Unit.COUNT})


def examples() -> dict[FigureKind, ReleasedFinding]:
    """An example of every kind there is."""
    return {
        FigureKind.BARS: _bars(),
        FigureKind.STACKED_BARS: _answers(FigureKind.STACKED_BARS),
        FigureKind.DIVERGING_BARS: _answers(FigureKind.DIVERGING_BARS),
        FigureKind.DOT_INTERVAL: _dots(),
        FigureKind.SLOPES: _slopes(),
        FigureKind.CONTROL_CHART: _chart(FigureKind.CONTROL_CHART, ("1",)),
        FigureKind.SMALL_MULTIPLES: _chart(FigureKind.SMALL_MULTIPLES, ("1", "2", "3")),
        FigureKind.FUNNEL: _funnel(),
        FigureKind.STEP_TIMELINE: _steps(),
    }
