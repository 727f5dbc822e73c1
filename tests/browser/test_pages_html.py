"""Every page is valid to a strict parser."""

from pathlib import Path

import html5lib
import pytest
from html5lib.html5parser import ParseError

pytestmark = pytest.mark.browser


def strictly(content: bytes) -> None:
    """Parse without forgiveness."""
    html5lib.HTMLParser(strict=True).parse(content, transport_encoding="utf-8")


def test_a_page_parses_without_errors(release: Path, page_name):
    strictly((release / page_name).read_bytes())


@pytest.mark.parametrize(
    "mark", ["<p><div></p>", "<table><p>x</p></table>", '<a id="x" id="y">z</a>', "&ukjent;"]
)
def test_the_parser_would_tell_of_a_fault(release: Path, mark: str):
    content = (release / "index.html").read_text(encoding="utf-8").replace("</main>", f"{mark}</main>")
    with pytest.raises(ParseError):
        strictly(content.encode())


def test_a_page_says_its_encoding_and_fits_the_screen_it_is_on(visit, page_name):
    page = visit(page_name).page
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "width=device-width" in viewport
    assert "maximum-scale" not in viewport
    assert "user-scalable" not in viewport
