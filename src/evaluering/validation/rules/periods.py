"""Units in their time: municipalities, hospital trusts, networks and teams exist from one day to another."""

from collections.abc import Iterator

import pandas as pd

from evaluering.validation.rules.rule import (
    CrossTableRule,
    Frames,
    chosen,
    ends_before_start,
    flag,
    is_known,
    joined,
    reject,
)

_DATED_BY_MUNICIPALITY = {
    "applications": "received",
    "conversations": "held",
    "function_scores": "scored",
    "screenings": "screened",
    "coordinating_units": "described",
    "context_events": "began",
}
_DATED_BY_TEAM = {
    "team_members": "joined",
    "withdrawals": "withdrawn",
    "guidance_contacts": "planned",
    "inquiries": "asked",
    "goals": "set",
    "team_phases": "observed",
    "status_reports": "delivered",
    "guidance_forms": "filled_in",
    "conversations": "held",
    "checklists": "filled_in",
    "session_feedback": "held",
}


def _outside(table: str, day: str, unit: str, units: str) -> CrossTableRule:
    def _rows(frames: Frames) -> pd.Index:
        frame = frames[table]
        dated = joined(frame, frames[units][[unit, "valid_from", "valid_to"]], [unit])
        return chosen(frame, (dated[day] < dated["valid_from"]) | (dated[day] > dated["valid_to"]))

    return reject("outside_period_of_validity", table, unit, _rows, (units,))


def _before_team_started(table: str, day: str) -> CrossTableRule:
    def _rows(frames: Frames) -> pd.Index:
        dated = joined(frames[table], frames["teams"][["team", "started"]], ["team"])
        return chosen(frames[table], dated[day] < dated["started"])

    return flag("before_team_started", table, day, _rows, ("teams",))


def _after_team_withdrew(table: str, day: str) -> CrossTableRule:
    def _rows(frames: Frames) -> pd.Index:
        left = frames["withdrawals"][["team", "withdrawn"]].rename(columns={"withdrawn": "left_on"})
        dated = joined(frames[table], left, ["team"])
        return chosen(frames[table], dated[day] > dated["left_on"])

    return flag("after_team_withdrew", table, day, _rows, ("withdrawals",))


def _team_outside_period(table: str, day: str) -> CrossTableRule:
    """Flags a date on which no municipality of the team existed."""

    def _rows(frames: Frames) -> pd.Index:
        frame = frames[table]
        units = frames["municipalities"][["municipality", "valid_from", "valid_to"]]
        periods = frames["team_municipalities"].merge(units, on="municipality")[
            ["team", "valid_from", "valid_to"]
        ]
        wanted = frame[["team", day]].dropna().drop_duplicates()
        pairs = wanted.merge(periods, on="team")
        holds = (pairs[day] >= pairs["valid_from"]) & ~(pairs[day] > pairs["valid_to"])
        found = is_known(frame, pairs[holds], ["team", day])
        return chosen(frame, ~found & frame["team"].isin(periods["team"]) & frame[day].notna())

    return flag("team_outside_period", table, "team", _rows, ("team_municipalities", "municipalities"))


def _municipality_not_of_the_team(frames: Frames) -> pd.Index:
    frame, spans = frames["conversations"], frames["team_municipalities"]
    known = is_known(frame, spans, ["team", "municipality"])
    return chosen(frame, ~known & frame["team"].isin(spans["team"]))


def _gathering_outside_network(frames: Frames) -> pd.Index:
    frame = frames["gatherings"]
    periods = frames["networks"][["network", "start", "end"]].rename(columns={"start": "opens"})
    dated = joined(frame, periods, ["network"])
    return chosen(frame, (dated["start"] < dated["opens"]) | (dated["start"] > dated["end"]))


def _change_outside_validity(frames: Frames) -> pd.Index:
    """A municipality that is gone before the change, or one that comes only after it, took no part in it."""
    frame, units = frames["municipality_changes"], frames["municipalities"]
    before = joined(frame, units.add_prefix("from_"), ["from_municipality"])
    after = joined(frame, units.add_prefix("to_"), ["to_municipality"])
    breaks = (before["from_valid_from"] >= frame["changed"]) | (after["to_valid_from"] > frame["changed"])
    return chosen(frame, breaks | (after["to_valid_to"] < frame["changed"]))


def _rules() -> Iterator[CrossTableRule]:
    for table in ("municipalities", "city_districts", "hospital_trusts"):
        yield ends_before_start(table, "valid_from", "valid_to")
    yield ends_before_start("networks", "start", "end")
    yield ends_before_start("team_members", "joined", "left")
    yield ends_before_start("context_events", "began", "ended")
    for table, day in _DATED_BY_MUNICIPALITY.items():
        yield _outside(table, day, "municipality", "municipalities")
    yield _outside("care_pathway_episodes", "coded", "hospital_trust", "hospital_trusts")
    for table, day in _DATED_BY_TEAM.items():
        yield _before_team_started(table, day)
        yield _team_outside_period(table, day)
        if table != "withdrawals":
            yield _after_team_withdrew(table, day)
    yield flag(
        "municipality_not_of_the_team",
        "conversations",
        "municipality",
        _municipality_not_of_the_team,
        ("team_municipalities",),
    )
    yield flag("outside_network_period", "gatherings", "start", _gathering_outside_network, ("networks",))
    yield flag(
        "change_outside_validity",
        "municipality_changes",
        "changed",
        _change_outside_validity,
        ("municipalities",),
    )


PERIOD_RULES = tuple(_rules())
