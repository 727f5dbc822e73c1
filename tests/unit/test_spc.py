"""Run charts, control charts and dots: edges, refusals, and counting every sequence."""

from itertools import combinations, groupby, product
from math import comb, isnan, nan

import numpy as np
import pytest

from evaluering.statistics import spc
from evaluering.vocabulary import Unit

KINDS = ("run", "xmr", "mr", "p", "pp", "u", "up", "c", "g", "t")
DIVIDED = ("p", "pp", "u", "up")


def drawn(kind, y, **options):
    """A chart of a kind, with denominators of 10 where it has some."""
    return spc.chart(y, [10] * len(y) if kind in DIVIDED else None, kind, **options)


def signals(sequence, rule):
    """Anhøj's rules, told in the plainest way."""
    lengths = [len(list(run)) for _, run in groupby(sequence)]
    limits = spc.run_limits(len(sequence))
    found = {
        "long_run": max(lengths) > limits.longest_run_max,
        "few_crossings": len(lengths) - 1 < limits.n_crossings_min,
    }
    return any(found.values()) if rule == "either" else found[rule]


# Series too short or too even for limits


@pytest.mark.parametrize("kind", KINDS)
def test_no_points_give_a_chart_without_lines(kind):
    chart = drawn(kind, [])
    assert (chart.y, chart.lower, chart.n, chart.missing, chart.signal) == ((), (), 0, 0, False)
    assert chart.phases[0].reason == "no points to set a centre line from"


@pytest.mark.parametrize("kind", KINDS)
def test_points_that_are_all_missing_give_a_chart_without_lines(kind):
    chart = drawn(kind, [nan, None, nan])
    assert chart.n == 0
    assert chart.missing == (2 if kind == "mr" else 3)
    assert all(isnan(value) for value in chart.centre + chart.lower + chart.upper)
    assert not chart.signal
    assert chart.phases[0].runs.reason


@pytest.mark.parametrize("kind", ["xmr", "t", "pp", "up"])
def test_one_point_has_no_moving_range(kind):
    chart = drawn(kind, [4])
    assert isnan(chart.upper[0])
    assert not isnan(chart.centre[0])
    assert chart.phases[0].reason == "no two points in a row to take a moving range from"


def test_two_points_are_enough_for_an_xmr_chart():
    chart = spc.chart([1, 3], kind="xmr")
    assert chart.centre == (2.0, 2.0)
    assert chart.upper[0] == pytest.approx(2 + 3 * 2 / 1.128)


@pytest.mark.parametrize("kind", ["run", "xmr", "mr", "t"])
def test_points_that_are_all_equal_signal_nothing(kind):
    # The mean of ten values 0.1 is not 0.1; no point may lie below a line it lies on.
    chart = drawn(kind, [0.1] * 10)
    assert not chart.signal
    assert chart.n_useful == 0
    assert all(isnan(value) for value in chart.upper)
    assert (chart.phases[0].reason == "the points that set the limits do not vary") == (kind != "run")


@pytest.mark.parametrize("kind", ["p", "pp", "u", "up", "c", "g"])
def test_no_events_at_all_give_no_limits(kind):
    chart = drawn(kind, [0] * 12)
    assert isnan(chart.upper[0])
    assert chart.phases[0].reason == "the points that set the limits do not vary"


def test_events_in_everyone_give_no_limits():
    assert isnan(spc.chart([5, 7], [5, 7], "p").lower[0])


def test_a_series_of_five_is_drawn_and_too_short_to_signal():
    chart = spc.chart([1, 2, 3, 4, 5])
    assert chart.n_useful == 4
    assert not chart.signal
    assert isnan(chart.upper[0])


# Gaps, exclusions, baselines and phases


def test_a_missing_point_is_a_gap_that_no_moving_range_reaches_across():
    chart = spc.chart([1, 2, None, 9, 10], kind="xmr")
    assert chart.upper[0] - chart.centre[0] == pytest.approx(3 * 1 / 1.128)
    assert (chart.n, chart.missing) == (4, 1)


def test_a_missing_point_breaks_no_run():
    assert spc.anhoej([1, 1, nan, 1, -1], 0).longest_run == 3


