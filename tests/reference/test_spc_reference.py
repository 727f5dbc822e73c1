"""Charts, runs and dots against R: cases that do not fit a drawn example."""

import pytest
from references import case, third_party

from evaluering.statistics import spc

COVERS = {
    "anhoej_critical_values": ["longest_run_max", "n_crossings_min"],
    "anhoej_false_positive_exact": ["10", "12", "15", "16", "20", "24", "30", "36", "40", "50", "60", "100"],
    "nhs_ptd_1": ["mean", "lpl", "upl", "special_cause_type", "point_type"],
    "nhs_ptd_2": ["mean", "lpl", "upl", "special_cause_type", "point_type"],
    "nhs_ptd_3": ["mean", "lpl", "upl", "special_cause_type", "point_type"],
    "nhs_ptd_4": ["mean", "lpl", "upl", "special_cause_type", "point_type"],
    "nhs_ptd_5": ["mean", "lpl", "upl", "special_cause_type", "point_type"],
}
IN_R = {
    "common": "Common Cause",
    "outside_above": "Above UCL",
    "outside_below": "Below LCL",
    "trend_up": "7 Point Trend (Increasing)",
    "trend_down": "7 Point Trend (Decreasing)",
    "two_of_three_above": "2 in 3 Above CL",
    "two_of_three_below": "2 in 3 Below CL",
    "shift_above": "7 Points Above CL",
    "shift_below": "7 Points Below CL",
}
"""Our names of special causes, as NHSRplotthedots writes them."""


def alternating(n: int) -> list[int]:
    return [(-1) ** position for position in range(n)]


def test_limits_of_runs_equal_the_published_table_for_10_to_100_points():
    one = case("anhoej_critical_values")
    found = [spc.run_limits(n) for n in one.input["n"]]
    one.expects("longest_run_max", [limits.longest_run_max for limits in found])
    one.expects("n_crossings_min", [limits.n_crossings_min for limits in found])


def test_an_analysis_of_runs_uses_the_same_limits():
    one = case("anhoej_critical_values")
    found = [spc.anhoej(alternating(n), 0) for n in one.input["n"]]
    one.expects("longest_run_max", [runs.longest_run_max for runs in found])
    one.expects("n_crossings_min", [runs.n_crossings_min for runs in found])


@pytest.mark.parametrize("n", COVERS["anhoej_false_positive_exact"])
@pytest.mark.parametrize("kind", ["either", "long_run", "few_crossings"])
def test_false_alarms_of_runs_are_exact(kind, n):
    case("anhoej_false_positive_exact").expects(f"{n}.{kind}", spc.false_alarm(kind, int(n)).value)


@pytest.mark.parametrize("name", [name for name in COVERS if name.startswith("nhs")])
def test_dots_are_read_as_the_nhs_package_for_r_reads_them(name):
    one = case(name)
    dots = spc.plot_the_dots(one.input["y"], "up", screened=one.input["screen_outliers"])
    one.expects("mean", dots.mean[0])
    one.expects("lpl", dots.lower[0])
    one.expects("upl", dots.upper[0])
    one.expects("point_type", dots.point_type)
    one.expects("special_cause_type", [IN_R[cause] for cause in dots.special_cause])


@pytest.mark.third_party
@pytest.mark.parametrize("screened", [True, False])
def test_an_xmr_chart_with_a_frozen_baseline(screened):
    one = third_party(f"spc_i_montgomery_6.5_{'' if screened else 'un'}screened")
    chart = spc.chart(one.input["y"], kind="xmr", freeze=one.input["freeze"], screened=screened)
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower[0])
    one.expects("ucl", chart.upper[-1])
    runs = chart.phases[0].runs
    one.expects("longest_run", runs.longest_run)
    one.expects("n_crossings", runs.n_crossings)
    one.expects("n_useful", chart.n_useful)


@pytest.mark.third_party
def test_a_moving_range_chart():
    one = third_party("spc_mr_montgomery_6.5")
    chart = spc.chart(one.input["y"], kind="mr", freeze=one.input["freeze"])
    one.expects("cl", chart.centre[0])
    one.expects("ucl", chart.upper[0])


@pytest.mark.third_party
def test_a_p_chart_in_two_phases_with_points_left_out():
    one = third_party("spc_p_montgomery_7.1")
    chart = spc.chart(
        one.input["count"], one.input["size"], "p", split=one.input["part"], exclude=one.input["exclude"]
    )
    for phase, point in ((1, 0), (2, -1)):
        one.expects(f"cl_{phase}", chart.centre[point])
        one.expects(f"lcl_{phase}", chart.lower[point])
        one.expects(f"ucl_{phase}", chart.upper[point])


@pytest.mark.third_party
def test_a_c_chart_with_a_frozen_baseline_and_points_left_out():
    one = third_party("spc_c_montgomery_7.3")
    chart = spc.chart(one.input["count"], kind="c", freeze=one.input["freeze"], exclude=one.input["exclude"])
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower[0])
    one.expects("ucl", chart.upper[0])


@pytest.mark.third_party
def test_a_u_chart_of_equal_exposures():
    one = third_party("spc_u_montgomery_7.4")
    chart = spc.chart(one.input["count"], one.input["size"], "u")
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower[0])
    one.expects("ucl", chart.upper[0])


@pytest.mark.third_party
def test_a_u_chart_of_unequal_exposures_per_50_units():
    one = third_party("spc_u_montgomery_7.5_varn")
    per = one.input["multiply"]
    chart = spc.chart(one.input["count"], [size / per for size in one.input["size"]], "u")
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower)
    one.expects("ucl", chart.upper)


@pytest.mark.third_party
def test_a_t_chart():
    one = third_party("spc_t_montgomery_7.6_screened")
    chart = spc.chart(one.input["y"], kind="t", screened=one.input["screened_mr"])
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower[0])
    one.expects("ucl", chart.upper[0])


@pytest.mark.third_party
def test_a_p_prime_chart():
    one = third_party("spc_pprime_nhs_accidents")
    chart = spc.chart(one.input["count"], one.input["size"], "pp")
    one.expects("cl", chart.centre[0])
    one.expects("lcl", chart.lower)
    one.expects("ucl", chart.upper)
    one.expects("sigma_z", chart.phases[0].sigma_z)


@pytest.mark.third_party
def test_a_run_chart_of_infections():
    one = third_party("run_anhoej_cdi")
    chart = spc.chart(one.input["y"])
    runs = chart.phases[0].runs
    one.expects("cl", chart.centre[0])
    for key in ("n_useful", "longest_run", "longest_run_max", "n_crossings", "n_crossings_min"):
        one.expects(key, getattr(runs, key))
    one.expects("runs_signal", runs.signal)
