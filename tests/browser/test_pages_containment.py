"""A page is one file: it runs nothing, fetches nothing, and holds nothing left unfilled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from published_page import PAGES, REPORTS, parsed

pytestmark = pytest.mark.browser

XLINK = "{http://www.w3.org/1999/xlink}href"
ADDRESSES = ("href", "src", "srcset", "action", "data", "poster", "xlink:href", XLINK)
WORDS = r"\b(?:nan|NaN|None|null|undefined|inf)\b|No description has been"
UNFILLED = re.compile(WORDS + r"|\{\{|\{%|%\}|\}\}|\{[a-z_]+\}")
IDS = re.compile(r"\b[a-z]+_[a-z_]+\b(?!\.csv)")


def test_a_page_asks_for_nothing_but_itself_and_the_browser_has_no_complaint(visit, release: Path, page_name):
    visited = visit(page_name)
    visited.page.wait_for_load_state("networkidle")
    assert visited.requests == [(release / page_name).as_uri()]
    assert visited.complaints == []


def test_the_browser_would_complain_of_a_page_that_breaks_its_policy(
    chromium: Browser, release: Path, tmp_path: Path
):
    changed = tmp_path / "index.html"
    page_text = (release / PAGES[1]).read_text(encoding="utf-8")
    changed.write_text(
        page_text.replace("<main", '<p style="color:red">x</p><script>1</script><main', 1), encoding="utf-8"
    )
    context = chromium.new_context(offline=True)
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(changed.as_uri())
        page.wait_for_load_state("networkidle")
    finally:
        context.close()
    assert len([text for text in complaints if "Content Security Policy" in text]) == 2


def test_the_policy_allows_the_page_s_own_style_and_nothing_else(visit, page_name):
    page = visit(page_name).page
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/=]+'", directives["style-src"])
    assert "script-src" not in directives
    assert "unsafe" not in policy


def test_the_style_is_applied_when_the_page_is_opened_as_a_file(visit, page_name):
    style = (
        visit(page_name)
        .page.locator("body")
        .evaluate(
            "body => { const style = getComputedStyle(body);"
            " return [style.color, style.backgroundColor, style.fontFamily, style.marginTop]; }"
        )
    )
    assert style[:2] == ["rgb(26, 26, 26)", "rgb(255, 255, 255)"]
    assert "sans-serif" in style[2]
    assert style[3] == "0px"


def test_a_page_holds_no_script_and_no_inline_style(release: Path, page_name):
    for element in parsed(release / page_name).iter():
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in {"script", "iframe", "object", "embed", "link", "form", "base", "foreignObject"}
        assert [name for name in element.attrib if name.startswith("on") or name == "style"] == []


def test_a_page_refers_to_no_other_place(release: Path, page_name):
    for element in parsed(release / page_name).iter():
        for name in ADDRESSES:
            address = element.get(name, "")
            assert not re.match(r"(?:[a-z]+:|//|/)", address, re.IGNORECASE), address
    style = parsed(release / page_name).find("head/style")
    assert not re.search(r"@import|url\(", style.text or "")


def test_every_link_leads_to_a_file_of_the_release(release: Path, page_name):
    links = [href for link in parsed(release / page_name).iter("a") if (href := link.get("href"))]
    assert links
    for href in links:
        file = ((release / page_name).parent / href.partition("#")[0]).resolve()
        if href.startswith("#"):
            continue
        assert file.is_file(), href
        assert file.is_relative_to(release), href


def test_every_report_is_reached_from_the_front_page_and_leads_back(visit, release: Path):
    page = visit("index.html").page
    links = {link.get_attribute("href") for link in page.locator("main a").all()}
    papers = {name.replace("index.html", "report.pdf") for name in REPORTS}
    assert {link for link in links if not str(link).startswith("#")} == {*PAGES, *papers} - {"index.html"}
    for report in REPORTS:
        page.goto((release / str(report)).as_uri())
        page.get_by_role("banner").get_by_role("link").click()
        page.wait_for_url((release / "index.html").as_uri())


def test_nothing_a_reader_sees_or_hears_was_left_unfilled(visit, page_name):
    page = visit(page_name).page
    texts = [
        page.title(),
        page.locator("body").inner_text(),
        *page.locator("svg text, svg title, svg desc").all_text_contents(),
        *page.locator("[aria-label]").evaluate_all("all => all.map(element => element.ariaLabel)"),
        *page.locator("meta[content]").evaluate_all("all => all.map(element => element.content)"),
    ]
    assert [found for text in texts for found in UNFILLED.findall(text)] == []
    # A message id, or a name out of the code, would show as words_joined_like_this.
    assert [found for text in texts for found in IDS.findall(text)] == []
