"""A published report is taken back: a page that says so stands in its place, and the ledger remembers."""

import json
import re
import shutil
from pathlib import Path

import pytest

from evaluering.disclosure import read_ledger
from functional.commands import Ran
from functional.workspaces import (
    GATHERING,
    contents,
    here,
    is_complete,
    latest,
    ledger,
    page,
    page_text,
    receipt,
    releases,
)

REASON = "Tallene bygget på feil programutgave."
WITHDRAW = ("withdraw", "gathering-time", "--reason", REASON, "--date", "2026-03-04")
Withdrawn = tuple[Path, Ran]


@pytest.fixture(scope="module")
def withdrawn(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Withdrawn:
    """A built workspace with one of three reports taken back, and how that ended."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("back") / "workspace", symlinks=True))
    done = here(folder, *WITHDRAW)
    if done.code:
        pytest.fail(f"the withdrawal ended with {done.code}:\n{done.out}{done.err}")
    return folder, done


def test_a_withdrawal_names_what_it_took_back(withdrawn: Withdrawn) -> None:
    folder, done = withdrawn
    assert done.out.splitlines() == [
        f"withdrawn: {GATHERING}",
        str(folder / "reports" / "latest" / "index.html"),
    ]


def test_a_withdrawal_is_a_complete_release_of_its_own(built: Path, withdrawn: Withdrawn) -> None:
    folder, _ = withdrawn
    assert latest(folder).name != latest(built).name
    assert is_complete(latest(folder))


def test_a_tombstone_says_what_was_withdrawn_when_and_why(withdrawn: Withdrawn) -> None:
    text = page(latest(withdrawn[0]))
    assert "Trukket tilbake: " in text
    assert "Rapporten ble trukket tilbake 4. mars 2026." in text
    assert REASON in text


def test_a_tombstone_holds_no_number_but_its_day(withdrawn: Withdrawn) -> None:
    text = page(latest(withdrawn[0])).replace("4. mars 2026", "")
    assert re.findall(r"\d+", text) == []


def test_nothing_but_the_tombstone_is_left_of_the_report(withdrawn: Withdrawn) -> None:
    assert [name for name in contents(latest(withdrawn[0])) if name.startswith(GATHERING)] == [
        f"{GATHERING}/index.html"
    ]


def test_the_front_page_says_that_the_report_was_withdrawn(built: Path, withdrawn: Withdrawn) -> None:
    html = (latest(withdrawn[0]) / "index.html").read_text(encoding="utf-8")
    before = (latest(built) / "index.html").read_text(encoding="utf-8")
    assert "trukket tilbake 4. mars 2026" in page_text(html)
    reports = re.compile(r'href="([^"]+/index.html)"')
    assert sorted(reports.findall(html)) == sorted(reports.findall(before))


def test_the_other_reports_stay_as_they_were(built: Path, withdrawn: Withdrawn) -> None:
    for report in ("follow-up-inquiries-nb", "goal-measurability-nb"):
        before, after = contents(latest(built) / report), contents(latest(withdrawn[0]) / report)
        assert before.pop("receipt.json") != after.pop("receipt.json")
        assert before == after


def test_receipts_of_the_others_name_the_ledger_with_what_was_withdrawn_in_it(withdrawn: Withdrawn) -> None:
    folder, _ = withdrawn
    assert receipt(latest(folder), "goal-measurability-nb")["ledger_head"] == ledger(folder)[0]["digest"]


def test_the_entry_of_the_withdrawn_release_stays_and_the_next_tells_of_the_withdrawal(
    built: Path, withdrawn: Withdrawn
) -> None:
    first, second = ledger(withdrawn[0])
    assert [first] == ledger(built)
    (told,) = second["withdrawn"]
    assert (second["kind"], second["date"]) == ("withdrawal", "2026-03-04")
    assert (told["report"], told["date"], told["reason"]) == (GATHERING, "2026-03-04", REASON)


def test_what_was_withdrawn_still_counts_as_out(withdrawn: Withdrawn) -> None:
    earlier = read_ledger(withdrawn[0] / "reports" / "ledger.jsonl").earlier()
    of_report = [one for one in earlier if one.question == "gathering_time"]
    assert {one.entries for one in of_report} == {(1,)}
    assert all(one.cells for one in of_report)


def test_a_build_after_a_withdrawal_finds_nothing_changed(withdrawn: Withdrawn) -> None:
    folder, _ = withdrawn
    done = here(folder, "build")
    assert done.code == 0
    assert "nothing changed" in done.out.splitlines()
    assert len(releases(folder)) == 2


def test_list_says_which_report_is_withdrawn(withdrawn: Withdrawn) -> None:
    assert f"{GATHERING}  withdrawn 2026-03-04" in here(withdrawn[0], "list").out.splitlines()


def test_a_report_is_withdrawn_once(withdrawn: Withdrawn) -> None:
    folder, _ = withdrawn
    done = here(folder, *WITHDRAW)
    assert done.code == 2
    assert "no report of that name in the latest release" in done.err
    assert len(ledger(folder)) == 2


def test_the_only_report_can_be_withdrawn_and_the_next_build_goes_on(one_report_copy: Path) -> None:
    assert here(one_report_copy, *WITHDRAW).code == 0
    assert here(one_report_copy, "build").code == 0
    assert len(ledger(one_report_copy)) == 2


def test_a_release_with_a_tombstone_verifies_byte_for_byte(one_report_copy: Path) -> None:
    here(one_report_copy, *WITHDRAW)
    done = here(one_report_copy, "verify")
    assert done.code == 0
    assert "all 5 files are byte for byte what its receipts rebuild" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("withdraw", "gathering-time", "--reason", REASON), "give it with --date", id="no day"),
        pytest.param((*WITHDRAW[:3], " ", *WITHDRAW[4:]), "the reason", id="no reason"),
        pytest.param((*WITHDRAW[:3], "a\u202eb", *WITHDRAW[4:]), "the reason", id="hidden characters"),
        pytest.param(("withdraw", "another", *WITHDRAW[2:]), "no report of that name", id="no such report"),
        pytest.param(("withdraw", "..", *WITHDRAW[2:]), "no report of that name", id="a path"),
        pytest.param((*WITHDRAW[:5], "4.3.2026"), "--date", id="no such day"),
    ],
)
def test_a_faulty_withdrawal_is_wrong_use_and_changes_nothing(
    one_report: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = contents(one_report / "reports")
    done = here(one_report, *arguments)
    assert done.code == 2
    assert told in done.err
    assert contents(one_report / "reports") == before


def test_a_reason_with_an_identifier_is_refused_and_not_repeated(one_report: Path) -> None:
    before = contents(one_report / "reports")
    done = here(one_report, *WITHDRAW[:3], "Gjaldt 02013299997.", *WITHDRAW[4:])
    assert done.code == 3
    assert "02013299997" not in done.out + done.err
    assert contents(one_report / "reports") == before


def test_a_release_that_was_changed_is_not_withdrawn_from(one_report_copy: Path) -> None:
    file = latest(one_report_copy) / GATHERING / "index.html"
    file.write_text(file.read_text() + " ")
    done = here(one_report_copy, *WITHDRAW)
    assert done.code == 6
    assert f"changed since: {GATHERING}/index.html" in done.err


def test_a_day_before_an_earlier_release_is_wrong_use(withdrawn: Withdrawn) -> None:
    folder, _ = withdrawn
    arguments = ("withdraw", "goal-measurability", "--reason", REASON, "--date", "2026-03-03")
    done = here(folder, *arguments)
    assert done.code == 2
    assert "a day not before 2026-03-04" in done.err


def test_a_reason_is_shown_as_text_and_not_as_markup(one_report_copy: Path) -> None:
    done = here(one_report_copy, *WITHDRAW[:3], "<b>feil</b>", *WITHDRAW[4:])
    assert done.code == 0
    html = (latest(one_report_copy) / GATHERING / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;feil&lt;/b&gt;" in html
    assert json.loads((latest(one_report_copy) / "manifest.json").read_text())["ledger_head"]
