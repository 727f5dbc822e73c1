"""Agreement of raters: edges, refusals, and small cases counted by hand."""

from itertools import product
from math import comb, isnan, nan, sqrt

import numpy as np
import pytest
from scipy.stats import binomtest
from statsmodels.stats.inter_rater import cohens_kappa

from evaluering.statistics import agreement
from evaluering.statistics._ratings import agreement_weights
from evaluering.vocabulary import Unit

COEFFICIENTS = [
    agreement.gwet,
    agreement.fleiss_kappa,
    agreement.conger_kappa,
    agreement.brennan_prediger,
    agreement.cohen_kappa,
]
ALIKE = [[1, 1], [1, 1], [1, 1]]
SOME = [[1, 1], [0, 0], [1, 0], [0, 0], [1, 1], [0, 1], [1, 1]]

every_coefficient = pytest.mark.parametrize("coefficient", COEFFICIENTS, ids=lambda one: one.__name__)


def of(coefficient, ratings, *how, **more):
    return coefficient(ratings, *how, **more).coefficient


@every_coefficient
@pytest.mark.parametrize("more", [{}, {"categories": [0, 1]}], ids=["found", "declared"])
def test_ratings_all_the_same_give_no_coefficient(coefficient, more):
    found = of(coefficient, ALIKE, **more)
    assert isnan(found.value)
    assert isnan(found.low)
    assert "all ratings are the same" in found.reason
    assert found.n == 3


@every_coefficient
@pytest.mark.parametrize("ratings", [np.empty((0, 2)), [[nan, nan], [nan, nan]], [[1, nan], [nan, 0]]])
def test_without_a_pair_of_ratings_there_is_nothing_to_compare(coefficient, ratings):
    found = of(coefficient, ratings)
    assert isnan(found.value)
    assert found.reason == "no unit has two ratings, so there is nothing to compare"


@every_coefficient
def test_raters_who_agree_everywhere_give_1_without_an_interval(coefficient):
    found = of(coefficient, [[1, 1], [0, 0], [1, 1], [1, 1]])
    assert found.value == pytest.approx(1)
    assert isnan(found.low)
    assert isnan(found.high)
    assert "the standard error is 0" in found.reason


@every_coefficient
def test_one_unit_gives_a_value_without_an_interval(coefficient):
    found = of(coefficient, [[1, 0]])
    assert not isnan(found.value)
    assert isnan(found.low)
    assert found.reason


@every_coefficient
def test_two_units_give_an_interval_that_holds_the_value(coefficient):
    found = of(coefficient, [[1, 1], [1, 0]], categories=[0, 1, 2])
    assert found.reason or found.low <= found.value <= found.high


@every_coefficient
@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ([["yes", "no"]], "ratings must be numbers"),
        ([[True, False]], "ratings must be numbers"),
        ([[1, float("inf")]], "ratings must be finite"),
        ([1, 0, 1], "ratings must have two dimensions"),
        ([[1, 0], [1]], "rows of equal length"),
    ],
)
def test_what_is_not_units_by_raters_is_refused(coefficient, ratings, message):
    with pytest.raises(ValueError, match=message):
        coefficient(ratings)


@every_coefficient
@pytest.mark.parametrize(
    ("categories", "message"),
    [
        ([0, 2], "among the declared categories"),
        ([2, 3], "among the declared categories"),
        ([1], "two or more different numbers"),
        ([1, 1, 0], "two or more different numbers"),
        ([0, nan], "categories must not have missing values"),
    ],
)
def test_categories_that_do_not_fit_are_refused(coefficient, categories, message):
    with pytest.raises(ValueError, match=message):
        coefficient(SOME, categories=categories)


@every_coefficient
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("square", "weights must be None, a matrix or one of linear, quadratic, ordinal"),
        ([[1.0]], "weights must be a 2 x 2 matrix"),
        ([[1, 2], [2, 1]], "weights must lie between 0 and 1"),
        ([[1, nan], [nan, 1]], "weights must lie between 0 and 1"),
        ([[1, 0.2], [0.3, 1]], "weights must be symmetric, with 1 on the diagonal"),
        ([[0.5, 0], [0, 1]], "weights must be symmetric, with 1 on the diagonal"),
        ([[1, 1], [1, 1]], "weights must tell at least two categories apart"),
    ],
)
def test_weights_that_make_no_sense_are_refused(coefficient, weights, message):
    with pytest.raises(ValueError, match=message):
        coefficient(SOME, weights)


@every_coefficient
def test_a_level_outside_0_to_1_is_refused(coefficient):
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        coefficient(SOME, level=95)


