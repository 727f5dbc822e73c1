"""What respondents answered, item by item and kind by kind, as cells."""

from collections.abc import Iterator

import pandas as pd

from evaluering.analysis import _survey as surveys
from evaluering.analysis._clustered_ends import Persons, clustered_ends
from evaluering.analysis._survey import Item, Survey
from evaluering.analysis.cells import count_cell, estimated_cells, quartile_cells, share_cells
from evaluering.analysis.support import behind, counted
from evaluering.results import Cell, Coordinates, Support
from evaluering.statistics import proportions
from evaluering.statistics import surveys as statistics
from evaluering.vocabulary import Protects, Quantity, Unit

UNIT = "respondent"


def item_cells(survey: Survey, level: float) -> Iterator[Cell]:
    """Wording, kind, and who of those asked left an item unanswered."""
    for item in survey.items:
        at = (("item", item.name),)
        base, rows = surveys.asked(survey.answers, item), surveys.answered(survey.answers, item)
        unanswered = ~base[UNIT].isin(set(rows[UNIT]))
        yield Cell("items", at, "wording", item.wording, Unit.TEXT, kind=Quantity.SETTING)
        yield Cell("items", at, "kind", f"item_kind.{item.kind}", Unit.CODE, kind=Quantity.SETTING)
        yield count_cell("items", at, "answered", behind(rows, UNIT, survey.protects))
        told = counted(base, unanswered, UNIT, survey.protects)
        yield from share_cells("items", at, "unanswered", told, level)


def likert_cells(survey: Survey, item: Item, level: float) -> Iterator[Cell]:
    """The whole distribution with "do not know", the median, and the highest two points.

    The share of the highest points is of those who gave a point; where some did not know, its bounds with
    all of them outside and inside stand beside it. The clustered interval takes municipalities as
    clusters (logit, t with G - 1).
    """
    at: Coordinates = (("item", item.name),)
    rows, known = surveys.answered(survey.answers, item), surveys.known(survey.answers, item)
    yield from _distribution(rows, item, survey.protects)
    base = behind(known, UNIT, survey.protects)
    median = statistics.likert(known["point"].to_numpy(dtype=float), item.points, item.top, level).median
    reason = "" if len(known) else proportions.NOBODY
    yield Cell("likert", at, "median", median + item.low - 1, Unit.NUMBER, reason, Quantity.QUANTILE, base)
    yield from top_cells("likert", at, known, survey.protects, level)
    yield from _bound_cells(at, rows, known, survey.protects, level)
    of = (known, Persons(UNIT, survey.protects, level))
    yield from clustered_ends("likert", at, "top_clustered", known["top"], of)


def top_cells(
    table: str, at: Coordinates, known: pd.DataFrame, protects: Protects, level: float
) -> tuple[Cell, ...]:
    """The share of the highest points among those who gave a point, with Wilson's interval."""
    return share_cells(table, at, "top", counted(known, known["top"].astype(bool), UNIT, protects), level)


def option_cells(survey: Survey, item: Item, level: float) -> Iterator[Cell]:
    """The share that chose each option, of those who answered the item: persons, never ticks."""
    rows = surveys.answered(survey.answers, item)
    for option, wording in item.options:
        at = (("item", item.name), ("option", option))
        chosen = counted(rows, rows["answer"] == option, UNIT, survey.protects)
        yield Cell("options", at, "wording", wording, Unit.TEXT, kind=Quantity.SETTING)
        yield from share_cells("options", at, "share", chosen, level)


def number_cells(survey: Survey, item: Item) -> Iterator[Cell]:
    """Median and quartiles of the answers to a number item."""
    rows = surveys.answered(survey.answers, item)
    rows = rows[rows["number"].notna()]
    at, support = (("item", item.name),), behind(rows, UNIT, survey.protects)
    yield count_cell("numbers", at, "count", support)
    yield from quartile_cells("numbers", at, "median", rows["number"], support, Unit.NUMBER)


def _distribution(rows: pd.DataFrame, item: Item, protects: Protects) -> Iterator[Cell]:
    for point in (*range(1, item.points + 1), 0):
        marked = rows["point"] == point if point else rows["unknown"].astype(bool)
        at = (("item", item.name), ("point", str(point + item.low - 1) if point else "unknown"))
        support = counted(rows, marked, UNIT, protects)
        share = proportions.interval(support.counted or 0, support.n)
        yield count_cell("likert", at, "count", support)
        yield Cell("likert", at, "share", share.value, Unit.SHARE, share.reason, Quantity.SHARE, support)


def _bound_cells(
    at: Coordinates, rows: pd.DataFrame, known: pd.DataFrame, protects: Protects, level: float
) -> tuple[Cell, ...]:
    yes, unknown = int(known["top"].sum()), int(rows["unknown"].sum())
    if not unknown:
        return ()
    found = statistics.bounds(yes, len(known) - yes, unknown, level)
    told = behind(pd.concat([rows[rows["unknown"].astype(bool)], known]), UNIT, protects)
    lowest = Support(protects, told.n, told.municipalities, yes, units=told.units)
    highest = Support(protects, told.n, told.municipalities, yes + unknown, units=told.units)
    return (
        *estimated_cells("likert", at, "top_as_no", found.as_no, Quantity.SHARE, lowest),
        *estimated_cells("likert", at, "top_as_yes", found.as_yes, Quantity.SHARE, highest),
    )
