"""Planning a study: edges, refusals, and answers that must agree with each other."""

from math import inf, isnan, nan, sqrt

import numpy as np
import pytest
from scipy import integrate, special, stats
from statsmodels.stats.power import TTestIndPower, TTestPower

from evaluering.statistics import design

HUSSEY = {"clusters": [3, 3, 3, 3], "sigma": 1.0, "icc": 0.05}


@pytest.mark.parametrize("n", [3, 8.5, 20, 200])
@pytest.mark.parametrize(("sides", "alternative"), [(1, "larger"), (2, "two-sided")])
def test_two_means_have_the_power_statsmodels_finds(n, sides, alternative):
    plan = design.two_means(0.6, n=n, ratio=1.5, sides=sides)
    other = TTestIndPower().power(0.6, n, 0.05, ratio=1.5, alternative=alternative)
    assert plan.power == pytest.approx(other, abs=1e-10)


@pytest.mark.parametrize("n", [2, 5, 40])
def test_pairs_have_the_power_statsmodels_finds(n):
    assert design.paired(0.6, n=n).power == pytest.approx(TTestPower().power(0.6, n, 0.05), abs=1e-10)


@pytest.mark.parametrize(
    "planned",
    [
        lambda **given: design.two_means(sd=2.0, ratio=2.0, **given),
        lambda **given: design.two_means(cluster_size=8, icc=0.05, cluster_cv=0.4, **given),
        lambda **given: design.paired(sd=1.5, cluster_size=5, icc=0.1, **given),
        lambda **given: design.stepped_wedge(**HUSSEY, cac=0.9, **given),
        lambda **given: design.stepped_wedge([1, 1, 1], mu0=0.2, tau=0.2, gamma=0.2, **given),
    ],
)
def test_each_of_effect_n_and_power_gives_the_others_back(planned):
    power = planned(effect=0.3, n=60).power
    assert planned(effect=0.3, power=power).n == pytest.approx(60, rel=1e-7)
    assert planned(n=60, power=power).effect == pytest.approx(0.3, rel=1e-7)


def test_two_proportions_give_each_other_back():
    power = design.two_proportions(0.2, 0.4, n=60).power
    assert design.two_proportions(0.2, 0.4, power=power).n == pytest.approx(60, rel=1e-7)
    assert design.two_proportions(0.2, n=60, power=power).effect == pytest.approx(0.2, rel=1e-7)


def test_a_plan_says_what_was_found():
    assert design.two_means(1.0, n=20).solved == "power"
    assert design.two_means(1.0, power=0.8).solved == "n"
    assert design.two_means(n=20, power=0.8).solved == "effect"


def test_n_is_rounded_up_but_not_for_a_rounding_error():
    plan = design.two_means(1.0, power=0.9)
    assert (plan.whole_n, 22 < plan.n < 23) == (23.0, True)
    assert design.two_means(1.0, n=20 + 1e-12).whole_n == 20


def test_n_that_is_more_than_enough_at_its_least_stays_there():
    plan = design.paired(100.0, power=0.8)
    assert plan.n == 2
    assert plan.power > 0.8


@pytest.mark.parametrize("n", [0.5, 1])
def test_groups_of_one_have_no_power_and_say_why(n):
    plan = design.two_means(1.0, n=n)
    assert isnan(plan.power)
    assert plan.reason == "too few observations or clusters: no degrees of freedom are left"
    assert isnan(design.paired(n=n, power=0.8).effect)


def test_two_in_each_group_are_enough_for_a_power():
    assert 0.05 < design.two_means(1.0, n=2).power < 0.2


def test_one_cluster_in_each_group_has_no_power():
    plan = design.two_means(1.0, n=20, cluster_size=20, icc=0.01)
    assert isnan(plan.power)
    assert plan.reason
    assert plan.clusters == 2


def test_no_effect_is_found_as_often_as_alpha():
    assert design.two_means(0.0, n=20).power == pytest.approx(0.05, abs=1e-12)
    assert design.two_means(0.0, n=20, strict=False).power == pytest.approx(0.025, abs=1e-12)


def test_no_n_finds_an_effect_of_nothing():
    plan = design.two_means(0.0, power=0.8)
    assert isnan(plan.n)
    assert plan.effect == 0
    assert plan.power == 0.8
    assert plan.reason.startswith("no n reaches this power")
    assert isnan(plan.whole_n)


