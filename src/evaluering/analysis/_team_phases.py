"""Where teams stood in the model for improvement, day by day, as one row a team and moment."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluering.tables.improvement import PHASES

WITHDRAWN, NOT_OBSERVED = "withdrawn", "not_observed"
STATES = (*PHASES, WITHDRAWN, NOT_OBSERVED)
END = "end"
_PLACE = {phase: place for place, phase in enumerate(PHASES)}
_STEPS_APART = 10
"""More than a phase has steps, so that a later phase always counts as further."""


@dataclass(frozen=True)
class Course:
    """Teams (one row each, with network, start and withdrawal) and their observations in order of day.

    ``after_withdrawal`` counts observations left out because the team had withdrawn.
    """

    teams: pd.DataFrame
    observations: pd.DataFrame
    after_withdrawal: int


def course(phases: pd.DataFrame, teams: pd.DataFrame, withdrawals: pd.DataFrame) -> Course:
    """The teams' course: days since the start (an observation before it is of day 0), phase and stage.

    ``reached`` is the place of the furthest phase so far (0 prepare to 4 follow up), ``stage`` orders
    phases and their steps. Days are ISO texts.
    """
    joined = teams[["team", "network", "started"]].merge(
        withdrawals[["team", "withdrawn", "reason"]], on="team", how="left"
    )
    seen = phases.merge(joined, on="team").sort_values(["team", "observed"], ignore_index=True)
    left = seen["withdrawn"].notna() & (seen["observed"].astype(str) > seen["withdrawn"].astype(str))
    kept = seen[~left].reset_index(drop=True)
    place = kept["phase"].map(_PLACE).astype(int)
    days = (pd.to_datetime(kept["observed"]) - pd.to_datetime(kept["started"])).dt.days.clip(lower=0)
    kept = kept.assign(place=place, days=days, stage=place * _STEPS_APART + kept["step"].astype(int))
    kept = kept.assign(reached=kept.groupby("team")["place"].cummax())
    return Course(joined, kept, int(left.sum()))


def at_moments(found: Course, gatherings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each team's state (a phase, withdrawn, not observed) by each gathering of its network, and at the end.

    By a gathering counts what was last seen on its first day or before.
    """
    first_days = gatherings.groupby(["network", "number"], as_index=False).agg(start=("start", "min"))
    moments = {
        str(number): found.teams.merge(rows[["network", "start"]], on="network")
        for number, rows in first_days.groupby("number", sort=True)
    }
    moments[END] = found.teams.assign(start="9999-12-31")
    return {name: _states(teams, found.observations) for name, teams in moments.items()}


def _states(teams: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    until = observations[["team", "observed", "phase"]].merge(teams[["team", "start"]], on="team")
    until = until[until["observed"].astype(str) <= until["start"].astype(str)]
    last = until.drop_duplicates("team", keep="last")[["team", "phase"]]
    states = teams.merge(last, on="team", how="left")
    gone = states["withdrawn"].notna() & (states["withdrawn"].astype(str) <= states["start"].astype(str))
    state = states["phase"].astype(object).where(states["phase"].notna(), NOT_OBSERVED)
    return states.assign(state=np.where(gone, WITHDRAWN, state))


def times_to(found: Course, phase: str) -> pd.DataFrame:
    """Days from start until a team was first seen in ``phase`` or a later one, else until last seen.

    One row a team that was observed: ``days``, and ``seen`` whether it got there.
    """
    there = found.observations[found.observations["place"] >= _PLACE[phase]]
    first = there.groupby("team")["days"].min()
    last = found.observations.groupby("team", as_index=False).agg(last=("days", "max"))
    arrived = last["team"].map(first)
    return last.assign(days=arrived.fillna(last["last"]).astype(float), seen=arrived.notna().astype(bool))


def steps_back(found: Course) -> pd.DataFrame:
    """Teams seen twice or more: whether they went back a step (``stage``) and a phase (``phase``)."""
    rows = found.observations
    back = rows.assign(
        stage_back=rows.groupby("team")["stage"].diff() < 0,
        phase_back=rows.groupby("team")["place"].diff() < 0,
    )
    teams = back.groupby("team", as_index=False).agg(
        seen=("observed", "size"), stage=("stage_back", "any"), phase=("phase_back", "any")
    )
    return teams[teams["seen"] > 1].reset_index(drop=True)


def furthest(found: Course) -> pd.DataFrame:
    """The place of the furthest phase of each observed team."""
    return found.observations.groupby("team", as_index=False).agg(reached=("place", "max"))
