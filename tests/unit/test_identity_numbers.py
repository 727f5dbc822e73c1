"""Identity numbers in text. All numbers here are published test vectors or made in this file."""

import random
from collections import Counter
from fractions import Fraction

import pytest
from scipy.stats import binom

from evaluering.privacy.identity_numbers import holds_identity_number

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
BOTH_RULES = ["02013299997", "30108299920"]
ONLY_FROM_2032 = ["02013299903", "30108299939"]


def synthetic(date: str) -> str:
    """A synthetic number: a date (as the series writes it) and check digits that hold today."""
    for individual in range(999, 0, -1):
        digits = [int(digit) for digit in f"{date}{individual:03}"]
        first = -sum(w * d for w, d in zip(FIRST, digits, strict=True)) % 11
        second = -sum(w * d for w, d in zip(SECOND, [*digits, first], strict=True)) % 11
        if first < 10 and second < 10:
            return "".join(map(str, [*digits, first, second]))
    raise AssertionError("no individual number gives check digits")


@pytest.mark.parametrize("number", BOTH_RULES + ONLY_FROM_2032)
def test_the_published_test_vectors_are_found(number):
    assert holds_identity_number(number)


@pytest.mark.parametrize(
    ("series", "date"),
    [
        ("an ordinary number", "150685"),
        ("a D-number, day and 40", "550685"),
        ("an H-number, month and 40", "154685"),
        ("a synthetic number, month and 80", "158685"),
        ("a synthetic number, month and 65", "157185"),
        ("a synthetic D-number, day and 40, month and 80", "558685"),
    ],
)
def test_a_number_of_every_series_is_found(series, date):
    assert holds_identity_number(synthetic(date)), series


@pytest.mark.parametrize("separator", ["", " ", "-", ".", "\u00a0"])
def test_a_number_written_in_two_groups_is_found(separator):
    assert holds_identity_number(f"020132{separator}99997")


@pytest.mark.parametrize(
    "text", ["fnr 02013299997.", "(02013299997)", "a02013299997b", "1234567890 02013299997", "x\n02013299997"]
)
def test_a_number_inside_other_text_is_found(text):
    assert holds_identity_number(text)


@pytest.mark.parametrize("text", ["102013299997", "020132999971", "1020132-99997"])
def test_eleven_digits_inside_a_longer_run_are_not_taken_for_a_number(text):
    assert not holds_identity_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "Økt fysisk aktivitet", "12345678901", "00013299997", "02013299998", "2015-12-02", "47 22 12 34 56"],
)
def test_other_text_and_other_digits_are_not_numbers(text):
    assert not holds_identity_number(text)


@pytest.mark.parametrize("position", range(11))
def test_changing_any_one_digit_of_a_number_valid_today_breaks_it_under_the_second_check_digit(position):
    digits = list("02013299997")
    digits[position] = str((int(digits[position]) + 1) % 10)
    assert not holds_identity_number("".join(digits))


def test_few_random_digits_raise_a_false_alarm():
    drawn = random.Random(1)
    texts = (f"{drawn.randrange(10**11):011}" for _ in range(100_000))
    alarms = sum(holds_identity_number(text) for text in texts)
    # A plausible date and the check digits of 2032 let 0.98 % through by chance (see the exact share).
    assert 0.007 < alarms / 100_000 < 0.012


def exact_share() -> Fraction:
    """The share of all strings of eleven digits that pass, counted over remainders instead of strings."""
    days = [*range(1, 32), *range(41, 72)]
    months = [start + month for start in (0, 40, 65, 80) for month in range(1, 13)]
    states: Counter[tuple[int, int]] = Counter()
    for date in (f"{day:02}{month:02}" for day in days for month in months):
        states[weighed(FIRST, date), weighed(SECOND, date)] += 1
    for place in range(4, 10):
        # The tenth digit counts once in the first sum.
        first, second = (*FIRST, 1)[place], SECOND[place]
        moved: Counter[tuple[int, int]] = Counter()
        for (one, other), count in states.items():
            for digit in range(10):
                moved[(one + first * digit) % 11, (other + second * digit) % 11] += count
        states = moved
    # The last digit makes the second sum divisible by 11; where ten would be needed there is none.
    passing = sum(count for (one, other), count in states.items() if one in (0, 1, 2, 3) and other != 1)
    return Fraction(passing, 10**11)


def weighed(weights: tuple[int, ...], digits: str) -> int:
    return sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11


def test_the_exact_share_of_false_alarms_is_just_under_one_in_a_hundred():
    assert float(exact_share()) == pytest.approx(0.2976 * 4 / 121, rel=1e-4)


@pytest.mark.long
def test_a_million_random_strings_raise_as_many_false_alarms_as_theory_says():
    drawn, strings = random.Random(20320101), 1_000_000
    alarms = sum(holds_identity_number(f"{drawn.randrange(10**11):011}") for _ in range(strings))
    low, high = binom.interval(0.999, strings, float(exact_share()))
    assert low <= alarms <= high


def test_full_width_digits_are_found_too():
    assert holds_identity_number("０２０１３２９９９９７")
