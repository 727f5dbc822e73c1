"""A report with references of its own: listed, led to, explained to the attack; broken ones refused."""

import json
from pathlib import Path

import pytest

from functional.commands import Ran, copy_workspace
from functional.workspaces import GATHERING, change, here, keep_only, latest, receipt

FOLLOW_UP = "follow-up-inquiries"
WORKS = [
    {
        "id": "testesen2020",
        "type": "article-journal",
        "title": "Om <b>forbedring</b>",
        "author": [{"family": "Testesen", "given": "Kari"}],
        "container-title": "Et tidsskrift",
        "issued": {"date-parts": [[2020]]},
        "volume": "7",
        "page": "11-19",
        "DOI": "10.1234/abc",
    },
    {"id": "side", "type": "webpage", "title": "En side", "URL": "http://example.org/a?b=1"},
    {"id": "not_cited", "type": "webpage", "title": "En annen side", "URL": "https://example.org/other"},
]


def _citing(folder: Path, cites: str, file: str = "references.json") -> Path:
    """A workspace of one report that cites works of its own."""
    keep_only(folder, FOLLOW_UP)
    (folder / "references.json").write_text(json.dumps(WORKS), encoding="utf-8")
    settings = folder / "evaluering.toml"
    change(settings, "parameters = { level = 0.95 }", f"parameters = {{ level = 0.95 }}\ncites = [{cites}]")
    with settings.open("a", encoding="utf-8") as told:
        told.write(f'\n[publication]\nreferences = "{file}"\n')
    return folder


@pytest.fixture(scope="module")
def citing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report cites two works of its own, in two languages and formats, built."""
    folder = _citing(
        copy_workspace(tmp_path_factory.mktemp("citing") / "workspace"), '"Testesen2020", "side"'
    )
    change(folder / "evaluering.toml", 'languages = ["nb"]', 'languages = ["nb", "en"]')
    done = here(folder, "build")
    if done.code:
        pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
    return folder


def _page(folder: Path, name: str = f"{FOLLOW_UP}-nb") -> str:
    return (latest(folder) / name / "index.html").read_text(encoding="utf-8")


def _refused(workspace: Path, cites: str, file: str = "references.json") -> Ran:
    return here(_citing(workspace, cites, file), "build")


def test_a_release_with_references_passes_the_attack(citing: Path) -> None:
    assert here(citing, "attack").code == 0


def test_the_works_of_the_settings_come_after_those_of_the_texts(citing: Path) -> None:
    page = _page(citing)
    places = [page.index(text) for text in ("Garwood F.", "McCullagh P,", "Testesen K.", "En side.")]
    assert places == sorted(places)
    assert '<li id="reference-3"><span>3</span> <span>Testesen K.' in page


def test_a_work_that_is_not_cited_is_not_listed(citing: Path) -> None:
    assert "En annen side" not in _page(citing)


def test_markup_in_a_reference_is_shown_and_not_obeyed(citing: Path) -> None:
    assert "Om &lt;b&gt;forbedring&lt;/b&gt;. Et tidsskrift. 2020;7:11–19." in _page(citing)


def test_a_doi_and_an_address_are_links(citing: Path) -> None:
    page = _page(citing)
    assert '<a href="https://doi.org/10.1234/abc">https://doi.org/10.1234/abc</a>' in page
    assert '<a href="http://example.org/a?b=1">http://example.org/a?b=1</a>' in page


def test_a_text_leads_to_the_work_it_cites(citing: Path) -> None:
    assert 'konfidensintervaller <a href="#reference-1">(1)</a>' in _page(citing)


def test_the_english_page_has_english_headings(citing: Path) -> None:
    page = _page(citing, f"{FOLLOW_UP}-en")
    assert '<h2 id="references">References</h2>' in page
    assert "2nd edn." in page


def test_the_pdf_is_made_with_its_references(citing: Path) -> None:
    assert (latest(citing) / f"{FOLLOW_UP}-nb" / "report.pdf").is_file()


def test_the_receipt_names_the_works_by_digest(citing: Path, built: Path) -> None:
    assert len(receipt(latest(citing), f"{FOLLOW_UP}-nb")["references"]) == 64
    assert receipt(latest(built), f"{FOLLOW_UP}-nb")["references"] == ""


def test_a_page_has_a_note_on_its_methods_and_on_no_others(built: Path) -> None:
    page = (latest(built) / f"{FOLLOW_UP}-nb" / "index.html").read_text(encoding="utf-8")
    assert "Garwoods eksakte intervall" in page
    assert "Cronbachs alfa" not in page


def test_a_page_without_estimates_has_no_method_notes(built: Path) -> None:
    page = (latest(built) / GATHERING / "index.html").read_text(encoding="utf-8")
    assert ('id="methods"' in page, 'id="references"' in page) == (False, False)


def test_a_footnote_leads_there_and_back(built: Path) -> None:
    page = (latest(built) / GATHERING / "index.html").read_text(encoding="utf-8")
    assert '<a class="noteref" href="#note-1" id="noteref-1"' in page
    assert '<li id="note-1"><span>1</span> Andelen er regnet av summen av timene' in page
    assert '<a href="#noteref-1" role="doc-backlink">' in page


def test_a_key_that_no_file_holds_ends_the_build_with_one_message(workspace: Path) -> None:
    done = _refused(workspace, '"nobody1999"')
    assert (done.code, done.err.count("none with the key nobody1999")) == (4, 1)
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("KANARI", "something that is no JSON"),
        ('[{"id": "a", "type": "book", "KANARI": 1}]', "title: Field required"),
        (
            '[{"id": "a", "type": "book", "title": "x", "URL": "javascript:KANARI"}]',
            "an address that does not",
        ),
    ],
)
def test_a_broken_file_ends_the_build_without_repeating_it(workspace: Path, content: str, found: str) -> None:
    folder = _citing(workspace, '"a"')
    (folder / "references.json").write_text(content, encoding="utf-8")
    done = here(folder, "build")
    assert (done.code, found in done.err, "KANARI" in done.err) == (3, True, False)


@pytest.mark.parametrize("file", ["../references.json", "/etc/references.json", "references.txt", ".a.json"])
def test_a_path_out_of_the_workspace_is_refused(workspace: Path, file: str) -> None:
    done = _refused(workspace, '"testesen2020"', file)
    assert (done.code, "a file of the workspace" in done.err) == (3, True)