def test_with_few_clusters_no_n_in_each_is_enough():
    plan = design.stepped_wedge([1, 1, 1], 0.2, power=0.9, sigma=1.0, icc=0.3, cac=0.2)
    assert isnan(plan.n)
    assert "clusters too few" in plan.reason


def test_a_share_cannot_rise_above_one():
    plan = design.two_proportions(0.9, n=4, power=0.99)
    assert isnan(plan.effect)
    assert plan.reason == "no possible effect would be found with this power"


def test_the_effect_of_many_is_very_surely_found():
    assert design.two_means(5.0, n=10_000).power == 1.0
    assert design.paired(40.0, n=100).power == 1.0


def test_clusters_that_are_alike_and_of_one_person_change_little():
    clustered = design.two_means(0.5, n=50, cluster_size=1, icc=0.2)
    assert clustered.power == pytest.approx(design.two_means(0.5, n=50).power, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: design.two_means(1.0), "give two of effect, n and power"),
        (lambda: design.two_means(1.0, 20, 0.8), "give two of effect, n and power"),
        (lambda: design.two_means([1.0, 2.0], 20), "effect must be a number"),
        (lambda: design.two_means(1.0, [20, 30]), "n must be a positive number"),
        (lambda: design.two_means(1.0, 20, sd=None), "sd must be a positive number"),
        (lambda: design.two_means(True, 20), "effect must be a number"),
        (lambda: design.two_proportions(None, 0.5, n=20), "p1 must lie between 0 and 1"),
        (lambda: design.two_means("1", 20), "effect must be a number"),
        (lambda: design.two_means(nan, 20), "effect must be a number"),
        (lambda: design.two_means(inf, 20), "effect must be a number"),
        (lambda: design.two_means(1.0, -20), "n must be a positive number"),
        (lambda: design.two_means(1.0, nan), "n must be a positive number"),
        (lambda: design.two_means(1.0, 20, sd=0), "sd must be a positive number"),
        (lambda: design.two_means(1.0, 20, ratio=inf), "ratio must be a positive number"),
        (lambda: design.two_means(1.0, power=1.0), "power must lie between 0 and 1"),
        (lambda: design.two_means(1.0, power=0.05), "power must be more than alpha"),
        (lambda: design.two_means(1.0, 20, alpha=0), "alpha must lie between 0 and 1"),
        (lambda: design.two_means(1.0, 20, sides=3), "sides must be 1 or 2"),
        (lambda: design.two_means(1.0, 20, size=3), "no such term: size"),
        (lambda: design.two_means(1.0, 20, icc=0.1), "clustering needs both cluster_size and icc"),
        (lambda: design.two_means(1.0, 20, icc=1.1, cluster_size=5), "icc must lie from 0 to 1"),
        (lambda: design.two_means(1.0, 20, icc=0.1, cluster_size=0.5), "cluster_size must be 1 or more"),
        (lambda: design.paired(1.0, 20, cluster_size=5, icc=0.1, cluster_cv=-1), "cluster_cv must be"),
        (lambda: design.two_proportions(0.0, 0.5, n=20), "p1 must lie between 0 and 1"),
        (lambda: design.two_proportions(0.5, 1.0, n=20), "p2 must lie between 0 and 1"),
        (lambda: design.two_proportions("0.5", 0.6, n=20), "p1 must lie between 0 and 1"),
    ],
)
def test_a_plan_refuses_what_makes_no_sense(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def wedge_by_covariance(clusters, n, effect, sigma, tau, gamma):
    """The power of a stepped wedge with every matrix written out."""
    first = np.repeat(np.arange(len(clusters)), clusters)
    periods = len(clusters) + 1
    information = np.zeros((periods + 1, periods + 1))
    for row, step in enumerate(first):
        z = np.column_stack([np.eye(periods), np.arange(periods) > step])
        v = np.diag(sigma**2 / np.asarray(n)[row] + gamma**2) + tau**2
        information += z.T @ np.linalg.inv(v) @ z
    shift = abs(effect) / sqrt(np.linalg.inv(information)[-1, -1])
    z = stats.norm.ppf(0.975)
    return stats.norm.sf(z - shift) + stats.norm.cdf(-z - shift)


def test_a_stepped_wedge_is_what_the_matrices_written_out_give():
    rng = np.random.default_rng(3)
    n = rng.integers(1, 20, (7, 5))
    plan = design.stepped_wedge([2, 1, 1, 3], 0.5, n, sigma=1.2, tau=0.3, gamma=0.2, reference="normal")
    assert plan.power == pytest.approx(wedge_by_covariance([2, 1, 1, 3], n, 0.5, 1.2, 0.3, 0.2), abs=1e-12)
    assert plan.n == pytest.approx(n.mean())
    assert plan.observations == n.sum()


def test_hussey_and_hughes_closed_form():
    # I clusters, T periods, U treated cells, V by cluster and W by period squared: their formula 9.
    i, t, sigma2, tau2 = 12, 5, 1 / 10, 0.05 / 0.95
    x = np.repeat(np.triu(np.ones((4, 5)), 1), 3, axis=0)
    u, w, v = x.sum(), (x.sum(axis=0) ** 2).sum(), (x.sum(axis=1) ** 2).sum()
    below = (i * u - w) * sigma2 + (u**2 + i * t * u - t * w - i * v) * tau2
    variance = i * sigma2 * (sigma2 + t * tau2) / below
    assert design.stepped_wedge(effect=0.4, n=10, **HUSSEY).se == pytest.approx(sqrt(variance), rel=1e-12)


def test_small_wedges_use_t_with_two_fewer_than_clusters():
    t = design.stepped_wedge(effect=0.4, n=10, **HUSSEY)
    z = design.stepped_wedge(effect=0.4, n=10, reference="normal", **HUSSEY)
    assert (t.df, z.df, t.clusters) == (10, inf, 12)
    assert t.power < z.power
    assert t.se == z.se


def test_two_clusters_have_no_df_left():
    plan = design.stepped_wedge([1, 1], 0.5, 10, sigma=1.0, icc=0.05)
    assert isnan(plan.power)
    assert "degrees of freedom" in plan.reason


def test_time_and_change_cannot_be_told_apart_when_all_cross_over_at_once():
    plan = design.stepped_wedge([12], 0.5, 10, sigma=1.0, icc=0.05)
    assert isnan(plan.power)
    assert plan.reason == "the effect cannot be told apart from time in this design"


def test_a_wedge_that_was_never_measured_after_says_so():
    n = [[5, 0, 0]] * 6
    plan = design.stepped_wedge([3, 3], 0.5, n, sigma=1.0, icc=0.05)
    assert isnan(plan.power)
    assert plan.reason


@pytest.mark.parametrize(("clusters", "n"), [([], 5), ([0, 0], 5), ([1], 5), ([2, 2, 2], [0] * 6)])
def test_a_wedge_of_nothing_or_one_cluster_has_no_power(clusters, n):
    plan = design.stepped_wedge(clusters, 0.5, n, sigma=1.0, icc=0.05)
    assert isnan(plan.power)
    assert isnan(plan.design_effect)
    assert "too few observations or clusters" in plan.reason


def test_clusters_never_measured_are_not_counted():
    n = [5, 5, 5, 5, 5, 0]
    plan = design.stepped_wedge([2, 2, 2], 0.5, n, sigma=1.0, icc=0.05)
    assert (plan.clusters, plan.df, plan.n) == (5, 3, 5)


def test_the_design_effect_of_a_wedge_is_against_independent_people():
    plan = design.stepped_wedge(effect=0.4, n=10, **HUSSEY)
    independent = 4 * (1 / 0.95) / 600
    assert plan.design_effect == pytest.approx(plan.se**2 / independent, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sigma": 1.0}, "give either icc"),
        ({"sigma": 1.0, "icc": 0.1, "tau": 0.1}, "give either icc"),
        ({"sigma": 1.0, "icc": 0.1, "gamma": 0.1}, "gamma with tau"),
        ({"sigma": 1.0, "tau": 0.1, "cac": 0.9}, "cac goes with icc"),
        ({"sigma": 1.0, "icc": 1.0}, "icc must be less than 1"),
        ({"sigma": 1.0, "icc": -0.1}, "icc must lie from 0 to 1"),
        ({"sigma": 1.0, "icc": 0.1, "cac": 2}, "cac must lie from 0 to 1"),
        ({"sigma": 1.0, "tau": -0.1}, "tau must be a number, 0 or more"),
        ({"icc": 0.1}, "give either sigma"),
        ({"icc": 0.1, "sigma": 1.0, "mu0": 0.2}, "give either sigma"),
        ({"tau": 0.6, "mu0": 0.3}, "tau and gamma must leave room"),
        ({"icc": 0.1, "mu0": 0.9}, r"mu0 \+ effect must lie between 0 and 1"),
        ({"icc": 0.1, "sigma": 1.0, "reference": "z"}, "reference must be t or normal"),
        ({"icc": 0.1, "sigma": 1.0, "steps": 3}, "no such term: steps"),
        ({"icc": 0.1, "sigma": 1.0, "n": [1, 2]}, "n must be one number, one for each of 6 clusters"),
        ({"icc": 0.1, "sigma": 1.0, "n": [1, 2, 3, 4, 5, -1]}, "n must not be negative or missing"),
        ({"icc": 0.1, "sigma": 1.0, "n": [1, 2, 3, 4, 5, nan]}, "n must not be negative or missing"),
        ({"icc": 0.1, "sigma": 1.0, "n": ["1"] * 6}, "n must be numbers"),
        ({"icc": 0.1, "sigma": 1.0, "clusters": [1.5, 2]}, "clusters must be a whole number"),
        ({"icc": 0.1, "sigma": 1.0, "clusters": [-1, 2]}, "clusters must be a whole number"),
        ({"icc": 0.1, "sigma": 1.0, "baseline_periods": -1}, "baseline_periods must be a whole number"),
    ],
)
def test_a_stepped_wedge_refuses_what_makes_no_sense(given, message):
    with pytest.raises(ValueError, match=message):
        design.stepped_wedge(**{"clusters": [2, 2, 2], "effect": 0.5, "n": 5, **given})


