"""What respondents answered: by item, role and wave, and on a declared scale."""

from functools import cache
from math import isnan

import numpy as np
import pytest
from survey_rows import answers, items, options

from evaluering.errors import WrongUse
from evaluering.synthetic.truth import true_effects
from evaluering.vocabulary import Protects
from sample_network import answered, given, table, value

SIX = tuple({"glad": point} for point in (5, 4, 4, 2, 1, "vet_ikke"))


def survey(*submissions, **parameters):
    tables = {"survey_items": items(), "survey_options": options(), "survey_answers": answers(*submissions)}
    return answered("survey_results", tables, **parameters)


def results(*submissions, **parameters):
    return survey(*submissions, **parameters)["survey_results"]


@cache
def sample(**parameters):
    return answered("survey_results", **parameters)


def test_the_whole_distribution_is_shown_with_do_not_know_as_a_category_of_its_own():
    found = results(*SIX)
    counts = {
        point: value(found, "likert", "count", item="glad", point=point)
        for point in ("1", "2", "3", "4", "5", "unknown")
    }
    assert counts == {"1": 1, "2": 1, "3": 0, "4": 2, "5": 1, "unknown": 1}
    assert value(found, "likert", "share", item="glad", point="4") == pytest.approx(2 / 6)


def test_the_median_and_the_highest_two_points_are_of_those_who_gave_a_point():
    found = results(*SIX)
    assert value(found, "likert", "median", item="glad") == 4
    assert value(found, "likert", "top", item="glad") == pytest.approx(3 / 5)
    # Wilson by hand: n = 5, p = 0.6.
    assert value(found, "likert", "top_low", item="glad") == pytest.approx(0.2307, abs=1e-4)
    assert value(found, "likert", "top_high", item="glad") == pytest.approx(0.8824, abs=1e-4)


def test_those_who_do_not_know_give_bounds_with_all_of_them_outside_or_inside():
    found = results(*SIX)
    assert value(found, "likert", "top_as_no", item="glad") == pytest.approx(3 / 6)
    assert value(found, "likert", "top_as_yes", item="glad") == pytest.approx(4 / 6)


def test_no_mean_is_given_of_a_single_item():
    assert not [cell for cell in results(*SIX).cells if cell.kind == "mean"]


def test_the_base_of_a_skipped_item_is_those_asked():
    found = results(
        {"job": "yes", "days": ["monday", "friday"]},
        {"job": "yes"},
        {"job": "no"},
        {"glad": 3},
    )
    assert value(found, "items", "unanswered_n", item="days") == 2
    assert value(found, "items", "unanswered", item="days") == pytest.approx(1 / 2)
    assert value(found, "items", "unanswered_n", item="job") == 4


def test_an_option_of_several_is_a_share_of_persons_and_not_of_ticks():
    found = results({"job": "yes", "days": ["monday", "friday"]}, {"job": "yes", "days": "monday"})
    shares = {
        option: value(found, "options", "share", item="days", option=option)
        for option in ("monday", "friday")
    }
    assert shares == {"monday": 1.0, "friday": 0.5}


def test_a_number_item_has_median_and_quartiles():
    found = results(*({"age": age} for age in (10, 20, 30, 60)))
    ends = [value(found, "numbers", f"median{end}", item="age") for end in ("", "_q1", "_q3")]
    assert ends == [25, 17.5, 37.5]


def test_of_free_text_nothing_but_the_number_of_answers_is_shown():
    found = results({"note": "text"}, {"glad": 1})
    about = [cell for cell in found.cells if dict(cell.at).get("item") == "note"]
    assert {cell.table for cell in about} == {"items"}
    assert value(found, "items", "answered", item="note") == 1


def test_of_all_waves_a_respondent_counts_once_with_the_latest_answer():
    found = results({"who": "a", "wave": "w9", "glad": 1}, {"who": "a", "wave": "w10", "glad": 5})
    assert value(found, "respondents", "count") == 1
    assert value(found, "likert", "top", item="glad") == 1.0


def test_one_wave_can_be_asked_for():
    found = results({"who": "a", "wave": "w1", "glad": 1}, {"who": "a", "wave": "w2", "glad": 5}, wave="w1")
    assert value(found, "likert", "top", item="glad") == 0.0
    assert found.claim.time_point == "one_wave"


