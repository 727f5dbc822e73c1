"""The screening of the municipalities' goals as an illustration: counts, no interval, no verdict."""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis.goal_mentions import GOALS, QUESTION, goal_at, listed
from evaluering.analysis.goal_screening import evidence
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

RATINGS = "goal_ratings"


@dataclass(frozen=True)
class Screened:
    """One goal and criterion: the words found, and what counts after any rater's verdict."""

    goal: int
    criterion: Criterion
    evidence: str
    fulfilled: bool
    overruled: bool


def screening_finding(reader: Reader, minimum: int) -> Finding:
    """Evidence per goal and criterion, and counts; a rater's verdict overrules the rules."""
    goals, ratings = reader.table(GOALS), reader.table(RATINGS)
    screened = screen(goals, ratings)
    shown = listed(goals, minimum)
    cells = [cell for one in screened for cell in _goal_cells(one)]
    cells += [Cell("evidence", goal_at(row.goal_id), "text", row.goal_nb, Unit.TEXT) for row in goals.itertuples()]
    cells += _count_cells(screened, len(goals))
    return Finding(
        id="goal_screening",
        question=QUESTION,
        basis=reader.basis(GOALS, RATINGS),
        n=cell_key("screening", "texts"),
        cells=tuple(cells),
        tables=(_screening_table(), _evidence_table(shown)),
        figures=(_figure(),),
        statements=_statements(),
    )


def screen(goals: pd.DataFrame, ratings: pd.DataFrame) -> tuple[Screened, ...]:
    """Screen every goal text; ``ratings`` (goal_id, criterion, fulfilled) overrule the rules.

    Raises ``InputRefused`` when a rating is of a goal that does not exist.
    """
    unknown = sum(~ratings["goal_id"].isin(goals["goal_id"]))
    if unknown:
        raise InputRefused(
            f"data/raw/coding/{RATINGS}.csv",
            expected="ratings of goals that exist",
            found=f"{unknown} ratings of goals that do not",
            next_step="mend the goal numbers",
        )
    keys = zip(ratings["goal_id"], ratings["criterion"], strict=True)
    verdicts = {key: verdict == "yes" for key, verdict in zip(keys, ratings["fulfilled"], strict=True)}
    return tuple(
        Screened(
            goal.goal_id,
            criterion,
            words,
            verdicts.get((goal.goal_id, criterion.value), bool(words)),
            (goal.goal_id, criterion.value) in verdicts,
        )
        for goal in goals.itertuples()
        for criterion, words in evidence(goal.goal_nb).items()
    )


def _goal_cells(one: Screened) -> list[Cell]:
    at = (*goal_at(one.goal), ("criterion", one.criterion.value))
    words = one.evidence or "sign.no_evidence"
    unit = Unit.TEXT if one.evidence else Unit.CODE
    if one.overruled:
        words, unit = f"rated.{'yes' if one.fulfilled else 'no'}", Unit.CODE
    return [Cell("evidence", at, "evidence", words, unit)]


def _count_cells(screened: tuple[Screened, ...], texts: int) -> list[Cell]:
    cells = [Cell("screening", (), "texts", texts, Unit.COUNT)]
    for criterion in Criterion:
        own = [one for one in screened if one.criterion is criterion]
        at = (("criterion", criterion.value),)
        cells.append(Cell("screening", at, "fulfilled", sum(one.fulfilled for one in own), Unit.COUNT))
        cells.append(Cell("screening", at, "overruled", sum(one.overruled for one in own), Unit.COUNT))
    per_goal = pd.Series([one.fulfilled for one in screened], dtype=int).groupby([one.goal for one in screened]).sum()
    cells.append(Cell("screening", (), "all_four", int((per_goal == len(Criterion)).sum()), Unit.COUNT))
    cells.append(Cell("screening", (), "none", int((per_goal == 0).sum()), Unit.COUNT))
    return cells


_ROWS = tuple((("criterion", criterion.value),) for criterion in Criterion)


def _screening_table() -> TableLayout:
    columns = (Column("header.texts_with", ("fulfilled",)), Column("header.overruled", ("overruled",)))
    return TableLayout("screening", "screening", "header.criterion", _ROWS, columns)


def _evidence_table(shown: pd.DataFrame) -> TableLayout:
    columns = (
        Column("header.goal_text", ("text",)),
        *(
            Column(f"criterion.{criterion}", ("evidence",), (("criterion", criterion.value),))
            for criterion in Criterion
        ),
    )
    rows = tuple(goal_at(goal) for goal in shown["goal_id"])
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
    totals = {name: cell_key("screening", name) for name in ("texts", "all_four", "none")}
    return (
        statement("screening_result", "goal_measurability.screening_result", totals),
        statement("screening_rules", "goal_measurability.screening_rules"),
        *(
            statement(name, f"goal_measurability.caveat.{name}", group="caveats")
            for name in ("summaries", "not_goals", "words", "coding")
        ),
    )
