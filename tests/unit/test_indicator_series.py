"""Charts of measures: the kind by the declared form, signals worked out by hand, gaps, and chance."""

from functools import cache
from itertools import product
from math import isnan

import pytest
from scipy import stats

from evaluering.statistics import spc
from evaluering.statistics.multiplicity import signals_by_chance
from sample_network import answered, given, value

QUESTION = "indicator_series"


def months(count):
    return [f"{2020 + place // 12}-{place % 12 + 1:02d}" for place in range(count)]


def tables(form, values, sizes=100, gathering=None, lacking=(), **about):
    """One measure of one team with these numerators, month by month from January 2020."""
    rows = [
        {
            "measure": "m1",
            "month": month,
            "numerator": number,
            "denominator": None if form == "count" else sizes,
        }
        for place, (month, number) in enumerate(zip(months(len(values)), values, strict=True))
        if place not in lacking
    ]
    measure = {"measure": "m1", "team": "t1", "kind": "process", "name": "x", "form": form, "better": "up"}
    team = {"team": "t1", "network": "n1", "cohort": 1, "kind": "improvement_team", "started": "2020-01-01"}
    found = {
        "measures": given("measures", measure | about),
        "measure_series": given("measure_series", *rows),
        "teams": given("teams", team),
    }
    if gathering:
        row = {"gathering": "g1", "network": "n1", "number": 1, "start": gathering, "days": 1}
        found["gatherings"] = given("gatherings", row | {"form": "digital", "joint": "no"})
    return found


def charted(*arguments, **options):
    return answered(QUESTION, tables(*arguments, **options), measure="m1")["indicator_charts"]


def of(found, measure):
    return value(found, "charts", measure, measure="m1")


FLAT = [40, 50] * 7


@pytest.mark.parametrize(
    ("form", "values", "sizes", "kind"),
    [
        ("proportion", FLAT, 100, "p"),
        ("proportion", FLAT, 5000, "pp"),
        ("rate", FLAT, 100, "u"),
        ("count", FLAT, 100, "c"),
        ("mean", [4.5, 5.5] * 7, 100, "xmr"),
        ("proportion", FLAT[:11], 100, "run"),
    ],
)
def test_the_chart_follows_the_declared_form(form, values, sizes, kind):
    assert of(charted(form, values, sizes), "chart") == f"chart.{kind}"


def test_a_point_outside_three_sigma_is_a_signal():
    # pbar = (13 * 45 + 80) / 1400 = 0.475; 3 sigma = 3 sqrt(0.475 * 0.525 / 100) = 0.150.
    found = charted("proportion", [45] * 13 + [80])
    assert of(found, "outside") == 1
    assert of(found, "centre") == pytest.approx(0.475)
    assert value(found, "points", "upper", measure="m1", month="2021-02") == pytest.approx(0.6248, abs=1e-4)


def test_eight_points_on_one_side_of_fourteen_are_too_long_a_run():
    # round(log2 14) + 3 = 7: a run of 8 is a signal, and half above half below makes one crossing.
    found = charted("mean", [4.0, 4.1] * 3 + [6.0, 6.1] * 4)
    assert of(found, "longest_run") == 8
    assert of(found, "signal") in ("signal.runs", "signal.both")


def test_a_series_that_only_swings_has_no_signal():
    assert of(charted("proportion", [45, 46, 44, 47, 45, 43, 48] * 2), "signal") == "signal.none"


def test_a_month_without_a_value_is_a_gap_and_no_point():
    found = charted("proportion", FLAT, lacking=(3,))
    assert (of(found, "points"), of(found, "lacking")) == (13, 1)
    assert isnan(value(found, "points", "value", measure="m1", month="2020-04"))


def test_twelve_months_before_the_gathering_make_the_baseline_and_a_later_rise_stands_against_it():
    values = [40, 42] * 6 + [70] * 6
    frozen = charted("proportion", values, gathering="2021-01-10")
    own = charted("proportion", values)
    assert of(frozen, "baseline") == "baseline.declared"
    assert of(frozen, "centre") == pytest.approx(0.41)
    assert of(own, "baseline") == "baseline.own"
    assert of(own, "centre") == pytest.approx((41 * 12 + 70 * 6) / 1800)


def test_eleven_months_before_are_too_few_for_a_baseline():
    assert of(charted("proportion", FLAT, gathering="2020-12-10"), "baseline") == "baseline.own"


@pytest.mark.parametrize(
    ("better", "variation"),
    [
        ("up", "special_cause_improvement"),
        ("down", "special_cause_concern"),
        ("none", "special_cause_neutral_high"),
    ],
)
def test_the_direction_decides_whether_a_rise_is_good(better, variation):
    found = charted("proportion", [40, 42] * 6 + [70], better=better)
    assert of(found, "variation") == f"variation.{variation}"


@pytest.mark.parametrize(
    ("target", "assurance"),
    [(0.9, "consistent_fail"), (0.1, "consistent_pass"), (0.45, "inconsistent"), (None, "none")],
)
def test_the_target_is_held_against_the_limits(target, assurance):
    assert of(charted("proportion", FLAT, target=target), "assurance") == f"assurance.{assurance}"


def test_a_point_rests_on_its_own_denominator():
    found = charted("proportion", FLAT)
    (cell,) = [one for one in found.cells if one.key == "points/value@measure=m1,month=2020-01"]
    assert cell.value == pytest.approx(0.4)
    assert cell.support is not None
    assert (cell.support.n, cell.support.counted) == (100, 40)


