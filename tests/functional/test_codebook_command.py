"""``evaluering codebook``: from the declarations alone, the same bytes every time, one page."""

import json
import shutil
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from evaluering.tables import INSTRUMENT_TABLES, TABLES
from functional.commands import run
from functional.workspaces import change, contents, here
from synthetic import csv_text, row, write_mapping

CANARY = "KANARI-9b1c"


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace with a codebook. Shared: copy it before changing anything."""
    folder = tmp_path_factory.mktemp("codebook") / "workspace"
    for command in (["init", str(folder)], ["codebook"]):
        done = here(folder if folder.exists() else folder.parent, *command)
        assert done.code == 0, done.err
    return folder


@pytest.fixture
def again(described: Path, tmp_path: Path) -> Path:
    """A copy of it without its codebook, to be changed freely."""
    folder = Path(shutil.copytree(described, tmp_path / "again"))
    shutil.rmtree(folder / "codebook")
    return folder


@pytest.fixture(scope="module")
def page(described: Path) -> Element:
    """The page, parsed without forgiveness."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse((described / "codebook/index.html").read_bytes(), transport_encoding="utf-8")
    return tree


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_new_workspace_gets_a_page_a_data_package_and_ddi(described: Path) -> None:
    assert set(contents(described / "codebook")) == {"datapackage.json", "ddi.xml", "index.html"}
    package = json.loads((described / "codebook/datapackage.json").read_text(encoding="utf-8"))
    assert len(package["resources"]) == len(INSTRUMENT_TABLES) >= 25


def test_the_codebook_names_the_files_it_wrote(again: Path) -> None:
    assert here(again, "codebook").out.splitlines() == [
        str(again / "codebook" / name) for name in ("datapackage.json", "ddi.xml", "index.html")
    ]


