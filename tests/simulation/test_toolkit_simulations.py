"""The benefit of all who started is found where those who came back are not like the others."""

import sys
from functools import cache

import pytest
from toolkit_simulations import drop_out_by_first_score

SHORT, FULL, SEED = 20, 2000, 1


@cache
def found(replications: int) -> dict[str, float]:
    return drop_out_by_first_score(replications, SEED)


def test_in_twenty_networks_the_model_is_right_on_average_and_those_who_came_back_are_not():
    short = found(SHORT)
    # A right 95 % interval misses six or more of twenty less than once in 3,000 times.
    assert short["coverage, missing at random"] >= 15 / SHORT
    assert abs(short["error, missing at random"]) <= 3 * short["se_error, missing at random"]
    assert short["error, complete case"] <= -3 * short["se_error, complete case"]


@pytest.mark.long
def test_in_two_thousand_networks_the_model_covers_the_truth_as_promised():
    full = found(FULL)
    for method in ("", ", curved"):
        assert 0.93 <= full[f"coverage, missing at random{method}"] <= 0.97


@pytest.mark.long
def test_in_two_thousand_networks_those_who_came_back_miss_the_truth_far_too_often(capsys):
    full = found(FULL)
    with capsys.disabled():
        sys.stdout.write(f"\ncomplete cases cover {full['coverage, complete case']:.3f}\n")
    assert full["coverage, complete case"] < 0.9
    assert full["coverage, complete case, random intercept"] < 0.9
