"""A declared scale of likert items: whether its items hang together, and its mean."""

from collections.abc import Iterator
from dataclasses import replace
from math import nan

import pandas as pd

from evaluering.analysis import _survey as surveys
from evaluering.analysis._survey import Item, Survey
from evaluering.analysis.cells import count_cell, estimated_cells, setting_cell
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Parameters, level_of
from evaluering.analysis.support import behind, valued
from evaluering.errors import WrongUse
from evaluering.results import (
    Basis,
    Cell,
    Column,
    Coordinates,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered, reliability
from evaluering.vocabulary import Design, Quantity, Unit

_ACCEPTED = 0.7
"""Alpha from which a scale's mean is used for groups (Nunnally JC. Psychometric Theory. 1978)."""

_SAID = {
    "holds": "survey_results.scale_holds",
    "weak": "survey_results.scale_weak",
    "undefined": "survey_results.scale_undefined",
}
_AT: Coordinates = (("scale", "declared"),)


def scale_finding(survey: Survey, basis: tuple[Basis, ...], parameters: Parameters) -> Finding | None:
    """Cronbach's alpha with Feldt's interval, and the mean of respondents' means clustered by municipality.

    None when no scale is declared. Respondents without all items are left out and counted. Raises
    ``WrongUse`` for items that are not likert items of the instrument with one and the same scale.
    Source: Cronbach 1951; Feldt 1987; Bell and McCaffrey 2002 (CR2).
    """
    names = [name.strip() for name in str(parameters.get("scale", "")).split(",") if name.strip()]
    if not names or survey.answers.empty:
        return None
    cells = tuple(_cells(survey, _items(survey, names), level_of(parameters)))
    return Finding(
        id="survey_scale",
        question="survey_results",
        basis=basis,
        n=cell_key("scale", "count", _AT),
        cells=cells,
        tables=(_table(),),
        statements=_statements(cells),
        design=Design.DESCRIPTION,
    )


def _items(survey: Survey, names: list[str]) -> tuple[Item, ...]:
    items = tuple(item for item in survey.of_kind("likert") if item.name in names)
    if len(items) != len(set(names)) or len({(item.low, item.high) for item in items}) > 1:
        raise WrongUse(
            "parameter scale",
            expected="likert items of the instrument that share one scale",
            found="other items",
            next_step="mend the report's parameters in evaluering.toml",
        )
    return items


def _cells(survey: Survey, items: tuple[Item, ...], level: float) -> Iterator[Cell]:
    wide = _wide(survey, items)
    whole = wide[wide["mean"].notna()]
    told = valued(whole, "respondent", "mean", survey.protects)
    alpha = reliability.cronbach_alpha(wide[[item.name for item in items]].to_numpy(dtype=float), level=level)
    mean = clustered.mean(whole["mean"].to_numpy(dtype=float), whole["cluster"].to_numpy(), level=level)
    support = replace(told, df=mean.mean.df)
    left_out = behind(wide[wide["mean"].isna()], "respondent", survey.protects)
    yield setting_cell("scale", _AT, "accepted", _ACCEPTED, Unit.COEFFICIENT)
    yield count_cell("scale", _AT, "count", behind(whole, "respondent", survey.protects))
    yield count_cell("scale", _AT, "incomplete", left_out)
    yield from estimated_cells("scale", _AT, "alpha", alpha.raw, Quantity.MODEL, told)
    yield from estimated_cells("scale", _AT, "mean", mean.mean, Quantity.MEAN, support)


def _wide(survey: Survey, items: tuple[Item, ...]) -> pd.DataFrame:
    """A row for each respondent, the items' scores, and their mean where all are answered."""
    wide = surveys.respondents(survey.answers)
    for item in items:
        known = surveys.known(survey.answers, item).set_index("respondent")["point"] + item.low - 1
        wide[item.name] = wide["respondent"].map(known).astype(float)
    wide["mean"] = wide[[item.name for item in items]].mean(axis=1, skipna=False)
    # Those of no known municipality are each their own cluster.
    wide["cluster"] = wide["municipality"].fillna(wide["respondent"])
    return wide


def _table() -> TableLayout:
    columns = (
        estimate_column("header.alpha", "alpha"),
        estimate_column("header.scale_mean", "mean"),
        Column("header.n", ("count",)),
        Column("header.incomplete", ("incomplete",)),
    )
    return TableLayout("scale", "scale", "header.survey_scale", (_AT,), columns)


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    alpha = next((float(cell.value) for cell in cells if cell.measure == "alpha"), nan)
    verdict = "holds" if alpha >= _ACCEPTED else "weak" if alpha < _ACCEPTED else "undefined"
    values = {} if verdict == "undefined" else keys_of("scale", _AT, "alpha", "accepted")
    return (statement("scale", _SAID[verdict], values, group="may_say"),)
