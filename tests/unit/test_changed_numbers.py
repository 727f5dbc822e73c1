"""Numbers that changed: what they were and are, and what of them is never told."""

from dataclasses import replace
from itertools import count

import pytest
from builders import basis

from evaluering.disclosure import (
    Content,
    CorrectionNote,
    Ledger,
    append_entry,
    read_ledger,
    recorded,
    store_record,
)
from evaluering.disclosure.ledger import CELLS
from evaluering.presentation import Page
from evaluering.presentation.changed_numbers import changed_sentences, changed_tables, render_changed
from evaluering.presentation.editions import Editions
from evaluering.publishing.past import cells_digest, mended_of, present_cells
from evaluering.results import Column, ReleasedCell, ReleasedFinding, TableLayout, statement
from evaluering.settings import Correction
from evaluering.vocabulary import CellStatus, Unit

ALL, ONE = (), (("network", "1"),)
LAYOUT = TableLayout(
    "hours",
    "t",
    "header.network",
    (ONE,),
    (Column("header.n", ("n",)), Column("header.value", ("m", "m_low", "m_high"))),
)


def cell(measure: str, value: object, unit: Unit = Unit.COUNT, places: int | None = None) -> ReleasedCell:
    """A cell; hidden where its value is ":"."""
    hidden = value == ":"
    status = CellStatus.SUPPRESSED if hidden else CellStatus.RELEASED
    return ReleasedCell("t", ONE, measure, None if hidden else value, unit, status, "", places)


def finding(
    n: object, *interval: object, unit: Unit = Unit.COUNT, places: int | None = None
) -> ReleasedFinding:
    values = interval or (0.5, 0.4, 0.6)
    measures = zip(("m", "m_low", "m_high"), values, strict=True)
    cells = (cell("n", n, unit), *(cell(name, value, Unit.SHARE, places) for name, value in measures))
    return ReleasedFinding(
        "f", "gathering_time", "{}", (basis(),), "published", "t/n@network=1", cells, (LAYOUT,), (), ()
    )


def page(of: ReleasedFinding, nb, **more) -> Page:
    return Page("gathering_time", (of,), ("hours",), (), nb, **more)


def rows(now: ReleasedFinding, before: ReleasedFinding, nb, after: ReleasedFinding | None = None):
    """The rows that tell of the change: number, before, now."""
    later = None if after is None else present_cells([after])
    tables = changed_tables(page(now, nb), Editions(present_cells([before]), later))
    return [[one.text for one in row.cells] for table in tables for row in table.table.rows]


MARK = ": (skjult av personvernhensyn)"


def test_a_number_that_changed_is_shown_as_it_was_and_as_it_is(nb):
    assert rows(finding(12), finding(10), nb) == [["n", "10", "12"]]


def test_numbers_that_did_not_change_are_left_out(nb):
    assert changed_tables(page(finding(12), nb), Editions(present_cells([finding(12)]))) == ()


def test_a_number_that_is_hidden_now_is_not_repeated(nb):
    assert rows(finding(":"), finding(10), nb) == [["n", "gjentas ikke", MARK]]


def test_of_a_number_that_was_hidden_it_is_not_said_why(nb):
    assert rows(finding(10), finding(":"), nb) == [["n", MARK, "10"]]


def test_a_number_that_is_still_hidden_is_left_out(nb):
    assert rows(finding(":"), finding(":"), nb) == []


def test_an_interval_that_is_hidden_now_is_not_repeated_beside_its_value(nb):
    ((_, before, now),) = rows(finding(1, 0.5, ":", ":"), finding(1, 0.7, 0.4, 0.9), nb)
    assert (before, now) == (
        "70,0\u00a0% (usikkerhet skjult av personvernhensyn)",
        "50,0\u00a0% (usikkerhet skjult av personvernhensyn)",
    )


def test_an_interval_that_alone_was_hidden_since_is_left_out(nb):
    assert rows(finding(1, 0.5, ":", ":"), finding(1, 0.5, 0.4, 0.9), nb) == []


def test_a_number_there_was_not_before_is_said_to_be_new(nb):
    before = replace(finding(1), cells=finding(1).cells[1:])
    assert rows(finding(12), before, nb) == [["n", "var ikke med", "12"]]


