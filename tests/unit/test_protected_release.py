"""What leaves of protected findings: marks without values, rounded numbers, no telling sentence."""

from dataclasses import replace
from datetime import date

import pytest
from builders import basis, cell, finding
from judging import NARROW, PROTECTED, behind, count, found, judged, number, release, share, values

from evaluering.disclosure import Judged, Ledger, Rules, load_released, released_bytes, save_released, solve
from evaluering.disclosure.shown import PROTECTED as REASON
from evaluering.errors import HeldByDisclosure
from evaluering.results import Cell, Column, Exemption, FigureLayout, TableLayout, statement
from evaluering.vocabulary import Audience, CellStatus, FigureKind, Protects, Quantity, Suppression, Unit

HIDDEN = count(7331, behind(7333, 7331), "secret")
EXEMPTED = Exemption("counts", 3, "Public register.", "A. Nilsen", date(2026, 11, 1))
HALF = (HIDDEN, count(50))


def hidden_cells(number: int) -> list[Cell]:
    return [count(3, behind(3), f"few_{n}") for n in range(number)]


def test_a_release_on_protected_tables_is_released_as_far_as_it_may_be_shown():
    released = solve([found(count(50)), found(count(3), name="g")], PROTECTED, Ledger())
    assert [[one.value for one in finding.cells] for finding in released.findings] == [[50], [None]]


def test_published_findings_pass_unchanged_under_the_rules_for_protected_ones():
    published = finding(cell("n", 1), cell("share", 0.3333, Unit.SHARE))
    (under,) = solve([published], PROTECTED, Ledger()).findings
    (alone,) = solve([published], Rules(), Ledger()).findings
    assert under == alone
    assert [one.value for one in under.cells] == [1, 0.333]


def test_a_finding_that_links_published_and_protected_tables_is_held_under_any_rules():
    linked = found(count(50), bases=(basis("goals"), *NARROW))
    with pytest.raises(HeldByDisclosure, match="links published tables to protected ones"):
        release(linked)


@pytest.mark.parametrize("audience", list(Audience))
def test_cells_that_passed_the_rules_may_be_public_whatever_the_audience_of_their_tables(audience):
    bases = (basis("users", Protects.PERSONS, audience=audience),)
    assert values(release(found(count(50), bases=bases))) == {"n": 50}


def test_a_hidden_cell_leaves_as_a_mark_without_its_value():
    (one,) = release(found(HIDDEN)).findings
    (hidden,) = one.cells
    assert (hidden.value, hidden.status, hidden.decimals) == (None, CellStatus.SUPPRESSED, None)


def test_the_store_holds_nothing_of_a_hidden_cell():
    assert b"7331" not in released_bytes(release(found(HIDDEN, count(50))))


def test_a_protected_release_is_read_back_from_the_store_as_it_was_saved(tmp_path):
    made = release(found(*HALF), rules=replace(PROTECTED, counts=3, exemptions=(EXEMPTED,)))
    assert load_released(save_released(tmp_path, made)) == made
    assert made.control.exemptions == (EXEMPTED,)


def test_every_hidden_cell_gives_the_same_reason_whatever_hid_it():
    # A reason of its own for what is small would tell it from what is hidden for its sake.
    cells = (
        count(3, behind(3)),
        number("mean", 2.0, Quantity.MEAN, behind(3)),
        count(0, behind(30, 0), "zero"),
    )
    ruled = {one.reason for one in judged(found(*cells)).findings[0].cells}
    (one,) = release(found(*cells)).findings
    assert len(ruled) > 0
    assert {hidden.reason for hidden in one.cells} == {REASON} == {one.reason}


def test_what_the_judging_knows_stays_with_those_who_check():
    (one,) = judged(found(HIDDEN)).findings
    assert one.cells[0].reason is Suppression.FEW


