"""Parts of a study: what belongs to a network, a municipality, a team or a trust."""

import pandas as pd
import pytest

from evaluering.analysis.scope import SCOPE_TABLES, Scope, read_for, restricted, scope_of
from evaluering.errors import InputRefused

FRAMES = {
    "networks": pd.DataFrame({"network": ["n1", "n2"]}),
    "municipalities": pd.DataFrame({"municipality": ["m1", "m2", "m3", "m4"]}),
    "municipality_changes": pd.DataFrame({"from_municipality": ["m1"], "to_municipality": ["m4"]}),
    "hospital_trusts": pd.DataFrame({"hospital_trust": ["h1", "h2"]}),
    "teams": pd.DataFrame({"team": ["a", "b", "c"], "network": ["n1", "n1", "n2"]}),
    "team_municipalities": pd.DataFrame(
        {"team": ["a", "b", "b", "c"], "municipality": ["m1", "m1", "m2", "m3"]}
    ),
    "gatherings": pd.DataFrame({"gathering": ["g1", "g2"], "network": ["n1", "n2"]}),
    "preparation_packages": pd.DataFrame({"preparation_package": ["p1", "p2"], "gathering": ["g1", "g2"]}),
    "tasks": pd.DataFrame({"preparation_package": ["p1", "p1", "p2"], "task": [1, 2, 1]}),
    "inquiries": pd.DataFrame({"inquiry": ["i1", "i2", "i3"], "team": ["a", "b", "c"]}),
    "goals": pd.DataFrame({"goal": ["x", "y"], "team": ["a", "c"]}),
    "measures": pd.DataFrame({"measure": ["q", "r", "s"], "team": ["a", "c", "b"], "goal": ["x", "y", None]}),
    "conversations": pd.DataFrame(
        {"user": ["u1", "u2", "u3"], "team": ["b", "b", "c"], "municipality": ["m1", "m2", "m3"]}
    ),
    "activity_scores": pd.DataFrame({"user": ["u1", "u2", "u2", "u3"], "score": [1, 2, 3, 4]}),
    "screenings": pd.DataFrame({"screening": ["s1", "s3", "s4"], "municipality": ["m1", "m3", "m4"]}),
    "context_events": pd.DataFrame({"event": ["e1", "e2"], "municipality": ["m3", None]}),
    "care_pathway_episodes": pd.DataFrame({"episode": ["k1", "k2"], "hospital_trust": ["h1", "h2"]}),
}


def rows(scope: Scope, table: str, column: str) -> list[object]:
    return restricted(FRAMES, scope)[table][column].tolist()


def test_without_a_scope_nothing_is_left_out():
    assert restricted(FRAMES, Scope()) == FRAMES


def test_a_network_holds_its_teams_and_what_they_did():
    network = Scope(network="n1")
    assert rows(network, "teams", "team") == ["a", "b"]
    assert rows(network, "inquiries", "inquiry") == ["i1", "i2"]


def test_what_names_no_team_is_followed_to_its_network_step_by_step():
    assert rows(Scope(network="n1"), "tasks", "task") == [1, 2]
    assert rows(Scope(network="n2"), "gatherings", "gathering") == ["g2"]


def test_rows_about_users_follow_the_users_conversations():
    assert rows(Scope(network="n2"), "activity_scores", "user") == ["u3"]
    assert rows(Scope(municipality="m2"), "activity_scores", "score") == [2, 3]


def test_a_municipality_has_its_own_users_only_though_its_team_has_others():
    assert rows(Scope(municipality="m1"), "conversations", "user") == ["u1"]
    assert rows(Scope(municipality="m2"), "conversations", "user") == ["u2"]


def test_what_a_team_of_two_municipalities_did_belongs_to_both():
    assert rows(Scope(municipality="m1"), "inquiries", "inquiry") == ["i1", "i2"]
    assert rows(Scope(municipality="m2"), "inquiries", "inquiry") == ["i2"]


def test_a_team_has_its_networks_gatherings_and_its_own_users():
    assert rows(Scope(team="a"), "gatherings", "gathering") == ["g1"]
    assert rows(Scope(team="b"), "conversations", "user") == ["u1", "u2"]


def test_a_network_keeps_a_municipality_that_was_merged():
    assert rows(Scope(network="n1"), "screenings", "screening") == ["s1", "s4"]


def test_national_events_are_everybodys():
    assert rows(Scope(network="n1"), "context_events", "event") == ["e2"]


def test_a_measure_without_a_goal_stays_with_its_team():
    assert rows(Scope(network="n1"), "measures", "measure") == ["q", "s"]


def test_a_trust_has_its_own_pathways_and_leaves_teams_alone():
    assert rows(Scope(hospital_trust="h1"), "care_pathway_episodes", "episode") == ["k1"]
    assert rows(Scope(hospital_trust="h1"), "teams", "team") == ["a", "b", "c"]


def test_code_lists_are_whole_in_every_part():
    assert rows(Scope(team="a"), "municipalities", "municipality") == ["m1", "m2", "m3", "m4"]


@pytest.mark.parametrize("scope", [Scope(network="n9"), Scope(municipality="m9"), Scope(team="z")])
def test_a_part_nobody_delivered_is_refused_without_repeating_its_name(scope):
    with pytest.raises(InputRefused) as caught:
        restricted(FRAMES, scope)
    assert caught.value.found == "another one"


def test_parameters_of_the_scopes_names_make_the_scope():
    assert scope_of({"network": "n1", "level": 0.95}) == Scope(network="n1")


def test_without_a_scope_only_the_declared_slices_are_read():
    assert read_for(("tasks",), Scope()) == ("tasks",)


def test_with_a_scope_everything_it_is_found_by_is_read():
    read = read_for(("activity_scores", "tasks"), Scope(network="n1"))
    assert {"conversations", "preparation_packages", "gatherings", *SCOPE_TABLES} <= set(read)
