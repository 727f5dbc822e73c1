"""Charts keep the false alarms they are said to have; the naive ways beside them do not."""

import pytest
import spc_simulations as simulated

from evaluering.statistics import spc

SHORT = [pytest.param(40_000, 1)]
LONG = [pytest.param(400_000, 1, marks=pytest.mark.long)]
CHARTS = [pytest.param(400, 1), pytest.param(20_000, 1, marks=pytest.mark.long)]
LENGTHS = simulated.LENGTHS


def within_three_errors(found, name, replications, wanted, wanted_se=0.0):
    error = (wanted * (1 - wanted) / replications + wanted_se**2) ** 0.5
    assert abs(found[name] - wanted) <= 3 * error, f"{name}: {found[name]} is not {wanted}"


@pytest.mark.parametrize(("replications", "seed"), SHORT + LONG)
def test_about_a_fixed_line_anhoej_signals_as_often_as_computed(replications, seed):
    found = simulated.anhoej_fixed_line(replications, seed)
    for n in LENGTHS:
        within_three_errors(found, f"anhoej_{n}", replications, spc.false_alarm("either", n).value)
    assert found["floor_rule_24"] - 3 * found["floor_rule_24_se"] > 0.1


@pytest.mark.parametrize(("replications", "seed"), SHORT + LONG)
def test_about_the_own_median_anhoej_signals_as_often_as_computed_and_less(replications, seed):
    found = simulated.anhoej_own_median(replications, seed)
    for n in LENGTHS:
        within_three_errors(found, f"median_{n}", replications, spc.false_alarm("either", n, "median").value)
        assert found[f"median_{n}"] <= spc.false_alarm("either", n).value


@pytest.mark.parametrize(("replications", "seed"), CHARTS)
def test_xmr_charts_signal_as_often_as_stated(replications, seed):
    found = simulated.xmr_own_limits(replications, seed)
    for n in LENGTHS:
        stated = spc.false_alarm("xmr", n)
        within_three_errors(found, f"xmr_{n}", replications, stated.value, stated.se)
        stated = spc.false_alarm("xmr_screened", n)
        within_three_errors(found, f"xmr_screened_{n}", replications, stated.value, stated.se)
        assert found[f"xmr_screened_{n}"] > found[f"xmr_{n}"]


@pytest.mark.parametrize(("replications", "seed"), CHARTS)
def test_dots_signal_as_often_as_stated(replications, seed):
    found = simulated.dots(replications, seed)
    for n in LENGTHS:
        stated = spc.false_alarm("dots", n)
        within_three_errors(found, f"dots_{n}", replications, stated.value, stated.se)


@pytest.mark.parametrize(("replications", "seed"), CHARTS)
def test_limits_from_moving_ranges_see_a_shift_that_limits_from_all_points_hide(replications, seed):
    found = simulated.xmr_after_a_shift(replications, seed)
    assert found["xmr_or_runs"] > 0.95
    assert found["naive_sd"] < 0.05 < found["xmr"]


@pytest.mark.parametrize(("replications", "seed"), CHARTS)
def test_large_denominators_ask_for_p_prime(replications, seed):
    found = simulated.shares_of_many(replications, seed)
    assert found["p_prime"] < 0.1
    assert found["naive_p"] > 0.95
