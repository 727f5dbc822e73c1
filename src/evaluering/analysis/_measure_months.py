"""Monthly values of measures, with the team and the network they belong to."""

from collections.abc import Callable
from functools import partial
from re import fullmatch

import pandas as pd

from evaluering.analysis.reader import Parameters, Reader
from evaluering.analysis.support import municipalities_of_teams, of_teams
from evaluering.errors import InputRefused
from evaluering.results import Support
from evaluering.vocabulary import Protects

DIVIDED = ("proportion", "rate")
"""Forms whose value is numerator by denominator; of counts and means the numerator is the value."""
MONTHS = 12


def monthly(reader: Reader) -> pd.DataFrame:
    """A row for each month a measure has a value in, sorted by measure and month.

    Columns of ``measures`` and ``measure_series`` with ``network``, ``month`` as a whole number
    (12 year + month - 1) and ``value``, NaN where a share has nobody in it.
    """
    about = reader.table("measures").merge(reader.table("teams")[["team", "network"]], on="team", how="left")
    rows = reader.table("measure_series").merge(about, on="measure")
    rows["month"] = month_numbers(rows["month"])
    size = rows["denominator"].astype(float)
    share = rows["numerator"].astype(float) / size.where(size > 0)
    rows["value"] = share.where(rows["form"].isin(DIVIDED), rows["numerator"].astype(float))
    return rows.sort_values(["measure", "month"], ignore_index=True)


def month_numbers(days: "pd.Series[str]") -> "pd.Series[int]":
    """Months of ISO days or months, counted from year 0."""
    texts = days.astype(str)
    return texts.str[:4].astype(int) * MONTHS + texts.str[5:7].astype(int) - 1


def month_text(month: float) -> str:
    """``YYYY-MM`` of a month's number."""
    return f"{int(month) // MONTHS:04d}-{int(month) % MONTHS + 1:02d}"


def first_gatherings(reader: Reader) -> dict[str, int]:
    """The month of each network's first gathering."""
    met = reader.table("gatherings")
    months = month_numbers(met["start"]).groupby(met["network"]).min()
    return {str(network): int(month) for network, month in months.items()}


def declared_month(parameters: Parameters, name: str) -> int | None:
    """The month a parameter names (``YYYY-MM``); None where it is empty. Raises ``InputRefused``."""
    given = str(parameters.get(name, ""))
    if not given:
        return None
    if not fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", given):
        raise InputRefused(
            f"{name} of a report",
            expected="a month written YYYY-MM",
            found="something else",
            next_step="mend the report's parameters in evaluering.toml",
        )
    return int(given[:4]) * MONTHS + int(given[5:7]) - 1


def first_day_of(months: "pd.Series[int]") -> str:
    """The ISO day the first of these months begins on; empty where there is none."""
    return f"{month_text(months.min())}-01" if len(months) else ""


Behind = Callable[[pd.DataFrame], Support]
"""Whom rows of monthly values rest on."""


def behind_months(reader: Reader) -> Behind:
    """How many different persons and municipalities monthly values rest on, at least.

    The same persons come back month after month: of each measure only the month with most of them is
    counted, of a team only its largest measure.
    """
    members = reader.table("team_municipalities")

    def _behind(rows: pd.DataFrame) -> Support:
        persons = rows["denominator"].astype(float).groupby(rows["team"]).max().fillna(0.0).sum()
        return Support(Protects.PERSONS, int(persons), municipalities_of_teams(rows, members))

    return _behind


def behind_teams(reader: Reader) -> Behind:
    """How many teams, and municipalities, rows rest on."""
    return partial(of_teams, members=reader.table("team_municipalities"))
