"""Do the raters of goals agree? Coefficients worked out by hand, undefined where they must be."""

from functools import cache
from math import isnan

import pytest
from goal_rows import network

from evaluering.results import Finding
from evaluering.statistics import agreement
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.synthetic.truth import true_effects
from evaluering.tables.improvement import DEFINITIONS
from sample_network import answered, given, table, value

HOW_MUCH = {"definition": "measurability", "criterion": "how_much"}
BY_WHEN = {"definition": "measurability", "criterion": "by_when"}
MEASURABLE = {"definition": "report_2023", "criterion": "measurable"}


def rated(*letters: str) -> dict[str, str]:
    """A wording by the letter of each rater for ``how_much``; ``by_when`` is always yes."""
    return {f"rater-{number}": f"{one}ynn" for number, one in enumerate(letters, 1)}


# Two raters: they agree on "yes" three times and on "no" once, and differ once (yes, no).
BY_HAND = network(
    {
        "g1": ("team-1", (rated("y", "y"),)),
        "g2": ("team-1", (rated("y", "y"), rated("y", "n"))),
        "g3": ("team-2", (rated("n", "n"), rated("n", "n"))),
        "g4": ("team-2", (rated("y", "n"), rated("y", "y"))),
        "g5": ("team-3", (rated("y", "y"),)),
        "alone": ("team-3", (rated("p"),)),
    },
    {"team-1": "n1", "team-2": "n1", "team-3": "n2"},
)


@cache
def found(**parameters: str) -> Finding:
    return answered("rater_agreement", BY_HAND, **parameters)["rater_agreement"]


@cache
def sampled() -> Finding:
    return answered("rater_agreement")["rater_agreement"]


def test_raw_agreement_is_the_share_of_pairs_that_agree():
    assert value(found(), "agreement", "percent", **HOW_MUCH) == pytest.approx(4 / 5)


def test_alpha_is_one_minus_observed_over_expected_disagreement():
    # Ten ratings, seven yes and three no: observed 2 / 10, expected 2 * 7 * 3 / (10 * 9).
    assert value(found(), "agreement", "alpha", **HOW_MUCH) == pytest.approx(1 - 0.2 / (42 / 90))


def test_partly_lies_between_yes_and_no():
    near = network({"a": ("t", (rated("y", "p"),)), "b": ("t", (rated("n", "n"),))}, {"t": "n"})
    far = network({"a": ("t", (rated("y", "n"),)), "b": ("t", (rated("p", "p"),))}, {"t": "n"})
    alphas = [
        value(answered("rater_agreement", one)["rater_agreement"], "agreement", "alpha", **HOW_MUCH)
        for one in (near, far)
    ]
    assert alphas[0] > alphas[1]


def test_fleiss_and_ac1_stand_beside_with_all_three_verdicts_as_possible():
    ratings = [[2, 2], [2, 2], [0, 0], [2, 0], [2, 2], [1, float("nan")]]
    ac1 = agreement.gwet(ratings, categories=[0, 1, 2]).coefficient.value
    kappa = agreement.fleiss_kappa(ratings, categories=[0, 1, 2]).coefficient.value
    assert value(found(), "agreement", "ac1", **HOW_MUCH) == pytest.approx(ac1)
    assert value(found(), "agreement", "fleiss", **HOW_MUCH) == pytest.approx(kappa)


def test_goals_with_two_ratings_and_missing_ratings_are_counted():
    assert value(found(), "agreement", "goals", **HOW_MUCH) == 5
    assert value(found(), "agreement", "missing", **HOW_MUCH) == 1
    assert value(found(), "agreement", "raters") == 2


def test_agreement_beyond_chance_is_undefined_when_all_ratings_are_alike():
    cells = {
        cell.measure: cell for cell in found().cells if dict(cell.at) == BY_WHEN and cell.table == "agreement"
    }
    assert cells["percent"].value == 1.0
    for name in ("alpha", "ac1", "ac2", "fleiss", "substantial"):
        assert isnan(cells[name].value), name
        assert "the same" in cells[name].reason, name
    assert cells["alpha"].support.alike


def test_both_wordings_of_the_same_reworded_goals_are_compared():
    first = value(found(), "versions", "goals", **HOW_MUCH, wording="first")
    last = value(found(), "versions", "goals", **HOW_MUCH, wording="last")
    assert (first, last) == (3, 3)
    # First: yes-yes, no-no, yes-no. Last: yes-no, no-no, yes-yes. Three of each verdict both times.
    assert value(found(), "versions", "alpha", **HOW_MUCH, wording="first") == pytest.approx(4 / 9)
    assert value(found(), "versions", "alpha", **HOW_MUCH, wording="last") == pytest.approx(4 / 9)


