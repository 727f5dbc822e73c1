"""What must hold of every plan, whatever its numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.statistics import design

effects = st.floats(0.05, 2)
sizes = st.integers(3, 400)
iccs = st.floats(0, 0.5)
shares = st.floats(0.05, 0.95)


@given(effects, sizes, st.booleans())
def test_power_does_not_ask_which_way(effect, n, strict):
    up, down = (design.two_means(sign * effect, n, strict=strict) for sign in (1, -1))
    assert up.power == down.power


@given(effects, sizes)
def test_swapping_groups_changes_nothing(effect, n):
    one, other = design.two_means(effect, n, ratio=2.0), design.two_means(effect, 2 * n, ratio=0.5)
    assert one.power == pytest.approx(other.power, abs=1e-12)


@given(shares, shares, sizes)
def test_swapping_shares_or_yes_and_no_changes_nothing(p1, p2, n):
    power = design.two_proportions(p1, p2, n).power
    assert design.two_proportions(p2, p1, n).power == pytest.approx(power, abs=1e-10)
    assert design.two_proportions(1 - p1, 1 - p2, n).power == pytest.approx(power, abs=1e-10)


@given(effects, sizes, st.floats(0.01, 100))
def test_the_unit_of_the_outcome_does_not_matter(effect, n, unit):
    plain, scaled = design.paired(effect, n), design.paired(unit * effect, n, sd=unit)
    assert scaled.power == pytest.approx(plain.power, abs=1e-9)
    assert scaled.se == pytest.approx(unit * plain.se)


@given(effects, sizes, iccs)
def test_power_rises_with_n_and_effect_and_falls_with_icc(effect, n, icc):
    power = design.paired(effect, n=4.0 * n, cluster_size=4, icc=icc).power
    assert design.paired(effect, n=8.0 * n, cluster_size=4, icc=icc).power >= power - 1e-9
    assert design.paired(effect * 1.5, n=4.0 * n, cluster_size=4, icc=icc).power >= power - 1e-9
    assert design.paired(effect, n=4.0 * n, cluster_size=4, icc=icc + 0.1).power <= power + 1e-9


@given(effects, sizes, st.floats(0.001, 0.2))
def test_power_is_a_probability_and_never_below_alpha(effect, n, alpha):
    plan = design.two_means(effect, n, alpha=alpha)
    assert alpha - 1e-9 <= plan.power <= 1


@given(effects, st.floats(0.2, 0.99))
def test_the_n_found_has_the_power_asked(effect, power):
    plan = design.two_means(effect, power=power)
    assert plan.power >= power - 1e-8
    assert design.two_means(effect, plan.n).power == pytest.approx(plan.power, abs=1e-9)


@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=5),
    st.floats(0, 0.5),
    st.floats(0, 1),
    st.integers(1, 50),
    st.floats(0.01, 50),
)
def test_a_wedge_does_not_ask_for_the_unit_or_the_way(clusters, icc, cac, n, unit):
    plain = design.stepped_wedge(clusters, 0.5, n, sigma=1.0, icc=icc, cac=cac, reference="normal")
    scaled = design.stepped_wedge(clusters, -0.5 * unit, n, sigma=unit, icc=icc, cac=cac, reference="normal")
    assert scaled.power == pytest.approx(plain.power, abs=1e-9)
    assert scaled.se == pytest.approx(unit * plain.se)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.floats(0, 0.5), st.integers(1, 50))
def test_one_n_is_the_same_n_everywhere(clusters, icc, n):
    given = {"sigma": 1.0, "icc": icc, "reference": "normal"}
    one = design.stepped_wedge(clusters, 0.5, n, **given)
    each = design.stepped_wedge(clusters, 0.5, [n] * sum(clusters), **given)
    assert one.se == pytest.approx(each.se)
    assert one.observations == each.observations


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.floats(0, 0.5))
def test_a_mean_over_exposure_times_is_never_surer_than_one_effect(clusters, icc):
    one, mean = (
        design.stepped_wedge(clusters, 0.5, 10, sigma=1.0, icc=icc, by_exposure=by, reference="normal")
        for by in (False, True)
    )
    assert mean.se >= one.se * (1 - 1e-9)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.floats(0, 1))
def test_unequal_clusters_never_cost_less_and_weights_never_cost_more(sizes, icc):
    found = design.design_effect(sizes, icc)
    assert found.value >= found.equal - 1e-9
    assert found.weighted <= found.value + 1e-9
    assert found.value >= 1 - 1e-9
    assert found.value == pytest.approx(design.design_effect(found.mean_size, icc, found.cv).value)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_clusters_does_not_matter(sizes, random):
    mixed = random.sample(sizes, len(sizes))
    assert design.design_effect(mixed, 0.1).value == pytest.approx(design.design_effect(sizes, 0.1).value)


@given(st.floats(0.01, 10), st.floats(1, 500), st.floats(0.1, 0.99))
def test_the_smallest_effect_scales_with_its_standard_error(se, df, power):
    found = design.minimum_detectable_effect(se, df, power)
    assert found.effect == pytest.approx(found.multiple * se)
    assert found.power == pytest.approx(power, abs=1e-9)


@given(
    st.floats(0.1, 0.9), st.floats(0.2, 0.8), st.integers(2, 8), st.sampled_from(["kappa", "alpha", "ac1"])
)
def test_a_narrower_interval_asks_for_more_goals(value, prevalence, raters, coefficient):
    wide = design.agreement_sample(value, prevalence, 0.4, coefficient, raters)
    narrow = design.agreement_sample(value, prevalence, 0.2, coefficient, raters)
    assert not narrow.goals < wide.goals


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.sampled_from(["kappa", "alpha", "ac1"]))
def test_what_counts_as_yes_does_not_matter(value, prevalence, coefficient):
    yes = design.agreement_sample(value, prevalence, 0.3, coefficient)
    no = design.agreement_sample(value, 1 - prevalence, 0.3, coefficient)
    assert no.goals == pytest.approx(yes.goals, nan_ok=True)
