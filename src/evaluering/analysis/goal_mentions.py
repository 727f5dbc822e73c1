"""The municipalities' goals: how often each was named, and which national goal it serves."""

from collections import Counter

import pandas as pd

from evaluering.analysis.goals import (
    CODING,
    GOALS,
    NATIONAL,
    Goal,
    NationalGoal,
    goals_of,
    listed,
    national_goals_of,
)
from evaluering.analysis.layouts import keys_of
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

QUESTION = "goal_measurability"
SOURCES = ("note", "invitation")
"""The two lists of national goals."""


def mentions_finding(reader: Reader, minimum: int) -> Finding:
    """Distribution of mentions, and the national goals no municipality took up."""
    frame, national_frame, coding = reader.table(GOALS), reader.table(NATIONAL), reader.table(CODING)
    _check_coding(frame, national_frame, coding)
    goals = goals_of(frame)
    national = national_goals_of(national_frame, coding, goals)
    cells = [*_goal_cells(goals), *_distribution_cells(goals), *_national_cells(national)]
    cells += _sums(goals, set(coding["goal_id"]), minimum)
    return Finding(
        id="municipal_goals",
        question=QUESTION,
        basis=reader.basis(GOALS, NATIONAL, CODING),
        n=cell_key("goals", "goals"),
        cells=tuple(cells),
        tables=(_mentions_table(listed(goals, minimum)), _national_table(national)),
        figures=(_figure(goals),),
        statements=_statements(goals, national),
    )


def _check_coding(goals: pd.DataFrame, national: pd.DataFrame, coding: pd.DataFrame) -> None:
    known = set(zip(national["source"], national["goal_id"], strict=True))
    coded = list(zip(coding["national_source"], coding["national_goal_id"], strict=True))
    faulty = sum(code not in known for code in coded) + int((~coding["goal_id"].isin(goals["goal_id"])).sum())
    if faulty:
        raise InputRefused(
            f"data/raw/coding/{CODING}.csv",
            expected="goals that exist in the lists of municipal and national goals",
            found=f"{faulty} references to goals that do not",
            next_step="mend the coding",
        )


def _goal_cells(goals: tuple[Goal, ...]) -> list[Cell]:
    return [
        cell
        for goal in goals
        for cell in (
            Cell("goals", goal.at, "text", goal.text, Unit.TEXT),
            Cell("goals", goal.at, "kind", f"goal_kind.{goal.kind}", Unit.CODE),
            Cell("goals", goal.at, "mentions", goal.municipalities, Unit.COUNT),
        )
    ]


def _distribution(goals: tuple[Goal, ...]) -> list[tuple[Coordinates, int]]:
    counts = Counter(goal.municipalities for goal in goals)
    return [((("mentions", str(number)),), counts[number]) for number in sorted(counts, reverse=True)]


def _distribution_cells(goals: tuple[Goal, ...]) -> list[Cell]:
    return [Cell("distribution", at, "goals", count, Unit.COUNT) for at, count in _distribution(goals)]


def _national_cells(national: tuple[NationalGoal, ...]) -> list[Cell]:
    counts = {source: sum(goal.source == source for goal in national) for source in SOURCES}
    listed = [
        Cell("national", (("national_source", source),), "listed", count, Unit.COUNT)
        for source, count in counts.items()
    ]
    return listed + [
        cell
        for goal in national
        for cell in (
            Cell("national", goal.at, "text", goal.text, Unit.TEXT),
            Cell("national", goal.at, "goals", goal.goals, Unit.COUNT),
            Cell("national", goal.at, "mentions", goal.mentions, Unit.COUNT),
        )
    ]


def _sums(goals: tuple[Goal, ...], coded: set[int], minimum: int) -> list[Cell]:
    numbers = {
        "goals": len(goals),
        "mentions": sum(goal.municipalities for goal in goals),
        "named_once": sum(goal.municipalities == 1 for goal in goals),
        "most_mentions": goals[0].municipalities,
        "without_national": sum(goal.id not in coded for goal in goals),
        "minimum": minimum,
    }
    return [Cell("goals", (), name, number, Unit.COUNT) for name, number in numbers.items()]


def _mentions_table(goals: tuple[Goal, ...]) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        Column("header.kind", ("kind",)),
        Column("header.mentions", ("mentions",)),
    )
    return TableLayout("mentions", "goals", "header.goal", tuple(goal.at for goal in goals), columns)


def _national_table(national: tuple[NationalGoal, ...]) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        Column("header.goals_serving", ("goals",)),
        Column("header.mentions_in_all", ("mentions",)),
    )
    rows = tuple(goal.at for goal in national)
    return TableLayout("national", "national", "header.national_goal", rows, columns)


def _figure(goals: tuple[Goal, ...]) -> FigureLayout:
    layout = TableLayout(
        "mentions_distribution",
        "distribution",
        "header.named_by",
        tuple(at for at, _ in _distribution(goals)),
        (Column("header.number_of_goals", ("goals",)),),
    )
    values = keys_of("goals", (), "goals", "named_once", "most_mentions")
    return FigureLayout(
        "mentions_distribution",
        FigureKind.BARS,
        layout,
        "axis.number_of_goals",
        alt=statement("mentions_distribution.alt", "goal_measurability.mentions_distribution.alt", values),
        key=statement("mentions_distribution.key", "goal_measurability.mentions_distribution.key", values),
    )


def _statements(goals: tuple[Goal, ...], national: tuple[NationalGoal, ...]) -> tuple[Statement, ...]:
    sums = keys_of("goals", (), "goals", "mentions", "named_once", "most_mentions")
    first = [goal for goal in goals if goal.municipalities == goals[0].municipalities]
    common = [cell_key("goals", "text", goal.at) for goal in first]
    without = keys_of("goals", (), "without_national", "goals")
    listed = {source: cell_key("national", "listed", (("national_source", source),)) for source in SOURCES}
    without |= {"in_note": listed["note"], "invitation": listed["invitation"]}
    minimum = {"minimum": cell_key("goals", "minimum")}
    most = {"goals": common, "most": sums["most_mentions"]}
    return (
        statement("distribution", "goal_measurability.distribution", sums),
        statement("most_named", "goal_measurability.most_named", most),
        _not_taken_up(national),
        statement("without_national", "goal_measurability.without_national", without),
        statement("listing", "goal_measurability.listing", minimum, count="minimum"),
    )


def _not_taken_up(national: tuple[NationalGoal, ...]) -> Statement:
    idle = [cell_key("national", "text", goal.at) for goal in national if goal.goals == 0]
    if not idle:
        return statement("not_taken_up", "goal_measurability.all_taken_up")
    return statement("not_taken_up", "goal_measurability.not_taken_up", {"goals": idle})
