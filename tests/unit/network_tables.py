"""Small hand-made tables of a learning network, for tests of the questions about it."""

import pandas as pd

from sample_network import given


def networks(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Networks by name, first and last day."""
    made = [{"network": n, "name": n, "field": "f", "start": s, "end": e} for n, s, e in rows]
    return given("networks", *made)


def gatherings(*rows: tuple[str, str, int, str], joint: tuple[str, ...] = ()) -> pd.DataFrame:
    """Gatherings by name, network, number and first day."""
    made = [
        {
            "gathering": name,
            "network": network,
            "number": number,
            "start": start,
            "days": 2,
            "form": "in_person",
            "joint": "yes" if name in joint else "no",
        }
        for name, network, number, start in rows
    ]
    return given("gatherings", *made)


def teams(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Teams by name, network and first day."""
    made = [
        {"team": name, "network": network, "cohort": 1, "kind": "improvement_team", "started": started}
        for name, network, started in rows
    ]
    return given("teams", *made)


def withdrawals(*rows: tuple[str, str]) -> pd.DataFrame:
    """Withdrawals by team and day."""
    made = [{"team": team, "withdrawn": day, "reason": "time"} for team, day in rows]
    return given("withdrawals", *made)


def origins(*rows: tuple[str, str]) -> pd.DataFrame:
    """Municipalities of teams."""
    return given("team_municipalities", *({"team": team, "municipality": place} for team, place in rows))
