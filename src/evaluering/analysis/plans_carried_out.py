"""Was what stood in the users' plans carried out?"""

from evaluering.analysis import _plans_layouts as layouts
from evaluering.analysis import _sub_goals as goals
from evaluering.analysis.cells import level_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.results import Claim, Finding, cell_key

QUESTION = "plans_carried_out"
SLICES = ("conversations", "plans")
CLAIM = ("sub_goals_carried_out", "share_of_sub_goals_users_as_clusters", "end_of_plan")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """The shares of sub-goals carried out, partly, not, and not judged.

    Estimand: the share carried out ("yes") among judged sub-goals, users as clusters (logit interval);
    per user, the mean of the users' own shares, teams as clusters. Sub-goals nobody judged stand as a
    category of their own, and as bounds: all of them not carried out, or all. Parts by who is
    responsible, by area of life, with or without a deadline.

    Parameters: ``level`` (0.95); the scope. A user's team and municipality are those of the first
    conversation; the plan bears no date, so its first data is taken to be the first conversation of all.
    Assumes independent users. Describes: a sub-goal may be carried out without the plan. Source: Korn and
    Graubard 1998 (``proportions.clustered``). Checked against pandas by hand.
    """
    rows = goals.sub_goals_of(reader.table("plans"), reader.table("conversations"))
    level = level_of(parameters)
    cells = (
        *goals.outcomes(rows, level),
        *goals.carried_out(rows, level),
        *goals.per_user(rows, level),
        level_cell("carried_out", level),
    )
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("carried_out", "users"),
        cells=cells,
        tables=layouts.tables(cells),
        figures=(layouts.figure(),),
        statements=layouts.statements(has_judged=bool(rows["yes"].notna().any())),
        claim=Claim(*CLAIM, cell_key("carried_out", "yes"), first_day(reader.table("conversations")["held"])),
    )
    return (finding,)


ANALYSIS = Analysis(QUESTION, SLICES, compute, optional=frozenset({"conversations"}), claims=(CLAIM,))
