"""A report run by hand in JupyterLab shows the numbers of its published page."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from published_page import Table, tables_of

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/gathering_time.ipynb"
PUBLISHED = "gathering-time-nb/index.html"
START, RUN = 120, 60
"""Seconds the server, and all cells of the notebook, may take on a slow machine."""

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    # Cells out of sight are otherwise taken out of the page.
    "notebook-extension/tracker": {"windowingMode": "none"},
}
TABLES = """all => all.map(table => ({
    caption: table.caption.textContent,
    headers: [...table.tHead.rows[0].cells].map(cell => cell.textContent),
    rows: [...table.tBodies[0].rows].map(
        row => [...row.querySelectorAll('td')].map(cell => cell.textContent)),
}))"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the workspace it serves."""

    address: str
    token: str
    workspace: Path


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def private_environment(folder: Path) -> dict[str, str]:
    """An environment in which JupyterLab neither reads nor changes anyone's own settings."""
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    private = {f"JUPYTER_{name}": str(folder / name.lower()) for name in names}
    settings, workspaces = folder / "settings", folder / "workspaces"
    for name, values in SETTINGS.items():
        file = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    own = ("JUPYTER", "EVALUERING")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(own)},
        **private,
        "HOME": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(workspaces),
    }


def wait_until_it_answers(server: subprocess.Popen[bytes], lab: Lab, log: Path) -> None:
    """Return when the server answers; fail with its log when it ends or takes too long."""
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{lab.address}/api?token={lab.token}", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


@pytest.fixture
def lab(built_copy: Path, tmp_path: Path) -> Iterator[Lab]:
    """JupyterLab in a copy of the built workspace, as its users start it."""
    port, token, log = free_port(), secrets.token_hex(16), tmp_path / "lab.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += ["--allow-root"] if os.geteuid() == 0 else []
    with log.open("wb") as stream:
        server = subprocess.Popen(
            command,
            cwd=built_copy,
            env=private_environment(tmp_path / "home"),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            running = Lab(f"http://127.0.0.1:{port}", token, built_copy)
            wait_until_it_answers(server, running, log)
            yield running
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end its kernels and itself; if it does not, end it."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


def run_all_cells(page: Page, lab: Lab, cells: int) -> None:
    """Open the notebook, choose Run All Cells, and wait until every code cell has its number."""
    page.goto(f"{lab.address}/lab/tree/{NOTEBOOK}?token={lab.token}", timeout=START * 1000)
    expect(page.locator(".jp-CodeCell")).to_have_count(cells, timeout=START * 1000)
    # Cells run before the kernel is connected are dropped without a word; this text comes after.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=START * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    done = page.locator(".jp-CodeCell .jp-InputPrompt", has_text=re.compile(r"\[\d+\]:"))
    failed = page.locator(".jp-OutputArea-output:is([data-mime-type$='.stderr'], [data-mime-type$='.error'])")
    expect(done.nth(cells - 1).or_(failed).first).to_be_attached(timeout=RUN * 1000)
    assert failed.all_inner_texts() == []
    expect(done).to_have_count(cells)


def folded(text: str) -> str:
    """A text with line breaks and runs of spaces as one space; hard spaces are kept."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def shown_tables(page: Page) -> list[Table]:
    """The tables among the notebook's outputs."""
    return [
        Table(
            folded(table["caption"]),
            tuple(folded(cell) for cell in table["headers"]),
            tuple(tuple(folded(cell) for cell in row) for row in table["rows"]),
        )
        for table in page.locator(".jp-OutputArea-output table").evaluate_all(TABLES)
    ]


def test_a_notebook_run_in_jupyterlab_shows_the_published_numbers(chromium: Browser, lab: Lab, release: Path):
    notebook = lab.workspace / NOTEBOOK
    before = notebook.read_bytes()
    cells = sum(cell["cell_type"] == "code" for cell in json.loads(before)["cells"])
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        run_all_cells(page, lab, cells)
        in_lab = shown_tables(page)
        drawings = page.locator(".jp-OutputArea-output svg[role=img]").count()
        headings = page.locator(".jp-OutputArea-output h2").all_inner_texts()
    finally:
        context.close()
    published = [table for table in tables_of(release / PUBLISHED) if table.caption != "Radregnskap"]
    assert in_lab == published
    hours = next(table for table in in_lab if table.caption.startswith("Tabell 1."))
    assert hours.rows[0][3:] == ("12,25", "44,9\u00a0%")
    assert hours.rows[-1][2:] == ("13,25", "37,5", "35,3\u00a0%")
    assert drawings == 2
    assert headings[0] == "Målet for samlingene"
    assert notebook.read_bytes() == before
