"""Which parts of the study lie within which: what disclosure control adds up over places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from evaluering.disclosure import Places

Part = tuple[tuple[str, str], ...]
PLACE_TABLES = ("networks", "teams", "team_municipalities", "municipalities", "hospital_trusts")
"""The tables places are read from, as far as they were delivered."""


def places_of(frames: Mapping[str, pd.DataFrame]) -> Places:
    """Networks, municipalities, teams and trusts of the study, each with the kinds of parts it is made of.

    ``frames``: those of ``PLACE_TABLES`` that there are. All is made of networks, of municipalities, of
    teams and of trusts; a network of its teams' municipalities and of its teams; a municipality of its teams.
    Municipalities that share a team overlap in what teams did: beside the list of all there is one list
    for each of them, in which no two share a team.
    """
    teams, members = frames.get("teams"), frames.get("team_municipalities")
    within: dict[Part, list[list[Part]]] = {}
    within[()] = [
        _parts("network", _names(frames, "networks", "network")),
        _parts("municipality", _names(frames, "municipalities", "municipality")),
        _parts("hospital_trust", _names(frames, "hospital_trusts", "hospital_trust")),
    ]
    if teams is not None and members is not None:
        of = members.groupby("team", sort=True)["municipality"].agg(lambda one: sorted(set(one)))
        within[()] += [_parts("team", teams["team"]), *_apart(of)]
        for network, own in teams.groupby("network", sort=True)["team"]:
            shared = of[of.index.isin(own)]
            every = _parts("municipality", {one for some in shared for one in some})
            within[(("network", str(network)),)] = [every, _parts("team", own), *_apart(shared)]
        for municipality, own in members.groupby("municipality", sort=True)["team"]:
            within[(("municipality", str(municipality)),)] = [_parts("team", own)]
    return Places({whole: [kind for kind in kinds if kind] for whole, kinds in within.items()})


def _names(frames: Mapping[str, pd.DataFrame], table: str, column: str) -> Iterable[str]:
    return frames[table][column] if table in frames else ()


def _parts(kind: str, names: Iterable[str]) -> list[Part]:
    return [((kind, name),) for name in sorted({str(name) for name in names})]


def _apart(teams: "pd.Series[list[str]]") -> list[list[Part]]:
    """Lists of municipalities without a team in common, so many that each municipality is in one."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for together in teams:
        for one in together:
            beside[one] |= {other for other in together if other != one}
    alone = {one for one, others in beside.items() if not others}
    lists = []
    waiting = set(beside) - alone
    while waiting:
        chosen = _independent(sorted(waiting), beside)
        lists.append(_parts("municipality", alone | _completed(chosen, beside)))
        waiting -= chosen
    return lists


def _independent(names: Iterable[str], beside: Mapping[str, set[str]]) -> set[str]:
    chosen: set[str] = set()
    for name in names:
        if not beside[name] & chosen:
            chosen.add(name)
    return chosen


def _completed(chosen: set[str], beside: Mapping[str, set[str]]) -> set[str]:
    """With every further municipality that shares no team with those chosen."""
    return chosen | _independent(
        (one for one in sorted(beside) if not ({one} | beside[one]) & chosen), beside
    )
