"""What anybody knows of a study besides its releases, as far as it was delivered: for the attack on them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evaluering.disclosure import Places
from evaluering.pipeline import ProcessedTable, read_processed
from evaluering.publishing.places import PLACE_TABLES, places_of
from evaluering.workspace import Workspace

_READ = (*PLACE_TABLES, "team_members")
Facts = dict[str, Any]


def public_facts(workspace: Workspace, tables: Mapping[str, ProcessedTable]) -> Facts:
    """Memberships of parts of the study in others, sizes of teams and numbers of inhabitants.

    Networks print which municipalities take part in them, municipalities who is in their team, and the
    statistics office how many live there.
    """
    frames = {name: read_processed(workspace, name) for name in _READ if name in tables}
    return {
        "memberships": memberships(places_of(frames)),
        "sizes": _sizes(frames),
        "overlapping": ["municipality"] if _share_teams(frames) else [],
    }


def memberships(places: Places) -> dict[str, dict[str, list[str]]]:
    """For each part those it is part of, by kind: ``{"municipality=0101": {"network": ["1"]}}``."""
    found: dict[str, dict[str, set[str]]] = {}
    for whole, kinds in places.within.items():
        for (name, value), *_ in (part for parts in kinds for part in parts):
            wholes = found.setdefault(f"{name}={value}", {})
            for kind, of in whole:
                wholes.setdefault(kind, set()).add(of)
    return {
        part: {kind: sorted(of) for kind, of in sorted(wholes.items())}
        for part, wholes in sorted(found.items())
    }


def _sizes(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    if "municipalities" in frames:
        known = frames["municipalities"].dropna(subset=["inhabitants"])
        for municipality, living in zip(known["municipality"], known["inhabitants"], strict=True):
            found[f"municipality={municipality}"] = {"persons": int(living)}
    if "team_members" in frames:
        for team, members in frames["team_members"].groupby("team", sort=True).size().items():
            found[f"team={team}"] = {"staff": int(members)}
    return found


def _share_teams(frames: Mapping[str, pd.DataFrame]) -> bool:
    """Whether any team is of more than one municipality."""
    members = frames.get("team_municipalities")
    return members is not None and bool(members["team"].duplicated().any())
