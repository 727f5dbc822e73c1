"""The goals of teams: counted, judged by raters who disagree, and followed from first to last wording."""

from functools import cache
from math import comb, isnan, sqrt

import numpy as np
import pandas as pd
import pytest
from goal_rows import ALL, NONE, network

from evaluering.analysis._goal_shares import of_goals
from evaluering.results import Finding
from evaluering.statistics import proportions
from evaluering.synthetic.effects import RATER_FIDELITY
from evaluering.synthetic.goals import PARTS, measurable_shares, part_shares
from evaluering.vocabulary import Unit
from sample_network import answered, given, table, value

MISSING_THIRD = 0.06
"""The share of wordings the sample's third rater did not reach."""
AT_WHOLE = {"definition": "measurability", "criterion": "whole"}

BY_HAND = network(
    {
        # All three raters see all four parts.
        "clear": ("team-1", ({"a": ALL, "b": ALL, "c": ALL},)),
        # Two of three see each part, never the same two: measurable by the majority, not by all.
        "mixed": ("team-1", ({"a": "yyyn", "b": "yyny", "c": "yyyy"}, {"a": NONE, "b": NONE, "c": NONE})),
        # Two raters who differ on one part: a tie is no majority.
        "tied": ("team-2", ({"a": ALL, "b": "yyyn"}, {"a": ALL, "b": ALL})),
        # Partly is not yes.
        "partly": ("team-2", ({"a": "yyyp", "b": "yyyp", "c": "yyyp"},)),
        # Reworded and made measurable.
        "mended": ("team-3", ({"a": NONE, "b": NONE}, {"a": "yyyn", "b": "yyyn"}, {"a": ALL, "b": ALL})),
        # Nobody has rated it.
        "unrated": ("team-3", ({}, {})),
    },
    {"team-1": "n1", "team-2": "n1", "team-3": "n2", "team-4": "n2"},
)


@cache
def found(**scope: str) -> dict[str, Finding]:
    return answered("goals_set", BY_HAND, **scope)


@cache
def sampled() -> dict[str, Finding]:
    return answered("goals_set")


def test_goals_and_teams_without_goals_are_counted():
    teams = found()["goals_of_teams"]
    assert value(teams, "teams", "goals") == 6
    assert value(teams, "teams", "without_goals_count") == 1
    assert value(teams, "teams", "without_goals_n") == 4
    assert value(teams, "teams", "goals_a_team") == pytest.approx(1.5)
    assert value(teams, "numbers", "teams", number_of_goals="2") == 3
    assert value(teams, "goals", "reworded_count") == 4


def test_goals_of_networks_add_up_to_all_goals():
    teams = found()["goals_of_teams"]
    assert [value(teams, "teams", "goals", network=one) for one in ("n1", "n2")] == [4, 2]


def test_a_wording_is_measurable_when_most_raters_see_each_part():
    seen = found()["measurability"]
    assert value(seen, "criteria", "majority_count", **AT_WHOLE) == 2  # clear and mixed
    assert value(seen, "criteria", "majority_n", **AT_WHOLE) == 5


def test_the_bounds_ask_all_raters_or_any():
    seen = found()["measurability"]
    assert value(seen, "criteria", "all", **AT_WHOLE) == 1  # clear
    assert value(seen, "criteria", "any", **AT_WHOLE) == 3  # and mixed, tied


def test_each_part_is_judged_by_itself():
    seen = found()["measurability"]
    counts = {
        part: value(seen, "criteria", "majority_count", definition="measurability", criterion=part)
        for part in PARTS
    }
    assert counts == {"how_much": 4, "by_when": 4, "for_whom": 4, "measured_how": 2}


def test_an_unrated_goal_is_counted_and_left_out():
    seen = found()["measurability"]
    assert value(seen, "criteria", "goals") == 6
    assert value(seen, "criteria", "unrated") == 1


def test_a_definition_nobody_used_has_no_share_and_says_why():
    seen = found()["measurability"]
    share = next(
        cell for cell in seen.cells if cell.measure == "majority" and ("definition", "note_2016") in cell.at
    )
    assert isnan(share.value)
    assert share.reason


def test_only_reworded_goals_with_both_wordings_rated_are_compared():
    changed = found()["reworded_goals"]
    at = {"criterion": "whole"}
    numbers = {
        name: value(changed, "reworded", name, **at) for name in ("pairs", "first", "last", "gained", "lost")
    }
    assert numbers == {"pairs": 3, "first": 1, "last": 2, "gained": 2, "lost": 1}
    assert value(changed, "selection", "unpaired") == 1


