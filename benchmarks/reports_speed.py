"""How long a report takes, from command to finished file, beside stock nbconvert and papermill.

Ours is a whole ``evaluering build``: findings are stored from an earlier run, and everything after them is
done anew. The notebook is run, the page and its PDF are made, every number is read back by the attack, and
the release is recorded. The peers execute ``plain_gathering_time.ipynb``, which computes the same shares from
the same files with pandas, draws two figures with matplotlib, and becomes an HTML page by nbconvert's own
template. They do less: no sources, row accounts, disclosure control, alternative text or PDF, and no check.

The numbers are compared first: a peer that shows others ends the benchmark with 1. All run in turn, several
times over; medians are kept. Printed, and written to ``results/reports_speed.json``.

    python benchmarks/reports_speed.py [--repetitions 5]
"""

import argparse
import html
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "reports_speed.json"
PLAIN = Path(__file__).parent / "plain_gathering_time.ipynb"
LANGUAGE = "nb"
SHARES = ("44,9", "38,9", "33,3", "17,2", "35,3")
"""Group work and plenary at each gathering and at all, in percent: what ours and the peers must show."""


@dataclass(frozen=True)
class Contender:
    """A way to a finished report: its commands, where they run, and what is taken away before."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    folder: Path
    before: Callable[[], None]


def workspace(folder: Path) -> Path:
    """This repository's workspace with one of its reports, built once."""
    folder.mkdir()
    shutil.copy(ROOT / "evaluering.toml", folder)
    for name in ("notebooks", "data/raw"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("sample", "deliveries"))
    settings = folder / "evaluering.toml"
    head, *reports = settings.read_text(encoding="utf-8").split("[[reports]]")
    (kept,) = [text for text in reports if 'id = "gathering-time"' in text]
    settings.write_text(f"{head}[[reports]]{kept}", encoding="utf-8")
    run((*EVALUERING, "build", "--formats", "html"), folder)
    return folder


EVALUERING = (sys.executable, "-m", "evaluering")
NBCONVERT = (sys.executable, "-m", "nbconvert", "--to", "html", "--log-level", "ERROR")
PAPERMILL = (sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR")


def run(command: tuple[str, ...], folder: Path) -> None:
    """Run a command, which must succeed."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def unpublished(folder: Path) -> Callable[[], None]:
    """Take pages and releases away, and leave the findings."""

    def take_away() -> None:
        for name in (".evaluering/pages", ".evaluering/released", ".evaluering/attack", "reports"):
            shutil.rmtree(folder / name, ignore_errors=True)

    return take_away


def contenders(place: Path) -> list[Contender]:
    """Ours as page alone and with its PDF, and the peers."""
    one = workspace(place / "one")
    plain = place / "plain"
    plain.mkdir()
    shutil.copy(PLAIN, plain)
    shutil.copytree(ROOT / "data/raw/published", plain / "published")
    build = (*EVALUERING, "build")
    executed = (*PAPERMILL, PLAIN.name, "executed.ipynb", "-p", "long_lecture_minutes", "30")
    return [
        Contender("evaluering, HTML", ((*build, "--formats", "html"),), one, unpublished(one)),
        Contender("evaluering, HTML and PDF", (build,), one, unpublished(one)),
        Contender("nbconvert --execute", ((*NBCONVERT, "--execute", PLAIN.name),), plain, lambda: None),
        Contender("papermill, nbconvert", (executed, (*NBCONVERT, "executed.ipynb")), plain, lambda: None),
    ]


def timed(contender: Contender) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    contender.before()
    used, started = processor_seconds(), perf_counter()
    for command in contender.commands:
        run(command, contender.folder)
    return perf_counter() - started, processor_seconds() - used


def processor_seconds() -> float:
    """What all ended children have used so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def disagreeing(some: list[Contender]) -> list[str]:
    """The pages that do not show the shares they should."""
    pages = {
        "evaluering": some[0].folder / "reports" / "latest" / f"gathering-time-{LANGUAGE}" / "index.html",
        "nbconvert": some[-1].folder / PLAIN.with_suffix(".html").name,
        "papermill": some[-1].folder / "executed.html",
    }
    return [name for name, page in pages.items() if not _shows(page.read_text(encoding="utf-8"))]


def _shows(page: str) -> bool:
    text = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace(".", ",")
    return all(share in text for share in SHARES)


def report(measured: dict[str, list[tuple[float, float]]]) -> dict[str, object]:
    """Medians, least and most, and ratios to stock nbconvert."""
    base = [median(column) for column in zip(*measured["nbconvert --execute"], strict=True)]
    rows = {}
    for name, pairs in measured.items():
        seconds, processor = (sorted(column) for column in zip(*pairs, strict=True))
        rows[name] = {
            "seconds": {"least": seconds[0], "median": median(seconds), "most": seconds[-1]},
            "processor_seconds": median(processor),
            "seconds_beside_nbconvert": median(seconds) / base[0],
            "processor_seconds_beside_nbconvert": median(processor) / base[1],
        }
    libraries = {name: version(name) for name in ("nbconvert", "papermill", "weasyprint", "matplotlib")}
    return {"measured": rows, "load_average": os.getloadavg()[0], "cores": os.cpu_count(), **libraries}


def rounded(value: object) -> object:
    """Numbers with two decimals, however deep they stand."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return round(value, 2) if isinstance(value, float) else value


def main() -> int:
    """Compare, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5)
    repetitions = parser.parse_args().repetitions
    with tempfile.TemporaryDirectory(prefix="reports-speed-") as place:
        some = contenders(Path(place))
        for contender in some:
            timed(contender)  # once unmeasured: files and libraries are in memory, and numbers are compared
        if wrong := disagreeing(some):
            print(f"other numbers: {', '.join(wrong)}")
            return 1
        measured: dict[str, list[tuple[float, float]]] = {contender.name: [] for contender in some}
        for _ in range(repetitions):
            for contender in some:
                measured[contender.name].append(timed(contender))
    found = rounded({**report(measured), "repetitions": repetitions})
    RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
