"""A few teams with goals, wordings and ratings, in a few words. All of it is invented."""

from collections.abc import Mapping

import pandas as pd

from evaluering.tables.improvement import DEFINITIONS
from sample_network import given

PARTS = DEFINITIONS["measurability"]
ALL, NONE = "yyyy", "nnnn"
_VERDICT = {"y": "yes", "p": "partly", "n": "no"}
Wordings = tuple[Mapping[str, str], ...]
"""Of each wording: by rater, a letter for each part of measurability."""


def network(
    goals: Mapping[str, tuple[str, Wordings]], networks: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Tables of ``goals`` (team and rated wordings by name) in teams of ``networks`` (network by team).

    Team ``t`` comes from the municipality ``9001``, the next from ``9002``, and so on.
    """
    place = {team: str(9001 + number) for number, team in enumerate(networks)}
    versions = [
        (name, team, number, by) for name, (team, all_) in goals.items() for number, by in enumerate(all_, 1)
    ]
    return {
        "teams": given(
            "teams",
            *(
                {
                    "team": team,
                    "network": own,
                    "cohort": 1,
                    "kind": "improvement_team",
                    "started": "2021-01-01",
                }
                for team, own in networks.items()
            ),
        ),
        "team_municipalities": given(
            "team_municipalities", *({"team": team, "municipality": one} for team, one in place.items())
        ),
        "networks": given(
            "networks",
            *(
                {"network": one, "name": one, "field": "Syntetisk", "start": "2021-01-01"}
                for one in dict.fromkeys(networks.values())
            ),
        ),
        "goals": given(
            "goals",
            *(
                {"goal": name, "team": team, "set": "2021-02-01", "status": "active"}
                for name, (team, _) in goals.items()
            ),
        ),
        "goal_wordings": given(
            "goal_wordings",
            *(
                {"goal": name, "version": number, "worded": f"2021-0{number + 1}-01", "wording": "Syntetisk"}
                for name, _, number, _ in versions
            ),
        ),
        "goal_ratings_by_rater": given(
            "goal_ratings_by_rater",
            *(
                {
                    "goal": name,
                    "version": number,
                    "rater": rater,
                    "definition": "measurability",
                    "criterion": part,
                    "fulfilled": _VERDICT[letter],
                }
                for name, _, number, by in versions
                for rater, letters in by.items()
                for part, letter in zip(PARTS, letters, strict=True)
            ),
        ),
    }
