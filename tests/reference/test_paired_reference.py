"""What the reference cases of paired differences expect of the paired statistics."""

from math import sqrt

import pytest
from references import case

from evaluering.statistics import paired

COVERS = {
    "paired_t_sleep": ["t", "sd_change"],
    "psfs_paired_zeros": ["rank_biserial_effectsize"],
}


def differences(name: str) -> list[float]:
    given = case(name).input
    return [after - before for before, after in zip(given["first"], given["second"], strict=True)]


def test_student_s_t_and_the_spread_follow_from_the_estimate():
    sleep = paired.mean_change(differences("paired_t_sleep"))
    case("paired_t_sleep").expects("t", sleep.value / sleep.se)
    case("paired_t_sleep").expects("sd_change", sleep.se * sqrt(sleep.n))


def test_the_rank_biserial_correlation_is_that_of_effectsize():
    found = paired.rank_biserial(differences("psfs_paired_zeros"))
    case("psfs_paired_zeros").expects("rank_biserial_effectsize", found.value)


@pytest.mark.parametrize(("zeros", "key"), [("pratt", "p_exact_pratt"), ("wilcox", "p_exact_wilcox")])
def test_differences_as_computed_give_what_differences_by_hand_give(zeros, key):
    d = differences("psfs_paired_zeros")
    case("psfs_paired_zeros").expects(key, paired.signed_rank(d, zeros).p)
    case("psfs_paired_zeros").expects("hl_walsh_all", paired.hodges_lehmann(d).value)