def test_a_share_of_no_one_is_missing():
    chart = spc.chart([3, 0, 4], [10, 0, 10], "p")
    assert isnan(chart.y[1])
    assert isnan(chart.upper[1])
    assert chart.missing == 1
    assert chart.centre[0] == pytest.approx(7 / 20)


def test_an_excluded_point_is_drawn_and_signals_but_sets_no_lines():
    with_outlier = spc.chart([5, 6, 5, 30, 6, 5, 6], kind="xmr", exclude=[4])
    without = spc.chart([5, 6, 5, 6, 5, 6], kind="xmr")
    assert with_outlier.upper[0] == without.upper[0]
    assert with_outlier.sigma_signals == (4,)
    assert with_outlier.excluded == (4,)
    assert with_outlier.y[3] == 30


def test_a_frozen_baseline_sets_the_lines_for_all_points():
    chart = spc.chart([1, 2, 1, 2, 9, 9], kind="xmr", freeze=4)
    assert chart.centre == (1.5,) * 6
    assert chart.sigma_signals == (5, 6)
    assert chart.phases[0].n_baseline == 4


def test_a_baseline_still_in_the_making_is_all_points_so_far():
    assert spc.chart([1, 2, 4], kind="xmr", freeze=12) == spc.chart([1, 2, 4], kind="xmr")


def test_phases_have_lines_of_their_own():
    chart = spc.chart([1, 2, 1, 11, 12, 11], kind="xmr", split=3)
    assert [(phase.first, phase.last) for phase in chart.phases] == [(1, 3), (4, 6)]
    assert chart.centre[:3] == spc.chart([1, 2, 1], kind="xmr").centre
    assert chart.upper[3:] == spc.chart([11, 12, 11], kind="xmr").upper


def test_several_splits_make_several_phases():
    assert len(spc.chart(range(12), split=[8, 4]).phases) == 3


def test_positions_may_come_as_an_array():
    chart = spc.chart(range(12), split=np.array([4]), exclude=np.array([1]))
    assert chart.excluded == (1,)
    assert len(chart.phases) == 2


# Kinds of charts


@pytest.mark.parametrize("kind", ["p", "pp", "u", "up", "c", "g", "t"])
def test_where_the_limit_would_fall_below_zero_there_is_no_lower_limit(kind):
    chart = drawn(kind, [1, 2, 9, 1, 9, 2])
    assert chart.lower[0] == 0
    assert chart.no_lower[0]


def test_an_xmr_chart_may_have_a_lower_limit_below_zero():
    chart = spc.chart([1, -2, 1, -3], kind="xmr")
    assert chart.lower[0] < 0
    assert not any(chart.no_lower)


def test_a_p_chart_ends_at_one():
    chart = spc.chart([9, 10, 8, 10], [10] * 4, "p")
    assert chart.upper[0] == 1
    assert chart.no_upper[0]


def test_a_sigma_z_below_one_is_reported_and_narrows_nothing():
    y, n = [50, 51, 50, 51, 50, 51], [100] * 6
    laney, plain = spc.chart(y, n, "pp"), spc.chart(y, n, "p")
    assert laney.phases[0].sigma_z < 1
    assert laney.upper == plain.upper


def test_a_sigma_z_above_one_widens():
    y, n = [300, 500, 350, 520, 310, 480], [1000] * 6
    laney, plain = spc.chart(y, n, "pp"), spc.chart(y, n, "p")
    ratio = (laney.upper[0] - laney.centre[0]) / (plain.upper[0] - plain.centre[0])
    assert ratio == pytest.approx(laney.phases[0].sigma_z)


def test_runs_of_moving_ranges_are_not_judged():
    chart = spc.chart([1, 2, 3, 4, 5, 6, 7, 9, 8, 12], kind="mr")
    assert not chart.phases[0].runs.signal
    assert "share points" in chart.phases[0].runs.reason
    assert isnan(chart.y[0])
    assert (chart.n, chart.missing) == (9, 0)


def test_a_run_chart_may_be_of_shares():
    chart = spc.chart([1, 2, 6], [10, 10, 20], "run")
    assert chart.y == (0.1, 0.2, 0.3)
    assert chart.centre[0] == 0.2


