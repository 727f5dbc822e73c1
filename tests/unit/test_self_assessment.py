"""Self-assessments: change worked out by hand or by scipy, and the synthetic network's known change."""

from math import isnan

import pytest
from scipy import stats

from evaluering.statistics.surveys import holm
from evaluering.synthetic.truth import true_effects
from evaluering.tables.improvement import SELF_ASSESSMENT_AREAS
from sample_network import answered, given, value

QUESTION = "self_assessment"
WITHIN = {"comparison": "within"}
BEFORE, AFTER = "before", "after"


def form(team: str, response: str, wave: str, scores: list[int | None]) -> list[dict[str, object]]:
    """Rows of a form: the scores of areas 1, 2, ..."""
    return [
        {"team": team, "response": response, "wave": wave, "area": area, "score": score}
        for area, score in zip(SELF_ASSESSMENT_AREAS, scores, strict=False)
    ]


def alike(team: str, response: str, wave: str, score: int) -> list[dict[str, object]]:
    """A form with one score in all ten areas."""
    return form(team, response, wave, [score] * 10)


def table(*forms):
    return given("self_assessments", *(row for one in forms for row in one))


def found(*forms, **parameters):
    return answered(QUESTION, {"self_assessments": table(*forms)}, **parameters)[QUESTION]


PAIRS = [(1, 3), (2, 3), (3, 3), (4, 3), (2, 5), (3, 4), (1, 1), (2, 4)]
"""One form before and one after from each of eight teams."""


def eight_teams():
    return [
        alike(f"t{place}", f"{wave}{place}", wave, score)
        for place, pair in enumerate(PAIRS)
        for wave, score in zip((BEFORE, AFTER), pair, strict=True)
    ]


def test_with_one_form_a_team_each_time_the_change_is_the_paired_t_test_of_the_teams():
    one = found(*eight_teams())
    test = stats.ttest_rel([after for _, after in PAIRS], [before for before, _ in PAIRS])
    low, high = test.confidence_interval(0.95)
    assert value(one, "overall", "change", **WITHIN) == pytest.approx(1.0)
    assert value(one, "overall", "change_low", **WITHIN) == pytest.approx(low)
    assert value(one, "overall", "change_high", **WITHIN) == pytest.approx(high)
    assert value(one, "overall", "p", **WITHIN) == pytest.approx(test.pvalue)


def test_the_level_asked_for_is_used():
    one = found(*eight_teams(), level=0.8)
    test = stats.ttest_rel([after for _, after in PAIRS], [before for before, _ in PAIRS])
    assert value(one, "overall", "change_low", **WITHIN) == pytest.approx(test.confidence_interval(0.8).low)
    assert value(one, "waves", "level") == 0.8


def uneven():
    """Team a goes from 1 to 2 with many forms after, team b from 4 to 5 with many before."""
    return [
        *(alike("a", f"{number}", BEFORE, 1) for number in range(1)),
        *(alike("a", f"{number}", AFTER, 2) for number in range(3)),
        *(alike("b", f"{number}", BEFORE, 4) for number in range(3)),
        *(alike("b", f"{number}", AFTER, 5) for number in range(1)),
    ]


def test_who_answered_from_which_team_is_taken_out_of_the_change_within_teams_alone():
    one = found(*uneven())
    assert value(one, "overall", "change", **WITHIN) == pytest.approx(1)
    assert value(one, "overall", "change", comparison="of_teams") == pytest.approx(1)
    # All answers pooled: (2 + 2 + 2 + 5) / 4 after, (1 + 4 + 4 + 4) / 4 before.
    assert value(one, "overall", "change", comparison="pooled") == pytest.approx(11 / 4 - 13 / 4)


def test_forms_that_each_team_numbers_from_one_are_as_many_as_they_are():
    one = found(*uneven())
    assert value(one, "overall", "forms") == 8
    assert value(one, "waves", "forms", wave=BEFORE) == 4
    assert value(one, "areas", "answers", area="area_1", wave=AFTER) == 4
    assert value(one, "areas", "answers", area="area_1", wave=AFTER, score="2") == 3


def test_a_team_that_answered_once_is_in_no_change_within_teams_and_is_told():
    one = found(*uneven(), alike("c", "1", BEFORE, 5), alike("d", "1", AFTER, 1))
    assert value(one, "overall", "change", **WITHIN) == pytest.approx(1)
    assert value(one, "overall", "forms") == 8
    assert [value(one, "teams", name) for name in ("both", "only_before", "only_after")] == [2, 1, 1]
    assert value(one, "teams", "baseline_lost") == 5