def test_a_wave_that_does_not_exist_is_refused_without_repeating_it():
    with pytest.raises(WrongUse) as caught:
        results({"glad": 1}, wave="secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("parameters", [{"item": "job"}, {"role": "user"}, {"scale": "glad,job"}])
def test_a_name_the_survey_does_not_hold_is_refused(parameters):
    with pytest.raises(WrongUse):
        results({"glad": 1, "calm": 2}, {"glad": 2, "role": "leader"}, **parameters)


def test_without_a_population_the_response_rate_is_said_to_be_unknown():
    (told,) = [one for one in results({"glad": 1}).statements if one.id == "respondents"]
    assert told.message == "survey_results.response_unknown"


def test_a_known_population_gives_a_response_rate_and_narrower_intervals():
    found = results(*SIX, population=10)
    assert value(found, "respondents", "response") == pytest.approx(6 / 10)
    wide = value(found, "likert", "top_high", item="glad") - value(found, "likert", "top_low", item="glad")
    narrow = value(found, "likert", "top_finite_high", item="glad") - value(
        found, "likert", "top_finite_low", item="glad"
    )
    assert narrow < wide


def test_when_all_of_a_population_answered_the_share_is_known_exactly():
    found = results(*({"glad": point} for point in (5, 4, 1)), population=3)
    ends = [value(found, "likert", f"top_finite{end}", item="glad") for end in ("_low", "_high")]
    assert ends == pytest.approx([2 / 3, 2 / 3])


def test_a_population_smaller_than_those_who_answered_is_refused():
    with pytest.raises(WrongUse):
        results(*SIX, population=5)


def test_answers_of_users_protect_persons_and_those_of_staff_alone_protect_staff():
    staff, users = results({"glad": 1}), results({"glad": 1, "role": "user"})
    assert {cell.support.protects for cell in staff.cells if cell.support} == {Protects.STAFF}
    assert {cell.support.protects for cell in users.cells if cell.support} == {Protects.PERSONS}


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([5] * 20, "survey_results.top_most"),
        ([1] * 20, "survey_results.top_fewest"),
        ([1, 5], "survey_results.top_undecided"),
    ],
)
def test_what_may_be_said_follows_from_the_interval(points, message):
    found = results(*({"glad": point} for point in points))
    (told,) = [one for one in found.statements if one.id == "top"]
    assert told.message == message


def test_two_roles_are_compared_on_every_scale_item():
    found = survey(
        *({"glad": point, "role": "coordinator"} for point in (1, 2, 3)),
        *({"glad": point, "role": "leader"} for point in (4, 5)),
    )["survey_roles"]
    assert value(found, "roles", "delta", item="glad") == -1.0
    # Of ten ways to divide five ranks into three and two, two are as uneven as this; median of -4 ... -1.
    assert value(found, "roles", "p_holm", item="glad") == pytest.approx(0.2)
    assert value(found, "roles", "shift", item="glad") == -2.5
    assert value(found, "roles", "median", item="glad", role="leader") == 4.5


def test_p_values_of_several_items_are_adjusted_together():
    every = [{"glad": point, "calm": point, "role": "coordinator"} for point in (1, 2, 3)]
    every += [{"glad": point, "calm": point, "role": "leader"} for point in (4, 5)]
    found = survey(*every)["survey_roles"]
    assert value(found, "roles", "p_holm", item="calm") == pytest.approx(0.4)


def test_the_roles_may_be_chosen_and_their_order_with_them():
    three = [{"glad": 1, "role": role} for role in ("coordinator", "leader", "leader", "team_member")]
    found = survey(*three, role="team_member", other_role="coordinator")["survey_roles"]
    roles = [dict(cell.at)["role"] for cell in found.cells if cell.measure == "n" and "item" in dict(cell.at)]
    assert roles[:2] == ["team_member", "coordinator"]


def test_one_role_alone_is_compared_with_nobody():
    assert "survey_roles" not in survey({"glad": 1}, {"glad": 2})


def waves(*pairs):
    return survey(
        *(
            {"who": f"p{number}", "wave": wave, "glad": point}
            for number, pair in enumerate(pairs)
            for wave, point in zip(("w1", "w2"), pair, strict=True)
            if point
        )
    )["survey_waves"]


def test_those_who_answer_twice_are_compared_with_themselves():
    found = waves((1, 5), (1, 4), (5, 5), (1, 1))
    assert value(found, "change", "pairs", item="glad") == 4
    assert value(found, "change", "paired", item="glad") == pytest.approx(50.0)
    # Two changed, both upwards: twice a quarter.
    assert value(found, "change", "p_holm", item="glad") == pytest.approx(0.5)