def test_values_that_are_no_counts_get_a_run_chart_rather_than_an_error():
    assert of(charted("rate", [4.5, 5.5] * 7), "chart") == "chart.run"


@pytest.mark.parametrize("values", [[], [40], [40, 41], [40] * 14])
def test_few_or_equal_values_give_reasons_and_no_exception(values):
    found = answered(QUESTION, tables("proportion", values), measure="m1")
    assert value(found["indicator_overview"], "overview", "points") == len(values)
    for finding in found.values():
        for cell in finding.cells:
            if isinstance(cell.value, float) and isnan(cell.value):
                assert cell.reason, cell.key


def test_without_a_team_or_a_measure_no_single_point_is_given():
    assert set(sample()) == {"indicator_overview"}


@cache
def sample(**parameters):
    return answered(QUESTION, **parameters)


def test_signals_found_stand_beside_those_that_chance_alone_would_give():
    overview = sample()["indicator_overview"]
    found = value(overview, "overview", "runs_found")
    expected = value(overview, "overview", "runs_expected")
    assert 0 < expected < 98 * 0.1
    # The network's effect, the epidemic and slow improvement are more than chance.
    assert found > 3 * expected
    assert "indicator_series.may_say.more" in {said.message for said in overview.statements}


def test_the_kinds_of_measures_add_up_to_all():
    overview = sample()["indicator_overview"]
    for measure in ("measures", "points", "runs_found"):
        parts = [
            value(overview, "overview", measure, measure_kind=kind)
            for kind in ("result", "process", "balancing")
        ]
        assert sum(parts) == value(overview, "overview", measure)


def test_a_team_gets_every_one_of_its_measures_results_before_processes():
    found = sample(team="team-001")
    assert value(found["indicator_overview"], "overview", "measures") == 4
    (charts,) = [table for table in found["indicator_charts"].tables if table.id == "charts"]
    kinds = [value(found["indicator_charts"], "charts", "kind", **dict(row)) for row in charts.rows]
    assert kinds == sorted(
        kinds, key=["measure_kind.result", "measure_kind.process", "measure_kind.balancing"].index
    )


def test_the_sample_s_step_is_a_signal():
    step = sample(measure="measure-step")["indicator_charts"]
    assert value(step, "charts", "signal", measure="measure-step") == "signal.both"


def test_the_probability_of_a_point_outside_is_that_of_all_outcomes():
    drawn = spc.chart([1, 2, 0], [3, 4, 2], "p")
    centre, inside = drawn.centre[0], 0.0
    for counts in product(range(4), range(5), range(3)):
        outside = any(
            count / size < low or count / size > high
            for count, size, low, high in zip(counts, (3, 4, 2), drawn.lower, drawn.upper, strict=True)
        )
        chance = 1.0
        for count, size in zip(counts, (3, 4, 2), strict=True):
            chance *= stats.binom.pmf(count, size, centre)
        inside += 0.0 if outside else chance
    assert spc.limit_alarm(drawn, [3, 4, 2]).value == pytest.approx(1 - inside, abs=1e-12)


def test_the_probability_of_a_count_outside_is_poisson_s():
    drawn = spc.chart([4, 6, 5, 5], kind="c")
    outside = stats.poisson.sf(11, 5)
    assert spc.limit_alarm(drawn).value == pytest.approx(1 - (1 - outside) ** 4)


def test_laney_s_limits_are_taken_as_normal():
    drawn = spc.chart([10, 30, 20, 35], [100] * 4, "pp")
    assert spc.limit_alarm(drawn, [100] * 4).value == pytest.approx(1 - (1 - 2 * stats.norm.sf(3)) ** 4)


def test_a_chart_without_limits_has_no_such_probability():
    with pytest.raises(ValueError, match="kind must be one of"):
        spc.limit_alarm(spc.chart([1, 2, 3], kind="run"))


def test_denominators_must_match_the_chart():
    with pytest.raises(ValueError, match="one denominator"):
        spc.limit_alarm(spc.chart([1, 2, 0], [3, 4, 2], "p"), [3, 4])


def test_points_without_limits_count_for_nothing():
    assert spc.limit_alarm(spc.chart([0, 0], [3, 4], "p"), [3, 4]).reason


def test_signals_by_chance_are_binomial_where_probabilities_are_equal():
    found = signals_by_chance(3, [0.1] * 10)
    assert found.expected == pytest.approx(1)
    assert found.p == pytest.approx(stats.binom.sf(2, 10, 0.1))


def test_signals_by_chance_of_unequal_looks_count_every_outcome():
    chances = (0.1, 0.5, 0.3)
    total = sum(
        (chances[0] if a else 0.9) * (chances[1] if b else 0.5) * (chances[2] if c else 0.7)
        for a, b, c in product((0, 1), repeat=3)
        if a + b + c >= 2
    )
    assert signals_by_chance(2, chances).p == pytest.approx(total)


def test_no_look_has_no_probability():
    assert isnan(signals_by_chance(0, []).p)


@pytest.mark.parametrize(("found", "chances"), [(2, [0.1]), (0, [1.5])])
def test_impossible_looks_are_refused(found, chances):
    with pytest.raises(ValueError, match=r"found|probabilities"):
        signals_by_chance(found, chances)
