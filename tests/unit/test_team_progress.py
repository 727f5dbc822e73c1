"""Team progress: courses worked out by hand, and what teams sent in between gatherings."""

from math import isnan

import pytest
from scipy import stats

from evaluering.tables.improvement import PHASES
from sample_network import answered, given, table, value

QUESTION = "team_progress"
TESTING = {"phase": "do"}


def team(name: str, network: str = "n1", started: str = "2022-01-01") -> dict[str, object]:
    return {"team": name, "network": network, "cohort": 1, "kind": "improvement_team", "started": started}


def seen(name: str, observed: str, phase: str, step: int = 1) -> dict[str, object]:
    return {"team": name, "observed": observed, "phase": phase, "step": step}


def gathering(name: str, number: int, start: str, network: str = "n1") -> dict[str, object]:
    return {
        "gathering": name,
        "network": network,
        "number": number,
        "start": start,
        "days": 1,
        "form": "digital",
        "joint": "no",
    }


def report(name: str, gathered: str, delivered: str | None) -> dict[str, object]:
    counts = {"goals_set": 0, "measures_started": 0, "actions_tested": 0}
    return {"team": name, "gathering": gathered, "delivered": delivered, **counts}


def part(name: str, day: str, about: str, is_answered: str) -> dict[str, object]:
    return {"team": name, "filled_in": day, "part": about, "answered": is_answered}


def found(teams, observations=(), finding=QUESTION, parameters=None, **others):
    tables = {"teams": given("teams", *teams), "team_phases": given("team_phases", *observations)}
    tables |= {name: given(name, *rows) for name, rows in others.items()}
    return answered(QUESTION, tables, **(parameters or {}))[finding]


def messages(one) -> set[str]:
    return {said.message for said in one.statements}


COURSE = [
    seen("a", "2022-01-11", "do"),
    seen("b", "2022-01-06", "plan"),
    seen("c", "2022-01-31", "evaluate"),
    seen("d", "2022-01-21", "prepare"),
]
"""Testing on day 10, not by day 5, (past it) on day 30, not by day 20."""
FOUR = [team(name) for name in "abcd"]


def test_a_team_not_there_when_last_seen_has_lasted_so_long_and_no_longer():
    one = found(FOUR, COURSE)
    # Three at risk on day 10, one on day 30: left are 2/3, then none.
    assert value(one, "reached", "days", **TESTING) == 30
    assert value(one, "reached", "reached_count", **TESTING) == 2
    assert value(one, "reached", "reached_n", **TESTING) == 4


def test_the_median_is_that_of_an_independent_survival_curve():
    one = found(FOUR, COURSE)
    curve = stats.ecdf(stats.CensoredData(uncensored=[10, 30], right=[5, 20])).sf
    first = next(day for day, left in zip(curve.quantiles, curve.probabilities, strict=True) if left <= 0.5)
    assert value(one, "reached", "days", **TESTING) == first


def test_leaving_censored_teams_out_would_have_given_another_median():
    without = [one for one in COURSE if one["team"] in "ac"]
    assert value(found(FOUR, without), "reached", "days", **TESTING) == 20


def test_a_team_counts_as_not_there_only_until_it_was_last_seen():
    five = [*FOUR, team("e")]
    one = found(five, [*COURSE, seen("e", "2022-03-02", "do")])
    # At risk on day 10 four (b was last seen on day 5), on day 30 two (d on day 20): left are 3/4, then
    # 3/8. Were b or d taken to have lasted to the end of the data, more than half would be left on day 30.
    assert value(one, "reached", "days", **TESTING) == 30
    assert value(one, "reached", "reached_count", **TESTING) == 3


def test_a_later_phase_counts_as_having_been_through_those_before():
    one = found([team("a")], [seen("a", "2022-01-31", "evaluate")])
    counts = [value(one, "reached", "reached_count", phase=phase) for phase in PHASES]
    assert counts == [1, 1, 1, 1, 0]


def test_a_team_that_went_back_after_testing_had_tested_on_the_first_day():
    one = found([team("a")], [seen("a", "2022-01-11", "do"), seen("a", "2022-03-01", "plan")])
    assert value(one, "reached", "days", **TESTING) == 10


def test_an_observation_before_the_start_is_of_the_day_of_the_start():
    one = found([team("a")], [seen("a", "2021-12-01", "do")])
    assert value(one, "reached", "days", **TESTING) == 0


