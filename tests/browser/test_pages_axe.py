"""axe-core finds nothing to mend: wide and narrow, in light, dark, forced colours and print."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
MEDIA = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    {"media": "print"},
]
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


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: "-".join(media.values()))
@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_has_no_axe_violations(visit, page_name, width, media):
    page = visit(page_name, width, bypass_csp=True).page
    page.emulate_media(**media)
    assert violations(page) == []


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