def test_no_sizes_no_design_effect():
    found = design.design_effect([], 0.05)
    assert isnan(found.value)
    assert found.reason == "no clusters"


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.4, 1.0])
def test_the_design_effect_is_the_variance_of_a_mean_summed_out(icc):
    sizes = np.array([3, 1, 7, 4, 4])
    labels = np.repeat(np.arange(5), sizes)
    covariance = np.where(labels[:, None] == labels, icc, 0.0) + (1 - icc) * np.eye(len(labels))
    found = design.design_effect(sizes, icc)
    assert found.value == pytest.approx(covariance.sum() / len(labels), rel=1e-12)
    if icc < 1:
        best = 1 / np.linalg.inv(covariance).sum()
        assert found.weighted == pytest.approx(best * len(labels), rel=1e-12)


def test_one_cluster_counts_as_one_when_all_in_it_are_alike():
    assert design.design_effect([12], 1.0).effective_n == pytest.approx(1)


@pytest.mark.parametrize(
    ("sizes", "icc", "cv"),
    [
        (0, 0.1, 0),
        ([3, 0], 0.1, 0),
        ([3, nan], 0.1, 0),
        ("20", 0.1, 0),
        (20, -0.1, 0),
        (20, 0.1, -1),
        ([3, 4], 0.1, 0.5),
        (20, "0.1", 0),
        ([3, inf], 0.1, 0),
    ],
)
def test_a_design_effect_refuses_what_makes_no_sense(sizes, icc, cv):
    with pytest.raises(ValueError, match="must"):
        design.design_effect(sizes, icc, cv)


