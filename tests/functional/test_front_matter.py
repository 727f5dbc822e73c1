"""A report with front matter: printed as the settings say, explained to the attack, named in the receipt."""

from pathlib import Path

import pytest

from functional.commands import copy_workspace
from functional.workspaces import GATHERING, change, contents, here, keep_only, latest, receipt

SETTINGS = """
[publication]
type = "note"
city = "Oslo"
published = 2026-11-20
licence = "CC-BY-4.0"
doi = "10.1234/abc.5"
isbn = "978-82-8406-178-8"
english_title = "How was the time planned?"
keywords = ["forbedring"]
funding = ["<b>Staten</b>"]
authors = [{ family = "Prøve", given = "Kari", orcid = "0000-0002-1825-0097" }]
approvals = [{ body = "Et utvalg", reference = "ref. 7", decided = 2026-01-15 }]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one report in two languages, with front matter, built."""
    folder = keep_only(copy_workspace(tmp_path_factory.mktemp("front") / "workspace"))
    change(folder / "evaluering.toml", 'languages = ["nb"]', 'languages = ["nb", "en"]')
    with (folder / "evaluering.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    done = here(folder, "build")
    if done.code:
        pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
    return folder


def _page(folder: Path, name: str = GATHERING) -> str:
    return (latest(folder) / name / "index.html").read_text(encoding="utf-8")


def test_a_release_with_front_matter_passes_the_attack(told: Path) -> None:
    assert here(told, "attack").code == 0


def test_the_page_is_cited_in_the_form_of_its_field(told: Path) -> None:
    assert "Prøve K. Hvordan var tiden på samlingene planlagt?" in _page(told)
    assert "Notat 2026. Oslo: Prosjektet evaluering, 2026. https://doi.org/10.1234/abc.5" in _page(told)


def test_the_english_page_says_it_in_english(told: Path) -> None:
    assert "Note 2026. Oslo:" in _page(told, "gathering-time-en")


def test_markup_in_a_setting_is_shown_and_not_obeyed(told: Path) -> None:
    assert "&lt;b&gt;Staten&lt;/b&gt;" in _page(told)


def test_a_page_without_front_matter_prints_nothing_of_it(built: Path) -> None:
    assert 'class="colophon"' not in _page(built)
    assert 'class="byline"' not in _page(built)


def test_the_receipt_changes_with_the_front_matter(told: Path, built: Path) -> None:
    assert receipt(latest(told))["settings"] != receipt(latest(built))["settings"]


def test_a_mistyped_isbn_ends_the_command_without_a_release(told: Path) -> None:
    before = contents(latest(told))
    change(told / "evaluering.toml", "178-8", "178-9")
    done = here(told, "build")
    change(told / "evaluering.toml", "178-9", "178-8")
    assert (done.code, contents(latest(told)) == before) == (3, True)
    assert "publication.isbn" in done.err
    assert "178-9" not in done.err
