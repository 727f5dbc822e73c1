"""Who took part, what was done between gatherings, how teams are made up: hand-made rows and the sample."""

from functools import cache
from math import isnan

import pandas as pd
import pytest
from network_tables import gatherings, networks, origins, teams, withdrawals

from evaluering.statistics import proportions
from sample_network import answered, given, said, table, value

QUESTION = "participation"


def tasks_of(*statuses: tuple[str, int, str, str]) -> dict[str, pd.DataFrame]:
    """Two tasks before the first gathering, one before the second, and what teams did of them."""
    packages = [
        {"preparation_package": f"p{n}", "gathering": f"g{n}", "title": "x", "sent": "2024-01-20"}
        for n in (1, 2)
    ]
    tasks = [
        {"preparation_package": package, "task": task, "wording": "x"}
        for package, task in (("p1", 1), ("p1", 2), ("p2", 1))
    ]
    made = [
        {"preparation_package": package, "task": task, "team": team, "status": status}
        for package, task, team, status in statuses
    ]
    return {
        "preparation_packages": given("preparation_packages", *packages),
        "tasks": given("tasks", *tasks),
        "task_status": given("task_status", *made),
    }


def members(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Members by team, role and days of joining and leaving."""
    made = [
        {"team": team, "member": f"x{n}", "role": role, "joined": joined, "left": left}
        for n, (team, role, joined, left) in enumerate(rows)
    ]
    return given("team_members", *made)


def applications(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Applications by municipality, day and outcome; all of them anchored, with no user involved."""
    features = {
        "anchored": "yes",
        "user_involvement": "no",
        "individual_plan_in_use": "yes",
        "hospital_involved": "no",
    }
    made = [
        {"application": f"s{n}", "network": "n1", "municipality": place, "received": day, "outcome": outcome}
        | features
        for n, (place, day, outcome) in enumerate(rows)
    ]
    return given("applications", *made)


def representatives(*rows: tuple[str, str, str | None, str]) -> pd.DataFrame:
    made = [
        {
            "team": team,
            "recruited": yes,
            "number": int(yes == "yes"),
            "compensated": paid,
            "obstacle": obstacle,
        }
        for team, yes, paid, obstacle in rows
    ]
    return given("user_representatives", *made)


START = "2024-01-10"


def small() -> dict[str, pd.DataFrame]:
    """Two teams; the first withdraws between the two gatherings."""
    present = [("g1", "a", 4, 1, "yes"), ("g1", "b", 0, 0, "no")]
    names = ("gathering", "team", "participants", "user_representatives", "manager_present")
    return {
        "networks": networks(("n1", "2024-01-01", "2024-12-31")),
        "gatherings": gatherings(("g1", "n1", 1, "2024-02-01"), ("g2", "n1", 2, "2024-06-01")),
        "teams": teams(("a", "n1", START), ("b", "n1", START)),
        "withdrawals": withdrawals(("a", "2024-05-01")),
        "team_municipalities": origins(("a", "m1"), ("b", "m2")),
        "participation": given("participation", *(dict(zip(names, row, strict=True)) for row in present)),
        **tasks_of(
            ("p1", 1, "a", "done"),
            ("p1", 2, "a", "partly"),
            ("p1", 1, "b", "done"),
            ("p1", 2, "b", "not_done"),
        ),
        "team_members": members(
            *(
                ("a", role, START, None)
                for role in ("leader", "professional", "coordinator", "user_representative")
            ),
            *(("b", "professional", START, None) for _ in range(3)),
            ("b", "service_manager", START, "2024-01-31"),
            ("b", "user_representative", "2024-03-01", None),
        ),
        "user_representatives": representatives(("a", "yes", "no", "time"), ("b", "no", None, "time")),
        "applications": applications(
            ("m1", "2023-12-03", "declined"),
            ("m1", "2024-01-02", "recruited"),
            ("m2", "2023-12-01", "withdrawn"),
        ),
    }


@cache
def of_small():
    return answered(QUESTION, small())


@cache
def of_sample():
    return answered(QUESTION)


def test_a_team_without_participants_was_not_present():
    found = of_small()["attendance"]
    assert value(found, "attendance", "present", gathering="1") == 0.5
    assert value(found, "attendance", "present_low", gathering="1") == proportions.interval(1, 2).low
    assert value(found, "attendance", "participants") == 4


def test_a_visit_nobody_reported_is_no_absence():
    found = of_small()["attendance"]
    assert value(found, "attendance", "unreported", gathering="2") == 1
    assert value(found, "attendance", "present_n") == 2
    assert isnan(value(found, "attendance", "present", gathering="2"))


def test_a_team_that_has_withdrawn_is_not_waited_for():
    # Without the withdrawal both teams would have been expected at the second gathering.
    found = answered(QUESTION, small() | {"withdrawals": withdrawals()})["attendance"]
    assert value(found, "attendance", "unreported", gathering="2") == 2


def test_representatives_and_managers_are_told_of_teams_that_were_there():
    found = of_small()["attendance"]
    assert (value(found, "attendance", "represented"), value(found, "attendance", "managed")) == (1, 1)
    assert value(found, "attendance", "managed_n") == 1
    assert value(found, "attendance", "per_team") == 4


def test_visits_of_the_same_teams_are_clustered_by_team():
    visits = table("participation")
    came = visits[visits["participants"] > 0]
    expected = proportions.clustered((came["manager_present"] == "yes").astype(float), came["team"].tolist())
    found = of_sample()["attendance"]
    assert value(found, "attendance", "managed") == pytest.approx((came["manager_present"] == "yes").mean())
    assert value(found, "attendance", "managed_low") == pytest.approx(expected.korn_graubard.low)


def test_a_task_nobody_reported_makes_bounds():
    # b never told what it did of the one task before the second gathering: five tasks, two done for certain.
    found = of_small()["tasks"]
    assert value(found, "tasks", "tasks", status="not_reported") == 1
    assert value(found, "tasks", "done") == 0.5
    assert value(found, "tasks", "at_least") == pytest.approx(2 / 5)
    assert value(found, "tasks", "at_most") == pytest.approx(3 / 5)


def test_a_task_reported_as_not_reported_counts_like_one_without_a_row():
    tables = small() | tasks_of(("p1", 1, "a", "done"), ("p1", 1, "b", "not_reported"))
    found = answered(QUESTION, tables)["tasks"]
    assert value(found, "tasks", "tasks", status="not_reported") == 4
    assert (value(found, "tasks", "done"), value(found, "tasks", "at_least")) == (1, 0.2)


def test_tasks_by_status_add_up_to_all_tasks():
    found = of_sample()["tasks"]
    parts = [
        value(found, "tasks", "tasks", status=one) for one in ("done", "partly", "not_done", "not_reported")
    ]
    assert sum(parts) == value(found, "tasks", "tasks") == len(table("task_status"))


@pytest.mark.parametrize(
    ("part", "count"),
    [("size", 1), ("leader", 1), ("representative", 1), ("interdisciplinary", 1), ("all", 1)],
)
def test_teams_are_held_against_the_recommendation_as_they_were_at_the_first_gathering(part, count):
    # b's service manager had left and its user representative came later.
    found = of_small()["teams"]
    assert value(found, "composition", "meets_count", recommendation=part) == count
    assert value(found, "composition", "meets_n", recommendation=part) == 2


@pytest.mark.parametrize(
    ("number", "size"), [(3, "fewer"), (4, "recommended"), (6, "recommended"), (7, "more")]
)
def test_four_to_six_members_are_recommended(number, size):
    rows = members(*(("a", "professional", START, None) for _ in range(number)))
    found = answered(QUESTION, small() | {"team_members": rows})["teams"]
    assert value(found, "sizes", "teams", size=size) == 1
    assert value(found, "composition", "unknown") == 1


def test_compensation_is_of_teams_with_a_representative():
    found = of_small()["teams"]
    assert value(found, "representatives", "recruited") == 0.5
    assert (
        value(found, "representatives", "compensated"),
        value(found, "representatives", "compensated_n"),
    ) == (0, 1)
    assert value(found, "obstacles", "teams", obstacle="time") == 2
    assert said(found, "obstacle") == "obstacle"


def test_no_obstacle_is_called_the_main_one_when_two_are_equally_frequent():
    rows = representatives(("a", "no", None, "time"), ("b", "no", None, "health"))
    found = answered(QUESTION, small() | {"user_representatives": rows})["teams"]
    assert [one.id for one in found.statements if one.id == "obstacle"] == []


def test_the_last_application_of_a_municipality_counts_and_waiting_runs_from_its_first():
    found = of_small()["recruitment"]
    assert value(found, "applications", "recruited") == 0.5
    assert value(found, "outcomes", "municipalities", outcome="declined") == 0
    assert value(found, "waiting", "median", since="application") == 60
    assert value(found, "waiting", "median", since="network_start") == 31
    assert value(found, "features", "stated_count", feature="anchored") == 1


@pytest.mark.parametrize("tables", [{}, {"networks": networks(("n1", "2024-01-01", None))}])
def test_without_rows_nothing_is_said_but_that_there_is_nothing(tables):
    found = answered(QUESTION, tables)
    for one in found.values():
        assert all(cell.reason for cell in one.cells if isinstance(cell.value, float) and isnan(cell.value))
    assert said(found["attendance"], "present") == "no_data.present"
    assert said(found["recruitment"], "waited") == "no_data.waited"


def test_one_team_alone_has_its_numbers_and_no_interval_over_teams():
    found = answered(QUESTION, team="team-002")["attendance"]
    own = table("participation").query("team == 'team-002'")
    assert value(found, "attendance", "present_n") == len(own)
    assert value(found, "attendance", "participants") == own["participants"].sum()
    assert isnan(value(found, "attendance", "managed_low"))


def test_a_network_has_its_own_tasks_only():
    found = answered(QUESTION, network="network-02")["tasks"]
    own = set(table("teams").query("network == 'network-02'")["team"])
    assert value(found, "tasks", "tasks") == int(table("task_status")["team"].isin(own).sum())


def test_fewer_tasks_are_done_as_time_goes_in_the_sample():
    # So it is made: the probability that a task is done falls by .08 from gathering to gathering.
    found = of_sample()["tasks"]
    done = [value(found, "tasks", "done", gathering=str(number)) for number in (1, 2, 3)]
    assert done == sorted(done, reverse=True)


def test_every_team_of_the_sample_was_reported_for_at_every_gathering():
    assert value(of_sample()["attendance"], "attendance", "unreported") == 0