def test_those_who_answer_once_are_compared_as_two_groups_and_nobody_is_in_both():
    found = waves((1, 5), (1, None), (None, 5), (None, 1))
    assert value(found, "change", "pairs", item="glad") == 1
    assert value(found, "change", "once", item="glad") == 3
    assert value(found, "change", "unpaired", item="glad") == pytest.approx(50.0)


def test_beside_the_change_stands_who_came_back_and_where_the_others_began():
    found = waves((1, 5), (1, 1), (5, None))
    assert value(found, "change", "came_back", item="glad") == pytest.approx(2 / 3)
    assert value(found, "change", "start_back", item="glad") == 0.0
    assert value(found, "change", "start_lost", item="glad") == 1.0


def test_without_anybody_in_both_waves_the_paired_change_is_undefined_and_said_to_be():
    found = waves((1, None), (None, 5))
    assert isnan(value(found, "change", "paired", item="glad"))
    (told,) = [one for one in found.statements if one.id == "change"]
    assert told.message == "survey_results.waves_unpaired"


def test_one_wave_alone_is_compared_with_nothing():
    assert "survey_waves" not in survey(*SIX)


def test_a_declared_scale_has_alpha_and_a_mean():
    pairs = ((1, 2), (2, 2), (4, 5), (5, 4), (3, 3))
    found = survey(*({"glad": a, "calm": b} for a, b in pairs), {"glad": 1}, scale="glad,calm")[
        "survey_scale"
    ]
    scores = np.array(pairs, dtype=float)
    within, total = scores.var(axis=0, ddof=1).sum(), scores.sum(axis=1).var(ddof=1)
    assert value(found, "scale", "alpha", scale="declared") == pytest.approx(2 * (1 - within / total))
    assert value(found, "scale", "mean", scale="declared") == pytest.approx(scores.mean())
    assert value(found, "scale", "incomplete", scale="declared") == 1


def test_a_municipality_with_a_new_number_is_one_cluster():
    changes = given(
        "municipality_changes",
        {"from_municipality": "1", "to_municipality": "2", "changed": "2024-01-01", "kind": "renumbering"},
    )
    tables = {
        "survey_items": items(),
        "survey_answers": answers({"glad": 5, "municipality": "1"}, {"glad": 1, "municipality": "2"}),
        "municipality_changes": changes,
    }
    found = answered("survey_results", tables)["survey_results"]
    (cell,) = [one for one in found.cells if one.key == "likert/top_clustered_low@item=glad"]
    assert (cell.support.municipalities, cell.reason) == (
        1,
        "one cluster: the spread between clusters cannot be estimated",
    )


def test_in_the_sample_the_share_with_large_benefit_is_found():
    found = sample(instrument="brukere", item="benefit")["survey_results"]
    (true,) = [one.value for one in true_effects(4) if one.name == "large_benefit_in_survey"]
    low, high = (value(found, "likert", f"top_{end}", item="benefit") for end in ("low", "high"))
    assert low < true < high


def test_in_the_sample_the_shares_are_those_counted_by_hand():
    found = sample(instrument="brukere", item="benefit", wave="bolge-1")["survey_results"]
    rows = table("survey_answers")
    rows = rows[(rows["item"] == "benefit") & (rows["wave"] == "bolge-1")]
    assert value(found, "likert", "top_n", item="benefit") == len(rows)
    assert value(found, "likert", "top", item="benefit") == pytest.approx(
        rows["answer"].isin(["4", "5"]).mean()
    )


def test_in_the_sample_no_role_and_no_wave_differs():
    roles, waves_ = sample(instrument="brukere")["survey_roles"], sample(instrument="brukere")["survey_waves"]
    assert value(roles, "roles", "different") == 0
    assert value(waves_, "change", "paired_low", item="benefit") < 0
    assert value(waves_, "change", "paired_high", item="benefit") > 0


def test_a_report_on_one_municipality_counts_its_own_respondents():
    rows = table("survey_answers")
    place = rows["municipality"].value_counts().index[0]
    own = rows[(rows["municipality"] == place) & (rows["instrument"] == "ansatte")]
    found = answered("survey_results", municipality=place, instrument="ansatte")["survey_results"]
    assert value(found, "respondents", "count") == own["respondent"].nunique()