def test_a_chart_says_what_it_is():
    chart = spc.chart([1, 2, 3], kind="xmr", screened=True)
    assert (chart.kind, chart.method, chart.screened) == ("xmr", "spc.xmr.screened", True)
    assert "Montgomery" in chart.source
    assert "Nelson" in chart.source


@pytest.mark.parametrize(
    ("y", "options", "message"),
    [
        ([1, 2], {"kind": "x"}, "kind must be one of"),
        (["1", "2"], {}, "y must be numbers"),
        ([1, float("inf")], {}, "y must be finite"),
        ([[1, 2]], {}, "one dimension"),
        ([1, 2], {"kind": "p"}, "needs n"),
        ([1, 2], {"kind": "c", "n": [1, 2]}, "leave n out"),
        ([1, 2], {"kind": "p", "n": [3]}, "one denominator for each of 2"),
        ([4, 2], {"kind": "p", "n": [3, 3]}, "at least as large"),
        ([1, 2], {"kind": "p", "n": [3.5, 3]}, "whole denominators"),
        ([1, 2], {"kind": "u", "n": [-3, 3]}, "must not be negative"),
        ([1, 2], {"kind": "u", "n": [0, 3]}, "must be 0 or missing where n is 0"),
        ([-1, 2], {"kind": "c"}, "whole numbers, 0 or more"),
        ([1.5, 2], {"kind": "g"}, "whole numbers, 0 or more"),
        ([0, 2], {"kind": "t"}, "use a g chart"),
        ([1, 2], {"screened": True}, "moving ranges are screened"),
        ([1, 2, 3], {"freeze": 2, "split": 1}, "freeze or split, not both"),
        ([1, 2], {"freeze": 0}, "freeze must be a whole number"),
        ([1, 2], {"freeze": 1.5}, "freeze must be a whole number"),
        ([1, 2], {"split": 2}, "split must number points from 1 to 1"),
        ([1, 2], {"split": "1"}, "split must be a whole number"),
        ([1, 2], {"exclude": [3]}, "exclude must number points from 1 to 2"),
        ([1, 2], {"exclude": [None]}, "exclude must number points"),
        ([1, 2], {"exclude": [1, 1]}, "names a point twice"),
    ],
)
def test_a_chart_refuses_wrong_use_in_plain_words(y, options, message):
    with pytest.raises(ValueError, match=message):
        spc.chart(y, **options)


# Anhøj's rules


def test_no_points_have_no_runs():
    runs = spc.anhoej([], 0)
    assert isnan(runs.longest_run)
    assert not runs.signal
    assert runs.reason == "no point lies off the centre line"


def test_points_that_all_lie_on_the_line_have_no_runs():
    runs = spc.anhoej([2, 2, 2], 2)
    assert (runs.n, runs.n_useful) == (3, 0)
    assert isnan(runs.false_alarm)


def test_a_signal_is_above_the_limit_and_never_at_it():
    limit = spc.run_limits(24).longest_run_max
    rest = [(-1) ** position for position in range(1, 25)]
    at, above = [1] * limit + rest[: 24 - limit], [1] * (limit + 1) + rest[: 23 - limit]
    assert not spc.anhoej(at, 0).long_run
    assert spc.anhoej(above, 0).long_run


def test_the_line_may_move():
    assert spc.anhoej([1, 5, 1, 5], [0, 6, 0, 6]).n_crossings == 3


@pytest.mark.parametrize(
    ("y", "centre", "message"),
    [
        (["a"], 0, "y must be numbers"),
        ([1, 2], [0, 0, 0], "one number, or one for each of 2 points"),
        ([1, 2], nan, "centre must not have missing"),
        ([1, 2], "0", "centre must be numbers"),
    ],
)
def test_runs_refuse_wrong_use(y, centre, message):
    with pytest.raises(ValueError, match=message):
        spc.anhoej(y, centre)


@pytest.mark.parametrize("n", [0, -1, 2.5, "10", True])
def test_limits_need_a_number_of_points(n):
    with pytest.raises(ValueError, match="n must be a whole number"):
        spc.run_limits(n)


