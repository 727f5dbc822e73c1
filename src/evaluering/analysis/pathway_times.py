"""How long did patients wait between the coded points of care pathways, and how many within the limit?

Times are followed from the month of start: by month of end a month would count those who were done then,
and while a service takes up coding, or speeds up, those are the quick ones. Coded times begin with the
coding, so there is no before, and no comparison of before and after.
"""

import pandas as pd

from evaluering.analysis._pathway_cells import (
    LEVELS,
    behind_pathways,
    chart_cells,
    funnel_cells,
    median_cells,
    month_cells,
    times_cells,
)
from evaluering.analysis._pathway_counts import TABLE, Waits, followed_months, pairs, waits
from evaluering.analysis.cells import count_cell, level_cell, setting_cell
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics.funnel import FEWEST
from evaluering.vocabulary import Design, FigureKind, Unit

QUESTION = "pathway_times"
SLICES = (TABLE, "pathway_limits", "hospital_trusts")
FIRST = ("start", "assessment_start")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Shares within limits and median waits, by pair of points, trust, pathway and month of start.

    Estimand: of pathways that reach the first point, the share that reach the second within the limit in
    force on the day of the first, and the median days; those that end without it are left out, and
    counted. Open pathways are censored on the last coded day (Kaplan-Meier). Months of start hold only
    months in which all could be followed to the limit. Trusts: the same, with a p chart by month of
    start, and a funnel with exact limits at 95 and 99.8 %, adjusted for over-dispersion from 10 trusts on.
    Parameters: ``from_point`` and ``to_point`` (months, trusts and pathways; start to assessment unless
    declared), ``level``.

    Assumes that open pathways go on as those that waited as long, and that the last coded day is the day
    the data end. Source: Kaplan and Meier 1958; Spiegelhalter 2005. Checked against the sample's truth.
    """
    level = level_of(parameters)
    limits = reader.table("pathway_limits")
    points = (
        str(parameters.get("from_point", "") or FIRST[0]),
        str(parameters.get("to_point", "") or FIRST[1]),
    )
    found = waits(reader, limits, points)
    rows, followed = found.of_chosen, followed_months(found.months)
    left_out = ~found.months.index.isin(followed.index)
    cells = [
        *_pair_cells(found, limits, level),
        *_time_cells(rows[~rows["ended"]], level),
        *month_cells(followed),
        count_cell("months", (), "excluded", behind_pathways(found.months, left_out)),
        *funnel_cells(followed),
        *_chart_cells(followed),
        level_cell("times", level),
        *(
            setting_cell("funnel", (), f"level_{n}", one, Unit.LEVEL)
            for n, one in zip(("usual", "far"), LEVELS, strict=True)
        ),
    ]
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("times", "within_n"),
        cells=tuple(cells),
        tables=_tables(rows, followed, pairs(limits)),
        figures=(*_figures(rows), *_funnel(followed)),
        statements=_statements(rows, followed),
        design=Design.DESCRIPTION,
    )
    return (finding,)


def _pair_cells(found: Waits, limits: pd.DataFrame, level: float) -> list[Cell]:
    cells = []
    for pair in pairs(limits):
        rows = found.pairs[pair]
        cells += times_cells("pairs", _pair(pair), rows[~rows["ended"]], level)
        ended = behind_pathways(rows, rows["ended"].to_numpy(dtype=bool))
        cells.append(count_cell("pairs", _pair(pair), "ended", ended))
    return cells


def _pair(pair: tuple[str, str]) -> Coordinates:
    return (("pathway_time", "_to_".join(pair)),)


def _time_cells(rows: pd.DataFrame, level: float) -> list[Cell]:
    """All, by trust, by pathway and by both, in one table, so that parts and whole are known as such."""
    cells = times_cells("times", (), rows, level)
    for columns in (["hospital_trust"], ["care_pathway"], ["hospital_trust", "care_pathway"]):
        make = median_cells if len(columns) > 1 else times_cells
        for names, own in rows.groupby(columns, sort=True, observed=True):
            at: Coordinates = tuple(zip(columns, map(str, names), strict=True))
            cells += make("times", at, own, level)
    return cells


def _chart_cells(rows: pd.DataFrame) -> list[Cell]:
    return [
        *chart_cells((), rows),
        *(
            cell
            for name, own in rows.groupby("hospital_trust", sort=True, observed=True)
            for cell in chart_cells((("hospital_trust", str(name)),), own)
        ),
    ]


def _places(rows: pd.DataFrame, *columns: str) -> tuple[Coordinates, ...]:
    """The coordinates of every combination of these columns that has rows."""
    found = rows[list(columns)].drop_duplicates().sort_values(list(columns))
    return tuple(
        tuple(zip(columns, map(str, names), strict=True))
        for names in found.itertuples(index=False, name=None)
    )


def _time_columns() -> tuple[Column, ...]:
    return (
        Column("header.pathways", ("within_n",)),
        Column("header.open_pathways", ("open",)),
        Column("header.within_count", ("within_count",)),
        estimate_column("header.within_limit", "within"),
        estimate_column("header.median_days_with_interval", "median"),
    )


def _tables(
    rows: pd.DataFrame, followed: pd.DataFrame, having_limits: list[tuple[str, str]]
) -> tuple[TableLayout, ...]:
    trusts, both = _places(rows, "hospital_trust"), _places(rows, "hospital_trust", "care_pathway")
    months = tuple((("month", str(month)),) for month in sorted(followed["month"].unique()))
    month_columns = (
        Column("header.started", ("within_n",)),
        Column("header.within_count", ("within_count",)),
        estimate_column("header.within_limit", "within"),
    )
    funnel_columns = (
        Column("header.started", ("within_n",)),
        estimate_column("header.within_limit", "within"),
        Column("header.limits_usual", ("usual_lower", "usual_upper")),
        Column("header.limits_far", ("far_lower", "far_upper")),
        Column("header.position", ("position",)),
    )
    chart_columns = (
        Column("header.signal", ("signal",)),
        Column("header.outside", ("outside",)),
        Column("header.alarm_runs", ("alarm_runs",)),
    )
    ended = Column("header.ended_without", ("ended",))
    pair_rows, columns = tuple(map(_pair, having_limits)), _time_columns()
    compared = _places(followed, "hospital_trust")
    return (
        TableLayout("pairs", "pairs", "header.pathway_time", pair_rows, (*columns, ended)),
        TableLayout("trusts", "times", "header.hospital_trust", trusts, columns),
        TableLayout("pathways", "times", "header.care_pathway", _places(rows, "care_pathway"), columns),
        TableLayout("trusts_pathways", "times", "header.trust_pathway", both, (columns[0], columns[-1])),
        TableLayout("months", "months", "header.month_of_start", months, month_columns),
        TableLayout("funnel", "funnel", "header.hospital_trust", compared, funnel_columns),
        TableLayout("charts", "charts", "header.hospital_trust", compared, chart_columns),
    )


def _figures(rows: pd.DataFrame) -> tuple[FigureLayout, ...]:
    trusts = _places(rows, "hospital_trust")
    if not trusts:
        return ()
    column = estimate_column("header.median_days_with_interval", "median")
    layout = TableLayout("medians", "times", "header.hospital_trust", trusts, (column,))
    values = {"median": cell_key("times", "median")}
    alt, key = (statement(f"medians.{part}", f"{QUESTION}.medians.{part}", values) for part in ("alt", "key"))
    return (FigureLayout("medians", FigureKind.DOT_INTERVAL, layout, "axis.median_days", alt, key),)


def _funnel(followed: pd.DataFrame) -> tuple[FigureLayout, ...]:
    compared = _places(followed, "hospital_trust")
    if not compared:
        return ()
    columns = (
        Column("header.started", ("within_n",)),
        Column("axis.share_within", ("within",)),
        Column("header.limits_usual", ("usual_lower", "usual_upper")),
        Column("header.limits_far", ("far_lower", "far_upper")),
    )
    layout = TableLayout("trusts_funnel", "funnel", "header.hospital_trust", compared, columns)
    values = {"share": cell_key("funnel", "within")}
    alt, key = (
        statement(f"trusts_funnel.{part}", f"{QUESTION}.trusts_funnel.{part}", values)
        for part in ("alt", "key")
    )
    return (FigureLayout("trusts_funnel", FigureKind.FUNNEL, layout, "axis.share_within", alt, key),)


def _statements(rows: pd.DataFrame, followed: pd.DataFrame) -> tuple[Statement, ...]:
    measures = {
        "pathways": "within_n",
        "share": "within",
        "low": "within_low",
        "high": "within_high",
        "median": "median",
        "open": "open",
    }
    values = {name: cell_key("times", measure) for name, measure in measures.items()}
    excluded = {"excluded": cell_key("months", "excluded")}
    few = followed["hospital_trust"].nunique() < FEWEST
    return (
        statement("within", _within(rows), values if len(rows) else {}),
        statement("may_say.within", "pathway_times.may_say.within", group="may_say"),
        statement("may_not_say.before", "pathway_times.may_not_say.before", group="may_not_say"),
        statement("may_not_say.rank", "pathway_times.may_not_say.rank", group="may_not_say"),
        statement("caveat.start", "pathway_times.caveat.start", excluded, group="caveats"),
        statement("caveat.open", "pathway_times.caveat.open", group="caveats"),
        statement("caveat.ended", "pathway_times.caveat.ended", group="caveats"),
        *((statement("caveat.few", "pathway_times.caveat.few", group="caveats"),) if few else ()),
    )


def _within(rows: pd.DataFrame) -> str:
    return "pathway_times.within" if len(rows) else "pathway_times.none"


ANALYSIS = Analysis(QUESTION, SLICES, compute, counted=frozenset({TABLE}))