def test_fewer_than_half_tested_is_said_without_a_median():
    one = found(FOUR, [seen("a", "2022-01-11", "do"), *(seen(name, "2022-02-01", "plan") for name in "bcd")])
    assert isnan(value(one, "reached", "days", **TESTING))
    assert {"team_progress.told.not_half_tested", "team_progress.may_say.not_half_tested"} <= messages(one)


def test_the_share_that_tested_has_wilsons_interval_at_the_level_asked_for():
    one = found(FOUR, COURSE, parameters={"level": 0.8})
    low, high = stats.binomtest(2, 4).proportion_ci(0.8, method="wilson")
    assert value(one, "reached", "reached_low", **TESTING) == pytest.approx(low)
    assert value(one, "reached", "reached_high", **TESTING) == pytest.approx(high)
    assert value(one, "phases", "level") == 0.8


GONE = [{"team": "b", "withdrawn": "2022-02-15", "reason": "time"}]


def test_a_withdrawn_team_has_lasted_until_it_was_last_seen():
    one = found(
        [team("a"), team("b")],
        [seen("a", "2022-04-11", "do"), seen("b", "2022-02-10", "plan"), seen("b", "2022-03-01", "do")],
        withdrawals=GONE,
    )
    assert value(one, "reached", "reached_count", **TESTING) == 1
    assert value(one, "reached", "days", **TESTING) == 100
    assert value(one, "phases", "after_withdrawal") == 1


def test_withdrawals_are_told_by_reason_and_as_a_share_of_all_teams():
    one = found(FOUR, COURSE, withdrawals=GONE)
    assert value(one, "withdrawals", "withdrawn") == 0.25
    assert value(one, "withdrawals", "withdrawn_n") == 4
    assert value(one, "withdrawals", "withdrawn_count", reason="time") == 1


GATHERINGS = [gathering("g1", 1, "2022-01-10"), gathering("g2", 2, "2022-02-20")]


def states(one, moment: str) -> dict[str, int]:
    """How many teams stood where, without the states of none."""
    cells = [cell for cell in one.cells if cell.table == "phases" and dict(cell.at).get("moment") == moment]
    counts = {dict(cell.at)["phase"]: cell.value for cell in cells if "phase" in dict(cell.at)}
    return {state: count for state, count in counts.items() if count}


def test_by_a_gathering_counts_what_was_last_seen_on_its_first_day_or_before():
    one = found(
        [team("a"), team("b"), team("c")],
        [
            seen("a", "2022-01-10", "prepare"),
            seen("a", "2022-01-11", "do"),
            seen("b", "2022-01-05", "plan"),
        ],
        gatherings=GATHERINGS,
        withdrawals=GONE,
    )
    assert states(one, "1") == {"prepare": 1, "plan": 1, "not_observed": 1}
    assert states(one, "2") == {"do": 1, "withdrawn": 1, "not_observed": 1}
    assert states(one, "end") == {"do": 1, "withdrawn": 1, "not_observed": 1}


def test_a_gathering_is_of_its_own_networks_teams():
    second = gathering("g3", 1, "2022-05-01", network="n2")
    teams = [team("a"), team("b", "n2")]
    one = found(teams, [seen("b", "2022-04-01", "do")], gatherings=[GATHERINGS[0], second])
    assert states(one, "1") == {"not_observed": 1, "do": 1}


@pytest.mark.parametrize(
    ("observed", "half"),
    [
        (["do", "plan", "plan"], "plan"),
        (["do", "do", "plan", "prepare"], "do"),
        (["follow_up", "prepare"], "follow_up"),
        (["evaluate"], "evaluate"),
    ],
)
def test_at_least_half_of_the_observed_teams_reached_the_phase_told(observed, half):
    rows = [seen(f"t{place}", "2022-02-01", phase) for place, phase in enumerate(observed)]
    one = found([*(team(row["team"]) for row in rows), team("unseen")], rows)
    assert value(one, "phases", "half_reached") == f"phase.{half}"
    assert value(one, "phases", "observed") == len(rows)


def test_steps_back_are_of_teams_seen_twice_and_a_phase_back_is_more_than_a_step():
    rows = [
        *(seen("a", day, "do", step) for day, step in (("2022-01-10", 3), ("2022-02-10", 2))),
        *(seen("b", day, phase) for day, phase in (("2022-01-10", "do"), ("2022-02-10", "plan"))),
        *(seen("c", day, phase, 5) for day, phase in (("2022-01-10", "plan"), ("2022-02-10", "do"))),
        seen("d", "2022-01-10", "do"),
    ]
    one = found(FOUR, rows)
    assert (value(one, "back", "stage_back_count"), value(one, "back", "stage_back_n")) == (2, 3)
    assert value(one, "back", "phase_back_count") == 1


