"""Hours and kroner: totals, teams, team-months."""

from functools import cache
from math import isnan

import pytest

from evaluering.vocabulary import Protects
from sample_network import answered, given, table, value


def spent(*rows):
    keys = ("team", "month", "kind", "activity", "amount")
    made = given("resource_use", *(dict(zip(keys, row, strict=True)) for row in rows))
    return answered("resource_use", {"resource_use": made})["resource_use"]


@cache
def sample(**parameters):
    return answered("resource_use", **parameters)["resource_use"]


@cache
def two_teams():
    return spent(
        ("a", "2023-01", "hours", "own_work", 10),
        ("a", "2023-02", "hours", "gatherings", 20),
        ("b", "2023-01", "hours", "own_work", 30),
        ("b", "2023-02", "kroner", "travel", 500),
    )


def test_hours_are_added_by_activity_and_the_parts_make_the_whole():
    found = two_teams()
    assert value(found, "spent", "total", spent_on="own_work", spent="hours") == 40
    parts = [
        cell.value
        for cell in found.cells
        if cell.measure == "total" and dict(cell.at).get("spent") == "hours" and len(cell.at) == 2
    ]
    assert sum(parts) == value(found, "spent", "total", spent="hours") == 60


def test_a_total_tells_what_parts_of_it_the_two_largest_teams_gave():
    (cell,) = [one for one in two_teams().cells if one.key == "spent/total@spent_on=own_work,spent=hours"]
    assert cell.support.largest == (0.75, 0.25)
    assert (cell.support.protects, cell.support.n) == (Protects.STAFF, 2)


def test_a_month_in_which_a_team_recorded_only_kroner_has_no_hours():
    # 10, 20, 30 and 0 hours in four team-months.
    assert value(two_teams(), "teams", "team_months") == 4
    assert value(two_teams(), "spent", "per_month", spent="hours") == 15


def test_the_median_team_is_of_teams_that_recorded_the_kind():
    assert value(two_teams(), "spent", "team_median", spent="hours") == 30
    assert value(two_teams(), "spent", "teams", spent="kroner") == 1


def test_without_a_list_of_teams_it_is_unknown_how_many_recorded_nothing():
    found = two_teams()
    (silent,) = [cell for cell in found.cells if cell.key == "teams/silent@"]
    assert isnan(silent.value)
    assert silent.reason == "no list of teams to compare with"
    assert "resource_use.caveat_silent_unknown" in {said.message for said in found.statements}


def test_one_team_alone_has_no_interval():
    assert isnan(
        value(spent(("a", "2023-01", "hours", "travel", 1)), "spent", "per_month_low", spent="hours")
    )


def test_in_the_sample_the_totals_are_those_counted_by_hand():
    rows = table("resource_use")
    totals = rows.groupby("kind")["amount"].sum()
    assert value(sample(), "spent", "total", spent="hours") == pytest.approx(float(totals["hours"]))
    assert value(sample(), "spent", "total", spent="kroner") == pytest.approx(float(totals["kroner"]))


def test_a_report_on_one_network_adds_its_own_teams():
    network = table("networks")["network"].iloc[0]
    teams = set(table("teams").query("network == @network")["team"])
    rows = table("resource_use")
    own = rows[rows["team"].isin(teams) & (rows["kind"] == "hours")]
    assert value(sample(network=network), "spent", "total", spent="hours") == pytest.approx(
        float(own["amount"].sum())
    )
