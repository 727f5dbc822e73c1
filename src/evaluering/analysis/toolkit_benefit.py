"""Did it become easier for the users of 'What matters to you?' to do what matters to them?"""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis import _before_after_cells as shared
from evaluering.analysis import _toolkit_benefit_cells as numbers
from evaluering.analysis import _toolkit_benefit_layouts as layouts
from evaluering.analysis import _toolkit_benefit_texts as texts
from evaluering.analysis._toolkit_users import by_area, users_of
from evaluering.analysis.cells import level_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.results import Claim, Finding, cell_key
from evaluering.vocabulary import Design

QUESTION = "toolkit_benefit"
SLICES = ("activity_scores", "conversations", "teams")
CLAIMS = (
    ("perceived_benefit", "mean_clustered_by_team", "second_conversation"),
    ("perceived_benefit", "mean_of_all_missing_at_random", "second_conversation"),
)


@dataclass(frozen=True)
class _Seen:
    """The tables as the findings need them; ``since`` is the first day of all."""

    users: pd.DataFrame
    conversations: pd.DataFrame
    scores: pd.DataFrame
    since: str


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Perceived benefit of those scored twice, of all who started, and by area of life.

    Estimand: the mean over users of second less first score. Primary: each user's mean over activities
    scored at both the first and the second conversation; activities new at the second never enter.
    Beside it the form's own rule (mean of all second less mean of all first scores), which comes first
    in a team's report. Clusters are teams; municipalities, the teams' own means and Hodges-Lehmann are
    sensitivities. The tables have no coordinator: who filled in the form stands in for it.
    The second finding asks for the mean over all who started (``before_after.missing_at_random``).

    Parameters: ``level`` (0.95); ``reliability`` (0.8) of a score and ``population_mean`` (0: not known),
    for regression to the mean; the scope. The first data of the outcome is the first conversation of all,
    for the first score is part of it.

    Assumes that a score means the same both times. Design: before and after without control: nothing here
    says what caused the change. Source: the form 'What matters to you?'; Stratford et al. 1995;
    thresholds Abbott and Schmitt 2014. Checked against pandas by hand, and the known benefit of the
    synthetic network.
    """
    conversations, scores, teams = (
        reader.table(name) for name in ("conversations", "activity_scores", "teams")
    )
    users = users_of(conversations, scores, teams)
    seen = _Seen(users, conversations, scores, first_day(conversations["held"]))
    level = level_of(parameters)
    return (
        _benefit(reader, parameters, seen),
        _all_started(reader, seen, level),
        _areas(reader, seen, level),
    )


def _benefit(reader: Reader, parameters: Parameters, seen: _Seen) -> Finding:
    level, of_team = level_of(parameters), bool(parameters.get("team", ""))
    mean = float(parameters.get("population_mean", 0))
    reliability = float(parameters.get("reliability", 0.8))
    users = seen.users
    cells = (
        *numbers.participation(users, seen.conversations),
        *numbers.benefit(users, level),
        *numbers.estimates(users, level),
        *numbers.directions(users),
        *numbers.attrition(users, level),
        *(numbers.regression(users, reliability, mean, level) if mean else ()),
        level_cell("benefit", level),
    )
    verdict = shared.verdict(shared.mean_of(users, "team", level).mean)
    return Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("benefit", "n"),
        cells=cells,
        tables=layouts.benefit_tables(cells, of_team=of_team, known_mean=bool(mean)),
        figures=layouts.figures(cells),
        statements=texts.benefit_statements(verdict, of_team=of_team, known_mean=bool(mean)),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIMS[0], cell_key("benefit", "mean"), seen.since),
    )


def _all_started(reader: Reader, seen: _Seen, level: float) -> Finding:
    cells, found = numbers.all_started(seen.users, level)
    return Finding(
        id=f"{QUESTION}_of_all_started",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("all_started", "n"),
        cells=(*cells, level_cell("all_started", level)),
        tables=(layouts.all_started_table(),),
        statements=texts.all_started_statements(found),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIMS[1], cell_key("all_started", "change", (("model", "linked"),)), seen.since),
    )


def _areas(reader: Reader, seen: _Seen, level: float) -> Finding:
    chosen = by_area(seen.users, seen.scores)
    cells = numbers.areas(seen.users, chosen, level)
    return Finding(
        id=f"{QUESTION}_by_area",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("areas", "started"),
        cells=cells,
        tables=(layouts.area_table(cells),),
        statements=texts.area_statements(),
    )


ANALYSIS = Analysis(QUESTION, SLICES, compute, optional=frozenset({"teams"}), claims=CLAIMS)
