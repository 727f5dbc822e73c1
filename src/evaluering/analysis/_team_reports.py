"""What teams sent in between gatherings: status reports and guidance forms."""

from math import nan

import pandas as pd

from evaluering.analysis._team_places import with_municipalities
from evaluering.analysis.cells import count_of, estimated_cells, level_cell, number_cell, share_cells
from evaluering.analysis.layouts import columns_of, grouped, interval_of, keys_of
from evaluering.analysis.support import behind, counted, valued
from evaluering.results import Cell, Coordinates, Finding, Statement, TableLayout, cell_key, statement
from evaluering.statistics import clustered
from evaluering.vocabulary import Protects, Quantity, Unit

QUESTION = "team_progress"
_STAFF = Protects.STAFF
_NO_GATHERING = "the day of a gathering is not known"


def reports_finding(reports: pd.DataFrame, forms: pd.DataFrame, teams: pd.DataFrame, level: float) -> Finding:
    """Status reports delivered of those asked for, by gathering, and guidance forms filled in.

    ``reports`` has the gathering's ``number`` and ``start`` where known; ``teams`` a row for each team
    and municipality. Shares are of teams asked for that gathering (Wilson), and of all teams for forms.
    """
    numbers: tuple[Coordinates, ...] = tuple(
        (("gathering", str(int(number))),) for number in sorted(reports["number"].dropna().unique())
    )
    cells = [level_cell("reports", level), *_totals(reports, teams)]
    for at in numbers:
        cells += _by_gathering(at, reports[reports["number"] == int(at[0][1])], teams, level)
    cells += _forms(forms, teams, level)
    return Finding(
        id="reports_and_forms",
        question=QUESTION,
        basis=(),
        n=cell_key("reports", "asked"),
        cells=tuple(cells),
        tables=_tables(numbers),
        statements=_statements(),
    )


def _spread(rows: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    return with_municipalities(rows, teams)


def _totals(reports: pd.DataFrame, teams: pd.DataFrame) -> list[Cell]:
    delivered = reports[reports["delivered"].notna()]
    early = behind(_spread(reports[_on_time(reports)], teams), "team", _STAFF)
    parts = {"asked": reports, "delivered_count": delivered}
    return [
        *(
            count_of("reports", (), name, len(rows), behind(_spread(rows, teams), "team", _STAFF))
            for name, rows in parts.items()
        ),
        number_cell(("reports", (), "on_time"), _number_on_time(delivered), Quantity.COUNT, early),
    ]


def _on_time(reports: pd.DataFrame) -> "pd.Series[bool]":
    """Which reports are known to have come on the gathering's first day or before."""
    known = reports["delivered"].notna() & reports["start"].notna()
    return known & (reports["delivered"].astype(str) <= reports["start"].astype(str))


def _number_on_time(delivered: pd.DataFrame) -> tuple[float, Unit, str]:
    """How many came on time; undefined where the gathering of any of them is not known."""
    number = nan if delivered["start"].isna().any() else int(_on_time(delivered).sum())
    return number, Unit.COUNT, _NO_GATHERING


def _by_gathering(
    at: Coordinates, reports: pd.DataFrame, teams: pd.DataFrame, level: float
) -> tuple[Cell, ...]:
    spread = _spread(reports, teams)
    support = counted(spread, spread["delivered"].notna(), "team", _STAFF)
    early = counted(spread, _on_time(spread), "team", _STAFF)
    asked = behind(spread, "team", _STAFF)
    return (
        *share_cells("reports", at, "delivered", support, level),
        count_of("reports", at, "asked", len(reports), asked),
        count_of("reports", at, "on_time", early.counted or 0, early),
    )


def _forms(forms: pd.DataFrame, teams: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """Forms, teams with any, and the mean share of the form's parts that were answered."""
    yes = (forms["answered"] == "yes").astype(float)
    each = forms.assign(yes=yes).groupby(["team", "filled_in"], as_index=False).agg(parts=("yes", "mean"))
    spread = _spread(each, teams)
    support = counted(teams, teams["team"].isin(each["team"]), "team", _STAFF)
    parts = clustered.mean(each["parts"].to_numpy(float), list(each["team"]), level=level, unit=Unit.SHARE)
    alike = valued(spread, "team", "parts", _STAFF)
    return (
        count_of("guidance_forms", (), "forms", len(each), behind(spread, "team", _STAFF)),
        *share_cells("guidance_forms", (), "with_form", support, level),
        *estimated_cells("guidance_forms", (), "parts", parts.mean, Quantity.MEAN, alike),
    )


def _tables(numbers: tuple[Coordinates, ...]) -> tuple[TableLayout, ...]:
    totals = {
        "header.reports_asked": ("asked",),
        "header.reports_delivered": ("delivered_count",),
        "header.reports_on_time": ("on_time",),
    }
    forms = {
        "header.forms": ("forms",),
        "header.teams_with_form": ("with_form_count",),
        "header.share_with_form": interval_of("with_form"),
        "header.parts_answered": interval_of("parts"),
    }
    by_gathering = columns_of({**totals, "header.share_delivered": interval_of("delivered")})
    return (
        TableLayout("reports", "reports", "header.part", ((),), columns_of(totals)),
        *(
            (TableLayout("reports_by_gathering", "reports", "header.gathering", numbers, by_gathering),)
            if numbers
            else ()
        ),
        TableLayout("guidance_forms", "guidance_forms", "header.part", ((),), columns_of(forms)),
    )


def _statements() -> tuple[Statement, ...]:
    reports = keys_of("reports", (), "asked", "delivered_count", "on_time")
    forms = keys_of("guidance_forms", (), "forms", "with_form_count", "with_form_n", "parts")
    return (
        statement("reports", "team_progress.reported", reports),
        statement("guidance_forms", "team_progress.forms_filled_in", forms),
        statement("may_say.reports", "team_progress.may_say.reports", reports, group="may_say"),
        *grouped(QUESTION, "may_not_say", ("reports",)),
    )
