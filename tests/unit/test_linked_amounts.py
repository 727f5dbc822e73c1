"""What cells of a release tell of the same units, and what adds up."""

import json

import pytest

from evaluering.disclosure.amounts import amounts_of, place_of
from evaluering.disclosure.sums import Places, sums_of
from evaluering.results import Cell, Coordinates, Finding, Support
from evaluering.vocabulary import Protects, Quantity, Unit

NETWORK = (("network", "network-01"),)


def fingerprint(units: str) -> int:
    """A fingerprint as analyses make it: a number for each unit, added up."""
    return sum(hash(unit) for unit in set(units)) % 2**64


def support(units: str, within: str | None = None, *, known: bool = True) -> Support:
    counted = None if within is None else len(within)
    prints = (fingerprint(units), None if within is None else fingerprint(within)) if known else (None, None)
    return Support(Protects.PERSONS, len(units), 4, counted, units=prints[0], within=prints[1])


def count(measure: str, at: Coordinates, told: Support, table: str = "users") -> Cell:
    value = told.n if told.counted is None else told.counted
    return Cell(table, at, measure, value, Unit.COUNT, kind=Quantity.COUNT, support=told)


def share(measure: str, at: Coordinates, told: Support) -> Cell:
    value = (told.counted or 0) / told.n
    return Cell("users", at, measure, value, Unit.SHARE, kind=Quantity.SHARE, support=told)


def mean(at: Coordinates, value: float, told: Support) -> Cell:
    return Cell("users", at, "mean", value, Unit.POINTS, kind=Quantity.MEAN, support=told)


def finding(*cells: Cell, name: str = "users", **parameters: str) -> Finding:
    return Finding(name, "toolkit", (), "", cells, variant=json.dumps(parameters))


def told(*findings: Finding) -> list[float]:
    return sorted(amount.value for amount in amounts_of(findings).every if amount.cells)


def equations(*findings: Finding, places: Places | None = None) -> set[tuple[tuple[float, ...], float]]:
    """Every sum as (parts, whole), in values."""
    amounts = amounts_of(findings)
    sums = sums_of(amounts, places or Places())
    values = [one.value for one in (*amounts.every, *sums.untold)]
    return {
        (
            tuple(sorted(values[number] for number, factor in terms if factor > 0)),
            next(values[number] for number, factor in terms if factor < 0),
        )
        for terms in sums.relations
    }


def test_a_count_of_all_tells_its_base_and_a_share_also_those_counted():
    assert told(finding(count("n", (), support("abcdef")))) == [6]
    assert told(finding(share("done", (), support("abcdef", "ab")))) == [2, 6]


def test_a_mean_tells_the_sum_of_its_values():
    assert told(finding(mean((), 2.5, support("abcd")))) == [10.0]


def test_the_same_units_are_one_amount_in_whatever_report_they_are_counted():
    everywhere = finding(count("n", NETWORK, support("abcdef")), name="benefit")
    there = finding(count("users", (), support("abcdef")), name="participation", network="network-01")
    assert told(everywhere, there) == [6]


def test_other_units_of_the_same_number_are_another_amount():
    assert told(finding(count("n", (), support("abc")), count("m", (), support("def")))) == [3, 3]


def test_without_fingerprints_only_cells_of_one_measure_at_one_spot_are_one_amount():
    one = support("abcdef", "ab", known=False)
    base = support("abcdef", known=False)
    cells = (share("done", (), one), count("done_count", (), one), count("done_n", (), base))
    assert told(finding(*cells)) == [2, 6]
    assert told(finding(count("n", (), base)), finding(count("n", (), base), name="other")) == [6, 6]


def test_empty_sets_are_never_one_amount():
    nobody = support("")
    assert told(finding(count("n", (), nobody), count("m", (), nobody))) == [0, 0]


def test_a_place_is_told_from_other_parameters():
    given = finding(municipality="9001", measure="waiting")
    assert place_of(given) == ((("municipality", "9001"),), '{"measure": "waiting"}')


def test_an_interval_may_be_shown_only_with_the_mean_in_its_middle():
    of_four = support("abcd")
    end = Cell("users", (), "mean_low", 2.0, Unit.POINTS, kind=Quantity.INTERVAL, support=of_four)
    amounts = amounts_of([finding(mean((), 2.5, of_four), end)])
    total = next(amount for amount in amounts.every if amount.value == 10.0)
    assert (0, end.key) in total.resting


def test_those_counted_and_the_others_add_up_to_the_base():
    assert equations(finding(share("done", (), support("abcdefg", "ab")))) == {((2, 5), 7)}


def test_categories_add_up_to_the_total():
    women, men = support("abc"), support("defg")
    cells = [count("n", (), support("abcdefg"))]
    cells += [count("n", (("sex", name),), one) for name, one in (("women", women), ("men", men))]
    assert equations(finding(*cells)) == {((3, 4), 7)}