@pytest.mark.parametrize(
    "coefficient", [agreement.fleiss_kappa, agreement.conger_kappa, agreement.cohen_kappa]
)
def test_weights_that_call_all_that_was_chosen_agreement_leave_nothing_beyond_chance(coefficient):
    found = of(coefficient, SOME, [[1, 1, 0], [1, 1, 0], [0, 0, 1]], categories=[0, 1, 2])
    assert isnan(found.value)
    assert "chance alone" in found.reason


@every_coefficient
def test_a_matrix_of_ones_on_the_diagonal_is_no_weighting(coefficient):
    assert of(coefficient, SOME, np.eye(2)).value == pytest.approx(of(coefficient, SOME).value)


@every_coefficient
def test_a_unit_without_ratings_is_left_out_and_counted(coefficient):
    found, without = of(coefficient, [*SOME, [nan, nan]]), of(coefficient, SOME)
    assert (found.value, found.se, found.n) == (without.value, without.se, without.n)
    assert (found.missing, without.missing) == (1, 0)


def test_none_is_a_missing_rating():
    assert agreement.gwet([*SOME, [None, 1]]) == agreement.gwet([*SOME, [nan, 1]])


def test_a_rater_who_rated_nothing_changes_nothing():
    with_an_empty_column = [[*row, nan] for row in SOME]
    assert agreement.conger_kappa(with_an_empty_column) == agreement.conger_kappa(SOME)


def test_cohen_s_kappa_asks_for_two_raters():
    with pytest.raises(ValueError, match="two columns, one for each rater; it has 3"):
        agreement.cohen_kappa([[1, 0, 1], [0, 0, 1]])


def test_cohen_s_kappa_leaves_out_units_that_one_rater_did_not_rate():
    found = agreement.cohen_kappa([*SOME, [1, nan], [nan, nan]]).coefficient
    assert (found.n, found.missing) == (7, 2)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic", "ordinal"])
def test_conger_s_kappa_of_two_raters_is_cohen_s(weights):
    ratings = np.random.default_rng(3).integers(1, 5, (25, 2))
    conger, cohen = (one(ratings, weights).coefficient for one in COEFFICIENTS[2::2])
    assert conger.value == pytest.approx(cohen.value, abs=1e-12)
    assert conger.se * sqrt(24 / 25) == pytest.approx(cohen.se, abs=1e-12)


def test_the_kappa_paradox():
    ratings = [[1, 1]] * 118 + [[1, 0]] * 5 + [[0, 1]] * 2
    assert agreement.percent(ratings).value == pytest.approx(0.944)
    assert agreement.cohen_kappa(ratings).coefficient.value < 0
    assert agreement.gwet(ratings).coefficient.value > 0.9


def test_unused_categories_count_when_they_are_declared():
    found, declared = (agreement.brennan_prediger(SOME, categories=one) for one in (None, [0, 1, 2]))
    assert (found.expected, declared.expected) == pytest.approx((1 / 2, 1 / 3))
    assert declared.categories == (0, 1, 2)


def test_the_weights_of_three_categories_that_lie_unevenly():
    at = np.array([1.0, 2.0, 5.0])
    assert agreement_weights("linear", at)[0].tolist() == pytest.approx([1, 3 / 4, 0])
    assert agreement_weights("quadratic", at)[0].tolist() == pytest.approx([1, 15 / 16, 0])
    assert agreement_weights("ordinal", at)[0].tolist() == pytest.approx([1, 2 / 3, 0])


def test_percent_of_many_raters_is_the_mean_share_of_pairs():
    found = agreement.percent([[1, 1, 0], [1, 1, 1], [nan, 1, 0], [nan, 1, nan]])
    assert found.value == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert (found.n, found.missing, found.unit) == (3, 1, Unit.SHARE)


@pytest.mark.parametrize("agreeing", range(11))
def test_percent_of_two_raters_has_wilson_s_interval(agreeing):
    found = agreement.percent([[1, 1]] * agreeing + [[0, 1]] * (10 - agreeing))
    wilson = binomtest(agreeing, 10).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((wilson.low, wilson.high), abs=1e-12)


def test_percent_of_raters_who_agree_everywhere_has_an_honest_interval():
    found = agreement.percent(ALIKE)
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(binomtest(3, 3).proportion_ci(method="wilson").low)


def test_percent_without_a_pair_is_undefined():
    found = agreement.percent([[1, nan], [nan, nan]])
    assert isnan(found.value)
    assert (found.n, found.missing) == (0, 2)
    assert found.reason


def test_percent_of_one_unit_has_no_standard_error():
    assert agreement.percent([[1, 1]]).se is None


def test_specific_agreement_of_gwet_s_table_by_hand():
    no, yes = agreement.specific_agreement([[1, 1]] * 118 + [[1, 0]] * 5 + [[0, 1]] * 2)
    assert (no.category, no.agreement.value, no.agreement.n) == (0, 0, 7)
    assert (yes.category, yes.agreement.n) == (1, 125)
    assert yes.agreement.value == pytest.approx(236 / 243)
    assert no.agreement.low == 0