def test_the_change_is_tangos_difference_and_mcnemars_p():
    changed = found()["reworded_goals"]
    tango = proportions.paired_difference(1, 2, 3)
    assert value(changed, "reworded", "change", criterion="whole") == pytest.approx(100 / 3)
    assert value(changed, "reworded", "change_low", criterion="whole") == pytest.approx(100 * tango.low)
    assert value(changed, "reworded", "p", criterion="whole") == pytest.approx(1.0)


def test_every_difference_of_shares_is_in_percentage_points():
    changed = found()["reworded_goals"]
    units = {cell.unit for cell in changed.cells if cell.measure.startswith(("change", "expected", "adjust"))}
    assert units == {Unit.PERCENTAGE_POINTS}


def test_first_wordings_of_goals_that_were_not_reworded_stand_beside():
    changed = found()["reworded_goals"]
    assert value(changed, "selection", "measurable_count", rewording="reworded") == 1
    assert value(changed, "selection", "measurable_n", rewording="reworded") == 3
    assert value(changed, "selection", "measurable_count", rewording="kept") == 1
    assert value(changed, "selection", "measurable_n", rewording="kept") == 2


def test_the_change_expected_of_selection_alone_follows_the_reliability():
    changed = answered("goals_set", BY_HAND, reliability=0.5)["reworded_goals"]
    # Half of the way from the reworded goals' first share (1/3) to that of all rated goals (2/5).
    assert value(changed, "selection", "expected") == pytest.approx(100 * (2 / 5 - 1 / 3) / 2)
    assert value(changed, "selection", "adjusted") == pytest.approx(100 * (1 / 3 - (2 / 5 - 1 / 3) / 2))


def test_a_network_has_its_own_goals_alone():
    seen = found(network="n2")
    assert value(seen["goals_of_teams"], "teams", "goals") == 2
    assert value(seen["measurability"], "criteria", "majority_n", **AT_WHOLE) == 1


def test_a_team_gets_its_count_and_no_verdict_on_the_share():
    seen = found(team="team-1")["measurability"]
    assert value(seen, "criteria", "majority_count", **AT_WHOLE) == 2
    assert {one.message for one in seen.statements if one.id == "measurable_share"} <= {
        "goals_set.measurable_unclear",
        "goals_set.measurable_no_interval",
    }


def test_without_any_goal_nothing_is_claimed():
    seen = answered("goals_set", {})
    assert value(seen["goals_of_teams"], "teams", "goals") == 0
    assert isnan(value(seen["goals_of_teams"], "teams", "goals_a_team"))
    said = {one.id: one.message for finding in seen.values() for one in finding.statements}
    assert said["measurable_share"] == "goals_set.measurable_no_interval"
    assert said["reworded_change"] == "goals_set.reworded_no_pairs"


def test_without_ratings_the_goals_are_still_counted():
    bare = {**BY_HAND, "goal_ratings_by_rater": given("goal_ratings_by_rater")}
    seen = answered("goals_set", bare)
    assert value(seen["goals_of_teams"], "teams", "goals") == 6
    assert value(seen["measurability"], "criteria", "unrated") == 6


def test_measures_are_told_apart_by_kind_and_a_measure_without_a_goal_counts_for_none():
    rows = [
        ("m1", "clear", "result"),
        ("m2", "clear", "balancing"),
        ("m3", "tied", "process"),
        ("m4", "", "result"),
    ]
    measures = given(
        "measures",
        *(
            {
                "measure": one,
                "team": "team-1",
                "goal": goal,
                "kind": kind,
                "name": "x",
                "form": "count",
                "better": "up",
            }
            for one, goal, kind in rows
        ),
    )
    teams = answered("goals_set", {**BY_HAND, "measures": measures})["goals_of_teams"]
    counts = {
        kind: value(teams, "measures", "attached_count", measure_kind=kind)
        for kind in ("result", "process", "balancing", "any_kind")
    }
    assert counts == {"result": 1, "process": 1, "balancing": 1, "any_kind": 2}


@pytest.mark.parametrize("met", [True, False])
def test_when_teams_do_not_differ_the_interval_is_that_of_as_many_units_as_teams(met):
    rows = pd.Series([met] * 12)
    team = pd.Series(["a", "b", "c"] * 4)
    seen = of_goals(rows, team, 0.95)
    wilson = proportions.interval(3 * met, 3)
    assert (seen.low, seen.high) == (wilson.low, wilson.high)


