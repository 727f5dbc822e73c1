"""What holds for every series: mirrored, moved, stretched, and cut short."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.statistics import spc

WHOLE = st.integers(min_value=-50, max_value=50)
SERIES = st.lists(st.one_of(WHOLE, st.none()), min_size=1, max_size=40)
COUNTS = st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=40)
WAYS = {"_above": "_below", "_up": "_down"}


def negative(y):
    return [None if value is None else -value for value in y]


def moved(y, factor, by):
    return [None if value is None else factor * value + by for value in y]


def mirrored(cause):
    for one, other in WAYS.items():
        cause = cause.replace(one, "*").replace(other, one).replace("*", other)
    return cause


def close(found, wanted):
    assert list(found) == pytest.approx(list(wanted), rel=1e-9, abs=1e-9, nan_ok=True)


@given(SERIES, st.booleans())
def test_a_mirrored_xmr_chart_has_mirrored_limits_and_the_same_signals(y, screened):
    chart, mirror = (spc.chart(one, kind="xmr", screened=screened) for one in (y, negative(y)))
    close(mirror.lower, [-value for value in chart.upper])
    assert mirror.sigma_signals == chart.sigma_signals
    assert repr([phase.runs for phase in mirror.phases]) == repr([phase.runs for phase in chart.phases])


@given(SERIES, st.sampled_from([0.1, 0.3, 3.0, 1e6]), st.sampled_from([0.0, 0.7, -1e3]))
def test_another_unit_of_measurement_changes_no_signal(y, factor, by):
    for kind in ("run", "xmr"):
        chart, other = (spc.chart(one, kind=kind) for one in (y, moved(y, factor, by)))
        assert other.sigma_signals == chart.sigma_signals
        assert repr([phase.runs for phase in other.phases]) == repr([phase.runs for phase in chart.phases])


@given(SERIES)
def test_the_dots_of_a_mirrored_series_are_mirrored(y):
    dots, mirror = spc.plot_the_dots(y, "up"), spc.plot_the_dots(negative(y), "down")
    assert mirror.point_type == dots.point_type
    assert mirror.special_cause == tuple(map(mirrored, dots.special_cause))


@given(SERIES)
def test_runs_do_not_care_for_the_direction_of_time(y):
    assert repr(spc.anhoej(y[::-1], 0)) == repr(spc.anhoej(y, 0))


@given(SERIES)
def test_useful_points_are_what_is_left_of_all(y):
    runs = spc.anhoej(y, 0)
    assert runs.n + runs.missing == len(y)
    assert runs.n_useful == sum(value not in (None, 0) for value in y)


@given(COUNTS, st.sampled_from(["c", "g", "u", "up", "p", "pp", "mr"]))
def test_limits_hold_the_centre_between_them_and_stay_on_the_scale(y, kind):
    chart = spc.chart(y, [30] * len(y) if kind in ("u", "up", "p", "pp") else None, kind)
    for lower, centre, upper in zip(chart.lower, chart.centre, chart.upper, strict=True):
        if not math.isnan(upper):
            assert 0 <= lower <= centre <= upper
            assert upper <= 1 or kind not in ("p", "pp")


@given(COUNTS, st.integers(min_value=1, max_value=39))
def test_phases_are_charts_of_their_own(y, cut):
    if cut >= len(y):
        return
    chart = spc.chart(y, kind="c", split=cut)
    parts = spc.chart(y[:cut], kind="c"), spc.chart(y[cut:], kind="c")
    close(chart.upper, parts[0].upper + parts[1].upper)
    assert chart.sigma_signals == parts[0].sigma_signals + tuple(p + cut for p in parts[1].sigma_signals)


@given(COUNTS)
def test_laney_limits_are_never_narrower(y):
    size = [30] * len(y)
    for plain, wide in (("p", "pp"), ("u", "up")):
        narrow, widened = spc.chart(y, size, plain), spc.chart(y, size, wide)
        for one, other in zip(narrow.upper, widened.upper, strict=True):
            assert math.isnan(other) or other >= one - 1e-12


@given(st.integers(min_value=1, max_value=300))
def test_false_alarms_are_probabilities_and_either_is_at_least_each(n):
    either, run, few = (spc.false_alarm(kind, n).value for kind in ("either", "long_run", "few_crossings"))
    assert max(run, few) - 1e-12 <= either <= run + few + 1e-12
    assert 0 <= few < 0.05
