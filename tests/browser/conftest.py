"""A headless Chromium, and the pages of the built release opened in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright
from published_page import PAGES

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """An opened page, what it asked for, and what the browser complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver, once for all tests."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, headless. Without it these tests are skipped, and in CI they fail."""
    executable = shutil.which("chromium") or CHROMIUM
    if not Path(executable).exists():
        pytest.skip("these tests drive Chromium, which is not here: apt-get install chromium")
    # Chromium refuses its sandbox as root; as anyone else it is kept.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS + sandbox)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def release(built: Path) -> Path:
    """The folder of the published release."""
    return (built / "reports" / "latest").resolve()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Callable[[bool, float], BrowserContext]:
    """Offline browser contexts, one for each way of opening pages."""

    @cache
    def context(bypass_csp: bool, zoom: float) -> BrowserContext:
        return chromium.new_context(bypass_csp=bypass_csp, device_scale_factor=zoom, offline=True)

    return context


@pytest.fixture
def visit(contexts: Callable[[bool, float], BrowserContext], release: Path) -> Iterator[Open]:
    """Open a page of the release as a file, offline; every request and complaint is noted.

    ``style`` overrides the page's style sheet, as a reader's own does. That, and tests that bring
    a script of their own, need ``bypass_csp``; all others meet the page's policy as it is.
    """
    opened = []

    def open_page(
        name: str,
        width: int = 1280,
        height: int = 900,
        *,
        bypass_csp: bool = False,
        zoom: float = 1,
        style: str = "",
    ) -> Visit:
        visited = Visit(contexts(bypass_csp or bool(style), zoom).new_page())
        opened.append(visited)
        visited.page.set_viewport_size({"width": width, "height": height})
        _listen(visited)
        visited.page.goto((release / name).as_uri())
        if style:
            visited.page.add_style_tag(content=style)
        return visited

    yield open_page
    for visited in opened:
        visited.page.close()


@pytest.fixture(params=[1280, 320])
def on_screens(
    contexts: Callable[[bool, float], BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Callable[[Path], Page]]:
    """Open a file that a test wrote, offline, on a wide and on a narrow screen."""
    page = contexts(True, 1).new_page()
    page.set_viewport_size({"width": request.param, "height": 900})

    def open_file(file: Path) -> Page:
        page.goto(file.as_uri())
        return page

    yield open_file
    page.close()


@pytest.fixture(params=PAGES)
def page_name(request: pytest.FixtureRequest) -> str:
    """Every page of the release, one after the other."""
    return str(request.param)


def _listen(visited: Visit) -> None:
    page = visited.page

    def asked(request: Request) -> None:
        visited.requests.append(request.url)

    page.on("request", asked)
    page.on("console", lambda message: visited.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    page.on("requestfailed", lambda request: visited.complaints.append(f"not fetched: {request.url}"))
