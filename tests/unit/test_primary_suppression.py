"""What a cell alone says against showing it: the attacks on single numbers, each with its boundary."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from judging import PROTECTED, behind, count, number, reason, reasons, share

from evaluering.vocabulary import Protects, Quantity, Suppression, Unit

FEW, UNJUDGED = Suppression.FEW, Suppression.NOT_JUDGEABLE


@pytest.mark.parametrize(("n", "because"), [(0, FEW), (1, FEW), (4, FEW), (5, None), (6, None)])
def test_d1_a_count_below_five_is_hidden_and_five_is_shown(n, because):
    assert reason(count(n)) is because


@pytest.mark.parametrize(("x", "because"), [(0, FEW), (1, FEW), (4, FEW), (5, None), (6, None)])
def test_d1_a_part_below_five_is_hidden_and_five_is_shown(x, because):
    assert reason(count(x, behind(20, x))) is because


@pytest.mark.parametrize("value", [4.0, 5.0, 20.0, "4", "20", -1, -20, nan, inf, True, None])
def test_d1_what_is_no_whole_number_is_no_count_and_is_hidden(value):
    assert reason(count(value, behind(20))) is UNJUDGED


@pytest.mark.parametrize("whole", [np.int64, np.int32, np.uint8])
def test_d1_numpy_whole_numbers_are_counts_like_others(whole):
    assert reason(count(whole(4), behind(20, 4))) is FEW
    assert reason(count(whole(5), behind(20, 5))) is None


@pytest.mark.parametrize("n", [4.0, "20", -1, nan, None])
def test_a_number_whose_units_are_no_count_is_hidden(n):
    assert reason(number("mean", 3.0, Quantity.MEAN, behind(n))) is UNJUDGED  # type: ignore[arg-type]


@pytest.mark.parametrize("support", [behind(20, 21), behind(20, -1), behind(20, municipalities=-1)])
def test_a_number_whose_support_contradicts_itself_is_hidden(support):
    assert reason(count(20, support)) is UNJUDGED


@pytest.mark.parametrize(
    "lacking", [{"kind": None}, {"support": None}, {"kind": "histogram"}, {"unit": "furlongs"}]
)
def test_what_does_not_say_what_it_is_or_whom_it_rests_on_is_hidden(lacking):
    assert reason(replace(count(50), **lacking)) is UNJUDGED


def test_a_support_that_protects_nobody_beside_a_protected_table_is_not_believed():
    assert reason(count(50, behind(50, protects=Protects.NOTHING))) is UNJUDGED


def test_a_small_count_is_hidden_even_where_its_support_is_large():
    assert reason(count(3, behind(50))) is FEW


@pytest.mark.parametrize("x", [0, 12])
def test_d9_none_and_all_are_hidden(x):
    assert reason(count(x, behind(12, x))) is FEW
    assert reason(share(x, 12)) is FEW


def test_d9_a_zero_is_shown_where_the_measure_is_listed_as_harmless():
    rules = replace(PROTECTED, harmless_zeros=("f/t/n",))
    assert reason(count(0, behind(12, 0)), rules) is None
    assert reason(count(0, behind(12, 0), "other"), rules) is FEW


def test_d9_all_are_shown_where_it_is_listed_that_this_exposes_nobody():
    rules = replace(PROTECTED, harmless_wholes=("f/t/n", "f/t/share"))
    assert reason(count(12, behind(12, 12)), rules) is None
    assert reason(share(12, 12), rules) is None
    assert reason(count(12, behind(12, 12), "other"), rules) is FEW


@pytest.mark.parametrize(("x", "n"), [(0, 12), (11, 12), (9, 9), (0, 0)])
def test_d9_a_harmless_whole_excuses_no_other_small_number(x, n):
    rules = replace(PROTECTED, harmless_wholes=("f/t/n",))
    assert reason(count(x, behind(n, x)), rules) is not None


def test_d9_a_share_that_is_not_one_is_no_whole_though_each_unit_counts_in_part():
    """Every team came at least once, and one of them stayed away once."""
    rules = replace(PROTECTED, harmless_wholes=("f/t/share",))
    nearly = number("share", 217 / 218, Quantity.SHARE, behind(58, 58), Unit.SHARE)
    assert reason(nearly, rules) is FEW


@pytest.mark.parametrize(("x", "n"), [(12, 12), (1, 12), (0, 9), (0, 0)])
def test_d9_a_harmless_zero_excuses_no_other_small_number(x, n):
    rules = replace(PROTECTED, harmless_zeros=("f/t/n",))
    assert reason(count(x, behind(n, x)), rules) is not None


@pytest.mark.parametrize(("x", "because"), [(11, FEW), (9, FEW), (8, None)])
def test_d10_a_count_that_leaves_few_out_is_hidden(x, because):
    assert reason(count(x, behind(13, x))) is because
    assert reason(share(x, 13)) is because


@pytest.mark.parametrize(
    ("x", "n", "because"),
    [(2, 6, FEW), (1, 7, FEW), (5, 9, FEW), (5, 10, None), (6, 11, None)],
)
def test_d11_a_percentage_needs_ten_and_five_on_both_sides(x, n, because):
    assert reason(share(x, n)) is because


def test_d11_a_percentage_of_nine_is_hidden_whatever_its_parts():
    rules = replace(PROTECTED, counts=1)
    assert reason(share(5, 9), rules) is Suppression.SMALL_BASE
    assert reason(share(5, 10), rules) is None


def test_a_percentage_that_does_not_say_how_many_it_counts_is_hidden():
    assert reason(number("share", 0.5, Quantity.SHARE, behind(50), Unit.SHARE)) is UNJUDGED


@pytest.mark.parametrize("value", [-0.1, 1.1, "0.5", inf])
def test_a_share_outside_nought_and_one_is_hidden(value):
    assert reason(number("share", value, Quantity.SHARE, behind(50, 25), Unit.SHARE)) is UNJUDGED


@pytest.mark.parametrize(
    ("kind", "lowest"),
    [(Quantity.MEAN, 10), (Quantity.SPREAD, 15), (Quantity.QUANTILE, 20), (Quantity.INTERVAL, 10)],
)
def test_d13_d14_a_statistic_needs_its_number_of_units(kind, lowest):
    assert reason(number("x", 3.2, kind, behind(lowest - 1))) is Suppression.FEW_BEHIND
    assert reason(number("x", 3.2, kind, behind(lowest))) is None


@pytest.mark.parametrize("n", [1, 2, 3])
def test_d13_the_mean_of_a_few_is_hidden(n):
    assert reason(number("mean", 3.0, Quantity.MEAN, behind(n))) is FEW


@pytest.mark.parametrize("kind", [Quantity.MEAN, Quantity.SPREAD, Quantity.QUANTILE, Quantity.TEST])
def test_d15_where_all_answered_the_same_nothing_is_told(kind):
    assert reason(number("x", 0.0, kind, behind(50, alike=True))) is Suppression.ALIKE


def test_d16_a_smallest_or_largest_value_is_never_shown():
    assert reason(number("longest", 85.0, Quantity.EXTREME, behind(5000))) is Suppression.EXTREME


@pytest.mark.parametrize("kind", [Quantity.INTERVAL, Quantity.TEST])
def test_d19_intervals_and_tests_of_a_share_need_five_on_both_sides(kind):
    assert reason(number("p", 0.03, kind, behind(20, 4))) is FEW
    assert reason(number("p", 0.03, kind, behind(20, 16))) is FEW
    assert reason(number("p", 0.03, kind, behind(20, 15))) is None


@pytest.mark.parametrize("n", [5, 8, 9])
def test_d26_the_response_rate_of_a_small_team_is_hidden(n):
    assert reason(share(n - 1, n, "response")) is Suppression.SMALL_TEAM


def test_d26_the_response_rate_of_a_large_team_with_many_of_both_is_shown():
    assert reason(share(14, 20, "response")) is None


@pytest.mark.parametrize(
    ("largest", "because"),
    [
        ((0.92, 0.03), Suppression.DOMINANCE),
        ((0.5, 0.41), Suppression.DOMINANCE),
        ((0.5, 0.4), None),
        ((0.03, 0.92), Suppression.DOMINANCE),
        ((0.2, 0.1), None),
        ((), Suppression.DOMINANCE),
        ((1.0,), Suppression.DOMINANCE),
    ],
)
def test_d27_a_total_that_one_or_two_give_almost_all_of_is_hidden(largest, because):
    total = number("contacts", 5000, Quantity.TOTAL, behind(50, largest=largest), Unit.COUNT)
    assert reason(total) is because


def test_d27_what_the_others_give_must_be_a_tenth_of_the_largest():
    rules = replace(PROTECTED, dominance=1.0)
    total = number("hours", 900.0, Quantity.TOTAL, behind(50, largest=(0.86, 0.06)), Unit.HOURS)
    assert reason(total, rules) is Suppression.DOMINANCE
    shared = replace(total, support=behind(50, largest=(0.84, 0.07)))
    assert reason(shared, rules) is None


def test_a_total_of_few_is_hidden_and_so_is_a_total_below_nought():
    support = behind(4, largest=(0.3, 0.3))
    assert reason(number("hours", 90.0, Quantity.TOTAL, support, Unit.HOURS)) is FEW
    assert reason(number("hours", -1.0, Quantity.TOTAL, behind(50, largest=(0.1, 0.1)))) is UNJUDGED


@pytest.mark.parametrize("at", [{"role": "leader"}, {"role": "user_representative"}])
def test_d32_a_role_with_one_holder_is_hidden(at):
    assert reason(count(1, behind(1), **at)) is Suppression.SINGLE_ROLE
    assert reason(number("mean", 4.0, Quantity.MEAN, behind(1), **at)) is Suppression.SINGLE_ROLE


@pytest.mark.parametrize("kind", [Quantity.MODEL, Quantity.TEST])
def test_d37_a_model_number_needs_ten_degrees_of_freedom(kind):
    assert reason(number("b", 0.4, kind, behind(200, df=9.9))) is Suppression.FREEDOM
    assert reason(number("b", 0.4, kind, behind(200, df=10.0))) is None
    assert reason(number("b", 0.4, kind, behind(200, df=nan))) is UNJUDGED


def test_d37_a_model_that_tells_no_degrees_of_freedom_has_at_most_its_units_less_one():
    assert reason(number("b", 0.4, Quantity.MODEL, behind(10))) is Suppression.FREEDOM
    assert reason(number("b", 0.4, Quantity.MODEL, behind(11))) is None


@pytest.mark.parametrize("kind", [Quantity.TEST, Quantity.QUANTILE, Quantity.MEAN])
def test_text_is_hidden_but_for_the_wording_of_instruments(kind):
    text = number("quote", "the only male psychologist", kind, behind(500), Unit.TEXT)
    assert reason(text) is Suppression.FREE_TEXT
    assert reason(replace(text, kind=Quantity.SETTING, support=None)) is None


def test_a_code_is_judged_as_the_number_it_stands_for():
    code = number("signal", "chart.signal", Quantity.TEST, behind(9), Unit.CODE)
    assert reason(code) is Suppression.FEW_BEHIND
    assert reason(replace(code, support=behind(11))) is None


def test_an_undefined_number_is_shown_as_undefined_only_with_a_reason_and_enough_behind():
    undefined = number("p", nan, Quantity.TEST, behind(50), Unit.PROBABILITY)
    assert reason(undefined) is UNJUDGED
    assert reason(replace(undefined, reason="no test")) is None
    assert reason(replace(undefined, reason="no test", support=behind(3))) is FEW


@pytest.mark.parametrize(
    ("places", "because"),
    [(1, Suppression.FEW_MUNICIPALITIES), (2, Suppression.FEW_MUNICIPALITIES), (3, None)],
)
def test_a_group_of_fewer_than_three_municipalities_is_hidden(places, because):
    assert reason(count(50, behind(50, municipalities=places))) is because


def test_rows_that_name_no_municipality_are_not_judged_by_it_unless_they_protect_municipalities():
    assert reason(count(50, behind(50, municipalities=0))) is None
    places = behind(50, municipalities=0, protects=Protects.MUNICIPALITIES)
    assert reason(count(50, places)) is Suppression.FEW_MUNICIPALITIES


@pytest.mark.parametrize(("x", "because"), [(0, FEW), (2, FEW), (3, None), (9, None), (10, FEW), (12, FEW)])
def test_of_municipalities_three_must_be_counted_and_three_left_out(x, because):
    support = behind(12, x, municipalities=12, protects=Protects.MUNICIPALITIES)
    assert reason(count(x, support)) is because


def of_one(users: int, staff: int) -> tuple[object, object]:
    place = {"municipality": "1"}
    return (
        count(users, behind(users, municipalities=1), "users", **place),
        count(staff, behind(staff, municipalities=1, protects=Protects.STAFF), "staff", **place),
    )


@pytest.mark.parametrize(("users", "staff"), [(4, 30), (30, 2), (30, 0)])
def test_a_municipality_with_few_users_or_few_staff_is_not_shown_by_name(users, staff):
    hidden = set(reasons(*of_one(users, staff)).values())
    assert hidden == {Suppression.SMALL_MUNICIPALITY}


def test_those_invited_are_no_respondents_of_a_municipality():
    users, _ = of_one(30, 30)
    invited = behind(30, 20, municipalities=1, protects=Protects.STAFF)
    came = count(20, invited, "came", municipality="1")
    assert set(reasons(users, came).values()) == {Suppression.SMALL_MUNICIPALITY}


def test_a_municipality_with_enough_of_both_is_shown_by_name():
    assert set(reasons(*of_one(30, 30)).values()) == {None}


def test_a_report_on_one_municipality_is_judged_as_that_municipality():
    cell = count(30, behind(30, municipalities=1))
    assert reason(cell, variant='{"municipality": "1"}') is Suppression.SMALL_MUNICIPALITY
    assert reason(cell) is Suppression.FEW_MUNICIPALITIES


@pytest.mark.parametrize("at", [{"at": {"team": "t1"}}, {"variant": '{"team": "t1"}'}])
def test_what_is_about_one_team_stays_with_the_team_where_a_table_is_not_public(at):
    cell = count(30, behind(30), **at.get("at", {}))
    assert reason(cell, variant=at.get("variant", "")) is Suppression.NARROW_AUDIENCE
