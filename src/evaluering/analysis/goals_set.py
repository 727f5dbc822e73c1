"""Which goals do the teams set, are they measurable, and do they become so when reworded?

Estimands: the share of goals whose first wording says how much, by when, for whom and measured how, as
the majority of raters sees it (bounds: all raters, any rater), and the difference between last and first
wording among the goals that were reworded. A verdict errs when most raters err; with raters that see
right 80 times in 100 and guess otherwise, the share by three raters' majority is within a few parts in
a hundred of the true one for a single part and for all four, while "all" is far too low and "any" far
too high (``tests/unit/test_goals_set.py`` works it out). Goals lie in teams: intervals are Korn and
Graubard's. Before and after has no control group; who rewords, and why, is part of the difference.
"""

from evaluering.analysis import _goals_measurable, _goals_of_teams, _goals_reworded
from evaluering.analysis._goals_rated import rated_goals
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.results import Finding


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Goals of teams; measurability at first wordings; first against last wording of reworded goals.

    Parameters: ``level`` of intervals (default 0.95); ``reliability`` (0-1, default 0.6) of a verdict,
    for the change that selection alone leads one to expect.
    """
    level = level_of(parameters)
    reliability = float(parameters.get("reliability", _goals_reworded.RELIABILITY))
    rated = rated_goals(reader)
    return (
        _goals_of_teams.goals_of_teams(reader, level),
        _goals_measurable.measurable_finding(reader, rated, level),
        _goals_reworded.reworded_finding(reader, rated, level, reliability),
    )


ANALYSIS = Analysis(
    "goals_set",
    ("goals", "goal_wordings", "goal_ratings_by_rater", "measures", "teams", "team_municipalities"),
    compute,
    optional=frozenset({"goal_ratings_by_rater", "measures"}),
    claims=(_goals_of_teams.CLAIM, _goals_measurable.CLAIM, _goals_reworded.CLAIM),
)
