"""The goals of municipalities and nation as values."""

from dataclasses import dataclass

import pandas as pd

from evaluering.results import Coordinates

GOALS, NATIONAL, CODING, RATINGS = (
    "municipal_goals_2014_2015",
    "national_goals",
    "municipal_goals_coding",
    "goal_ratings",
)
"""The tables the goal findings read."""


@dataclass(frozen=True)
class Goal:
    """A municipal goal as the note's authors summarised it, and how many municipalities named it."""

    id: int
    text: str
    kind: str
    municipalities: int

    @property
    def at(self) -> Coordinates:
        """Where its cells stand."""
        return (("goal", str(self.id)),)


@dataclass(frozen=True)
class NationalGoal:
    """A national goal, with how many municipal goals serve it and how often those were named."""

    source: str
    id: int
    text: str
    goals: int
    mentions: int

    @property
    def at(self) -> Coordinates:
        """Where its cells stand."""
        return (("national_source", self.source), ("national_goal", str(self.id)))


def goals_of(frame: pd.DataFrame) -> tuple[Goal, ...]:
    """The municipal goals, most named first, then by number."""
    goals = [
        Goal(int(row["goal_id"]), str(row["goal_nb"]), str(row["kind"]), int(row["municipalities"]))
        for row in frame.to_dict("records")
    ]
    return tuple(sorted(goals, key=lambda goal: (-goal.municipalities, goal.id)))


def national_goals_of(
    frame: pd.DataFrame, coding: pd.DataFrame, goals: tuple[Goal, ...]
) -> tuple[NationalGoal, ...]:
    """The national goals with the municipal goals coded to them: the note's first, then by number."""
    found = []
    for row in frame.to_dict("records"):
        source, number = str(row["source"]), int(row["goal_id"])
        coded = coding[(coding["national_source"] == source) & (coding["national_goal_id"] == number)]
        serving = [goal for goal in goals if goal.id in set(coded["goal_id"])]
        mentions = sum(goal.municipalities for goal in serving)
        found.append(NationalGoal(source, number, str(row["goal_nb"]), len(serving), mentions))
    return tuple(sorted(found, key=lambda goal: (goal.source != "note", goal.source, goal.id)))


def listed(goals: tuple[Goal, ...], minimum: int) -> tuple[Goal, ...]:
    """The goals named by at least ``minimum`` municipalities."""
    return tuple(goal for goal in goals if goal.municipalities >= minimum)