def test_the_same_codebook_is_written_elsewhere_at_another_hour(described: Path, again: Path) -> None:
    done = run(again, "codebook", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7", USER="nobody")
    assert done.code == 0, done.err
    assert contents(again / "codebook") == contents(described / "codebook")


def test_nothing_delivered_changes_a_byte_of_the_codebook(described: Path, again: Path) -> None:
    teams, plans = TABLES["teams"], TABLES["plans"]
    folder = write_mapping(
        again / "data/raw/deliveries" / CANARY,
        'name = "teams.csv"\ntable = "teams"',
        'name = "plans.csv"\ntable = "plans"',
    )
    (folder / "teams.csv").write_text(csv_text(teams, row(teams, team=f"{CANARY}-t")), encoding="utf-8")
    text = csv_text(plans, row(plans, user=f"{CANARY}-u", comment=f"syntetisk {CANARY}"))
    (folder / "plans.csv").write_text(text, encoding="utf-8")
    done = here(again, "process")
    assert done.code == 0, done.err
    assert any(CANARY.encode() in content for content in contents(again / "data/processed").values())
    assert here(again, "codebook").code == 0
    assert contents(again / "codebook") == contents(described / "codebook")


def test_a_codebook_is_never_committed_with_the_workspace(described: Path) -> None:
    assert "/codebook/" in (described / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("language", "title"), [("nb", "Kodebok"), ("nn", "Kodebok"), ("en", "Codebook")])
def test_the_page_comes_in_the_language_asked_for(again: Path, language: str, title: str) -> None:
    assert here(again, "codebook", "--language", language).code == 0
    page = html5lib.parse((again / "codebook/index.html").read_bytes(), namespaceHTMLElements=False)
    assert page.get("lang") == language
    assert text_of(page.find(".//h1")) == title


def test_the_language_is_that_of_the_study_when_none_is_asked_for(again: Path) -> None:
    change(again / "evaluering.toml", 'languages = ["nb"]', 'languages = ["nn"]')
    assert here(again, "codebook").code == 0
    assert '<html lang="nn">' in (again / "codebook/index.html").read_text(encoding="utf-8")


def test_an_unknown_language_is_wrong_use(again: Path) -> None:
    assert run(again, "codebook", "--language", "sv").code == 2
    assert not (again / "codebook").exists()


def test_what_the_study_declares_of_its_codebook_is_in_it(again: Path) -> None:
    given = '[codebook]\nidentifier = "10.1000/syntetisk"\nlicence = "CC-BY-4.0"\nproduced = 2026-02-01\n\n'
    change(again / "evaluering.toml", "[disclosure]", f"{given}[disclosure]")
    assert here(again, "codebook").code == 0
    ddi = (again / "codebook/ddi.xml").read_text(encoding="utf-8")
    assert "<IDNo>10.1000/syntetisk</IDNo>" in ddi
    assert '<prodDate date="2026-02-01">' in ddi


def test_a_licence_that_is_no_name_is_refused(again: Path) -> None:
    change(again / "evaluering.toml", "[disclosure]", '[codebook]\nlicence = "fri bruk"\n\n[disclosure]')
    done = here(again, "codebook")
    assert done.code == 3
    assert "codebook.licence" in done.err
    assert "fri bruk" not in done.err


def test_a_file_in_the_way_of_the_folder_ends_in_one_message(again: Path) -> None:
    (again / "codebook").write_text("", encoding="utf-8")
    done = here(again, "codebook")
    assert done.code == 7
    assert "Traceback" not in done.err


def test_the_page_says_what_every_table_and_column_is(page: Element) -> None:
    assert [element.get("id") for element in page.iter("h3")] == [
        f"table-{table.name}" for table in INSTRUMENT_TABLES
    ]
    rows = [[text_of(cell) for cell in table.findall("tbody/tr/th/code")] for table in page.iter("table")]
    assert rows == [[column.name for column in table.delivered] for table in INSTRUMENT_TABLES]


def test_a_column_s_answers_and_limits_stand_in_words(page: Element) -> None:
    rows = {(text_of(line[0]), text_of(line[1])) for line in page.iter("tr") if len(line) == 2}
    answers = "gjort done delvis partly ikke gjort not_done ikke meldt fra om not_reported"
    assert ("Hva som er gjort status", f"Ett av disse svarene: {answers} Må fylles ut.") in rows
    assert ("Minutter det tok minutes", "Helt tall fra 0 til 1 440 (minutter). Kan stå tom.") in rows


def test_free_text_is_said_never_to_be_shown(page: Element) -> None:
    cells = [text_of(row[1]) for row in page.iter("tr") if len(row) == 2]
    said = [cell for cell in cells if "Holdes for seg og vises aldri." in cell]
    declared = [column for table in INSTRUMENT_TABLES for column in table.delivered if column.free_text]
    assert len(said) == len(declared) > 10


def test_every_table_has_a_caption_of_its_own_and_headers_that_say_what_they_head(page: Element) -> None:
    captions = [text_of(element) for element in page.iter("caption")]
    assert len(set(captions)) == len(captions) == len(INSTRUMENT_TABLES)
    for table in page.iter("table"):
        assert [cell.get("scope") for cell in table.findall("thead/tr/th")] == ["col", "col"]
        assert {cell.get("scope") for cell in table.findall("tbody/tr/th")} == {"row"}


def test_every_link_of_the_page_leads_to_a_place_on_it(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert set(ids.values()) == {1}
    targets = {element.get("href", "") for element in page.iter("a")}
    assert {target.removeprefix("#") for target in targets} <= ids.keys()
    assert {f"#table-{table.name}" for table in INSTRUMENT_TABLES} <= targets


def test_the_page_needs_no_script_and_fetches_nothing(page: Element) -> None:
    assert [
        element.tag for element in page.iter() if element.tag in ("script", "img", "link", "iframe")
    ] == []
    assert not any(
        name.startswith("on") or name == "src" for element in page.iter() for name in element.attrib
    )


def test_a_title_with_markup_is_shown_as_text(again: Path) -> None:
    change(again / "evaluering.toml", "Evaluering av læringsnettverk", "<script>x</script>")
    assert here(again, "codebook").code == 0
    html = (again / "codebook/index.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_an_answer_whose_name_is_its_code_is_shown_once(again: Path) -> None:
    assert here(again, "codebook", "--language", "en").code == 0
    tree = html5lib.parse((again / "codebook/index.html").read_bytes(), namespaceHTMLElements=False)
    answers = [text_of(element) for element in tree.findall(".//td/ul/li")]
    assert "yes" in answers
    assert "other team other_team" in answers
    assert "yes yes" not in answers
