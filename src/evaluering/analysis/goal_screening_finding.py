"""The screening of the municipalities' goals as an illustration: counts, no interval, no verdict."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from evaluering.analysis.goal_mentions import QUESTION
from evaluering.analysis.goal_screening import evidence
from evaluering.analysis.goals import GOALS, RATINGS, Goal, goals_of, listed
from evaluering.analysis.layouts import keys_of
from evaluering.analysis.reader import Reader
from evaluering.errors import InputRefused
from evaluering.results import (
    Cell,
    Column,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import Criterion, FigureKind, Unit


@dataclass(frozen=True)
class Screened:
    """One goal and criterion: the words found, and what counts after any rater's verdict."""

    goal: Goal
    criterion: Criterion
    evidence: str
    fulfilled: bool
    overruled: bool


def screening_finding(reader: Reader, minimum: int) -> Finding:
    """Evidence per goal and criterion, and counts; a rater's verdict overrules the rules."""
    goals = goals_of(reader.table(GOALS))
    screened = screen(goals, reader.table(RATINGS))
    cells = [_evidence_cell(one) for one in screened]
    cells += [Cell("evidence", goal.at, "text", goal.text, Unit.TEXT) for goal in goals]
    cells += _count_cells(screened, goals)
    return Finding(
        id="goal_screening",
        question=QUESTION,
        basis=reader.basis(GOALS, RATINGS),
        n=cell_key("screening", "texts"),
        cells=tuple(cells),
        tables=(_screening_table(), _evidence_table(listed(goals, minimum))),
        figures=(_figure(),),
        statements=_statements(),
    )


def screen(goals: tuple[Goal, ...], ratings: pd.DataFrame) -> tuple[Screened, ...]:
    """Screen every goal text; ``ratings`` (goal_id, criterion, fulfilled) overrule the rules.

    Raises ``InputRefused`` when a rating is of a goal that does not exist.
    """
    verdicts = {
        (int(row["goal_id"]), str(row["criterion"])): row["fulfilled"] == "yes"
        for row in ratings.to_dict("records")
    }
    unknown = len({goal for goal, _ in verdicts} - {goal.id for goal in goals})
    if unknown:
        raise InputRefused(
            f"data/raw/coding/{RATINGS}.csv",
            expected="ratings of goals that exist",
            found=f"ratings of {unknown} goals that do not",
            next_step="mend the goal numbers",
        )
    return tuple(
        Screened(
            goal,
            criterion,
            words,
            fulfilled=verdicts.get((goal.id, criterion.value), bool(words)),
            overruled=(goal.id, criterion.value) in verdicts,
        )
        for goal in goals
        for criterion, words in evidence(goal.text).items()
    )


def _evidence_cell(one: Screened) -> Cell:
    at = (*one.goal.at, ("criterion", one.criterion.value))
    if one.overruled:
        return Cell("evidence", at, "evidence", f"rated.{'yes' if one.fulfilled else 'no'}", Unit.CODE)
    if not one.evidence:
        return Cell("evidence", at, "evidence", "sign.no_evidence", Unit.CODE)
    return Cell("evidence", at, "evidence", one.evidence, Unit.TEXT)


def _count_cells(screened: tuple[Screened, ...], goals: tuple[Goal, ...]) -> list[Cell]:
    cells = [Cell("screening", (), "texts", len(goals), Unit.COUNT)]
    for criterion in Criterion:
        own = [one for one in screened if one.criterion is criterion]
        at = (("criterion", criterion.value),)
        cells.append(Cell("screening", at, "fulfilled", sum(one.fulfilled for one in own), Unit.COUNT))
        cells.append(Cell("screening", at, "overruled", sum(one.overruled for one in own), Unit.COUNT))
    fulfilled = Counter(one.goal.id for one in screened if one.fulfilled)
    all_four = sum(fulfilled[goal.id] == len(Criterion) for goal in goals)
    none = sum(fulfilled[goal.id] == 0 for goal in goals)
    cells.append(Cell("screening", (), "all_four", all_four, Unit.COUNT))
    cells.append(Cell("screening", (), "none", none, Unit.COUNT))
    not_goals = sum(goal.kind != "goal" for goal in goals)
    cells.append(Cell("screening", (), "not_goals", not_goals, Unit.COUNT))
    return cells


_ROWS = tuple((("criterion", criterion.value),) for criterion in Criterion)


def _screening_table() -> TableLayout:
    columns = (Column("header.texts_with", ("fulfilled",)), Column("header.overruled", ("overruled",)))
    return TableLayout("screening", "screening", "header.criterion", _ROWS, columns)


def _evidence_table(shown: tuple[Goal, ...]) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        *(
            Column(f"criterion.{criterion}", ("evidence",), (("criterion", criterion.value),))
            for criterion in Criterion
        ),
    )
    rows = tuple(goal.at for goal in shown)
    return TableLayout("evidence", "evidence", "header.goal", rows, columns)


def _fulfilled(criterion: Criterion) -> str:
    return cell_key("screening", "fulfilled", (("criterion", criterion.value),))


def _figure() -> FigureLayout:
    columns = (Column("header.texts_with", ("fulfilled",)),)
    values = {criterion.value: _fulfilled(criterion) for criterion in Criterion}
    values |= {"texts": cell_key("screening", "texts")}
    return FigureLayout(
        "screening_counts",
        FigureKind.BARS,
        TableLayout("screening_counts", "screening", "header.criterion", _ROWS, columns),
        "axis.number_of_texts",
        alt=statement("screening_counts.alt", "goal_measurability.screening_counts.alt", values),
        key=statement("screening_counts.key", "goal_measurability.screening_counts.key", values),
    )


def _statements() -> tuple[Statement, ...]:
    totals = keys_of("screening", (), "texts", "all_four", "none")
    not_goals = {"not_goals": cell_key("screening", "not_goals")}
    return (
        statement("screening_result", "goal_measurability.screening_result", totals),
        statement("screening_rules", "goal_measurability.screening_rules"),
        statement("not_goals", "goal_measurability.caveat.not_goals", not_goals, group="caveats"),
        *(
            statement(name, f"goal_measurability.caveat.{name}", group="caveats")
            for name in ("summaries", "words", "coding")
        ),
    )
