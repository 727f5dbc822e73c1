"""Do raters agree on whether goals are SMARTE, criterion by criterion?

Estimand: agreement beyond chance of raters like these on goals like these, for each criterion of both
definitions and of measurability, at the goals' first wording: Krippendorff's alpha for "no", "partly",
"yes" (ordinal), with raw agreement and Gwet's AC1 and AC2 and Fleiss' kappa beside it, for each hides
what another shows when one verdict is common. Goals lie in teams, so whole teams are resampled. All
ratings alike leave agreement beyond chance undefined. A coefficient treats raters alike and says nothing
of any one of them; it rests on the goals, and its support counts their teams. Reported as GRRAS asks
(Kottner 2011): raters, goals and missing ratings with every coefficient. Sources: Krippendorff 2011;
Gwet 2008; Fleiss 1971; the probability of a band: Gwet 2014.
"""

from evaluering.analysis._rater_cells import agreement_cells, version_cells
from evaluering.analysis._rater_layout import CLAIM, PRIMARY, figure, statements, tables
from evaluering.analysis._rater_matrix import rated_by
from evaluering.analysis.cells import level_cell, setting_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.results import Claim, Finding, cell_key
from evaluering.vocabulary import Unit

TABLES = ("goals", "goal_wordings", "goal_ratings_by_rater", "team_municipalities")
LIMIT = 0.667
"""Krippendorff: below it no conclusions, not even tentative ones (Content Analysis, 4th ed., ch. 12)."""


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Agreement at first wordings, and of the reworded goals at first and last wording.

    Parameter: ``level`` of intervals (default 0.95).
    """
    level = level_of(parameters)
    rated = rated_by(reader)
    cells = [*agreement_cells(rated, level), *version_cells(rated, level)]
    cells.append(setting_cell("agreement", (), "raters", rated.raters, Unit.COUNT))
    cells.append(setting_cell("agreement", (), "limit", LIMIT, Unit.COEFFICIENT))
    cells.append(level_cell("agreement", level))
    finding = Finding(
        id="rater_agreement",
        question="rater_agreement",
        basis=reader.basis(*TABLES),
        n=cell_key("agreement", "goals"),
        cells=tuple(cells),
        tables=tables(),
        figures=(figure(cells),),
        statements=statements(cells, LIMIT),
        claim=Claim(*CLAIM, cell_key("agreement", "alpha", PRIMARY), rated.first_data),
    )
    return (finding,)


ANALYSIS = Analysis(
    "rater_agreement", TABLES, compute, optional=frozenset({"goal_ratings_by_rater"}), claims=(CLAIM,)
)
