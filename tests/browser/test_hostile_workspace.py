"""Hostile text in every input that can reach a page: shown as it is, and inert in page, PDF and data file."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from published_page import parsed, text_of

from attack.hostile_workspace import FILE, MARKS, QUOTES, hostile_workspace, markup
from functional.commands import run
from functional.workspaces import contents

pytestmark = pytest.mark.browser

REPORTS = ("goal-measurability-nb", "goal-measurability-en", "ratings-nb", "surveys-nb", "themes-nb")
PAGES = ("index.html", "accessibility.html", *(f"{report}/index.html" for report in REPORTS))
ACTIVE = {
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/OpenAction",
    "/AA",
    "/Launch",
    "/GoToR",
    "/RichMedia",
}
FOREIGN = ["script", "img", "iframe", "object", "embed", "link", "form", "base", "b", "i", "foreignObject"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that is built of it, which the attack has passed."""
    folder = hostile_workspace(tmp_path_factory.mktemp("hostile") / "workspace")
    done = run(folder, "build")
    assert done.code == 0, done.out + done.err
    return (folder / "reports" / "latest").resolve()


@pytest.fixture(params=[False, True], ids=["as it is", "without its policy"])
def watched(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    """A page object, and what pages did: dialogs, requests of theirs, messages and errors."""
    context = chromium.new_context(bypass_csp=request.param, offline=True)
    page, did = context.new_page(), []
    page.on("dialog", lambda dialog: (did.append("dialog"), dialog.dismiss()))
    page.on("request", lambda asked: did.append(asked.url))
    page.on("console", lambda message: did.append(message.text))
    page.on("pageerror", lambda error: did.append(str(error)))
    yield page, did
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_nothing_and_asks_for_nothing(
    watched: tuple[Page, list[str]], release: Path, name: str
) -> None:
    page, did = watched
    page.goto((release / name).as_uri())
    page.locator("h1").click()
    page.wait_for_load_state("networkidle")
    assert did == [(release / name).as_uri()]


def test_the_page_of_problems_runs_nothing_either(watched: tuple[Page, list[str]], release: Path) -> None:
    page, did = watched
    workspace = release.parents[2]
    assert run(workspace, "check").code == 0
    file = workspace / "problems" / "index.html"
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert did == [file.as_uri()]
    assert FILE in page.locator("main").inner_text()


def test_a_page_that_took_the_text_for_markup_would_be_heard(
    watched: tuple[Page, list[str]], tmp_path: Path
) -> None:
    page, did = watched
    (tmp_path / "taken.html").write_text(f"<main><p>{markup('merke')}</main>", encoding="utf-8")
    page.goto((tmp_path / "taken.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert "dialog" in did


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_element_or_attribute_of_theirs(release: Path, name: str) -> None:
    elements = list(parsed(release / name).iter())
    tags = {str(element.tag).rpartition("}")[2] for element in elements}
    assert tags.isdisjoint(FOREIGN)
    assert [key for element in elements for key in element.attrib if str(key).startswith("on")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_only_to_its_release_and_its_licence(release: Path, name: str) -> None:
    links = {link.get("href", "") for link in parsed(release / name).iter("a")}
    for link in links:
        file = ((release / name).parent / link.partition("#")[0]).resolve()
        assert link.startswith("#") or (file.is_file() and file.is_relative_to(release)), link


@pytest.mark.parametrize("setting", sorted(MARKS))
def test_every_setting_is_read_as_it_was_written(release: Path, setting: str) -> None:
    texts = [text_of(parsed(release / name)) for name in PAGES]
    wanted = " ".join(MARKS[setting].split())
    assert [name for name, text in zip(PAGES, texts, strict=True) if wanted in text]


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("goal-measurability-nb", [f"merke-goal-{n}" for n in range(3)]),
        ("surveys-nb", ["merke-survey_items-text_nb-2", "merke-survey_options-text_nb-1"]),
        ("themes-nb", ["merke-interview_codes-name-0"]),
        ("ratings-nb", list(QUOTES)),
    ],
)
def test_delivered_texts_are_read_as_they_were_written(release: Path, name: str, marks: list[str]) -> None:
    text = text_of(parsed(release / name / "index.html"))
    assert [mark for mark in marks if " ".join(mark.split()) not in text] == []


def test_template_marks_are_shown_and_not_evaluated(release: Path) -> None:
    assert "{{7*7}} {% x %}" in text_of(parsed(release / PAGES[2]))


@pytest.mark.parametrize("report", REPORTS)
def test_a_pdf_holds_no_action_script_or_file_and_no_address_but_of_the_web(
    release: Path, report: str
) -> None:
    with pikepdf.open(release / report / "report.pdf") as pdf:
        nodes = [node for node in pdf.objects if isinstance(node, pikepdf.Dictionary)]
        assert ACTIVE.isdisjoint(name for node in nodes for name in node)
        kinds = {str(node.get("/S")) for node in nodes if "/URI" in node or node.get("/Type") == "/Action"}
        addresses = {str(node.URI) for node in nodes if "/URI" in node}
    assert kinds <= {"/URI"}
    assert addresses == set()


def test_a_pdf_shows_the_texts_as_they_were_written(release: Path) -> None:
    pdf = pypdfium2.PdfDocument(release / "goal-measurability-nb" / "report.pdf")
    lines = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    # A hyphen at the end of a line is read as a mark of its own.
    text = "".join("".join(line.replace("\ufffe", "-").split()) for line in lines)
    assert "<script>alert('merke-goal-0')</script>" in text
    assert "{{7*7}}{%x%}" in text


def test_no_cell_of_a_data_file_starts_a_formula(release: Path) -> None:
    cells = [
        (name, cell[:30])
        for name, content in contents(release).items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        for cell in row
    ]
    assert any("HYPERLINK" in cell for _, cell in cells)
    # A negative number is a number.
    started = [one for one in cells if re.match(r"\s*[=+@\t\r]|\s*-(?![\d.]+$)", one[1])]
    assert started == []


def test_receipts_and_manifest_are_data(release: Path) -> None:
    files = {name: content for name, content in contents(release).items() if name.endswith(".json")}
    assert len(files) == len(REPORTS) + 1
    assert all(isinstance(json.loads(content), dict) for content in files.values())


def test_names_and_free_text_of_persons_reach_no_file(release: Path) -> None:
    for name, content in contents(release).items():
        assert b"merke-municipalities" not in content, name
        assert b"merke-gathering_evaluations" not in content, name
