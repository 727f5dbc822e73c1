"""Intervals of shares and rates cover as often as they say; the naive ways beside them do not."""

import proportions_simulations as simulated
import pytest

SUMMED = [pytest.param(91, 1), pytest.param(901, 1, marks=pytest.mark.long)]
"""Sums over all outcomes, at so many true values: exact, so that no error is allowed for."""
DRAWN = [pytest.param(300, 1), pytest.param(10_000, 1, marks=pytest.mark.long)]
COARSE = [pytest.param(15, 1), pytest.param(41, 1, marks=pytest.mark.long)]


def at_least(found, name, wanted):
    """Whether a rate is not below what is wanted, by three Monte Carlo errors of that."""
    error = found[f"{name}_se"]
    assert found[name] >= wanted - 3 * error, f"{name}: {found[name]}"


def fails(found, name, wanted):
    assert found[name] + 3 * found[f"{name}_se"] < wanted, f"{name}: {found[name]}"


@pytest.mark.parametrize(("points", "seed"), SUMMED)
def test_wilson_covers_95_percent_on_average_and_the_exact_interval_always(points, seed):
    found = simulated.one_share(points, seed)
    for n in simulated.SIZES:
        assert 0.945 <= found[f"wilson_{n}_mean"] <= 0.965
        assert found[f"exact_{n}_min"] >= 0.95
        assert found[f"wilson_cc_{n}_min"] >= 0.95
        assert found[f"naive_{n}_min"] < 0.85
    assert found["wilson_10_min"] > 0.89
    assert min(found["wilson_30_min"], found["wilson_65_min"]) > 0.91


def test_at_every_twentieth_wilson_covers_91_percent_at_least():
    found = simulated.one_share(19, 1)
    assert min(found[f"wilson_{n}_min"] for n in simulated.SIZES) >= 0.91


@pytest.mark.parametrize(("points", "seed"), SUMMED)
def test_garwood_always_covers_95_percent(points, seed):
    found = simulated.one_rate(points, seed)
    assert found["garwood_min"] >= 0.95
    assert [round(found[f"garwood_{count}"], 3) for count in (3, 11, 30)] == [0.988, 0.967, 0.956]
    assert found["naive_min"] < 0.9


@pytest.mark.parametrize(("points", "seed"), COARSE)
def test_the_exact_ratio_of_rates_always_covers_95_percent(points, seed):
    assert simulated.two_rates(points, seed)["conditional_min"] >= 0.95


@pytest.mark.parametrize(("points", "seed"), COARSE)
def test_score_intervals_of_a_difference_cover_and_the_textbook_one_does_not(points, seed):
    found = simulated.two_shares(points, seed)
    for name in ("newcombe", "miettinen_nurminen", "mee"):
        assert 0.945 <= found[f"{name}_mean"] <= 0.965
        assert found[f"{name}_min"] > 0.9
    assert found["naive_min"] < 0.85


@pytest.mark.parametrize(("points", "seed"), [(8, 1), pytest.param(24, 1, marks=pytest.mark.long)])
def test_tango_covers_and_the_textbook_interval_does_not(points, seed):
    found = simulated.same_persons(points, seed)
    assert 0.945 <= found["tango_mean"] <= 0.965
    assert found["tango_min"] > 0.93
    assert found["naive_min"] < 0.85


@pytest.mark.parametrize(("points", "seed"), [(8, 1), pytest.param(15, 1, marks=pytest.mark.long)])
def test_goodman_holds_three_shares_at_once_and_three_wilson_intervals_do_not(points, seed):
    found = simulated.three_shares(points, seed)
    assert found["goodman_mean"] >= 0.95
    assert found["goodman_min"] > 0.93
    assert found["naive_mean"] < 0.9


@pytest.mark.long
def test_sison_glaz_of_three_shares_covers_far_too_seldom_and_is_refused():
    assert simulated.sison_glaz_of_three(9, 1)["sison_glaz_mean"] < 0.9


@pytest.mark.long
def test_seven_shares_are_held_at_once():
    found = simulated.seven_shares(200, 1)
    at_least(found, "goodman", 0.95)
    # A little less than it says, for its shares should be alike.
    at_least(found, "sison_glaz", 0.92)


def test_in_a_small_population_the_corrected_interval_covers_and_is_narrower():
    found = simulated.small_population(1, 1)
    assert found["corrected_mean"] >= 0.945
    assert found["corrected_min"] > 0.91
    assert found["width"] < 0.6
    assert found["naive_min"] > 0.99


@pytest.mark.parametrize(("replications", "seed"), DRAWN)
def test_a_clustered_share_is_covered_and_wilson_s_interval_of_it_is_too_narrow(replications, seed):
    found = simulated.clustered_share(replications, seed)
    for clusters in (6, 12, 61):
        at_least(found, f"logit_{clusters}", 0.94)
        at_least(found, f"korn_graubard_{clusters}", 0.94)
        fails(found, f"naive_{clusters}", 0.92)


@pytest.mark.parametrize(("replications", "seed"), DRAWN)
def test_the_rate_of_clustered_events_is_covered_nearly_and_garwood_s_interval_is_too_narrow(
    replications, seed
):
    found = simulated.clustered_events(replications, seed)
    at_least(found, "quasi_poisson", 0.915)
    fails(found, "naive", 0.9)


@pytest.mark.parametrize(("replications", "seed"), DRAWN)
def test_independent_events_seem_clustered_about_one_time_in_twenty(replications, seed):
    found = simulated.independent_events(replications, seed)
    for mean in ("0.5", "1", "5"):
        error = (0.05 * 0.95 / replications) ** 0.5
        assert abs(found[f"clustered_{mean}"] - 0.05) <= 3 * error + 0.01, mean
