"""Checklists, conversations and scores of a few users, written in a line each."""

import pandas as pd

from sample_network import given

_ANSWERS = {"y": "yes", "n": "no", "-": "not_applicable", ".": None}


def checklist(
    user: str, answers: str, *, team: str = "t1", day: str = "2022-01-10", number: int = 1, own: str = ""
) -> list[dict[str, object]]:
    """Rows of a checklist: ``answers`` y, n, - (not applicable), . (blank) or blanks (no row) for items 1-10.

    ``own`` marks a team's own items with x in the same places.
    """
    return [
        {
            "user": user,
            "checklist": number,
            "team": team,
            "filled_in": day,
            "item": item,
            "item_kind": "own" if own[item - 1 : item] == "x" else "standard",
            "answer": _ANSWERS[answer],
        }
        for item, answer in enumerate(answers, 1)
        if answer != " "
    ]


def checklists(*forms: list[dict[str, object]]) -> pd.DataFrame:
    """The table of these checklists."""
    return given("checklists", *(row for form in forms for row in form))


def conversation(
    user: str, number: int, held: str, *, team: str = "t1", municipality: str = "m1"
) -> dict[str, object]:
    """A row of ``conversations``."""
    return {
        "user": user,
        "conversation": number,
        "team": team,
        "municipality": municipality,
        "held": held,
        "instrument_version": "v1",
        "filled_in_by": "user",
    }


def scores(user: str, number: int, *given_scores: int) -> list[dict[str, object]]:
    """Rows of ``activity_scores``: activities 1, 2, ... of a conversation."""
    return [
        {"user": user, "conversation": number, "activity": activity, "score": score}
        for activity, score in enumerate(given_scores, 1)
    ]


def team(name: str, network: str = "n1", started: str = "2022-01-01") -> dict[str, object]:
    """A row of ``teams``."""
    return {"team": name, "network": network, "cohort": 1, "kind": "improvement_team", "started": started}