def test_a_filtered_group_leaves_the_others():
    cells = (count("n", (), support("abcdefg")), count("n", (("sex", "women"),), support("abcd")))
    assert equations(finding(*cells)) == {((3, 4), 7)}


def test_answers_to_one_question_add_up_to_those_who_answered():
    answers = {"no": "abc", "yes": "defg"}
    cells = [count("share", (("answer", name),), support("abcdefg", of)) for name, of in answers.items()]
    assert ((3, 4), 7) in equations(finding(*cells))


def test_groups_that_overlap_give_no_sum():
    of = {"one": "abcde", "other": "cdefg"}
    cells = [count("n", (("area", name),), support(units)) for name, units in of.items()]
    assert equations(finding(count("n", (), support("abcdefg")), *cells)) == set()


def test_municipalities_add_up_to_their_network():
    places = Places({NETWORK: [[(("municipality", "9001"),), (("municipality", "9002"),)]]})
    reports = [
        finding(count("n", (), support("abcdefg")), network="network-01"),
        finding(count("n", (), support("abc")), municipality="9001"),
        finding(count("n", (), support("defg")), municipality="9002"),
    ]
    assert equations(*reports, places=places) == {((3, 4), 7)}


def test_a_municipality_without_a_report_is_what_is_left_over():
    places = Places({NETWORK: [[(("municipality", "9001"),), (("municipality", "9002"),)]]})
    reports = [
        finding(count("n", (), support("abcdefg")), network="network-01"),
        finding(count("n", (), support("abc")), municipality="9001"),
    ]
    assert equations(*reports, places=places) == {((3, 4), 7)}


def test_those_not_counted_are_the_amount_another_measure_tells_of_them():
    lost = finding(count("n", (), support("abcde")), name="lost")
    amounts = amounts_of([finding(share("followed", (), support("abcdefgh", "fgh"))), lost])
    assert sorted(amount.value for amount in amounts.every) == [3, 5, 8]


def test_measures_that_count_the_same_units_only_here_and_there_are_different_amounts():
    places = [(("network", name),) for name in ("n1", "n2")]
    started = [count("started", at, support(of)) for at, of in zip(places, ("abcdef", "ghijkl"), strict=True)]
    back = [count("back", at, support(of)) for at, of in zip(places, ("abcdef", "ghij"), strict=True)]
    assert told(finding(*started, *back)) == [4, 6, 6, 6]


def test_a_dimension_that_changes_no_set_is_left_out():
    areas = (("a", "ab"), ("b", "c"))
    cells = [share("chosen", (("area", area),), support("abcdef", of)) for area, of in areas]
    assert told(finding(*cells)) == [1, 2, 6]


def test_a_group_and_its_only_category_are_two_amounts_though_they_count_the_same_units():
    cells = [count("n", (), support("abcdef"))]
    cells += [count("n", (("sex", name),), support(of)) for name, of in (("men", ""), ("women", "abcdef"))]
    assert equations(finding(*cells)) == {((0, 6), 6)}


def test_the_network_in_a_report_on_all_is_the_report_on_the_network():
    everywhere = finding(count("n", NETWORK, support("abc", known=False)))
    alone = finding(count("n", (), support("abc", known=False)), network="network-01")
    assert told(everywhere, alone) == [3]


def test_sums_of_values_add_up_over_quarters():
    cells = [mean((), 3.0, support("abcdef")), mean((("quarter", "1"),), 2.0, support("abc"))]
    cells.append(mean((("quarter", "2"),), 4.0, support("def")))
    assert ((6.0, 12.0), 18.0) in equations(finding(*cells))


@pytest.mark.parametrize("known", [True, False])
def test_the_same_sum_is_written_once(known):
    one = support("abcdefg", "ab", known=known)
    cells = (share("done", (), one), count("done_count", (), one))
    assert len(sums_of(amounts_of([finding(*cells)]), Places()).relations) == 1


def test_a_part_that_is_not_asked_for_is_the_same_whether_left_out_or_named_as_empty() -> None:
    """Named as empty it made another series of every page, and what one page hid followed from the others."""
    assert place_of(finding(network="network-01", municipality="", team="")) == place_of(
        finding(network="network-01")
    )
    assert place_of(finding(network="", municipality="")) == place_of(finding())


def test_pages_that_name_unasked_parts_as_empty_add_up() -> None:
    everywhere = finding(count("n", (), support("abcdefgh")), network="", municipality="")
    first = finding(count("n", (), support("abcde")), network="1", municipality="")
    second = finding(count("n", (), support("fgh")), network="2", municipality="")
    within = Places({(): [[(("network", "1"),), (("network", "2"),)]]})
    assert ((3, 5), 8) in equations(everywhere, first, second, places=within)
