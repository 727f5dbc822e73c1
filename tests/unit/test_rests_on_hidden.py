"""What rests on a hidden number is hidden with it; series with too many hidden points are hidden whole."""

import pytest
from judging import behind, count, number, reasons, share

from evaluering.vocabulary import Protects, Quantity, Suppression, Unit

RESTS, FEW = Suppression.RESTS_ON_HIDDEN, Suppression.FEW


def test_d41_no_summary_statistic_is_given_for_a_hidden_n():
    cells = (
        count(4, behind(4)),
        number("mean", 1.33, Quantity.MEAN, behind(4)),
        number("median", 1.0, Quantity.QUANTILE, behind(4)),
        number("sd", 0.5, Quantity.SPREAD, behind(4)),
    )
    assert None not in reasons(*cells).values()


def test_an_estimate_is_hidden_with_its_own_count_even_where_it_would_pass_itself():
    own = number("share", 0.5, Quantity.SHARE, behind(50, 25), Unit.SHARE)
    assert reasons(own, count(3, behind(50, 3), "share_count")) == {"share": RESTS, "share_count": FEW}


def test_the_visits_a_hidden_share_counts_are_hidden_with_it_and_for_the_same_reason():
    """Of 32 visits expected 31 took place: the two numbers beside the hidden share were the share."""
    present = number("present", 31 / 32, Quantity.SHARE, behind(32, 31), Unit.SHARE)
    totals = [
        number(f"present_{end}", n, Quantity.TOTAL, behind(32, largest=(0.1, 0.1)), Unit.COUNT)
        for end, n in (("count", 31), ("n", 32))
    ]
    assert reasons(present, *totals) == {"present": FEW, "present_count": FEW, "present_n": None}


def test_an_interval_is_hidden_with_its_estimate():
    ends = [number(f"share_{end}", 0.4, Quantity.INTERVAL, behind(50), Unit.SHARE) for end in ("low", "high")]
    assert reasons(share(3, 50), *ends) == {"share": FEW, "share_low": RESTS, "share_high": RESTS}


def test_an_estimate_is_not_hidden_for_its_interval():
    mean = number("mean", 3.0, Quantity.MEAN, behind(50))
    end = number("mean_low", 2.0, Quantity.INTERVAL, behind(9))
    assert reasons(mean, end) == {"mean": None, "mean_low": Suppression.FEW_BEHIND}


def test_limits_are_hidden_with_the_point_they_are_drawn_for():
    # Control limits are as wide as the point's own base makes them: they tell it.
    limit = number("upper", 0.8, Quantity.INTERVAL, behind(900), Unit.SHARE)
    assert reasons(count(3, behind(3), "denominator"), limit)["upper"] is RESTS


@pytest.mark.parametrize("kind", [Quantity.TEST, Quantity.MODEL])
def test_d19_a_test_is_hidden_with_the_count_it_could_be_turned_back_into(kind):
    test = number("p", 0.03, kind, behind(50), Unit.PROBABILITY)
    assert reasons(count(3, behind(50, 3)), test)["p"] is RESTS


def test_a_mean_is_not_hidden_for_a_small_count_of_some_of_its_units():
    mean = number("mean", 3.0, Quantity.MEAN, behind(50))
    assert reasons(count(3, behind(50, 3)), mean)["mean"] is None


def test_a_test_is_hidden_with_the_size_of_a_group_it_compares():
    delta = number("delta", 0.3, Quantity.TEST, behind(54), item="glad")
    sizes = [count(n, behind(n), "n", item="glad", group=str(n)) for n in (4, 50)]
    assert reasons(delta, *sizes)["delta@item=glad"] is RESTS


def test_what_stands_elsewhere_is_not_hidden():
    mean = number("mean", 3.0, Quantity.MEAN, behind(50), item="b")
    assert reasons(count(3, behind(3), item="a"), mean)["mean@item=b"] is None


def test_a_setting_is_never_hidden():
    level = number("level", 0.95, Quantity.SETTING, None, Unit.LEVEL)
    assert reasons(count(3, behind(3)), level)["level"] is None


@pytest.mark.parametrize(
    ("completed", "because"), [(49, "attrition"), (46, "attrition"), (45, None), (50, None)]
)
def test_those_lost_between_two_numbers_are_not_told_when_few(completed, because):
    found = reasons(count(50, behind(50), "started"), count(completed, behind(completed), "completed"))
    assert found == {"started": None, "completed": because and Suppression(because)}


def test_a_mean_of_those_who_completed_goes_with_their_hidden_number():
    mean = number("mean", 3.0, Quantity.MEAN, behind(48))
    cells = (count(50, behind(50), "started"), count(48, behind(48), "completed"), mean)
    assert reasons(*cells)["mean"] is RESTS


def test_numbers_of_users_and_of_staff_are_not_subtracted_from_each_other():
    staff = count(48, behind(48, protects=Protects.STAFF), "staff")
    assert set(reasons(count(50, behind(50), "users"), staff).values()) == {None}


def test_d26_the_number_who_answered_in_a_small_team_goes_with_the_hidden_rate():
    # The size of a team is known to everybody: with the number, everyone's answers are.
    rate = share(9, 9, "response")
    assert reasons(rate, count(9, behind(9), "answered")) == dict.fromkeys(
        ("response", "answered"), Suppression.SMALL_TEAM
    )


def test_the_number_who_answered_in_a_large_group_is_kept_where_few_did_not():
    assert reasons(share(97, 100, "response"), count(97, behind(97), "answered"))["answered"] is None


def months(*sizes: int) -> list[object]:
    return [count(n, behind(n), month=f"2024-{place:02}") for place, n in enumerate(sizes, 1)]


def test_d21_a_series_with_too_many_weak_points_is_hidden_whole():
    found = list(reasons(*months(30, 30, 3, 2, 30)).values())
    assert found == [Suppression.WEAK_SERIES] * 2 + [FEW] * 2 + [Suppression.WEAK_SERIES]


def test_d21_a_series_with_one_weak_point_in_five_keeps_the_others():
    assert list(reasons(*months(30, 30, 3, 30, 30)).values()) == [None, None, FEW, None, None]


def test_d21_what_is_no_point_in_time_is_no_series():
    cells = [count(n, behind(n), item=str(n)) for n in (1, 2, 30)]
    assert list(reasons(*cells).values()) == [FEW, FEW, None]


def test_a_share_of_a_point_of_a_series_that_is_hidden_whole_is_hidden_too():
    shares = [share(15, 30, "share", month=f"2024-{place:02}") for place in range(1, 6)]
    found = reasons(*months(30, 30, 3, 2, 30), *shares)
    assert None not in found.values()