# False alarms


@pytest.mark.parametrize("n", range(1, 13))
@pytest.mark.parametrize("kind", ["either", "long_run", "few_crossings"])
def test_false_alarms_about_a_fixed_line_equal_the_count_of_all_sequences(kind, n):
    alarms = sum(signals(sequence, kind) for sequence in product((0, 1), repeat=n))
    assert spc.false_alarm(kind, n).value == pytest.approx(alarms / 2**n, abs=1e-15)


@pytest.mark.parametrize("n", [14, 16])
def test_false_alarms_of_longer_series_equal_the_count_too(n):
    alarms = sum(
        signals(sequence, "either")
        for sequence in product((0, 1), repeat=n - 1)
        for sequence in [(0, *sequence)]
    )
    assert spc.false_alarm("either", n).value == pytest.approx(alarms / 2 ** (n - 1), abs=1e-15)


@pytest.mark.parametrize("n", [2, 4, 6, 8, 10, 12, 14, 16])
@pytest.mark.parametrize("kind", ["either", "long_run", "few_crossings"])
def test_false_alarms_about_the_own_median_equal_the_count_of_all_orders(kind, n):
    orders = (
        [position in above for position in range(n)] for above in map(set, combinations(range(n), n // 2))
    )
    alarms = sum(signals(order, kind) for order in orders)
    found = spc.false_alarm(kind, n, "median").value
    assert found == pytest.approx(alarms / comb(n, n // 2), abs=1e-15)


def test_about_the_own_median_chance_signals_less_often():
    for n in (12, 24, 36, 60):
        assert spc.false_alarm("either", n, "median").value < spc.false_alarm("either", n).value


def test_an_odd_number_about_the_own_median_is_undefined():
    estimate = spc.false_alarm("either", 11, "median")
    assert isnan(estimate.value)
    assert "even number" in estimate.reason


def test_an_exact_probability_says_so():
    estimate = spc.false_alarm("either", 24)
    assert (estimate.se, estimate.unit, estimate.n) == (0.0, Unit.PROBABILITY, 24)
    assert estimate.low == estimate.value == estimate.high


def test_a_simulated_probability_repeats_and_carries_its_error():
    first, second = spc.false_alarm("xmr", 12), spc.false_alarm("xmr", 12)
    assert first == second
    assert first.se == pytest.approx((first.value * (1 - first.value) / 20_000) ** 0.5)
    assert first.low < first.value < first.high


def test_more_rules_signal_more_often():
    assert spc.false_alarm("xmr_runs", 24).value > spc.false_alarm("xmr", 24).value
    assert spc.false_alarm("xmr_screened", 24).value > spc.false_alarm("xmr", 24).value
    assert spc.false_alarm("dots", 24).value > spc.false_alarm("xmr_runs", 24).value


@pytest.mark.parametrize("kind", ["xmr", "xmr_screened", "xmr_runs", "dots"])
def test_one_point_has_no_simulated_probability(kind):
    assert spc.false_alarm(kind, 1).reason == "limits need two points"


@pytest.mark.parametrize("kind", ["xmr", "xmr_screened", "xmr_runs", "dots"])
def test_the_shortest_series_can_be_simulated(kind):
    assert spc.false_alarm(kind, 2).value == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("p", 12), "kind must be one of"),
        (("either", 0), "n must be a whole number, 1 or more"),
        (("either", 12, "mean"), "centre must be fixed or median"),
        (("xmr", 12, "median"), "about a mean"),
    ],
)
def test_false_alarms_refuse_what_is_not_offered(arguments, message):
    with pytest.raises(ValueError, match=message):
        spc.false_alarm(*arguments)


# Plot the dots


def test_six_rises_in_a_row_are_a_trend_and_five_are_not():
    assert "trend_up" in spc.plot_the_dots([5, 1, 2, 3, 4, 5, 6, 7, 1, 6], "up").special_cause
    assert "trend_up" not in spc.plot_the_dots([5, 1, 2, 3, 4, 5, 6, 1, 6], "up").special_cause


def test_a_tie_ends_a_trend():
    assert "trend_up" not in spc.plot_the_dots([5, 1, 2, 3, 4, 4, 5, 6, 1, 6], "up").special_cause


def test_another_set_of_rules_calls_six_points_a_trend_and_eight_a_shift():
    rising = [5, 1, 2, 3, 4, 5, 6, 1, 6]
    dots = spc.plot_the_dots(rising, "up", rules="trend_6_shift_8")
    assert dots.special_cause[1:7] == ("trend_up",) * 6
    assert dots.method == "spc.dots.trend_6_shift_8"
    above = [10, 0] * 5 + [7, 8, 7, 8, 7, 8, 7]
    assert spc.plot_the_dots(above, "up").special_cause[-1] == "shift_above"
    assert spc.plot_the_dots(above, "up", rules="trend_6_shift_8").special_cause[-1] == "common"


def test_a_point_outside_the_limits_comes_before_every_other_rule():
    y = [10, 11, 9, 10, 12, 10, 9, 11, 10, 9, 11, 10, 13, 14, 15, 16, 17, 18, 40]
    assert spc.plot_the_dots(y, "up", freeze=12).special_cause[-1] == "outside_above"


def test_the_better_way_decides_between_improvement_and_concern():
    y = [10, 11, 9, 10, 12, 10, 9, 11, 10, 30]
    types = [spc.plot_the_dots(y, better, freeze=9).variation for better in ("up", "down", "none")]
    assert types == ["special_cause_improvement", "special_cause_concern", "special_cause_neutral_high"]


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("up", 100, "consistent_fail"),
        ("up", -100, "consistent_pass"),
        ("down", 100, "consistent_pass"),
        ("down", -100, "consistent_fail"),
        ("up", 10, "inconsistent"),
        ("none", 100, ""),
        ("up", None, ""),
    ],
)
def test_assurance_compares_the_target_with_the_limits(better, target, assurance):
    assert spc.plot_the_dots([10, 11, 9, 10, 12], better, target).assurance == assurance


