"""A released number that changes: readers are told in the author's words, or nothing is released."""

import json
import re
from pathlib import Path

import pytest

from evaluering.disclosure import Ledger
from evaluering.publishing import prepare as preparing
from functional.workspaces import HOURS, change, contents, correct, here, latest, ledger, page, receipt

NOTE = "Timene er rettet."
Releases = tuple[Path, list[Path]]


@pytest.fixture
def changed(one_report_copy: Path, inline: None) -> Path:
    """A workspace with a release, of which a number has changed since."""
    change(one_report_copy / HOURS, "5.50", "5.25")
    return one_report_copy


def test_a_changed_number_without_a_correction_stops_the_build_with_the_lines_to_add(
    one_report: Path, changed: Path
) -> None:
    before = contents(one_report / "reports")
    done = here(changed, "build")
    assert done.code == 2
    assert "other numbers, and no new correction" in done.err
    for line in ("[[correction]]", 'report = "gathering-time"', "date = YYYY-MM-DD"):
        assert line in done.err
    assert contents(changed / "reports") == before


def test_the_message_about_a_lacking_correction_tells_no_number(changed: Path) -> None:
    told = here(changed, "build").err.partition("reports gathering-time")[2]
    assert told
    assert re.findall(r"\d", told) == []


def test_a_corrected_page_shows_the_note_with_its_day(there_and_back: Releases) -> None:
    _, (first, second, _) = there_and_back
    assert f"2. januar 2026: {NOTE}" in page(second)
    assert NOTE not in page(first)


def test_a_page_keeps_every_correction_in_order(there_and_back: Releases) -> None:
    text = page(there_and_back[1][2])
    assert 0 < text.index("2. januar 2026") < text.index("3. februar 2026")


def test_the_ledger_tells_which_release_corrected_what(there_and_back: Releases) -> None:
    told = [(entry["kind"], entry["date"], entry["corrections"]) for entry in ledger(there_and_back[0])]
    notes = [{"report": "gathering-time", "date": day, "note": NOTE} for day in ("2026-01-02", "2026-02-03")]
    assert told == [
        ("release", "", []),
        ("correction", "2026-01-02", notes[:1]),
        ("correction", "2026-02-03", notes[1:]),
    ]


def test_receipts_name_the_corrections(there_and_back: Releases) -> None:
    _, (_, second, _) = there_and_back
    assert receipt(second)["corrections"] == [{"date": "2026-01-02", "note": NOTE}]


def test_a_correction_that_was_told_may_not_be_taken_out_again(
    there_and_back: Releases, tmp_path: Path
) -> None:
    folder, _ = there_and_back
    settings = folder / "evaluering.toml"
    whole = settings.read_text(encoding="utf-8")
    try:
        settings.write_text(whole.partition("\n[[correction]]")[0], encoding="utf-8")
        done = here(folder, "build")
    finally:
        settings.write_text(whole, encoding="utf-8")
    assert done.code == 3
    assert "every correction that was published" in done.err
    assert f'note = "{NOTE}"' in done.err


def test_an_old_correction_does_not_stand_for_a_new_change(there_and_back: Releases) -> None:
    folder, _ = there_and_back
    change(folder / HOURS, "5.50", "5.25")
    try:
        done = here(folder, "build")
    finally:
        change(folder / HOURS, "5.25", "5.50")
    assert done.code == 2
    assert "no new correction" in done.err


def test_a_report_that_was_out_of_the_plan_is_compared_with_what_it_last_showed(
    built_copy: Path, inline: None
) -> None:
    settings = built_copy / "evaluering.toml"
    whole = settings.read_text(encoding="utf-8")
    head, *reports = whole.split("[[reports]]")
    kept = [text for text in reports if 'id = "gathering-time"' not in text]
    settings.write_text("[[reports]]".join([head, *kept]), encoding="utf-8")
    assert here(built_copy, "build").code == 0
    settings.write_text(whole, encoding="utf-8")
    change(built_copy / HOURS, "5.50", "5.25")
    done = here(built_copy, "build")
    assert done.code == 2
    assert "reports gathering-time" in done.err


@pytest.mark.parametrize(
    ("note", "report", "code"),
    [
        pytest.param("", "gathering-time", 3, id="no words"),
        pytest.param("a\\u202eb", "gathering-time", 3, id="hidden characters"),
        pytest.param("Rettet.", "another-report", 3, id="no such report"),
        pytest.param("Gjaldt 02013299997.", "gathering-time", 3, id="an identity number"),
    ],
)
def test_a_faulty_correction_is_refused_and_not_repeated(
    one_report_copy: Path, inline: None, note: str, report: str, code: int
) -> None:
    correct(one_report_copy, "2026-01-02", note, report)
    done = here(one_report_copy, "build")
    assert done.code == code
    assert "02013299997" not in done.err
    assert len(ledger(one_report_copy)) == 1


def test_a_correction_of_words_alone_needs_no_changed_number(one_report_copy: Path, inline: None) -> None:
    correct(one_report_copy, "2026-01-02", "Ordlyden om <plenum> er rettet.")
    done = here(one_report_copy, "build")
    assert done.code == 0
    html = (latest(one_report_copy) / "gathering-time-nb/index.html").read_text(encoding="utf-8")
    assert "Ordlyden om &lt;plenum&gt; er rettet." in html
    assert ledger(one_report_copy)[-1]["kind"] == "correction"


def test_the_day_given_for_a_release_stands_in_the_ledger_and_in_no_page(one_report_copy: Path) -> None:
    (one_report_copy / "reports" / "latest").unlink()
    shown = contents(one_report_copy / "reports" / "releases")
    for name in ("releases", "ledger-cells"):
        for path in sorted((one_report_copy / "reports" / name).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    (one_report_copy / "reports" / "ledger.jsonl").unlink()
    assert here(one_report_copy, "build", "--date", "2026-05-06").code == 0
    assert [entry["date"] for entry in ledger(one_report_copy)] == ["2026-05-06"]
    assert contents(one_report_copy / "reports" / "releases") == shown


def test_a_new_release_is_solved_against_what_the_latest_one_showed(
    one_report_copy: Path, inline: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, known = preparing.solve, []

    def watching(findings: object, rules: object, given: Ledger, *around: object) -> object:
        known.append([one.entries for one in given.earlier()])
        return real(findings, rules, given, *around)  # type: ignore[arg-type]

    change(one_report_copy / HOURS, "5.50", "5.25")
    correct(one_report_copy, "2026-01-02")
    monkeypatch.setattr(preparing, "solve", watching)
    assert here(one_report_copy, "build").code == 0
    # First as the latest release was made, to see that something changed; then beside that release.
    assert known == [[], [(1,), (1,)]]


def test_the_same_cells_are_not_stored_again(there_and_back: Releases) -> None:
    folder, _ = there_and_back
    first, second, third = (entry["cells"] for entry in ledger(folder))
    assert first == third != second
    records = [
        json.loads((folder / f"reports/ledger-cells/{digest}.json").read_text()) for digest in (first, second)
    ]
    cells = {one["cells"] for record in records for report in record for one in report["findings"]}
    assert len(list((folder / "reports/ledger-cells").iterdir())) == len(cells) + 2
