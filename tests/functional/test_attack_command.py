"""``attack`` reads a finished release back; a build whose release fails it publishes nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluering.publishing import staging, withdraw
from functional.workspaces import GATHERING, HOURS, change, contents, correct, here, latest

PAGE = f"{GATHERING}/index.html"
IDENTITY_NUMBER = "02013299997"
LEAD = '<p class="lead">'


def handed_over(folder: Path) -> Path:
    return folder / ".evaluering" / "attack" / f"{latest(folder).name}.json"


def test_attack_finds_nothing_in_a_release_as_it_was_built(one_report: Path) -> None:
    done = here(one_report, "attack")
    files = len(contents(latest(one_report)))
    assert (done.code, done.out) == (
        0,
        f"release {latest(one_report).name}: nothing found in {files} files\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (LEAD, f"{LEAD}{IDENTITY_NUMBER} ", "a national identity number"),
        ("</desc>", " Én kommune har 7.</desc>", "a number that was not released for this place"),
        (LEAD, f'<img alt="7 personer">{LEAD}', "an attribute that no page holds"),
    ],
)
def test_attack_ends_with_5_and_names_the_file(one_report_copy: Path, old: str, new: str, kind: str) -> None:
    change(latest(one_report_copy) / PAGE, old, new)
    done = here(one_report_copy, "attack")
    assert done.code == 5
    assert f"{PAGE}: {kind}" in done.out
    assert IDENTITY_NUMBER not in done.out + done.err


def test_a_canary_is_found_when_it_is_named(one_report_copy: Path) -> None:
    (latest(one_report_copy) / "notes.txt").write_text("KANARI-7f3a", encoding="utf-8")
    done = here(one_report_copy, "attack", "--canary", "KANARI-7f3a")
    assert (done.code, "notes.txt: a planted text" in done.out) == (5, True)


def test_an_earlier_release_can_be_attacked(there_and_back: tuple[Path, list[Path]]) -> None:
    folder, (first, _, _) = there_and_back
    done = here(folder, "attack", first.name)
    assert (done.code, done.out.split(":")[0]) == (0, f"release {first.name}")


@pytest.mark.parametrize("name", ["nothing", "../releases", "."])
def test_an_unknown_release_is_wrong_use(one_report: Path, name: str) -> None:
    done = here(one_report, "attack", name)
    assert (done.code, "expected: a release in reports/releases" in done.err) == (2, True)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"reports": {"x": 1}}'])
def test_without_what_the_build_handed_over_there_is_no_verdict(one_report_copy: Path, content: str) -> None:
    file = handed_over(one_report_copy)
    file.write_text(content, encoding="utf-8")
    done = here(one_report_copy, "attack")
    assert (done.code, "make it again with: evaluering build" in done.err) == (3, True)


def test_a_build_without_changes_hands_it_over_again(one_report_copy: Path) -> None:
    file = handed_over(one_report_copy)
    file.unlink()
    here(one_report_copy, "build")
    assert here(one_report_copy, "attack").code == 0


Pages = Callable[..., dict[str, bytes]]


def giving_away(pages: Pages) -> Pages:
    """The pages around the reports with an identity number at the end of the front page."""

    def made(*given: object) -> dict[str, bytes]:
        found = pages(*given)
        return found | {"index.html": found["index.html"] + IDENTITY_NUMBER.encode()}

    return made


@pytest.fixture
def exposed(one_report_copy: Path, inline: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose next release would give away an identity number on its front page."""
    monkeypatch.setattr(staging, "site_pages", giving_away(staging.site_pages))
    change(one_report_copy / HOURS, "5.50", "4.00")
    correct(one_report_copy, "2026-01-02")
    return one_report_copy


def test_a_release_that_fails_the_attack_replaces_nothing(exposed: Path) -> None:
    before = contents(exposed / "reports")
    done = here(exposed, "build")
    assert done.code == 5
    assert "index.html: a national identity number" in done.err
    assert contents(exposed / "reports") == before


def test_a_release_that_fails_the_attack_is_left_for_its_owner(exposed: Path) -> None:
    here(exposed, "build")
    (left,) = (exposed / ".evaluering" / "refused").iterdir()
    assert IDENTITY_NUMBER in (left / "index.html").read_text(encoding="utf-8")
    assert (left / "manifest.json").is_file()


WITHDRAW = ("withdraw", "gathering-time", "--reason", "Feil kilde.", "--date", "2026-03-04")


def test_a_withdrawal_whose_own_pages_fail_the_attack_replaces_nothing(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdraw, "site_pages", giving_away(withdraw.site_pages))
    before = contents(one_report_copy / "reports")
    done = here(one_report_copy, *WITHDRAW)
    assert (done.code, "index.html: a national identity number" in done.err) == (5, True)
    assert contents(one_report_copy / "reports") == before


def test_what_is_out_already_keeps_no_report_from_being_taken_back(built_copy: Path) -> None:
    file = handed_over(built_copy)
    told = json.loads(file.read_text(encoding="utf-8"))
    told["messages"]["nb"]["label.contents"] = ["Another word"]
    file.write_text(json.dumps(told), encoding="utf-8")
    assert "index.html: a text" in here(built_copy, "attack").out
    assert here(built_copy, *WITHDRAW).code == 0


def test_a_withdrawal_that_could_not_be_attacked_is_made_and_says_so(one_report_copy: Path) -> None:
    handed_over(one_report_copy).unlink()
    done = here(one_report_copy, *WITHDRAW)
    assert (done.code, "not attacked: " in done.out) == (0, True)


def test_a_build_after_a_withdrawal_hands_it_over_again(one_report_copy: Path, inline: None) -> None:
    handed_over(one_report_copy).unlink()
    here(one_report_copy, *WITHDRAW)
    assert "nothing changed" in here(one_report_copy, "build").out
    assert here(one_report_copy, "attack").code == 0


def test_a_withdrawal_can_be_attacked_at_once(one_report_copy: Path) -> None:
    here(one_report_copy, *WITHDRAW)
    assert here(one_report_copy, "attack").code == 0


def test_what_failed_the_attack_is_for_its_owner_alone(exposed: Path) -> None:
    here(exposed, "build")
    assert (exposed / ".evaluering" / "refused").stat().st_mode & 0o077 == 0
