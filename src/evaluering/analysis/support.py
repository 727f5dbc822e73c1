"""Whom numbers rest on, counted from the rows behind them; every analysis says it with each cell."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from evaluering.results import Support
from evaluering.vocabulary import Protects

_LARGEST = 2
"""Contributors whose part of a total is told: rules of dominance look at two."""


def behind(rows: pd.DataFrame, unit: str, protects: Protects = Protects.PERSONS) -> Support:
    """The different units (a column of identifiers) and municipalities behind ``rows``.

    Rows need a column ``municipality`` unless they have none to tell; then 0 municipalities are counted.
    """
    return Support(
        protects, int(rows[unit].nunique()), municipalities(rows), units=fingerprint(rows[unit], unit)
    )


def fingerprint(names: "pd.Series[Any]", unit: str) -> int:
    """A number for the set of units with these names, which tells nothing of them.

    A set has the sum of its units' ``marks`` modulo 2^64. So equal sets have equal numbers, and disjoint
    sets add up. Missing names count no unit.
    """
    return int(marks(names.dropna().unique(), unit).sum(dtype=np.uint64))


def marks(names: ArrayLike, unit: str) -> NDArray[np.uint64]:
    """A number of 64 bits for each unit, made from its name and the kind of unit."""
    key = f"{unit:.<16.16}"
    # Names come once each: to look for those that come again would only cost time.
    return pd.util.hash_array(np.asarray(names, dtype=object), hash_key=key, categorize=False)


def counted(rows: pd.DataFrame, marked: "pd.Series[bool]", unit: str, protects: Protects) -> Support:
    """As ``behind``, with the units that have at least one marked row as those counted."""
    named = rows.loc[marked, unit]
    within = fingerprint(named, unit)
    return replace(behind(rows, unit, protects), counted=int(named.nunique()), within=within)


def valued(rows: pd.DataFrame, unit: str, column: str, protects: Protects = Protects.PERSONS) -> Support:
    """As ``behind``, for a mean or a spread of ``column``: whether all values are alike."""
    return replace(behind(rows, unit, protects), alike=bool(rows[column].nunique() <= 1))


def amounts(rows: pd.DataFrame, unit: str, column: str, protects: Protects) -> Support:
    """As ``behind``, for a total of ``column``: what parts of it the largest contributors give."""
    given = rows.groupby(unit, sort=True)[column].sum().abs().to_numpy(dtype=float)
    total = float(given.sum())
    parts = np.sort(given)[::-1][:_LARGEST] / total if total > 0 else np.array([])
    return replace(behind(rows, unit, protects), largest=tuple(float(part) for part in parts))


def municipalities(rows: pd.DataFrame) -> int:
    """How many different municipalities rows come from."""
    return int(rows["municipality"].nunique()) if "municipality" in rows.columns else 0


def municipalities_of_teams(rows: pd.DataFrame, members: pd.DataFrame) -> int:
    """How many municipalities the teams of ``rows`` come from, by rows of ``team_municipalities``."""
    return municipalities(members[members["team"].isin(rows["team"])])


def of_teams(
    rows: pd.DataFrame,
    members: pd.DataFrame,
    marked: "pd.Series[bool] | None" = None,
    *,
    alike: bool = False,
    df: float | None = None,
) -> Support:
    """The teams behind ``rows`` (column ``team``) and the municipalities they come from.

    ``members`` are rows of ``team_municipalities``. With ``marked`` also the teams that have at least one
    marked row; ``alike`` and ``df`` as in ``Support``.
    """
    teams = behind(rows, "team", Protects.MUNICIPALITIES)
    if marked is not None:
        teams = counted(rows, marked, "team", Protects.MUNICIPALITIES)
    return replace(teams, municipalities=municipalities_of_teams(rows, members), alike=alike, df=df)
