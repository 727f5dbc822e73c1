"""Roles that few hold are counted together, and together tell nobody. All persons are invented."""

from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from judging import PROTECTED, release

from evaluering.analysis.roles import FEWEST, OTHERS, in_declared_order, pooled_roles, with_pooled_roles
from evaluering.tables import TABLES
from evaluering.vocabulary import CellStatus
from sample_network import answered, given

ROLES = ("a", "b", "c", "d")


def test_the_fewest_that_are_shown_by_themselves_are_those_of_disclosure_control():
    assert PROTECTED.counts == FEWEST


@pytest.mark.parametrize(
    ("holders", "together"),
    [
        ({"a": 9, "b": 9, "c": 9, "d": 9}, ""),
        ({"a": 9, "b": 9, "c": 9, "d": 4}, "cd"),
        ({"a": 9, "b": 9, "c": 3, "d": 3}, "bcd"),
        ({"a": 30, "b": 3, "c": 2, "d": 1}, "bcd"),
        ({"a": 3, "b": 9, "c": 20, "d": 90}, "ad"),
        ({}, "abcd"),
    ],
)
def test_roles_of_few_are_pooled_and_one_more_where_together_they_would_tell(holders, together):
    assert pooled_roles(holders, ROLES) == frozenset(together)


def test_of_no_pooled_role_it_follows_that_somebody_holds_it():
    # Every world of so few holders there is, by what a reader who knows the rule sees of it.
    worlds = defaultdict(list)
    for counts in product(range(9), repeat=3):
        holders = dict(zip("abc", counts, strict=True))
        together = pooled_roles(holders, "abc", fewest=3)
        shown = tuple(sorted((role, n) for role, n in holders.items() if role not in together))
        worlds[together, shown, sum(holders[role] for role in together)].append(holders)
    pools = [(key[0], alike) for key, alike in worlds.items() if 1 < len(key[0]) < 3 and key[2] < 9]
    assert len(pools) > 20
    for together, alike in pools:
        few = [role for role in together if any(world[role] < 3 for world in alike)]
        assert few
        assert all(min(world[role] for world in alike) == 0 for role in few), alike


def test_no_role_that_is_shown_has_fewer_holders_than_the_floor():
    rows = pd.DataFrame({"role": [*"aaaaaa", *"bbbbb", *"cc"], "member": range(13)})
    counted = with_pooled_roles(rows, "member", ROLES).groupby("role")["member"].nunique()
    assert dict(counted) == {"a": 6, OTHERS: 7}


def test_roles_stand_in_their_declared_order_whatever_their_numbers():
    assert in_declared_order(["c", OTHERS, "a"], (*ROLES, OTHERS)) == ["a", "c", OTHERS]


def members(**holders: int) -> pd.DataFrame:
    rows = [
        {"team": f"t{number}", "member": f"{role}{number}", "role": role, "joined": "2023-01-01"}
        for role, count in holders.items()
        for number in range(count)
    ]
    return given("team_members", *rows)


def of_roles(**holders: int):
    teams = [
        {
            "team": f"t{n}",
            "network": "n",
            "cohort": 1,
            "kind": "improvement_team",
            "started": "2023-01-01",
        }
        for n in range(max(holders.values()))
    ]
    homes = [{"team": f"t{n}", "municipality": f"99{n:02}"} for n in range(len(teams))]
    tables = {
        "team_members": members(**holders),
        "teams": given("teams", *teams),
        "team_municipalities": given("team_municipalities", *homes),
    }
    found = answered("participation", tables)["teams"]
    return {dict(c.at).get("role", ""): c for c in found.cells if c.table == "roles"}, found


def test_d32_the_one_leader_and_the_one_user_representative_are_among_others():
    cells, _ = of_roles(professional=20, coordinator=7, leader=1, user_representative=1)
    assert {role: cell.value for role, cell in cells.items()} == {"professional": 20, OTHERS: 9, "": 29}


def test_d32_of_so_few_that_even_others_are_few_nothing_is_shown():
    _, found = of_roles(professional=2, leader=1, user_representative=1)
    (judged,) = release(found).findings
    shown = [c for c in judged.cells if c.table == "roles" and c.status is CellStatus.RELEASED]
    assert shown == []


def test_roles_of_the_sample_stand_in_the_declared_order():
    found = answered("participation")["teams"]
    (layout,) = [one for one in found.tables if one.id == "roles"]
    listed = [dict(row)["role"] for row in layout.rows if row]
    declared = TABLES["team_members"].column("role").allowed
    assert [role for role in declared if role in listed] == [role for role in listed if role != OTHERS]
