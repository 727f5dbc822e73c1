"""What holds of shares, rates and surveys whatever the numbers."""

from math import isnan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluering.statistics import fidelity, proportions, rates, surveys

LEVELS = st.floats(0.5, 0.999)
SIZES = st.integers(1, 400)
COUNTS = st.lists(st.integers(0, 50), min_size=2, max_size=7)
ANSWERS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 4), st.floats(0.1, 10)), min_size=2, max_size=40
)
P_VALUES = st.lists(st.floats(0, 1), max_size=20)
METHODS = pytest.mark.parametrize("method", ["wilson", "exact", "wilson_cc"])
DIFFERENCES = pytest.mark.parametrize("method", ["newcombe", "miettinen_nurminen", "mee"])


@st.composite
def part(draw) -> tuple[int, int]:
    n = draw(SIZES)
    return draw(st.integers(0, n)), n


@st.composite
def pairs(draw) -> tuple[int, int, int]:
    n = draw(SIZES)
    b = draw(st.integers(0, n))
    return b, draw(st.integers(0, n - b)), n


def ends(estimate):
    return estimate.low, estimate.high


def holds_value(estimate, low=0.0, high=1.0):
    return low <= estimate.low <= estimate.value + 1e-12 and estimate.value - 1e-12 <= estimate.high <= high


@METHODS
@given(part(), LEVELS)
def test_an_interval_holds_its_share(method, counts, level):
    assert holds_value(proportions.interval(*counts, method, level))


@METHODS
@given(part(), LEVELS)
def test_those_who_do_not_mirror_those_who_do(method, counts, level):
    x, n = counts
    one, other = proportions.interval(x, n, method, level), proportions.interval(n - x, n, method, level)
    assert ends(one) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-10)


@METHODS
@given(part())
def test_more_confidence_is_wider(method, counts):
    narrow, wide = (proportions.interval(*counts, method, level) for level in (0.8, 0.95))
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


@given(part(), LEVELS)
def test_the_exact_interval_and_the_corrected_hold_more_than_wilson_s_corrected_most(counts, level):
    wilson, corrected = (proportions.interval(*counts, method, level) for method in ("wilson", "wilson_cc"))
    assert corrected.low <= wilson.low + 1e-12
    assert wilson.high <= corrected.high + 1e-12


@given(part(), st.integers(0, 400), LEVELS)
def test_a_smaller_population_is_known_better(counts, more, level):
    x, n = counts
    small = proportions.finite_population(x, n, n + more, level)
    large = proportions.finite_population(x, n, n + more + 1, level)
    assert large.high - large.low >= small.high - small.low - 1e-12


@DIFFERENCES
@given(part(), part(), LEVELS)
def test_swapping_groups_turns_the_difference_round(method, first, second, level):
    one = proportions.difference(*first, *second, method, level=level)
    other = proportions.difference(*second, *first, method, level=level)
    assert one.value == pytest.approx(-other.value)
    assert ends(one) == pytest.approx((-other.high, -other.low), abs=1e-7)


@DIFFERENCES
@given(part(), part(), LEVELS)
def test_a_difference_lies_in_its_interval(method, first, second, level):
    found = proportions.difference(*first, *second, method, level=level)
    assert holds_value(found, -1.0 - 1e-12, 1.0 + 1e-12)


@DIFFERENCES
@given(part(), part())
def test_more_confidence_is_a_wider_difference(method, first, second):
    narrow, wide = (proportions.difference(*first, *second, method, level=level) for level in (0.8, 0.95))
    assert wide.low <= narrow.low + 1e-9
    assert narrow.high <= wide.high + 1e-9


@given(pairs(), LEVELS)
def test_swapping_answers_turns_a_paired_difference_round(counts, level):
    b, c, n = counts
    one, other = (proportions.paired_difference(*both, n, level) for both in ((b, c), (c, b)))
    assert holds_value(one, -1.0, 1.0)
    assert ends(one) == pytest.approx((-other.high, -other.low), abs=1e-9)


@given(st.integers(0, 200), st.integers(0, 200))
def test_mcnemar_does_not_know_which_answer_came_first(b, c):
    assume(b + c)
    found = proportions.mcnemar(b, c)
    assert found == proportions.mcnemar(c, b)
    assert 0 <= found.p_mid <= found.p_exact <= 1


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_categories_does_not_matter(counts, random):
    assume(sum(counts))
    order = list(range(len(counts)))
    random.shuffle(order)
    found, shuffled = proportions.simultaneous(counts), proportions.simultaneous([counts[i] for i in order])
    assert [found[i] for i in order] == list(shuffled)
    assert all(holds_value(one) for one in found)