def test_a_category_that_neither_chose_has_no_agreement():
    never = agreement.specific_agreement(SOME, categories=[0, 1, 2])[2].agreement
    assert isnan(never.value)
    assert never.reason == "neither rater chose this category"


def test_specific_agreement_without_pairs_is_empty_or_undefined():
    assert agreement.specific_agreement([[1, nan]]) == ()
    declared = agreement.specific_agreement([[1, nan]], categories=[0, 1])
    assert all(isnan(one.agreement.value) and one.agreement.missing == 1 for one in declared)


def test_specific_agreement_asks_for_two_raters():
    with pytest.raises(ValueError, match="two columns"):
        agreement.specific_agreement([[1, 0, 1]])


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 0.9])
def test_the_interval_of_specific_agreement_covers_counted_over_every_outcome(share):
    """Of 30 units that either rater put in the category, both did in each with this probability."""
    n, truth, covered = 30, 2 * share / (1 + share), 0.0
    for both in range(n + 1):
        found = agreement.specific_agreement([[1, 1]] * both + [[1, 0]] * (n - both) + [[0, 0]])[1].agreement
        covered += (
            (found.low <= truth <= found.high) * comb(n, both) * share**both * (1 - share) ** (n - both)
        )
    assert 0.92 <= covered <= 0.98


@pytest.mark.parametrize("name", ["gwet", "fleiss_kappa", "conger_kappa"])
def test_expected_agreement_is_counted_pair_by_pair(name):
    """Every draw of two ratings (and raters) that the coefficient's chance makes, one by one."""
    ratings = np.array([[1, 2, 2], [3, 3, 3], [1, 1, 2], [2, 3, 1]])
    weights = agreement_weights("quadratic", np.array([1.0, 2.0, 3.0]))
    everyone, q = ratings.ravel() - 1, 3
    counted = {
        "gwet": weights.sum() / (q * (q - 1)) * np.mean([a != b for a, b in product(everyone, everyone)]),
        "fleiss_kappa": np.mean([weights[a, b] for a, b in product(everyone, everyone)]),
        "conger_kappa": np.mean(
            [
                weights[a, b]
                for g, h in product(range(3), range(3))
                if g != h
                for a, b in product(ratings[:, g] - 1, ratings[:, h] - 1)
            ]
        ),
    }
    found = getattr(agreement, name)(ratings, "quadratic")
    assert found.expected == pytest.approx(counted[name], abs=1e-12)


def test_the_probabilities_of_the_bands_add_to_1():
    bands = agreement.landis_koch(0.55, 0.2)
    assert sum(band.probability for band in bands) == pytest.approx(1)
    assert bands[-1].at_least == pytest.approx(1)
    assert [band.name for band in bands][:2] == ["almost perfect", "substantial"]


def test_a_sure_coefficient_lies_in_one_band():
    assert agreement.landis_koch(0.7, 0.001)[1].probability == pytest.approx(1)


def test_the_bands_of_an_undefined_coefficient_are_undefined():
    bands = agreement.landis_koch(nan, nan)
    assert all(isnan(band.probability) and isnan(band.at_least) for band in bands)


@pytest.mark.parametrize(
    ("value", "se"), [(1.2, 0.1), (-1.2, 0.1), (0.5, 0), (0.5, -0.1), ("0.5", 0.1), (0.5, float("inf"))]
)
def test_bands_refuse_what_is_no_coefficient_or_no_error(value, se):
    with pytest.raises(ValueError, match="value"):
        agreement.landis_koch(value, se)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic", "ordinal"])
def test_the_errors_of_cohen_s_kappa_are_statsmodels_s(weights):
    table = np.array([[20, 5, 1, 0], [3, 15, 6, 2], [0, 4, 18, 5], [1, 0, 3, 9]])
    ratings = np.repeat(np.argwhere(table >= 0), table.ravel(), axis=0).astype(float)
    found = agreement.cohen_kappa(ratings, weights).coefficient
    disagreement = 1 - agreement_weights(weights, np.arange(4.0))
    peer = cohens_kappa(table, weights=disagreement)
    assert (found.value, found.se, found.p) == pytest.approx(
        (peer.kappa, peer.std_kappa, peer.pvalue_two_sided), rel=1e-9
    )


def test_scores_that_are_no_points_of_a_scale_are_categories_too():
    points = [[1, 2], [2, 2], [3, 1], [3, 3], [1, 1]]
    scores = [[{1: -0.5, 2: 0.25, 3: 1e6}[one] for one in unit] for unit in points]
    assert agreement.fleiss_kappa(scores).coefficient == agreement.fleiss_kappa(points).coefficient