def test_assurance_rests_on_the_last_phase():
    y = [10, 11, 9, 10, 30, 31, 29, 30]
    assert spc.plot_the_dots(y, "up", 20).assurance == "inconsistent"
    assert spc.plot_the_dots(y, "up", 20, split=4).assurance == "consistent_pass"


def test_rules_do_not_reach_across_phases():
    y = [1, 2, 1, 2, 5, 6, 7, 8, 9, 10, 9]
    assert "trend_up" in spc.plot_the_dots(y, "up").special_cause
    assert "trend_up" not in spc.plot_the_dots(y, "up", split=6).special_cause


def test_a_missing_dot_is_passed_over():
    dots = spc.plot_the_dots([5, 1, 2, None, 3, 4, 5, 6, 7, 1, 6, None], "up")
    assert (dots.special_cause[3], dots.point_type[3]) == ("", "")
    assert dots.special_cause[4] == "trend_up"
    assert dots.variation == dots.point_type[-2]
    assert (dots.n, dots.missing) == (10, 2)


@pytest.mark.parametrize("y", [[], [None, nan], [3], [0.1] * 10, [1, None, 2]])
def test_dots_without_limits_are_called_nothing(y):
    dots = spc.plot_the_dots(y, "up", 2)
    assert set(dots.special_cause) <= {""}
    assert set(dots.point_type) <= {""}
    assert (dots.variation, dots.assurance) == ("", "")
    assert dots.reason


@pytest.mark.parametrize(
    ("y", "better", "options", "message"),
    [
        ([1, 2], "more", {}, "better must be one of up, down, none"),
        ([1, 2], "up", {"rules": "western"}, "rules must be one of"),
        ([1, 2], "up", {"target": nan}, "target must not have missing"),
        ([1, 2], "up", {"target": "3"}, "target must be numbers"),
        (["a", 2], "up", {}, "y must be numbers"),
        ([1, 2, 3], "up", {"freeze": 2, "split": 1}, "not both"),
    ],
)
def test_dots_refuse_wrong_use(y, better, options, message):
    with pytest.raises(ValueError, match=message):
        spc.plot_the_dots(y, better, **options)