def test_teams_without_any_form_are_told():
    teams = [
        {"team": name, "network": "n1", "cohort": 1, "kind": "improvement_team", "started": "2022-01-01"}
        for name in ("a", "b", "c")
    ]
    tables = {"self_assessments": table(*uneven()), "teams": given("teams", *teams)}
    assert value(answered(QUESTION, tables)[QUESTION], "teams", "without_forms") == 1


def test_without_a_list_of_teams_it_is_unknown_how_many_sent_no_form():
    (silent,) = [cell for cell in found(*uneven()).cells if cell.key == "teams/without_forms@"]
    assert isnan(silent.value)
    assert silent.reason == "no list of teams to compare with"


def test_a_form_with_fewer_than_five_areas_has_no_overall_score_and_counts_in_its_areas():
    one = found(
        form("a", "1", BEFORE, [2, 2, 2, 2]),
        form("a", "2", BEFORE, [4, 4, 4, 4, 4]),
        form("a", "3", BEFORE, [1, 1, 1, 1, None, None]),
    )
    assert value(one, "waves", "mean", wave=BEFORE) == 4
    assert value(one, "waves", "too_few_answers") == 2
    assert (value(one, "waves", "forms", wave=BEFORE), value(one, "waves", "scored", wave=BEFORE)) == (3, 1)
    assert value(one, "areas", "mean", area="area_1", wave=BEFORE) == pytest.approx(7 / 3)


def test_a_team_whose_forms_after_are_too_bare_is_no_team_the_change_rests_on():
    one = found(*uneven(), alike("c", "1", BEFORE, 5), form("c", "2", AFTER, [1, 1]))
    (said,) = [said for said in one.statements if said.id == "change"]
    assert dict(said.values)["both"] == ("teams/paired@",)
    assert (value(one, "teams", "both"), value(one, "teams", "paired")) == (3, 2)


def test_an_overall_score_is_the_mean_of_the_areas_answered():
    one = found(form("a", "1", BEFORE, [1, 2, 3, 4, 5, None, 5]))
    assert value(one, "waves", "mean", wave=BEFORE) == pytest.approx(20 / 6)


def test_the_median_number_of_forms_is_of_teams_that_answered():
    assert value(found(*uneven()), "waves", "forms_each", wave=BEFORE) == 2


def ten_areas():
    """Six teams with a form each time; the later the area, the more alike the teams' changes."""
    changes = [[1, 0, 1, 0, 2, 1], [1, 1, 1, 0, 1, 1], [2, 1, 2, 1, 2, 3], [0, 0, 1, 0, 0, -1]] * 2
    changes += [[1, 1, 1, 1, 1, 2], [0, 1, -1, 0, 1, -1]]
    return [
        form(
            f"t{team}", f"{wave}{team}", wave, [2 + (each[team] if wave == AFTER else 0) for each in changes]
        )
        for team in range(6)
        for wave in (BEFORE, AFTER)
    ], changes


def test_the_ten_areas_p_values_are_adjusted_together():
    forms, changes = ten_areas()
    one = found(*forms)
    own = [stats.ttest_1samp(each, 0).pvalue for each in changes]
    # Holm by hand: p times how many are no smaller, never less than the one before, at most 1.
    order = sorted(range(10), key=own.__getitem__)
    raised = [min(1, (10 - place) * own[area]) for place, area in enumerate(order)]
    by_hand = {area: max(raised[: place + 1]) for place, area in enumerate(order)}
    assert [value(one, "areas", "p", area=area) for area in SELF_ASSESSMENT_AREAS] == pytest.approx(own)
    adjusted = [value(one, "areas", "p_holm", area=area) for area in SELF_ASSESSMENT_AREAS]
    assert adjusted == pytest.approx([by_hand[area] for area in range(10)])


def test_an_area_nobody_answered_is_in_no_family_of_tests():
    forms, changes = ten_areas()
    one = found(*(rows[:9] for rows in forms))
    own = [stats.ttest_1samp(each, 0).pvalue for each in changes[:9]]
    assert isnan(value(one, "areas", "p_holm", area="area_10"))
    adjusted = [value(one, "areas", "p_holm", area=area) for area in SELF_ASSESSMENT_AREAS[:9]]
    assert adjusted == pytest.approx(holm(own))


