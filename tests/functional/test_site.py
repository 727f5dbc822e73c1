"""The site of a release: front page, networks, change list, corrected pages, languages by municipality."""

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib

from functional.protected_release import own_pages
from functional.site_study import FORMS, NETWORKS, NOTE, PAGES, TITLE, name_places
from functional.workspaces import change, contents, here, is_complete, page_text

Site = tuple[Path, list[Path]]
FRONT, CHANGES, NORTH, SOUTH = (
    "index.html",
    "changes.html",
    "networks/network-01.html",
    "networks/network-02.html",
)


def html(release: Path, name: str) -> str:
    return (release / name).read_text(encoding="utf-8")


def tree(release: Path, name: str) -> ET.Element:
    read: ET.Element = html5lib.parse(html(release, name), namespaceHTMLElements=False)
    return read


def said(element: ET.Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def entries(root: ET.Element, kind: str) -> dict[str, ET.Element]:
    """The entries of places of a kind by name, in the page's order."""
    found = [one for one in root.iter("li") if one.get("id", "").startswith(f"{kind}-")]
    return {said(one.find("span")): one for one in found if one.find("span") is not None}  # type: ignore[arg-type]


def links(element: ET.Element) -> list[str]:
    return [one.get("href", "") for one in element.iter("a")]


def tables(root: ET.Element) -> list[list[list[str]]]:
    """The tables of changed numbers, row by row."""
    return [
        [[said(cell) for cell in row if cell.tag in {"td", "th"}] for row in block.iter("tr")]
        for block in root.iter("div")
        if block.get("class") == "changes"
    ]


def shown(release: Path, report: str, table: str) -> dict[tuple[str, ...], str]:
    """What a release's data file shows: the value by the rest of its line, up to the measure."""
    lines = html(release, f"{report}/data/{table}.csv").splitlines()
    places = lines[0].split(",").index("measure") + 1
    return {tuple(line.split(",")[:places]): line.split(",")[places] for line in lines[1:]}


def test_a_site_s_releases_are_complete_and_explained(site: Site) -> None:
    folder, made = site
    assert [is_complete(release) for release in made] == [True, True]
    with own_pages():
        assert here(folder, "attack").code == 0


def test_the_contents_lead_to_each_chapter_with_how_many_there_are(site: Site) -> None:
    (contents_of,) = tree(site[1][0], FRONT).iter("nav")
    assert [said(one) for one in contents_of.iter("li")][:3] == [
        "Rapporter om hele studien (1)",
        "Nettverk (2)",
        "Kommuner (3)",
    ]


def test_a_report_in_three_languages_is_one_entry_with_three_links(site: Site) -> None:
    root = tree(site[1][0], FRONT)
    (entry,) = [one for one in root.iter("li") if "alle-nb/index.html" in links(one)]
    assert links(entry) == [f"alle-{one}/index.html" for one in ("nb", "nb", "nn", "en")]
    spoken = [(one.get("lang"), one.get("hreflang"), said(one)) for one in list(entry.iter("a"))[1:]]
    assert spoken == [(None, "nb", "Bokmål"), ("nn", "nn", "Nynorsk"), ("en", "en", "English")]


def test_municipalities_stand_in_the_order_of_the_norwegian_alphabet(site: Site) -> None:
    assert list(entries(tree(site[1][0], FRONT), "municipality")) == ["Østre Øy", "Ås", "Aasen"]


def test_networks_stand_in_the_order_of_the_norwegian_alphabet(site: Site) -> None:
    assert list(entries(tree(site[1][0], FRONT), "network")) == ["Nettverk Ælvebyene", "Nettverk Østerdal"]


def test_a_municipality_leads_to_its_network_and_the_network_to_it(site: Site) -> None:
    root = tree(site[1][0], FRONT)
    own = entries(root, "municipality")["Ås"]
    assert NORTH in links(own)
    assert f"#{own.get('id')}" in links(entries(root, "network")[NETWORKS["network-01"]])


def test_a_network_s_page_lists_its_reports_and_its_municipalities_with_reports(site: Site) -> None:
    root = tree(site[1][0], NORTH)
    assert list(entries(root, "municipality")) == ["Østre Øy", "Ås"]
    assert {"../network-01-nb/index.html", "../kommune-9001-nb/index.html"} <= set(links(root))


def test_a_network_s_page_lists_nothing_of_another_network(site: Site) -> None:
    root = tree(site[1][0], SOUTH)
    assert list(entries(root, "municipality")) == ["Aasen"]
    assert "../network-01-nb/index.html" not in links(root)


def test_no_municipality_without_a_report_is_named_anywhere(site: Site) -> None:
    pages = [content for name, content in contents(site[1][1]).items() if name.endswith(".html")]
    assert [one for one in pages if b"Oppdiktet 9003" in one] == []


def test_a_municipality_s_report_leads_back_to_its_network(site: Site) -> None:
    header = tree(site[1][0], "kommune-9001-nb/index.html").find(".//header")
    assert header is not None
    assert links(header) == ["../index.html", f"../{NORTH}"]


def test_invented_data_are_labelled_on_every_page_of_the_site(site: Site) -> None:
    assert [
        name for name in (FRONT, CHANGES, NORTH) if "Tallene er syntetiske" not in html(site[1][1], name)
    ] == []


def test_a_report_is_in_the_written_form_its_municipality_decided(site: Site) -> None:
    made = sorted(path.name for path in site[1][0].glob("kommune-*"))
    assert FORMS == {"9001": "nb", "9002": "nn", "9009": "neutral"}
    assert made == ["kommune-9001-nb", "kommune-9002-nn", "kommune-9009-nb"]


def test_a_report_s_own_title_stands_on_its_page_and_on_the_front_page(site: Site) -> None:
    own = html(site[1][0], "kommune-9002-nn/index.html")
    assert f"<h1>{TITLE['nn']}</h1>" in own
    assert f'<meta name="dcterms.title" content="{TITLE["nn"]}">' in own
    assert TITLE["nn"] in html(site[1][0], FRONT)


def test_an_unknown_written_form_is_refused_with_the_report_it_is_for(site: Site, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(site[0], tmp_path / "w", symlinks=True))
    name_places(folder, {"9002": ""})
    with own_pages():
        done = here(folder, "build")
    assert done.code == 3
    assert "found:    nothing for kommune-9002" in done.err
    assert "deliver written_form" in done.err


def test_the_first_release_says_that_nothing_has_changed_yet(site: Site) -> None:
    text = page_text(html(site[1][0], CHANGES))
    assert "Dette er den første utgivelsen." in text
    assert tables(tree(site[1][0], CHANGES)) == []


def test_the_change_list_says_since_which_release(site: Site) -> None:
    assert "siden utgivelsen 4. mars 2026." in page_text(html(site[1][1], CHANGES))


def test_the_change_list_shows_what_a_number_was_and_what_it_is(site: Site) -> None:
    first, second = (shown(release, "alle-nb", "participation")[("n",)] for release in site[1])
    assert first != second
    rows = [row for table in tables(tree(site[1][1], CHANGES)) for row in table]
    assert ["Alle", "Brukere", first, second] in rows


def test_every_report_has_its_place_in_the_change_list_once(site: Site) -> None:
    named = links(tree(site[1][1], CHANGES).find(".//main"))  # type: ignore[arg-type]
    reports = [one.removesuffix("/index.html") for one in named if one.endswith("/index.html")]
    assert sorted(one.rpartition("-")[0] for one in reports) == sorted(PAGES)


def test_a_number_that_is_hidden_now_is_not_repeated(site: Site) -> None:
    before, now = (shown(release, "kommune-9001-nb", "by_quarter") for release in site[1])
    hidden = {place: before[place] for place, value in now.items() if value == ":" and before[place] != ":"}
    assert hidden
    for name in (CHANGES, "kommune-9001-nb/index.html"):
        rows = [row for table in tables(tree(site[1][1], name)) for row in table]
        told = [row[2] for row in rows if row[0].startswith("2023K") and row[3].startswith(":")]
        assert "gjentas ikke" in told
        assert set(told) <= {"gjentas ikke", "blir ikkje teke opp att"}


def test_a_corrected_page_shows_what_changed_beneath_the_author_s_words(site: Site) -> None:
    text = page_text(html(site[1][1], "alle-en/index.html"))
    first, second = (shown(release, "alle-en", "participation")[("n",)] for release in site[1])
    assert text.index(NOTE) < text.index("Numbers that changed on 5 March 2026")
    rows = [row for table in tables(tree(site[1][1], "alle-en/index.html")) for row in table]
    assert ["All", "Users", first, second] in rows


def test_the_receipt_names_what_the_page_told_of_changes(site: Site) -> None:
    receipt = json.loads(html(site[1][1], "alle-nb/receipt.json"))
    assert [sorted(one) for one in receipt["changed"]] == [["after", "before"]]
    assert json.loads(html(site[1][0], "alle-nb/receipt.json"))["changed"] == []


def test_a_site_is_rebuilt_byte_for_byte(site: Site) -> None:
    with own_pages():
        done = here(site[0], "verify")
    assert (done.code, done.err) == (0, done.err), done.err


def test_nothing_is_new_when_nothing_changed(site: Site) -> None:
    with own_pages():
        assert "nothing changed" in here(site[0], "build", "--date", "2026-03-05").out


def test_after_a_withdrawal_the_site_lists_it_and_nothing_else_changed(site: Site, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(site[0], tmp_path / "w", symlinks=True))
    with own_pages():
        done = here(folder, "withdraw", "kommune-9009", "--reason", "Feil.", "--date", "2026-03-06")
        assert done.code == 0, done.err
        release = (folder / "reports" / "latest").resolve()
        assert entries(tree(release, SOUTH), "municipality") == {}
        changed = page_text(html(release, CHANGES))
        assert "Rapporter som ikke lenger er med" in changed
        assert tables(tree(release, CHANGES)) == []
        assert "Trukket tilbake (1)" in page_text(html(release, FRONT))
        assert here(folder, "attack").code == 0


def test_two_ways_to_a_language_are_refused(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    shutil.copy(site[0] / "evaluering.toml", folder)
    change(
        folder / "evaluering.toml",
        'language_by = "municipality"',
        'language_by = "municipality"\nlanguages = ["nb"]',
    )
    done = here(folder, "list")
    assert (done.code, "languages and language_by together" in done.err) == (3, True)


def test_a_title_that_identifies_somebody_is_refused_and_not_repeated(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    shutil.copy(site[0] / "evaluering.toml", folder)
    change(folder / "evaluering.toml", TITLE["nb"], "Om 02013299997")
    done = here(folder, "list")
    assert (done.code, "the title of kommune-9001" in done.err) == (3, True)
    assert "02013299997" not in done.err
