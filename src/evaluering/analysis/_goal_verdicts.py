"""What raters together say of a wording: criterion by criterion, and of a definition as a whole."""

import pandas as pd

from evaluering.results import Coordinates
from evaluering.tables.improvement import DEFINITIONS

MEASURABILITY = "measurability"
WHOLE = "whole"
"""A definition as a whole: all its criteria."""
RULES = ("majority", "all", "any")
"""A criterion is met when most raters say yes (the verdict), when all do, or when any does (the bounds)."""
WORDING = ["goal", "version", "definition"]


def place(definition: str, criterion: str) -> Coordinates:
    """Where the cells of a criterion stand."""
    return (("definition", definition), ("criterion", criterion))


def criteria() -> tuple[tuple[str, str], ...]:
    """Every definition's criteria, and then the definition as a whole."""
    return tuple((name, one) for name, listed in DEFINITIONS.items() for one in (*listed, WHOLE))


def verdicts(ratings: pd.DataFrame) -> pd.DataFrame:
    """Rows of (goal, version, definition, criterion) with the verdict by each rule, as truth values.

    Inputs: rows of ``goal_ratings_by_rater``. Rule: "partly" is not yes; a tie is no majority. A
    definition as a whole (criterion ``whole``) is met when all its criteria are, each by the same rule;
    a wording of which some criterion has no rating has no verdict as a whole.
    """
    yes = ratings.assign(yes=ratings["fulfilled"] == "yes")
    votes = yes.groupby([*WORDING, "criterion"], sort=True)["yes"].agg(["sum", "size"])
    single = pd.DataFrame(
        {
            "majority": votes["sum"] * 2 > votes["size"],
            "all": votes["sum"] == votes["size"],
            "any": votes["sum"] > 0,
        }
    ).reset_index()
    return pd.concat([single, _whole(single)], ignore_index=True)


def _whole(single: pd.DataFrame) -> pd.DataFrame:
    grouped = single.groupby(WORDING, sort=True)
    needed = {name: len(listed) for name, listed in DEFINITIONS.items()}
    met = grouped[list(RULES)].all().astype(bool)
    rated = grouped.size().to_numpy()
    wanted = met.index.get_level_values("definition").map(needed).to_numpy()
    complete: pd.DataFrame = met[rated == wanted].reset_index()
    return complete.assign(criterion=WHOLE)


def at_wording(judged: pd.DataFrame, versions: "pd.Series[int]", criterion: tuple[str, str]) -> pd.DataFrame:
    """The verdicts on one wording of each goal (``versions`` by goal), on one criterion of a definition."""
    rows = judged[(judged["definition"] == criterion[0]) & (judged["criterion"] == criterion[1])]
    wanted = rows["goal"].map(versions)
    return rows[rows["version"] == wanted].set_index("goal")
