"""The effect of joining a network, by the model that was planned and by others beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evaluering.analysis._study_panel import StudyPanel, before_after, quarterly
from evaluering.results import Estimate, undefined
from evaluering.statistics import differences, mixed, paired
from evaluering.statistics._cohorts import Comparison
from evaluering.statistics.differences import Staggered
from evaluering.vocabulary import Unit

PRIMARY = "staggered"
NOT_YET = Comparison(control="not_yet", gaps=True)
NOBODY = "no team has a value both before and after its start"


@dataclass(frozen=True)
class Fitted:
    """An effect by one model, the rows it rests on, and the clusters its uncertainty is judged by."""

    effect: Estimate
    rows: pd.DataFrame
    clusters: int


def staggered(rows: pd.DataFrame, comparison: Comparison, level: float) -> Staggered:
    """Callaway and Sant'Anna's effects, teams that have not begun yet as controls."""
    return differences.staggered(
        rows["share"].to_numpy(),
        rows["team"].to_numpy(dtype=object),
        rows["quarter"].to_numpy(),
        rows["first"].to_numpy(),
        comparison=comparison,
        level=level,
    )


def models(panel: StudyPanel, level: float) -> dict[str, Fitted]:
    """Every model, the primary one first, the one without calendar time last."""
    window = panel.window
    stayed = quarterly(panel.months[~(panel.months["month"] > panel.months["withdrawn"])])
    stayed = stayed[stayed["quarter"].isin(window["quarter"])]
    main = staggered(window, NOT_YET, level)
    teams = _different(window, "team")
    complete = staggered(window, replace(NOT_YET, gaps=False), level)
    return {
        PRIMARY: Fitted(main.overall, window, main.units),
        "by_exposure": Fitted(main.average_by_event_time, window, main.units),
        "as_observed": Fitted(staggered(stayed, NOT_YET, level).overall, stayed, _different(stayed, "team")),
        "complete": Fitted(complete.overall, _seen_throughout(window), complete.units),
        "two_way": Fitted(_two_way("team")(window, level), window, teams),
        "two_way_municipality": Fitted(_two_way("group")(window, level), window, _different(window, "group")),
        "two_way_network": Fitted(_two_way("network")(window, level), window, _different(window, "network")),
        "mixed": Fitted(_mixed(window, level), window, teams),
        "before_after": Fitted(naive_change(panel.rows, level), panel.rows, _different(panel.rows, "team")),
    }


def _two_way(cluster: str) -> Callable[[pd.DataFrame, float], Estimate]:
    def _fit(rows: pd.DataFrame, level: float) -> Estimate:
        return differences.two_way(
            rows["share"].to_numpy(),
            rows["team"].to_numpy(dtype=object),
            rows["quarter"].to_numpy(),
            rows["treated"].to_numpy(),
            cluster=rows[cluster].to_numpy(dtype=object),
            level=level,
        ).effect

    return _fit


def _mixed(rows: pd.DataFrame, level: float) -> Estimate:
    """Hussey and Hughes: quarters as fixed effects, teams as random intercepts."""
    if rows.empty:
        return undefined(NOBODY, Unit.COEFFICIENT, "reml")
    quarters = pd.get_dummies(rows["quarter"]).to_numpy(dtype=float)
    columns = np.column_stack([rows["treated"].to_numpy(dtype=float), quarters])
    teams = rows["team"].to_numpy(dtype=object)
    return mixed.random_intercept(rows["share"].to_numpy(), columns, teams, level=level).estimates[0]


def naive_change(rows: pd.DataFrame, level: float) -> Estimate:
    """The mean change of teams with no regard to the calendar: what must not be taken for the effect."""
    return paired.mean_change(before_after(rows), level)


def _seen_throughout(rows: pd.DataFrame) -> pd.DataFrame:
    seen = rows.groupby("team")["quarter"].transform("nunique")
    return rows[seen == rows["quarter"].nunique()]


def _different(rows: pd.DataFrame, column: str) -> int:
    return int(rows[column].nunique())
