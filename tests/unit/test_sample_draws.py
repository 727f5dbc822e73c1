"""Random numbers keyed by seed and name."""

import numpy as np
import pytest

from evaluering.synthetic.draws import Draws


def test_the_same_seed_and_name_give_the_same_numbers() -> None:
    assert Draws(1, "teams").uniforms(3, 2).tolist() == Draws(1, "teams").uniforms(3, 2).tolist()


@pytest.mark.parametrize(("seed", "name"), [(2, "teams"), (1, "goals")])
def test_another_seed_or_name_gives_other_numbers(seed: int, name: str) -> None:
    assert Draws(1, "teams").uniform() != Draws(seed, name).uniform()


def test_the_first_numbers_are_those_of_every_numpy_that_keeps_its_promise() -> None:
    # Written down once: SeedSequence and the raw stream of PCG64 never change between versions.
    assert Draws(1, "teams").uniforms(1, 3)[0].tolist() == [
        0.24118729127904276,
        0.05421173622127334,
        0.09873106408867166,
    ]


def test_rows_drawn_in_pieces_are_those_drawn_at_once() -> None:
    pieces = Draws(1, "x")
    joined = np.vstack([pieces.uniforms(rows, 4) for rows in (1, 5, 2)])
    assert joined.tolist() == Draws(1, "x").uniforms(8, 4).tolist()


@pytest.mark.parametrize("mean", [0.3, 4.0, 60.0])
def test_counts_have_the_mean_and_variance_of_a_poisson_count(mean: float) -> None:
    draws = Draws(1, "counts")
    counts = np.array([draws.count(mean) for _ in range(20_000)])
    assert abs(counts.mean() - mean) < 4 * np.sqrt(mean / len(counts))
    # The variance of a sample variance of counts is about (mean + 2 mean^2) / n.
    assert abs(counts.var() - mean) < 4 * np.sqrt((mean + 2 * mean**2) / len(counts))


def test_normal_numbers_have_the_mean_and_spread_asked_for() -> None:
    draws = Draws(1, "normal")
    numbers = np.array([draws.normal(3.0, 2.0) for _ in range(20_000)])
    assert abs(numbers.mean() - 3.0) < 4 * 2.0 / np.sqrt(len(numbers))
    assert abs(numbers.std() - 2.0) < 4 * 2.0 / np.sqrt(2 * len(numbers))


def test_weighted_items_come_by_their_shares() -> None:
    draws = Draws(1, "weighted")
    drawn = [draws.weighted({"a": 1.0, "b": 3.0}) for _ in range(20_000)]
    assert abs(drawn.count("b") / len(drawn) - 0.75) < 4 * np.sqrt(0.75 * 0.25 / len(drawn))


def test_whole_numbers_reach_both_ends_and_no_further() -> None:
    draws = Draws(1, "whole")
    assert {draws.whole(2, 4) for _ in range(200)} == {2, 3, 4}


def test_shuffling_keeps_every_item() -> None:
    assert sorted(Draws(1, "shuffled").shuffled(range(50))) == list(range(50))
