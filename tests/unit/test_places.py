"""Which parts of the study lie within which."""

import pandas as pd
import pytest

from evaluering.publishing.places import places_of

NETWORK = (("network", "n1"),)


def municipalities(*names: str) -> list[tuple[tuple[str, str], ...]]:
    return [(("municipality", name),) for name in names]


def places(members: list[tuple[str, str]], **more: pd.DataFrame):
    teams = pd.DataFrame({"team": sorted({team for team, _ in members}), "network": "n1"})
    shared = pd.DataFrame(members, columns=["team", "municipality"])
    return places_of({"teams": teams, "team_municipalities": shared, **more}).within


def test_a_network_is_made_of_its_municipalities_and_of_its_teams():
    within = places([("a", "9001"), ("b", "9002")])
    assert within[NETWORK] == [municipalities("9001", "9002"), [(("team", "a"),), (("team", "b"),)]]


def test_a_municipality_is_made_of_its_teams():
    within = places([("a", "9001"), ("b", "9001")])
    assert within[(("municipality", "9001"),)] == [[(("team", "a"),), (("team", "b"),)]]


def test_all_is_made_of_networks_trusts_and_municipalities():
    frames = {
        "networks": pd.DataFrame({"network": ["n2", "n1"]}),
        "municipalities": pd.DataFrame({"municipality": ["9001"]}),
        "hospital_trusts": pd.DataFrame({"hospital_trust": ["east"]}),
    }
    networks = [(("network", "n1"),), (("network", "n2"),)]
    assert places_of(frames).within[()] == [networks, municipalities("9001"), [(("hospital_trust", "east"),)]]


@pytest.mark.parametrize("members", [[("a", "9001"), ("a", "9002"), ("b", "9003")]])
def test_municipalities_that_share_a_team_are_in_lists_apart_from_each_other(members):
    lists = places(members)[NETWORK][2:]
    assert lists == [municipalities("9001", "9003"), municipalities("9002", "9003")]


def test_without_tables_of_places_there_is_only_all():
    assert places_of({}).within == {(): []}