def test_words_that_changed_are_not_repeated(nb):
    now, before = finding("rett", unit=Unit.TEXT), finding("galt", unit=Unit.TEXT)
    assert rows(now, before, nb) == [["n", "gjentas ikke", "rett"]]


def test_former_numbers_are_told_with_no_precision_they_never_had(nb):
    now, before = finding(1, 0.712, 0.6, 0.8, places=1), finding(1, 0.73, 0.62, 0.83, places=0)
    ((_, then, present),) = rows(now, before, nb)
    assert (then, present) == ("73\u00a0% (62–83\u00a0%)", "71,2\u00a0% (60,0–80,0\u00a0%)")


def test_an_older_change_is_told_between_its_own_two_editions(nb):
    assert rows(finding(30), finding(10), nb, after=finding(12)) == [["n", "10", "12"]]


def test_an_older_change_of_a_number_that_is_hidden_now_vanishes(nb):
    assert rows(finding(":"), finding(10), nb, after=finding(12)) == []


def test_sentences_are_told_as_they_read_now_and_never_as_they_read_before(nb):
    said = statement("counted", "label.counted", {"number": "t/n@network=1", "name": "t/n@network=1"})
    now = replace(finding(12), statements=(said,))
    assert changed_sentences(page(now, nb), Editions(present_cells([finding(10)]))) == ("12 (12)",)


def test_a_sentence_with_a_hidden_number_is_not_told(nb):
    said = statement("counted", "label.counted", {"number": "t/n@network=1", "name": "t/n@network=1"})
    now = replace(finding(":"), statements=(said,))
    assert changed_sentences(page(now, nb), Editions(present_cells([finding(10)]))) == ()


def test_a_table_of_changes_leads_to_all_its_numbers(nb):
    tables = changed_tables(page(finding(12), nb), Editions(present_cells([finding(10)])))
    html = render_changed(tables, "r-nb/", nb, count(1))
    assert 'href="r-nb/data/hours.csv"' in html
    assert 'id="changed-1"' in html


@pytest.fixture
def ledger(tmp_path):
    """Four releases: 10, 12 told as a correction, 12 again, and 15 told as another."""
    told = {2: "2026-02-01", 4: "2026-04-01"}
    for number, n in enumerate((10, 12, 12, 15), 1):
        shown = recorded([("r-nb", [finding(n)])])
        store_record(tmp_path / CELLS, shown)
        notes = (CorrectionNote("r", told[number], "Rettet."),) if number in told else ()
        content = Content(release=f"{number:016d}", rules="r", cells=shown.digest, corrections=notes)
        read = read_ledger(tmp_path / "ledger.jsonl")
        append_entry(tmp_path / "ledger.jsonl", read.next_entry(content))
    return read_ledger(tmp_path / "ledger.jsonl")


def around(ledger: Ledger, *days: str) -> list[tuple[str, object, object]]:
    """Each change: its day, and the number before and after it."""
    notes = _notes(*days)
    place = ("f", "t/n@network=1")
    return [
        (
            one.day,
            one.editions.before[place].value,
            one.editions.after[place].value if one.editions.after else None,
        )
        for one in mended_of(ledger, "r", notes)
    ]


def test_each_correction_is_of_the_releases_around_it(ledger):
    assert around(ledger, "2026-02-01", "2026-04-01") == [("2026-02-01", 10, 12), ("2026-04-01", 12, 15)]


def test_a_correction_that_no_release_has_told_is_of_what_is_shown_now(ledger):
    told = around(ledger, "2026-02-01", "2026-04-01", "2026-05-01")
    assert told[-1] == ("2026-05-01", 15, None)


def test_a_release_tells_of_its_own_correction_as_later_ones_do(ledger):
    before = Ledger(ledger.entries[:3], ledger.folder)
    own, later = mended_of(before, "r", _notes("2026-02-01", "2026-04-01")), mended_of(ledger, "r", ())
    assert own[-1].editions.after is None
    assert cells_digest(present_cells([finding(15)])) == cells_digest(later[-1].editions.after or {})


def test_a_report_that_was_never_out_has_nothing_to_tell_of(ledger):
    assert mended_of(ledger, "another", _notes("2026-05-01")) == ()


def _notes(*days: str) -> list[Correction]:
    return [Correction.model_validate({"report": "r", "date": day, "note": "Rettet."}) for day in days]
