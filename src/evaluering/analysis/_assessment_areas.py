"""The ten areas of the self-assessment: distributions, means and change, area by area."""

from math import nan

import pandas as pd

from evaluering.analysis._assessment_models import WAVES, Change, change
from evaluering.analysis.cells import count_cell, model_cells, number_cell, p_cell, tested
from evaluering.analysis.layouts import columns_of, interval_of
from evaluering.analysis.support import behind, counted, valued
from evaluering.results import Cell, Column, Coordinates, FigureLayout, TableLayout, cell_key, statement
from evaluering.statistics.surveys import holm
from evaluering.tables.improvement import SELF_ASSESSMENT_AREAS
from evaluering.vocabulary import FigureKind, Protects, Quantity, Unit

_MEANS = ("header.mean_before", "header.mean_after")
SCORES = (1, 2, 3, 4, 5)
NO_ANSWER = "nobody answered"
_NO_P = "there is no p-value to adjust"
_STAFF = Protects.STAFF
_AREAS: tuple[Coordinates, ...] = tuple((("area", area),) for area in SELF_ASSESSMENT_AREAS)
_WAVES: tuple[Coordinates, ...] = tuple((("wave", wave),) for wave in WAVES)


def area_cells(answers: pd.DataFrame, spread: pd.DataFrame, level: float) -> list[Cell]:
    """Counts of scores, means and change of each area, the p-values adjusted by Holm over the areas.

    ``answers`` one row an answered area of a form; ``spread`` the same once for each municipality.
    """
    changes = [change(answers[answers["area"] == at[0][1]], "score", level) for at in _AREAS]
    cells = []
    for at in _AREAS:
        mine = spread[spread["area"] == at[0][1]]
        for wave in _WAVES:
            cells += _wave((*at, *wave), mine[mine["wave"] == wave[0][1]])
    adjusted = holm([nan if one.within.p is None else one.within.p for one in changes])
    for at, one, p in zip(_AREAS, changes, adjusted, strict=True):
        cells += _change(at, one, p, spread[spread["area"] == at[0][1]])
    return cells


def _wave(at: Coordinates, rows: pd.DataFrame) -> list[Cell]:
    mean = float(rows.drop_duplicates(["team", "response"])["score"].astype(float).mean())
    cells = [
        count_cell("areas", at, "answers", behind(rows, "response", _STAFF)),
        number_cell(
            ("areas", at, "mean"),
            (mean, Unit.POINTS, NO_ANSWER),
            Quantity.MEAN,
            valued(rows, "response", "score", _STAFF),
        ),
    ]
    for score in SCORES:
        support = counted(rows, rows["score"] == score, "response", _STAFF)
        cells.append(count_cell("areas", (*at, ("score", str(score))), "answers", support))
    return cells


def _change(at: Coordinates, found: Change, adjusted: float, rows: pd.DataFrame) -> tuple[Cell, ...]:
    support = valued(rows, "response", "score", _STAFF)
    p = nan if found.within.p is None else found.within.p
    return (
        *model_cells("areas", at, "change", found.within, support),
        p_cell("areas", at, "p", p, support, found.within.reason),
        tested(p_cell("areas", at, "p_holm", adjusted, support, found.within.reason or _NO_P), "holm"),
    )


def area_tables() -> tuple[TableLayout, ...]:
    """Change by area, and the distribution of scores by area and wave."""
    means = tuple(Column(header, ("mean",), wave) for header, wave in zip(_MEANS, _WAVES, strict=True))
    change = columns_of(
        {
            "header.change_in_score": interval_of("change"),
            "header.p": ("p",),
            "header.p_holm": ("p_holm",),
        }
    )
    return (
        TableLayout("areas", "areas", "header.area", _AREAS, (*means, *change)),
        TableLayout(
            "distribution",
            "areas",
            "header.area",
            tuple((*area, *wave) for area in _AREAS for wave in _WAVES),
            (Column("header.answers", ("answers",)), *_score_columns()),
        ),
    )


def _score_columns() -> tuple[Column, ...]:
    return tuple(Column(f"score:{score}", ("answers",), (("score", str(score)),)) for score in SCORES)


def slopes_figure() -> FigureLayout:
    """Mean scores before and after, a line an area."""
    columns = tuple(Column(header, ("mean",), wave) for header, wave in zip(_MEANS, _WAVES, strict=True))
    values = {"before": cell_key("waves", "forms", _WAVES[0]), "after": cell_key("waves", "forms", _WAVES[1])}
    return FigureLayout(
        "mean_scores",
        FigureKind.SLOPES,
        TableLayout("mean_scores", "areas", "header.area", _AREAS, columns),
        "axis.mean_score",
        alt=statement("mean_scores.alt", "self_assessment.mean_scores.alt", values),
        key=statement("mean_scores.key", "self_assessment.mean_scores.key", values),
    )


def area_figure() -> FigureLayout:
    """Scores by area and wave as bars."""
    rows = tuple((*area, *wave) for area in _AREAS for wave in _WAVES)
    values = {"before": cell_key("waves", "forms", _WAVES[0]), "after": cell_key("waves", "forms", _WAVES[1])}
    return FigureLayout(
        "scores",
        FigureKind.STACKED_BARS,
        TableLayout("scores", "areas", "header.area", rows, _score_columns()),
        "axis.answers",
        alt=statement("scores.alt", "self_assessment.scores.alt", values),
        key=statement("scores.key", "self_assessment.scores.key", values),
    )