@given(ANSWERS, st.randoms(use_true_random=False), st.floats(0.01, 100))
def test_neither_the_order_of_persons_nor_the_unit_of_weights_matters(rows, random, factor):
    shuffled = random.sample(rows, len(rows))
    one, other = (
        proportions.clustered(
            [row[0] for row in given], [row[1] for row in given], [row[2] * by for row in given]
        )
        for given, by in ((rows, 1.0), (shuffled, factor))
    )
    assert other.clusters == one.clusters
    for name in ("logit", "korn_graubard"):
        found, again = getattr(one, name), getattr(other, name)
        assert ends(again) == pytest.approx(ends(found), abs=1e-8, nan_ok=True)
        assert isnan(found.low) == bool(found.reason)
        assert isnan(found.low) or holds_value(found)


@given(ANSWERS)
def test_those_who_do_not_mirror_those_who_do_in_clusters(rows):
    answers, cluster = [row[0] for row in rows], [row[1] for row in rows]
    one = proportions.clustered(answers, cluster)
    other = proportions.clustered([1 - answer for answer in answers], cluster)
    mirrored = (1 - other.logit.high, 1 - other.logit.low)
    assert ends(one.logit) == pytest.approx(mirrored, abs=1e-8, nan_ok=True)
    assert one.deff == pytest.approx(other.deff, nan_ok=True)


@given(st.integers(0, 80), st.floats(0.1, 100), st.integers(1, 80), st.floats(0.1, 100), st.floats(0.01, 100))
def test_the_unit_of_exposure_does_not_change_a_ratio(k1, e1, k2, e2, factor):
    one, other = rates.ratio(k1, e1, k2, e2), rates.ratio(k1, e1 * factor, k2, e2 * factor)
    assert (other.value, *ends(other)) == pytest.approx((one.value, *ends(one)))
    assert holds_value(one, 0.0, float("inf"))


@given(st.integers(1, 80), st.floats(0.1, 100), st.integers(1, 80), st.floats(0.1, 100))
def test_swapping_groups_turns_a_ratio_upside_down(k1, e1, k2, e2):
    one, other = rates.ratio(k1, e1, k2, e2), rates.ratio(k2, e2, k1, e1)
    assert ends(one) == pytest.approx((1 / other.high, 1 / other.low))
    assert one.p == pytest.approx(other.p)


@given(COUNTS, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_neither_order_nor_unit_changes_a_spread(counts, factor, random):
    shuffled = random.sample(counts, len(counts))
    one, other = rates.dispersion(counts), rates.dispersion(shuffled, [factor] * len(counts))
    assert (other.index, other.p) == pytest.approx((one.index, one.p), nan_ok=True)
    scaled = (one.rate.low / factor, one.rate.high / factor)
    assert ends(other.rate) == pytest.approx(scaled, nan_ok=True)


@given(COUNTS)
def test_chance_leaves_a_share_of_units_out(counts):
    found = rates.never(counts)
    assert 0 < found.expected <= 1
    assert found.count == counts.count(0)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter_and_all_are_counted(answers, random):
    found = surveys.likert(answers)
    assert found == surveys.likert(random.sample(answers, len(answers)))
    assert sum(found.counts) == found.n == len(answers)
    assert 1 <= found.median <= 5


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_share_among_those_who_knew_lies_within_the_bounds(yes, no, unknown):
    assume(yes + no)
    found = surveys.bounds(yes, no, unknown)
    assert found.as_no.value - 1e-12 <= found.known.value <= found.as_yes.value + 1e-12


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_turning_the_scale_turns_the_balance(little, right, much):
    assume(little + right + much)
    one, other = surveys.balance(little, right, much), surveys.balance(much, right, little)
    assert one.difference.value == -other.difference.value


@given(P_VALUES)
def test_adjusting_never_makes_a_p_value_smaller_and_holm_is_the_stricter(p):
    strict, mild = surveys.holm(p), surveys.benjamini_hochberg(p)
    for raw, one, other in zip(p, strict, mild, strict=True):
        assert raw <= other + 1e-15
        assert other <= one + 1e-12
        assert one <= 1


@given(P_VALUES)
def test_adjusting_keeps_the_order(p):
    order = sorted(range(len(p)), key=p.__getitem__)
    for adjust in (surveys.holm, surveys.benjamini_hochberg):
        adjusted = adjust(p)
        assert [adjusted[i] for i in order] == sorted(adjusted)


@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 2))
def test_the_rule_s_value_lies_between_its_bounds(yes, no, blank):
    assume(yes + no + blank <= 10)
    found = fidelity.fulfilment(yes, no, 10 - yes - no - blank, blank)
    assert 0 <= found.lowest <= found.highest <= 1
    assert isnan(found.programme) or found.lowest == found.programme == found.highest