def test_the_smallest_effect_found_is_that_of_the_plan():
    plan = design.paired(n=40, power=0.8, sd=3.0)
    found = design.minimum_detectable_effect(plan.se, plan.df)
    assert found.effect == pytest.approx(plan.effect, rel=1e-9)
    assert found.multiple == pytest.approx(plan.effect / plan.se, rel=1e-9)


@pytest.mark.parametrize(
    ("se", "df", "power"),
    [(0, 5, 0.8), (nan, 5, 0.8), (1, 0, 0.8), (1, nan, 0.8), (1, "5", 0.8), (1, 5, 0.01)],
)
def test_the_smallest_effect_refuses_what_makes_no_sense(se, df, power):
    with pytest.raises(ValueError, match="must"):
        design.minimum_detectable_effect(se, df, power)


def agreement_by_patterns(value, prevalence, coefficient, raters):
    """The variance of one goal's contribution over every pattern of ratings, derivative by differences."""
    mixed = 2 * prevalence * (1 - prevalence)
    chance = mixed if coefficient == "ac1" else 1 - mixed
    correlation = 1 - (1 - value) * (1 - chance) / mixed
    shape = np.array([prevalence, 1 - prevalence]) * (1 - correlation) / correlation
    patterns = np.array(np.meshgrid(*[[0, 1]] * raters)).reshape(raters, -1).T

    def likelihood(pattern):
        density = stats.beta(*shape).pdf
        yes = pattern.sum()
        return integrate.quad(lambda q: q**yes * (1 - q) ** (raters - yes) * density(q), 0, 1)[0]

    shares = np.array([likelihood(pattern) for pattern in patterns])

    def statistic(shares):
        yes = patterns.sum(axis=1)
        p = shares @ yes / raters / shares.sum()
        agreeing = (special.binom(yes, 2) + special.binom(raters - yes, 2)) / special.binom(raters, 2)
        po = shares @ agreeing / shares.sum()
        pe = 2 * p * (1 - p) if coefficient == "ac1" else 1 - 2 * p * (1 - p)
        return (po - pe) / (1 - pe)

    step = 1e-6
    slopes = np.array(
        [(statistic(shares + e) - statistic(shares - e)) / 2 / step for e in step * np.eye(len(shares))]
    )
    return statistic(shares), shares @ slopes**2


