"""The municipalities' goals: how often each was named, and which national goal it serves."""

import pandas as pd

from evaluering.analysis.reader import Reader
from evaluering.errors import InputRefused
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
from evaluering.vocabulary import FigureKind, Unit

GOALS, NATIONAL, CODING = "municipal_goals_2014_2015", "national_goals", "municipal_goals_coding"
QUESTION = "goal_measurability"


def listed(goals: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Goals named by at least ``minimum`` municipalities, most named first."""
    kept = goals[goals["municipalities"] >= minimum]
    return kept.sort_values(["municipalities", "goal_id"], ascending=[False, True])


def mentions_finding(reader: Reader, minimum: int) -> Finding:
    """Distribution of mentions, and the national goals no municipality took up."""
    goals, national, coding = reader.table(GOALS), reader.table(NATIONAL), reader.table(CODING)
    _check_coding(goals, national, coding)
    served = _served(goals, national, coding)
    shown = listed(goals, minimum)
    cells = [*_goal_cells(goals), *_distribution_cells(goals), *_national_cells(served)]
    cells += _sums(goals, coding, minimum)
    return Finding(
        id="municipal_goals",
        question=QUESTION,
        basis=reader.basis(GOALS, NATIONAL, CODING),
        n=cell_key("goals", "goals"),
        cells=tuple(cells),
        tables=(_mentions_table(shown), _national_table(served)),
        figures=(_figure(goals),),
        statements=_statements(goals, served),
    )


def _check_coding(goals: pd.DataFrame, national: pd.DataFrame, coding: pd.DataFrame) -> None:
    known = set(zip(national["source"], national["goal_id"], strict=True))
    coded = list(zip(coding["national_source"], coding["national_goal_id"], strict=True))
    faulty = sum(code not in known for code in coded) + sum(~coding["goal_id"].isin(goals["goal_id"]))
    if faulty:
        raise InputRefused(
            f"data/raw/coding/{CODING}.csv",
            expected="goals that exist in the lists of municipal and national goals",
            found=f"{faulty} references to goals that do not",
            next_step="mend the coding",
        )


def _served(goals: pd.DataFrame, national: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    linked = coding.merge(goals, on="goal_id").groupby(["national_source", "national_goal_id"])
    sums = linked.agg(goals=("goal_id", "nunique"), mentions=("municipalities", "sum")).reset_index()
    merged = national.merge(
        sums,
        left_on=["source", "goal_id"],
        right_on=["national_source", "national_goal_id"],
        how="left",
    )
    merged = merged.fillna({"goals": 0, "mentions": 0})
    return merged.sort_values(["source", "goal_id"], ascending=[False, True])


def goal_at(goal: int) -> Coordinates:
    """The coordinates of a municipal goal."""
    return (("goal", str(goal)),)


def _national_at(row: object) -> Coordinates:
    return (("national_source", row.source), ("national_goal", str(row.goal_id)))  # type: ignore[attr-defined]


def _goal_cells(goals: pd.DataFrame) -> list[Cell]:
    return [
        cell
        for row in goals.itertuples()
        for cell in (
            Cell("goals", goal_at(row.goal_id), "text", row.goal_nb, Unit.TEXT),
            Cell("goals", goal_at(row.goal_id), "kind", f"goal_kind.{row.kind}", Unit.CODE),
            Cell("goals", goal_at(row.goal_id), "mentions", int(row.municipalities), Unit.COUNT),
        )
    ]


def _distribution_cells(goals: pd.DataFrame) -> list[Cell]:
    counts = goals["municipalities"].value_counts().sort_index(ascending=False)
    return [
        Cell("distribution", (("mentions", str(mentions)),), "goals", int(count), Unit.COUNT)
        for mentions, count in counts.items()
    ]


def _national_cells(served: pd.DataFrame) -> list[Cell]:
    return [
        cell
        for row in served.itertuples()
        for cell in (
            Cell("national", _national_at(row), "text", row.goal_nb, Unit.TEXT),
            Cell("national", _national_at(row), "goals", int(row.goals), Unit.COUNT),
            Cell("national", _national_at(row), "mentions", int(row.mentions), Unit.COUNT),
        )
    ]


def _sums(goals: pd.DataFrame, coding: pd.DataFrame, minimum: int) -> list[Cell]:
    named_once = goals["municipalities"] == 1
    most = goals["municipalities"].max()
    numbers = {
        "goals": len(goals),
        "mentions": int(goals["municipalities"].sum()),
        "named_once": int(named_once.sum()),
        "most_mentions": int(most),
        "not_goals": int((goals["kind"] != "goal").sum()),
        "without_national": int((~goals["goal_id"].isin(coding["goal_id"])).sum()),
        "minimum": minimum,
    }
    return [Cell("goals", (), name, number, Unit.COUNT) for name, number in numbers.items()]


def _mentions_table(shown: pd.DataFrame) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        Column("header.kind", ("kind",)),
        Column("header.mentions", ("mentions",)),
    )
    rows = tuple(goal_at(goal) for goal in shown["goal_id"])
    return TableLayout("mentions", "goals", "header.goal", rows, columns)


def _national_table(served: pd.DataFrame) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        Column("header.goals_serving", ("goals",)),
        Column("header.mentions_in_all", ("mentions",)),
    )
    rows = tuple(_national_at(row) for row in served.itertuples())
    return TableLayout("national", "national", "header.national_goal", rows, columns)


def _figure(goals: pd.DataFrame) -> FigureLayout:
    numbers = sorted(goals["municipalities"].unique(), reverse=True)
    rows: tuple[Coordinates, ...] = tuple((("mentions", str(number)),) for number in numbers)
    layout = TableLayout(
        "mentions_distribution",
        "distribution",
        "header.named_by",
        rows,
        (Column("header.number_of_goals", ("goals",)),),
    )
    values = {name: cell_key("goals", name) for name in ("goals", "named_once", "most_mentions")}
    return FigureLayout(
        "mentions_distribution",
        FigureKind.BARS,
        layout,
        "axis.number_of_goals",
        alt=statement("mentions_distribution.alt", "goal_measurability.mentions_distribution.alt", values),
        key=statement("mentions_distribution.key", "goal_measurability.mentions_distribution.key", values),
    )


def _statements(goals: pd.DataFrame, served: pd.DataFrame) -> tuple[Statement, ...]:
    sums = {name: cell_key("goals", name) for name in ("goals", "mentions", "named_once", "most_mentions")}
    most = goals["municipalities"].max()
    common = [cell_key("goals", "text", goal_at(goal)) for goal in goals[goals["municipalities"] == most]["goal_id"]]
    return (
        statement("distribution", "goal_measurability.distribution", sums),
        statement("most_named", "goal_measurability.most_named", {"goals": common, "most": sums["most_mentions"]}),
        _not_taken_up(served),
        statement(
            "without_national",
            "goal_measurability.without_national",
            {name: cell_key("goals", name) for name in ("without_national", "goals")},
        ),
        statement(
            "listing", "goal_measurability.listing", {"minimum": cell_key("goals", "minimum")}, count="minimum"
        ),
    )


def _not_taken_up(served: pd.DataFrame) -> Statement:
    idle = [cell_key("national", "text", _national_at(row)) for row in served.itertuples() if row.goals == 0]
    if not idle:
        return statement("not_taken_up", "goal_measurability.all_taken_up")
    return statement("not_taken_up", "goal_measurability.not_taken_up", {"goals": idle})
