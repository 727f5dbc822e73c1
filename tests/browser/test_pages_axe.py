"""axe-core finds nothing to mend: wide and narrow, in light, dark, forced colours and print."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from published_page import PAGES_IN_EVERY_LANGUAGE

from functional.protected_release import build, new_workspace

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
MEDIA = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    {"media": "print"},
]
AS_USUAL = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
Show = Callable[[Path, int, dict[str, str]], Page]
BROKEN = """<!DOCTYPE html><html><head><title></title></head><body>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><a href="#x"></a>
<p style="color:#bbb;background:#fff">lite synlig</p></body></html>"""


def violations(page: Page) -> list[dict[str, object]]:
    """What axe finds against, with the nodes it found it in."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response
    assert found["passes"], "axe looked at nothing"
    return [
        {
            "rule": violation["id"],
            "help": violation["help"],
            "nodes": [node["target"] for node in violation["nodes"]],
        }
        for violation in found["violations"]
    ]


@pytest.fixture(scope="module")
def shown(chromium: Browser) -> Iterator[Show]:
    """One page object for all: a page is opened once, and then only looked at in other ways."""
    context = chromium.new_context(bypass_csp=True, offline=True)
    page = context.new_page()

    def show(file: Path, width: int, media: dict[str, str]) -> Page:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**{**AS_USUAL, **media})
        if page.url != file.as_uri():
            page.goto(file.as_uri())
        return page

    yield show
    context.close()


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: "-".join(media.values()))
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES_IN_EVERY_LANGUAGE)
def test_a_page_has_no_axe_violations(shown: Show, in_every_language: Path, name, width, media):
    file = (in_every_language / "reports" / "latest").resolve() / name
    assert violations(shown(file, width, media)) == []


@pytest.mark.long
@pytest.mark.parametrize("media", MEDIA, ids=lambda media: "-".join(media.values()))
@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_of_a_protected_study_has_axe_violations(shown: Show, protected_pages, width, media):
    assert [
        (file, found) for file in protected_pages if (found := violations(shown(file, width, media)))
    ] == []


@pytest.fixture(scope="module")
def protected_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every page of a release of the invented protected study."""
    folder = new_workspace(tmp_path_factory.mktemp("protected") / "workspace")
    done = build(folder)
    assert done.code == 0, done.err
    files = sorted((folder / "reports" / "latest").resolve().rglob("*.html"))
    assert len(files) > 3
    return files


def test_axe_would_tell_of_a_broken_page(chromium: Browser, tmp_path: Path):
    broken = tmp_path / "broken.html"
    broken.write_text(BROKEN, encoding="utf-8")
    context = chromium.new_context(bypass_csp=True, offline=True)
    try:
        page = context.new_page()
        page.goto(broken.as_uri())
        rules = {violation["rule"] for violation in violations(page)}
    finally:
        context.close()
    assert {"document-title", "html-has-lang", "image-alt", "link-name", "color-contrast"} <= rules