def test_regression_to_the_mean_is_expected_of_teams_that_came_back_from_below_the_mean_of_all():
    forms = [alike("a", "1", BEFORE, 1), alike("a", "2", AFTER, 2), alike("b", "1", BEFORE, 5)]
    one = found(*forms, reliability=0.75)
    # A quarter of the way from 1 up to the mean of all teams, 3.
    assert value(one, "teams", "expected_regression") == pytest.approx(0.5)
    assert (value(one, "teams", "started"), value(one, "teams", "paired")) == (2, 1)


def test_lost_teams_bound_the_change_by_the_scales_ends():
    one = found(alike("a", "1", BEFORE, 3), alike("a", "2", AFTER, 4), alike("b", "1", BEFORE, 2))
    assert value(one, "teams", "worst") == pytest.approx((1 + (1 - 2)) / 2)
    assert value(one, "teams", "best") == pytest.approx((1 + (5 - 2)) / 2)


def undefined_alone(one) -> bool:
    """Whether every number without a value says why."""
    numbers = [cell for cell in one.cells if not isinstance(cell.value, str)]
    return all(bool(cell.reason) for cell in numbers if isnan(cell.value))


@pytest.mark.parametrize(
    "forms",
    [
        [],
        [alike("a", "1", BEFORE, 3)],
        [alike("a", "1", AFTER, 3), alike("b", "1", AFTER, 4)],
        [form("a", "1", BEFORE, [None] * 10), form("a", "2", AFTER, [None] * 10)],
    ],
    ids=["nobody", "one form", "after alone", "all blank"],
)
def test_without_both_times_there_is_no_change_and_a_reason(forms):
    one = found(*forms)
    assert isnan(value(one, "overall", "change", **WITHIN))
    assert value(one, "overall", "forms") == 0
    assert undefined_alone(one)
    assert "self_assessment.may_say.undefined" in {said.message for said in one.statements}


def test_one_team_has_a_change_and_no_interval_and_its_own_literal_sentence():
    one = found(alike("a", "1", BEFORE, 2), alike("a", "2", AFTER, 4), alike("a", "3", AFTER, 5))
    assert value(one, "overall", "change", **WITHIN) == pytest.approx(2.5)
    assert isnan(value(one, "overall", "change_low", **WITHIN))
    assert "self_assessment.literal_team" in {said.message for said in one.statements}


def test_when_all_answers_are_alike_there_is_no_change_and_nothing_is_claimed():
    one = found(*(alike(f"t{place}", wave, wave, 3) for place in range(6) for wave in (BEFORE, AFTER)))
    assert value(one, "overall", "change", **WITHIN) == 0
    assert undefined_alone(one)
    assert "self_assessment.may_say.undefined" in {said.message for said in one.statements}


@pytest.mark.parametrize(("turned", "verdict"), [(False, "up"), (True, "down")])
def test_what_may_be_said_follows_the_interval(turned, verdict):
    changes = [1, 2, 1, 2, 1, 2]
    waves = (AFTER, BEFORE) if turned else (BEFORE, AFTER)
    forms = [
        alike(f"t{place}", wave, wave, score)
        for place, change in enumerate(changes)
        for wave, score in zip(waves, (2, 2 + change), strict=True)
    ]
    assert f"self_assessment.may_say.{verdict}" in {said.message for said in found(*forms).statements}


def test_municipalities_behind_a_number_are_all_those_of_the_teams():
    members = [{"team": "a", "municipality": name} for name in ("m1", "m2")]
    members.append({"team": "b", "municipality": "m2"})
    tables = {
        "self_assessments": table(*uneven()),
        "team_municipalities": given("team_municipalities", *members),
    }
    one = answered(QUESTION, tables)[QUESTION]
    (support,) = [cell.support for cell in one.cells if cell.key == "overall/forms@"]
    assert (support.n, support.municipalities) == (8, 2)


def test_forms_of_the_samples_networks_add_up_to_all():
    forms = [
        value(answered(QUESTION, network=f"network-{number:02}")[QUESTION], "overall", "forms")
        for number in range(1, 6)
    ]
    assert all(forms)
    assert sum(forms) == value(answered(QUESTION)[QUESTION], "overall", "forms")


def test_the_samples_known_change_lies_in_the_interval_for_most_seeds():
    (true,) = [one.value for one in true_effects(20) if one.name == "self_assessment_change"]
    ones = [answered(QUESTION, seed=seed)[QUESTION] for seed in range(1, 9)]
    covered = [
        value(one, "overall", "change_low", **WITHIN)
        <= true
        <= value(one, "overall", "change_high", **WITHIN)
        for one in ones
    ]
    # Of 8 intervals at 95 percent, fewer than 6 cover with a probability below .006.
    assert sum(covered) >= 6
