"""Shares and means turned back into what is behind them."""

import pytest

from evaluering.attack.shares import counts_behind, sums_behind


def test_a_third_of_six_is_two() -> None:
    assert counts_behind(0.33, 0.005, [6]) == {(2, 6)}


def test_a_seventh_tells_the_number_asked_where_few_were() -> None:
    assert counts_behind(0.143, 0.0005, range(1, 14)) == {(1, 7)}


def test_a_whole_percent_of_many_tells_little() -> None:
    assert counts_behind(0.33, 0.005, [300]) == {(x, 300) for x in range(98, 101)}


@pytest.mark.parametrize(("share", "x"), [(0.0, 0), (1.0, 12)])
def test_none_and_all_are_told_exactly(share: float, x: int) -> None:
    assert counts_behind(share, 0.005, [12]) == {(x, 12)}


def test_a_mean_of_three_answers_tells_their_sum() -> None:
    assert sums_behind(3.67, 0.005, [3]) == {(11, 3)}
