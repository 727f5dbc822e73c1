"""The coefficients of agreement as cells, criterion by criterion."""

from dataclasses import replace
from math import isnan, nan

import pandas as pd

from evaluering.analysis._goal_verdicts import place
from evaluering.analysis._rater_matrix import SCORES, RatedBy
from evaluering.analysis.cells import count_of, estimated_cells
from evaluering.analysis.support import of_teams
from evaluering.results import Cell, Coordinates, Estimate, Support
from evaluering.statistics import agreement, agreement_clustered
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.tables.improvement import DEFINITIONS
from evaluering.vocabulary import Quantity, Unit

CRITERIA = tuple((name, one) for name, listed in DEFINITIONS.items() for one in listed)
WORDINGS = ("first", "last")
_CATEGORIES = tuple(SCORES.values())
_SUBSTANTIAL = "substantial"


def agreement_cells(rated: RatedBy, level: float) -> list[Cell]:
    """Every coefficient at the first wording, and how many goals have two ratings on some criterion."""
    cells: list[Cell] = []
    compared: set[str] = set()
    for criterion in CRITERIA:
        scores = rated.matrix("first", criterion, rated.goals)
        compared |= set(scores.index[scores.notna().sum(axis=1) > 1])
        cells += _of_criterion(rated, scores, place(*criterion), level)
    goals = rated.goals[rated.goals.index.isin(compared)]
    return [*cells, count_of("agreement", (), "goals", len(goals), of_teams(goals, rated.members))]


def version_cells(rated: RatedBy, level: float) -> list[Cell]:
    """Alpha of the same reworded goals at their first and at their last wording."""
    reworded = rated.goals[rated.goals["last"] > rated.goals["first"]]
    cells: list[Cell] = []
    for criterion in CRITERIA:
        for wording in WORDINGS:
            scores = rated.matrix(wording, criterion, reworded)
            at = (*place(*criterion), ("wording", wording))
            support = _support(rated, scores)
            alpha = _alpha(rated, scores, level)
            cells += estimated_cells("versions", at, "alpha", alpha, Quantity.MODEL, support)
            cells.append(count_of("versions", at, "goals", int(alpha.n), support))
    return cells


def _of_criterion(rated: RatedBy, scores: pd.DataFrame, at: Coordinates, level: float) -> list[Cell]:
    support, given = _support(rated, scores), scores.to_numpy()
    by_team = _by_team(rated, scores)
    alpha = _alpha(rated, scores, level)
    ac1 = agreement_clustered.gwet(given, categories=_CATEGORIES, level=level, resampling=by_team).coefficient
    percent = agreement_clustered.percent(given, level, resampling=by_team)
    cells = [
        *estimated_cells("agreement", at, "percent", percent, Quantity.MODEL, support),
        *estimated_cells("agreement", at, "alpha", alpha, Quantity.MODEL, support),
        *estimated_cells("agreement", at, "ac1", ac1, Quantity.MODEL, support),
    ]
    ac2 = agreement.gwet(given, "ordinal", categories=_CATEGORIES, level=level).coefficient
    fleiss = agreement.fleiss_kappa(given, categories=_CATEGORIES, level=level).coefficient
    for name, one in (("ac2", ac2), ("fleiss", fleiss)):
        cells.append(estimated_cells("agreement", at, name, one, Quantity.MODEL, support)[0])
    missing = len(rated.goals) * rated.raters - int(scores.notna().to_numpy().sum())
    counts = (
        ("goals", int(alpha.n), support),
        ("missing", missing, of_teams(_indexed(rated), rated.members)),
    )
    cells += [count_of("agreement", at, name, value, behind) for name, value, behind in counts]
    return [*cells, _at_least_substantial(at, alpha, support)]


def _indexed(rated: RatedBy) -> pd.DataFrame:
    return rated.goals.reset_index()


def _support(rated: RatedBy, scores: pd.DataFrame) -> Support:
    """The teams of the goals with two ratings; ``alike`` when every rating is the same."""
    compared = rated.goals[rated.goals.index.isin(scores.index[scores.notna().sum(axis=1) > 1])]
    alike = len(set(scores.to_numpy()[scores.notna().to_numpy()])) <= 1
    return of_teams(compared, rated.members, alike=alike, df=float(max(compared["team"].nunique() - 1, 0)))


def _by_team(rated: RatedBy, scores: pd.DataFrame) -> Resampling:
    return Resampling(cluster=rated.goals["team"].reindex(scores.index).tolist())


def _alpha(rated: RatedBy, scores: pd.DataFrame, level: float) -> Estimate:
    found = krippendorff_alpha(
        scores.to_numpy(), "ordinal", level=level, resampling=_by_team(rated, scores)
    ).coefficient
    return replace(found, unit=Unit.COEFFICIENT)


def _at_least_substantial(at: Coordinates, alpha: Estimate, support: Support) -> Cell:
    """The probability that alpha is 0.6 or more: Landis and Koch's band "substantial" or better."""
    value, reason = nan, alpha.reason or "no standard error, so no probability"
    if not isnan(alpha.value) and alpha.se:
        bands = agreement.landis_koch(max(alpha.value, -1.0), alpha.se)
        value, reason = next(one.at_least for one in bands if one.name == _SUBSTANTIAL), ""
    return Cell("agreement", at, "substantial", value, Unit.PROBABILITY, reason, Quantity.MODEL, support)