def test_a_new_phase_from_its_first_step_is_no_step_back():
    one = found([team("a")], [seen("a", "2022-01-10", "plan", 5), seen("a", "2022-02-10", "do", 1)])
    assert value(one, "back", "stage_back_count") == 0


REPORTS = [
    report("a", "g1", "2022-01-10"),
    report("b", "g1", "2022-01-11"),
    report("c", "g1", None),
    report("a", "g2", "2022-02-01"),
]


def sent(**others):
    return found([team(name) for name in "abc"], finding="reports_and_forms", **others)


def test_a_report_is_on_time_when_it_came_on_the_gatherings_first_day_or_before():
    one = sent(status_reports=REPORTS, gatherings=GATHERINGS)
    totals = [value(one, "reports", name) for name in ("asked", "delivered_count", "on_time")]
    first = [value(one, "reports", name, gathering="1") for name in ("asked", "delivered_count", "on_time")]
    assert (totals, first) == ([4, 3, 2], [3, 2, 1])


def test_a_report_for_an_unknown_gathering_is_not_taken_to_be_on_time():
    one = sent(status_reports=REPORTS)
    (on_time,) = [cell for cell in one.cells if cell.key == "reports/on_time@"]
    assert isnan(on_time.value)
    assert on_time.reason == "the day of a gathering is not known"
    assert value(one, "reports", "delivered_count") == 3


def test_a_guidance_forms_parts_are_a_mean_over_forms():
    rows = [
        part("a", "2022-01-10", "theme", "yes"),
        part("a", "2022-01-10", "need", "no"),
        part("a", "2022-02-10", "theme", "yes"),
        part("b", "2022-02-10", "theme", "yes"),
    ]
    one = sent(guidance_forms=rows)
    assert value(one, "guidance_forms", "forms") == 3
    assert value(one, "guidance_forms", "parts") == pytest.approx(2.5 / 3)
    counts = [value(one, "guidance_forms", name) for name in ("with_form_count", "with_form_n")]
    assert counts == [2, 3]


def undefined_alone(tables) -> bool:
    numbers = [
        cell
        for one in answered(QUESTION, tables).values()
        for cell in one.cells
        if not isinstance(cell.value, str) and isnan(cell.value)
    ]
    return all(cell.reason for cell in numbers)


@pytest.mark.parametrize("teams", [[], [team("a")], [team("a"), team("b")]], ids=["0", "1", "2"])
def test_teams_nobody_observed_have_no_progress_and_a_reason(teams):
    one = found(teams)
    assert value(one, "phases", "half_reached") == "phase.not_observed"
    assert isnan(value(one, "reached", "days", **TESTING))
    assert {"team_progress.literal_nothing", "team_progress.may_say.nothing"} <= messages(one)
    assert undefined_alone({"teams": given("teams", *teams)})


def test_one_teams_report_says_how_far_the_team_has_come_first():
    one = answered(QUESTION, team="team-001")[QUESTION]
    assert one.statements[0].message == "team_progress.literal_team"
    assert value(one, "phases", "teams") == 1


def test_two_teams_that_did_alike_have_one_time():
    one = found([team("a"), team("b")], [seen(name, "2022-01-11", "do") for name in "ab"])
    assert value(one, "reached", "days", **TESTING) == 10
    assert isnan(value(one, "reached", "days_low", **TESTING))


def test_teams_of_several_municipalities_are_counted_once():
    members = [{"team": "a", "municipality": name} for name in ("m1", "m2")]
    one = found([team("a")], [seen("a", "2022-01-11", "do")], team_municipalities=members)
    (support,) = [cell.support for cell in one.cells if cell.key == "phases/teams@"]
    assert (support.n, support.municipalities) == (1, 2)


def test_teams_of_the_samples_networks_add_up_to_all():
    names = list(table("networks")["network"])
    parts = [value(answered(QUESTION, network=name)[QUESTION], "phases", "observed") for name in names]
    assert all(parts)
    assert sum(parts) == value(answered(QUESTION)[QUESTION], "phases", "observed")


def test_the_samples_teams_that_tested_are_those_the_rows_show():
    rows, gone = table("team_phases"), table("withdrawals")
    rows = rows.merge(gone[["team", "withdrawn"]], on="team", how="left")
    rows = rows[~(rows["observed"] > rows["withdrawn"]).fillna(False)]
    tested = rows[rows["phase"].isin(["do", "evaluate", "follow_up"])]["team"].nunique()
    assert value(answered(QUESTION)[QUESTION], "reached", "reached_count", **TESTING) == tested