def test_a_criterion_nobody_rated_has_no_coefficient_and_says_why():
    cells = {one.measure: one for one in found().cells if dict(one.at) == MEASURABLE}
    cell = cells["alpha"]
    assert isnan(cell.value)
    assert "two ratings" in cell.reason


def test_one_team_gives_a_value_and_no_interval():
    own = found(team="team-1")
    (low,) = [one for one in own.cells if one.measure == "percent_low" and dict(one.at) == HOW_MUCH]
    assert value(own, "agreement", "percent", **HOW_MUCH) == 1.0
    assert isnan(low.value)
    assert low.reason


def test_a_network_has_its_own_goals_alone():
    assert value(found(network="n1"), "agreement", "goals") == 4


def test_one_rater_agrees_with_nobody():
    alone = {**BY_HAND, "goal_ratings_by_rater": BY_HAND["goal_ratings_by_rater"].query("rater == 'rater-1'")}
    seen = answered("rater_agreement", alone)["rater_agreement"]
    assert value(seen, "agreement", "goals") == 0
    assert isnan(value(seen, "agreement", "alpha", **HOW_MUCH))


@pytest.mark.parametrize("tables", [{}, {**BY_HAND, "goal_ratings_by_rater": given("goal_ratings_by_rater")}])
def test_without_ratings_nothing_is_said_of_agreement(tables):
    seen = answered("rater_agreement", tables)["rater_agreement"]
    said = {one.id: one.message for one in seen.statements}
    assert said["agreement_primary"] == "rater_agreement.primary_undefined"
    assert said["agreement_range_note_2016"] == "rater_agreement.range_undefined"


def test_the_sample_holds_the_agreement_it_was_made_with():
    (truth,) = [one.value for one in true_effects(5) if one.name == "rater_agreement"]
    low, high = (value(sampled(), "agreement", f"alpha_{end}", **MEASURABLE) for end in ("low", "high"))
    assert low < truth < high


def test_of_the_samples_fifteen_criteria_hardly_any_interval_misses_the_truth():
    (truth,) = [one.value for one in true_effects(5) if one.name == "rater_agreement"]
    missed = 0
    for definition, criteria in DEFINITIONS.items():
        for criterion in criteria:
            at = {"definition": definition, "criterion": criterion}
            low, high = (value(sampled(), "agreement", f"alpha_{end}", **at) for end in ("low", "high"))
            missed += not low <= truth <= high
    # Binomial with 15 trials of 5 %: four or more misses come in one sample of two hundred.
    assert missed <= 3


@cache
def independent():
    """Alpha of the sample's ratings laid out by pandas."""
    rows = table("goal_ratings_by_rater").query(
        "version == 1 and definition == 'report_2023' and criterion == 'measurable'"
    )
    scores = rows.assign(score=rows["fulfilled"].map({"no": 0, "partly": 1, "yes": 2}))
    wide = scores.pivot_table(index="goal", columns="rater", values="score", aggfunc="first")
    team = table("goals").set_index("goal")["team"].reindex(wide.index)
    by_team = Resampling(cluster=team.tolist())
    return krippendorff_alpha(wide.to_numpy(), "ordinal", resampling=by_team).coefficient


def test_alpha_of_the_sample_is_that_of_an_independent_layout_of_its_ratings():
    assert value(sampled(), "agreement", "alpha", **MEASURABLE) == pytest.approx(independent().value)
    assert value(sampled(), "agreement", "alpha_low", **MEASURABLE) == pytest.approx(independent().low)


def test_the_verdict_of_the_report_follows_the_interval_and_the_limit():
    low, high = (value(sampled(), "agreement", f"alpha_{end}", **MEASURABLE) for end in ("low", "high"))
    limit = value(sampled(), "agreement", "limit")
    said = {one.id: one.message for one in sampled().statements}["agreement_primary"]
    wanted = "enough" if low >= limit else "too_low" if high < limit else "unclear"
    assert said == f"rater_agreement.primary_{wanted}"


def test_the_probability_of_a_band_is_gwets():
    bands = agreement.landis_koch(independent().value, independent().se)
    wanted = next(one.at_least for one in bands if one.name == "substantial")
    assert value(sampled(), "agreement", "substantial", **MEASURABLE) == pytest.approx(wanted)


def test_with_too_few_goals_for_an_interval_there_is_no_probability_of_a_band():
    assert isnan(value(found(), "agreement", "substantial", **HOW_MUCH))