@pytest.mark.parametrize(("n", "value", "places"), [(99, 0.33, 0), (100, 0.333, 1)])
def test_percentages_are_whole_below_a_hundred_and_have_one_decimal_from_there(n, value, places):
    third = number("share", 0.33333, Quantity.SHARE, behind(n, n // 3), Unit.SHARE)
    (one,) = release(found(third)).findings
    assert (one.cells[0].value, one.cells[0].decimals) == (value, places)


@pytest.mark.parametrize(
    ("kind", "unit", "value"),
    [
        (Quantity.MEAN, Unit.POINTS, 3.5),
        (Quantity.MEAN, Unit.NUMBER, 3.5),
        (Quantity.SPREAD, Unit.POINTS, 3.5),
        (Quantity.MEAN, Unit.RATE, 3.46),
        (Quantity.INTERVAL, Unit.POINTS, 3.5),
        (Quantity.TEST, Unit.PERCENTAGE_POINTS, 3),
        (Quantity.SETTING, Unit.POINTS, 3.46),
    ],
)
def test_what_is_computed_of_protected_numbers_has_few_decimals(kind, unit, value):
    assert values(release(found(number("x", 3.456, kind, behind(30), unit)))) == {"x": value}


def test_an_undefined_number_leaves_as_undefined_with_its_reason():
    undefined = replace(number("p", float("nan"), Quantity.TEST, behind(30)), reason="no test")
    (one,) = release(found(undefined)).findings
    assert (one.cells[0].value, one.cells[0].status, one.cells[0].reason) == (
        None,
        CellStatus.RELEASED,
        "no test",
    )


def said(*statements, figures=(), cells=HALF):
    (one,) = release(found(*cells, statements=statements, figures=figures)).findings
    return one


def test_a_sentence_with_a_hidden_number_is_left_out_with_every_word_of_it():
    one = said(statement("told", "message.of_two", {"a": "t/n@", "b": "t/secret@"}, labels={"l": ("d", "v")}))
    assert one.statements == (statement("told", "sign.sentence_suppressed"),)


def test_a_sentence_of_shown_numbers_is_kept():
    kept = statement("told", "message.of_one", {"a": "t/n@"}, group="may_say")
    assert said(kept).statements == (kept,)


def test_a_claim_without_numbers_is_left_out_of_a_finding_with_hidden_cells():
    # Which of several claims an analysis chose can tell what it saw in the hidden cells.
    claim, limit = statement("c", "m.none", group="may_say"), statement("l", "m.cause", group="may_not_say")
    assert [one.message for one in said(claim, limit).statements] == ["sign.sentence_suppressed", "m.cause"]
    assert said(claim, limit, cells=(count(50),)).statements == (claim, limit)


def figure(*measures: str) -> FigureLayout:
    columns = tuple(Column("header.n", (one,)) for one in measures)
    data = TableLayout("shown", "t", "header.goal", ((),), columns)
    return FigureLayout(
        "shown", FigureKind.BARS, data, "axis.n", statement("alt", "m.alt"), statement("key", "m.key")
    )


def test_a_figure_with_a_hidden_number_is_not_described():
    (drawn,) = said(figures=(figure("n", "secret"),)).figures
    assert (drawn.alt.message, drawn.key.message) == ("sign.alt_suppressed", "sign.sentence_suppressed")


def test_a_figure_of_shown_numbers_keeps_its_description():
    assert said(figures=(figure("n"),)).figures == (figure("n"),)


def test_row_accounts_of_protected_files_stay_behind_and_their_digests_do_not():
    (one,) = release(found(count(50))).findings
    assert [(part.accounts, part.files) for part in one.basis] == [((), (("a.csv", "digest"),))]


def test_a_release_tells_its_thresholds_and_how_much_it_hides_in_whole_percent():
    control = release(found(*hidden_cells(20), *(count(50, None, f"other_{n}") for n in range(40)))).control
    assert (control.hidden, dict(control.thresholds)["counts"]) == (0.33, 5)


def test_a_release_with_so_few_hidden_cells_that_the_share_tells_of_them_tells_no_share():
    assert release(found(*hidden_cells(19), count(50))).control.hidden is None


def test_a_release_that_hides_nothing_says_so():
    assert release(found(count(50))).control.hidden == 0.0


def test_settings_do_not_count_as_shown_numbers():
    level = number("level", 0.95, Quantity.SETTING, None, Unit.LEVEL)
    assert release(found(*hidden_cells(20), level)).control.hidden == 1.0


def test_the_loss_of_a_report_is_told_by_kind_of_reason_to_those_who_check():
    """A total and all but one of its parts shown: one part is small, one is hidden for its sake."""
    parts = (count(40), count(3, None, group="a"), count(7, None, group="b"), count(30, None, group="c"))
    (loss,) = release(found(*parts)).control.losses
    assert (loss.cells, loss.primary, loss.secondary, loss.resting) == (4, 1, 1, 0)
    assert (loss.units, loss.units_hidden) == (80, 10)


def test_a_release_of_published_figures_alone_tells_of_no_judging():
    assert release(finding(cell("n", 3))).control == release().control


def test_cells_that_are_hidden_later_are_hidden_and_those_hidden_before_keep_their_reason():
    before = judged(found(HIDDEN, count(50)))
    key = before.findings[0].key
    after = before.hiding({key: {"t/n@": Suppression.LINKED, "t/secret@": Suppression.LINKED}})
    assert [one.reason for one in after.findings[0].cells] == [Suppression.FEW, Suppression.LINKED]
    assert isinstance(after, Judged)


def test_a_release_does_not_depend_on_the_order_of_findings():
    one, two = found(HIDDEN, name="one"), found(share(9, 20), name="two")
    assert released_bytes(release(one, two)) == released_bytes(release(two, one))
