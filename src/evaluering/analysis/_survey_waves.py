"""The first and the last wave compared: paired where respondents come again, else as two groups."""

from collections.abc import Iterator

import pandas as pd

from evaluering.analysis import _survey as surveys
from evaluering.analysis._survey import Item, Survey
from evaluering.analysis.cells import count_cell, difference_cells, p_cell, share_cells, tested
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.support import behind, counted
from evaluering.results import (
    Basis,
    Cell,
    Claim,
    Column,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import proportions
from evaluering.statistics.surveys import holm
from evaluering.vocabulary import Design, Quantity, Unit

CLAIM = ("survey_top_two_change", "paired_tango", "first_to_last_wave")
_FEWEST = 2
_SAID = {
    "rise": "survey_results.waves_rise",
    "fall": "survey_results.waves_fall",
    "unclear": "survey_results.waves_unclear",
    "unpaired": "survey_results.waves_unpaired",
}
Waves = tuple[pd.DataFrame, pd.DataFrame]


def waves_finding(
    survey: Survey, item: Item | None, basis: tuple[Basis, ...], level: float
) -> Finding | None:
    """Change of the share of highest points, last wave minus first, item by item.

    Those with a point in both waves: Tango's interval and McNemar's exact p (Holm over items); those with
    one in one wave only: Newcombe's interval of two groups. Beside them who of the first wave came
    back to the item, and the share at the start of those who did and did not. None with one wave, or
    without likert items.

    Assumes independent respondents. No control group; nobody was chosen by an earlier answer, so
    regression to the mean is not expected of selection, but whoever comes back chooses it. Source:
    Tango 1998; McNemar 1947; Newcombe 1998; Holm 1979.
    """
    items = survey.of_kind("likert")
    if len(survey.waves) < _FEWEST or item is None:
        return None
    cells = tuple(_cells(survey, items, level))
    return Finding(
        id="survey_waves",
        question="survey_results",
        basis=basis,
        n=cell_key("change", "pairs", (("item", item.name),)),
        cells=cells,
        tables=_tables(items),
        statements=_statements(item, cells),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIM, cell_key("change", "paired", (("item", item.name),))),
    )


def _cells(survey: Survey, items: tuple[Item, ...], level: float) -> Iterator[Cell]:
    waves = [_waves(survey, item) for item in items]
    adjusted = holm([proportions.mcnemar(*_moved(_pairs(*pair))).p_exact for pair in waves])
    for item, pair, p in zip(items, waves, adjusted, strict=True):
        yield from _paired(survey, item, _pairs(*pair), p, level)
        yield from _unpaired(survey, item, pair, level)
        yield from _attrition(survey, item, pair, level)


def _waves(survey: Survey, item: Item) -> Waves:
    first, last = (
        surveys.known(surveys.of_wave(survey.every, survey.waves[place]), item) for place in (0, -1)
    )
    return first, last


def _pairs(first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    return first.merge(last[["respondent", "top"]], on="respondent", suffixes=("", "_last"))


def _moved(pairs: pd.DataFrame) -> tuple[int, int]:
    """How many left the highest points, and how many came to them."""
    before, after = pairs["top"].astype(bool), pairs["top_last"].astype(bool)
    return int((before & ~after).sum()), int((~before & after).sum())


def _paired(survey: Survey, item: Item, pairs: pd.DataFrame, p: float, level: float) -> Iterator[Cell]:
    at, support = (("item", item.name),), behind(pairs, "respondent", survey.protects)
    found = proportions.paired_difference(*_moved(pairs), len(pairs), level)
    yield Cell("change", at, "wording", item.wording, Unit.TEXT, kind=Quantity.SETTING)
    yield count_cell("change", at, "pairs", support)
    for name, column in (("first", "top"), ("last", "top_last")):
        told = counted(pairs, pairs[column].astype(bool), "respondent", survey.protects)
        yield from share_cells("change", at, name, told, level)
    yield from difference_cells("change", at, "paired", found, support)
    yield tested(p_cell("change", at, "p_holm", p, support), "mcnemar", "holm")


def _unpaired(survey: Survey, item: Item, pair: Waves, level: float) -> Iterator[Cell]:
    first, last = pair
    both = set(first["respondent"]) & set(last["respondent"])
    one, two = (wave[~wave["respondent"].isin(both)] for wave in (first, last))
    found = proportions.difference(
        int(two["top"].sum()), len(two), int(one["top"].sum()), len(one), level=level
    )
    at, support = (("item", item.name),), behind(pd.concat([one, two]), "respondent", survey.protects)
    yield count_cell("change", at, "once", support)
    yield from difference_cells("change", at, "unpaired", found, support)


def _attrition(survey: Survey, item: Item, pair: Waves, level: float) -> Iterator[Cell]:
    at, (first, last) = (("item", item.name),), pair
    back = first["respondent"].isin(set(last["respondent"]))
    yield from share_cells(
        "change", at, "came_back", counted(first, back, "respondent", survey.protects), level
    )
    for name, rows in (("start_back", first[back]), ("start_lost", first[~back])):
        told = counted(rows, rows["top"].astype(bool), "respondent", survey.protects)
        yield from share_cells("change", at, name, told, level)


def _tables(items: tuple[Item, ...]) -> tuple[TableLayout, ...]:
    rows = tuple((("item", item.name),) for item in items)
    change = (
        Column("header.pairs", ("pairs",)),
        Column("header.top_first_wave", ("first",)),
        Column("header.top_last_wave", ("last",)),
        estimate_column("header.difference_paired", "paired"),
        Column("header.p_holm", ("p_holm",)),
        Column("header.once", ("once",)),
        estimate_column("header.difference_unpaired", "unpaired"),
    )
    back = (
        Column("header.n", ("came_back_n",)),
        estimate_column("header.came_back", "came_back"),
        Column("header.start_back", ("start_back",)),
        Column("header.start_lost", ("start_lost",)),
    )
    return (
        TableLayout("change", "change", "header.survey_item", rows, change),
        TableLayout("came_back", "change", "header.survey_item", rows, back),
    )


def _statements(item: Item, cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    at = (("item", item.name),)
    key = keys_of("change", at, "paired", "paired_low", "paired_high", "pairs")
    found = {cell.key: cell.value for cell in cells}
    low, high = float(found[key["paired_low"]]), float(found[key["paired_high"]])
    verdict = "rise" if low > 0 else "fall" if high < 0 else "unclear" if low <= high else "unpaired"
    values: dict[str, str] = {
        "difference": key["paired"],
        "low": key["paired_low"],
        "high": key["paired_high"],
        "pairs": key["pairs"],
    }
    asked = {"wording": cell_key("change", "wording", at)}
    given = asked | ({} if verdict == "unpaired" else values)
    back = {"share": cell_key("change", "came_back", at), "n": cell_key("change", "came_back_n", at)}
    return (
        statement("change", _SAID[verdict], given, group="may_say"),
        statement("came_back", "survey_results.came_back", asked | back, group="caveats"),
        statement("regression", "survey_results.caveat_regression", group="caveats"),
        statement("waves_cause", "survey_results.waves_cause", group="may_not_say"),
    )
