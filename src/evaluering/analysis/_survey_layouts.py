"""Tables and figures of a survey's items."""

from evaluering.analysis._survey import Item, Survey
from evaluering.analysis.layouts import estimate_column
from evaluering.results import Cell, Column, Coordinates, FigureLayout, TableLayout, cell_key, statement
from evaluering.vocabulary import FigureKind

_MOST_COLOURS = 6
"""Parts a stacked bar can tell apart."""
TOP = estimate_column("header.top_points", "top")


def tables(survey: Survey, cells: tuple[Cell, ...]) -> tuple[TableLayout, ...]:
    """A table of the items, one of each kind there is, and one of the waves."""
    likert, numbers = _rows(survey.of_kind("likert")), _rows(survey.of_kind("number"))
    options = _places(cells, "options")
    found = (
        _table("items", "header.survey_item", _rows(survey.items), _item_columns()),
        _table("likert", "header.survey_item", likert, _likert_columns(cells)),
        _table("options", "header.survey_option", options, _option_columns()),
        _table("numbers", "header.survey_item", numbers, _number_columns()),
        _table("waves", "header.survey_wave", _places(cells, "waves"), (Column("header.n", ("top_n",)), TOP)),
        _table("respondents", "header.role", _places(cells, "respondents"), (_count(),)),
    )
    return tuple(layout for layout in found if layout.rows)


def figures(survey: Survey, cells: tuple[Cell, ...], item: Item | None) -> tuple[FigureLayout, ...]:
    """The distributions of the items that share the primary item's scale, as stacked bars."""
    if item is None:
        return ()
    alike = [one for one in survey.of_kind("likert") if (one.low, one.high) == (item.low, item.high)]
    points = [*(str(point) for point in range(item.low, item.high + 1)), *_unknown(alike, cells)]
    if len(points) > _MOST_COLOURS:
        return ()
    columns = tuple(Column(f"point:{point}", ("share",), (("point", point),)) for point in points)
    values = {
        "wording": cell_key("items", "wording", (("item", item.name),)),
        "share": cell_key("likert", "top", (("item", item.name),)),
    }
    layout = TableLayout("distribution", "likert", "header.survey_item", _rows(tuple(alike)), columns)
    return (
        FigureLayout(
            "distribution",
            FigureKind.STACKED_BARS,
            layout,
            "axis.share_of_answers",
            alt=statement("distribution.alt", "survey_results.distribution.alt", values),
            key=statement("distribution.key", "survey_results.distribution.key", values),
        ),
    )


def _unknown(items: list[Item], cells: tuple[Cell, ...]) -> list[str]:
    places = {(("item", item.name), ("point", "unknown")) for item in items}
    some = any(cell.at in places and cell.measure == "count" and cell.value for cell in cells)
    return ["unknown"] if some else []


def _table(name: str, header: str, rows: tuple[Coordinates, ...], columns: tuple[Column, ...]) -> TableLayout:
    return TableLayout(name, name, header, rows, columns)


def _rows(items: tuple[Item, ...]) -> tuple[Coordinates, ...]:
    return tuple((("item", item.name),) for item in items)


def _places(cells: tuple[Cell, ...], table: str) -> tuple[Coordinates, ...]:
    return tuple(dict.fromkeys(cell.at for cell in cells if cell.table == table and cell.at))


def _count() -> Column:
    return Column("header.respondents", ("count",))


def _item_columns() -> tuple[Column, ...]:
    return (
        Column("header.wording", ("wording",)),
        Column("header.item_kind", ("kind",)),
        Column("header.asked", ("unanswered_n",)),
        Column("header.answered", ("answered",)),
        estimate_column("header.unanswered", "unanswered"),
    )


def _likert_columns(cells: tuple[Cell, ...]) -> tuple[Column, ...]:
    finite = any(cell.measure == "top_finite" for cell in cells)
    corrected = estimate_column("header.top_finite", "top_finite")
    return (
        Column("header.n", ("top_n",)),
        Column("header.median", ("median",)),
        TOP,
        Column("header.top_clustered", ("top_clustered_low", "top_clustered_high")),
        *((corrected,) if finite else ()),
    )


def _option_columns() -> tuple[Column, ...]:
    return (
        Column("header.wording", ("wording",)),
        Column("header.n", ("share_n",)),
        Column("header.chose", ("share_count",)),
        estimate_column("header.share_with_interval", "share"),
    )


def _number_columns() -> tuple[Column, ...]:
    return (
        Column("header.n", ("count",)),
        Column("header.median_quartiles", ("median", "median_q1", "median_q3")),
    )