def test_goals_alike_within_teams_widen_the_interval():
    met, team = pd.Series([True] * 10 + [False] * 10), pd.Series([str(n // 2) for n in range(20)])
    apart = pd.Series([str(n) for n in range(20)])
    alike, alone = of_goals(met, team, 0.95), of_goals(met, apart, 0.95)
    assert alike.high - alike.low > 1.2 * (alone.high - alone.low)


# The sample: what raters of this fidelity make of the true shares.


def rated_yes(share: float, raters: int, rule: str) -> float:
    """The probability that a part is met by a rule, when it truly is in ``share`` of wordings."""
    enough = {"majority": raters // 2 + 1, "all": raters, "any": 1}[rule]
    total = 0.0
    for truth, weight in ((1.0, share), (0.0, 1 - share)):
        yes = RATER_FIDELITY * truth + (1 - RATER_FIDELITY) * share
        total += weight * sum(
            comb(raters, k) * yes**k * (1 - yes) ** (raters - k) for k in range(enough, raters + 1)
        )
    return total


def expected(rule: str, version: int = 1) -> float:
    """The rated share with all four parts, over wordings with three raters and with two."""
    return sum(
        weight * np.prod([rated_yes(share, raters, rule) for share in part_shares(version)])
        for raters, weight in ((3, 1 - MISSING_THIRD), (2, MISSING_THIRD))
    )


def test_by_the_majority_the_rated_share_is_near_the_true_one_and_the_bounds_are_not():
    true = measurable_shares(1)["yes"]
    assert expected("majority") == pytest.approx(true, abs=0.01)
    assert expected("all") < true / 1.5
    assert expected("any") > 1.5 * true


@pytest.mark.parametrize(
    ("rule", "measure"), [("majority", "majority_count"), ("all", "all"), ("any", "any")]
)
def test_the_sample_shows_the_share_that_raters_of_its_fidelity_make(rule, measure):
    seen = sampled()["measurability"]
    n = value(seen, "criteria", "majority_n", **AT_WHOLE)
    share = value(seen, "criteria", measure, **AT_WHOLE) / n
    assert abs(share - expected(rule)) < 3.5 * sqrt(expected(rule) * (1 - expected(rule)) / n)


@pytest.mark.parametrize("part", range(4))
def test_the_sample_shows_each_part_in_its_share(part):
    seen = sampled()["measurability"]
    low, high = (
        value(seen, "criteria", f"majority_{end}", definition="measurability", criterion=PARTS[part])
        for end in ("low", "high")
    )
    reach = 0.04  # three and a half standard errors lie about so far beyond the 95 % interval
    assert low - reach < rated_yes(part_shares(1)[part], 3, "majority") < high + reach


def test_reworded_goals_of_the_sample_gain_what_later_wordings_have_more_of():
    changed = sampled()["reworded_goals"]
    low, high = (value(changed, "reworded", f"change_{end}", criterion="whole") for end in ("low", "high"))
    assert low < 100 * (expected("majority", 2) - expected("majority")) < high


def test_the_sample_has_a_goal_in_every_team_as_counted_independently():
    goals = table("goals")
    assert value(sampled()["goals_of_teams"], "teams", "goals") == len(goals)
    assert value(sampled()["goals_of_teams"], "teams", "without_goals_count") == 58 - goals["team"].nunique()


def test_the_difference_by_teams_is_the_clustered_mean_of_the_goals_differences():
    changed = sampled()["reworded_goals"]
    value_ = value(changed, "by_clusters", "change", cluster="team")
    assert value_ == pytest.approx(value(changed, "reworded", "change", criterion="whole"))
    assert value(changed, "by_clusters", "change_low", cluster="team") < value_


def test_every_definition_as_a_whole_is_met_no_more_often_than_its_hardest_criterion():
    seen = sampled()["measurability"]
    counts = {cell.at: cell.value for cell in seen.cells if cell.measure == "majority_count"}
    for (name, definition), (_, criterion) in ((at[0], at[1]) for at in counts if len(at) == 2):
        whole = counts[((name, definition), ("criterion", "whole"))]
        assert whole <= counts[((name, definition), ("criterion", criterion))]


def test_parts_and_margin_stand_under_the_same_measure():
    seen = sampled()["measurability"]
    parts = [
        cell.value for cell in seen.cells if cell.measure == "majority_count" and cell.at[0][0] == "network"
    ]
    assert sum(parts) == value(seen, "criteria", "majority_count", **AT_WHOLE)