@pytest.mark.parametrize("coefficient", ["kappa", "alpha", "ac1"])
@pytest.mark.parametrize("raters", [2, 3, 4])
def test_the_variance_of_agreement_is_that_over_every_pattern(coefficient, raters):
    plan = design.agreement_sample(0.7, 0.3, 0.2, coefficient, raters)
    value, variance = agreement_by_patterns(0.7, 0.3, coefficient, raters)
    assert value == pytest.approx(0.7, abs=1e-6)
    assert plan.variance == pytest.approx(variance, abs=1e-5)


@pytest.mark.parametrize("raters", [2, 3, 5])
def test_raters_who_agree_by_chance_alone_can_be_planned_for(raters):
    plan = design.agreement_sample(0.0, 0.3, 0.4, "kappa", raters)
    assert plan.observed == pytest.approx(plan.chance)
    assert plan.goals > 2


def test_the_goals_give_the_width_asked():
    plan = design.agreement_sample(0.6, 0.4, 0.25, "kappa")
    half = stats.t.ppf(0.975, plan.goals - 1) * sqrt(plan.variance / plan.goals)
    assert 2 * half == pytest.approx(0.25, rel=1e-9)


def test_three_raters_cannot_disagree_more_than_by_chance():
    plan = design.agreement_sample(-0.4, 0.5, 0.4, "kappa", 3)
    assert isnan(plan.goals)
    assert plan.reason == "no raters alike can agree so with this prevalence"


@pytest.mark.parametrize(
    "given",
    [
        (1.0, 0.5, 0.2),
        ("0.5", 0.5, 0.2),
        (nan, 0.5, 0.2),
        (0.5, 0.0, 0.2),
        (0.5, 1.0, 0.2),
        (0.5, 0.5, 0),
        (0.5, 0.5, 2.5),
        (0.5, 0.5, 0.2, "icc"),
        (0.5, 0.5, 0.2, "ac1", 1),
        (0.5, 0.5, 0.2, "ac1", 2, 1.0),
    ],
)
def test_a_sample_for_agreement_refuses_what_makes_no_sense(given):
    with pytest.raises(ValueError, match="must"):
        design.agreement_sample(*given)


@pytest.mark.parametrize("goals", [30, 60, 120])
def test_the_fewest_raters_are_enough_and_one_fewer_are_not(goals):
    found = design.fewest_raters(goals, 0.7, 0.3, 0.3)
    assert found.goals <= goals
    if found.raters > 2:
        assert design.agreement_sample(0.7, 0.3, 0.3, raters=found.raters - 1).goals > goals


def test_raters_for_no_goals_are_refused():
    with pytest.raises(ValueError, match="goals must be a whole number, 2 or more"):
        design.fewest_raters(1, 0.7, 0.3, 0.3)


def test_a_curve_is_the_plans_one_by_one():
    curve = design.curve_over_icc("two_means", effect=0.5, n=100, cluster_size=10)
    each = [design.two_means(0.5, n=100, cluster_size=10, icc=icc) for icc in design.ICCS]
    assert curve.plans == tuple(each)
    assert curve.at == design.ICCS
    assert sorted(curve.power, reverse=True) == list(curve.power)


def test_a_curve_over_n_shows_ever_smaller_effects():
    curve = design.curve_over_n("two_proportions", [20, 40, 80], p1=0.3, power=0.8)
    assert curve.n == (20, 40, 80)
    assert sorted(curve.effect, reverse=True) == list(curve.effect)


def test_an_empty_curve_is_empty():
    assert design.curve_over_n("paired", [], effect=1.0).plans == ()


def test_a_curve_refuses_a_design_it_does_not_know():
    with pytest.raises(ValueError, match="design must be one of two_means, paired"):
        design.curve_over_n("crossover", [20], effect=1.0)
