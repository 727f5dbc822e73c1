"""User representatives in teams, and actor maps."""

from functools import cache
from math import isnan

import pytest

from sample_network import answered, given, table, value

TEAMS = tuple(
    {"team": one, "network": "n1", "cohort": 1, "kind": "improvement_team", "started": "2020-01-01"}
    for one in ("t1", "t2", "t3", "t4")
)


def involved(*rows, actors=(), members=()):
    tables = {
        "user_representatives": given("user_representatives", *rows),
        "teams": given("teams", *TEAMS),
        "team_members": given("team_members", *members),
        "actor_maps": given("actor_maps", *actors),
    }
    return answered("user_involvement", tables)


@cache
def sample(**parameters):
    return answered("user_involvement", **parameters)


def three_teams(**more):
    return involved(
        {"team": "t1", "recruited": "yes", "number": 1, "compensated": "yes", "obstacle": "none"},
        {"team": "t2", "recruited": "yes", "number": 2, "obstacle": "time"},
        {"team": "t3", "recruited": "no", "number": 0, "obstacle": "none_trained"},
        **more,
    )


def test_the_share_that_recruited_is_of_teams_with_a_record_and_the_others_are_counted():
    found = three_teams()["user_representatives"]
    assert value(found, "teams", "recruited") == pytest.approx(2 / 3)
    assert value(found, "teams", "unrecorded") == 1


def test_compensation_is_of_teams_that_recruited_and_told():
    found = three_teams()["user_representatives"]
    assert (value(found, "teams", "compensated"), value(found, "teams", "compensated_n")) == (1.0, 1)


def test_every_obstacle_has_its_share_and_together_they_are_all_teams():
    found = three_teams()["user_representatives"]
    counts = [
        cell.value for cell in found.cells if (cell.table, cell.measure) == ("obstacles", "share_count")
    ]
    assert (len(counts), sum(counts)) == (6, 3)


def test_a_record_that_disagrees_with_the_list_of_members_is_counted():
    listed = {"joined": "2020-01-01", "role": "user_representative"}
    found = three_teams(
        members=(
            {"team": "t1", "member": "m1"} | listed,
            {"team": "t2", "member": "m2"} | listed | {"role": "leader"},
        )
    )["user_representatives"]
    assert value(found, "teams", "disagree") == 1


def test_without_lists_of_teams_and_members_it_is_unknown_how_many_lack_or_disagree():
    bare = {"user_representatives": table("user_representatives")}
    found = answered("user_involvement", bare)["user_representatives"]
    cells = {cell.measure: cell for cell in found.cells if cell.measure in ("unrecorded", "disagree")}
    assert all(isnan(cell.value) for cell in cells.values())
    assert cells["unrecorded"].reason == "no list of teams to compare with"
    assert cells["disagree"].reason == "no list of members to compare with"


def actor(map_, number, **more):
    plain = {"kind": "school", "importance": 3, "relation": "good", "responsible": "team"}
    return {"map": map_, "team": "t1", "actor": number} | plain | more


def test_actors_are_counted_by_kind_relation_and_who_is_responsible():
    found = involved(
        actors=(
            actor("m1", 1, importance=5, responsible="nobody"),
            actor("m1", 2, kind="hospital", relation="poor"),
            actor("m1", 3, importance=4),
            actor("m2", 1, responsible="nobody"),
        )
    )["actor_maps"]
    assert value(found, "maps", "median", actors="per_map") == 2
    assert value(found, "maps", "share", actor_kind="hospital") == 1 / 4
    assert value(found, "maps", "share", actor_relation="poor") == 1 / 4
    assert value(found, "maps", "share", responsible="nobody") == 1 / 2
    assert value(found, "maps", "important_nobody") == pytest.approx(1 / 2)


def test_a_share_of_actors_counts_maps_and_not_actors_as_those_behind_it():
    found = involved(actors=tuple(actor("m1", number) for number in range(1, 9)))["actor_maps"]
    (cell,) = [one for one in found.cells if one.key == "maps/share@actor_kind=school"]
    assert (cell.support.n, cell.support.counted) == (1, 1)


def test_without_maps_there_is_no_finding_of_maps():
    assert "actor_maps" not in three_teams()


def test_in_the_sample_the_share_that_recruited_is_that_counted_by_hand():
    rows = table("user_representatives")
    found = sample()["user_representatives"]
    assert value(found, "teams", "recruited") == pytest.approx((rows["recruited"] == "yes").mean())
    assert value(found, "teams", "disagree") == 0


def test_a_report_on_one_network_counts_its_own_teams():
    network = table("networks")["network"].iloc[0]
    teams = table("teams")
    found = sample(network=network)["user_representatives"]
    assert value(found, "teams", "recorded") == int((teams["network"] == network).sum())
