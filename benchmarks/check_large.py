"""How long ``evaluering check`` takes on large deliveries, and how much memory, beside plain pandas.

Every run is a whole process of its own, started from nothing; ours also reads the embedded tables of
a fresh workspace. Runs are interleaved, so that a busy machine is busy for all. Printed, and written
to ``results/check_large.json``: least, median and most of seconds on the clock, of processor seconds
(all cores, children included) and of the largest resident memory any one process of the run had.

    python benchmarks/check_large.py [--runs 3] [--case NAME] [--scale 1.0] [--folder DIR]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from synthetic_files import write

RESULTS = Path(__file__).parent / "results" / "check_large.json"
MEASURES = ("seconds", "processor_seconds", "peak_megabytes")
MAPPING = """purpose = "quality_assurance"
legal_basis = "synthetic"
controller = "synthetic"
deletion_date = 2030-01-01

[[file]]
name = "{name}"
table = "{table}"
"""
PEERS = {
    ".csv": {
        "pandas": "pd.read_csv(sys.argv[1], dtype=str)",
        "pandas, engine pyarrow": "pd.read_csv(sys.argv[1], dtype=str, engine='pyarrow')",
    },
    ".parquet": {"pandas": "pd.read_parquet(sys.argv[1])"},
}


@dataclass(frozen=True)
class Case:
    """A delivered file: its name, the table it fills, how many rows."""

    name: str
    table: str
    rows: int


CASES = (
    Case("survey-answers.csv", "survey_answers", 1_000_000),
    Case("episodes.csv", "care_pathway_episodes", 10_000_000),
    Case("episodes.parquet", "care_pathway_episodes", 10_000_000),
)


def measured(command: list[str], folder: Path) -> dict[str, float]:
    """Run a command to its end; what it took. Stops the benchmark when the command fails."""
    started = monotonic()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command[1:4])} ended with {process.returncode}")
    return {
        "seconds": monotonic() - started,
        "processor_seconds": usage.ru_utime + usage.ru_stime,
        "peak_megabytes": usage.ru_maxrss / 1024,
    }


def contenders(case: Case, folder: Path, rows: int) -> dict[str, Callable[[], dict[str, float]]]:
    """What is run for a case, by name; the first is ours."""
    file, workspace = folder / case.name, folder / f"workspace-{Path(case.name).suffix[1:]}-{case.table}"
    write(file, case.table, rows)
    ours = [sys.executable, "-m", "evaluering"]
    subprocess.run([*ours, "init", str(workspace)], check=True, stdout=subprocess.DEVNULL)
    delivery = workspace / "data/raw/deliveries/synthetic"
    delivery.mkdir(parents=True)
    os.link(file, delivery / case.name)
    (delivery / "delivery.toml").write_text(MAPPING.format(name=case.name, table=case.table))
    runs = {"evaluering check": lambda: measured([*ours, "check"], workspace)}
    for name, read in PEERS[file.suffix].items():
        code = f"import sys, pandas as pd; {read}"
        runs[name] = lambda code=code: measured([sys.executable, "-c", code, str(file)], folder)
    return runs


def summary(runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Least, median and most of each measure."""
    return {
        measure: {
            name: round(pick([run[measure] for run in runs]), 2)
            for name, pick in (("least", min), ("median", median), ("most", max))
        }
        for measure in MEASURES
    }


def compared(case: Case, folder: Path, rows: int, runs: int) -> dict[str, object]:
    """All contenders of a case in turn, ``runs`` times; ours as a multiple of each peer's median."""
    started = contenders(case, folder, rows)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in started}
    for _ in range(runs):
        for name, run in started.items():
            found[name].append(run())
    summaries = {name: summary(one) for name, one in found.items()}
    ours = summaries["evaluering check"]
    ratios = {
        name: {measure: round(ours[measure]["median"] / one[measure]["median"], 2) for measure in MEASURES}
        for name, one in summaries.items()
        if one is not ours
    }
    size = round((folder / case.name).stat().st_size / 1e6)
    return {"rows": rows, "megabytes": size, "runs": runs, "measured": summaries, "times_the_peer": ratios}


def shown(name: str, result: dict[str, object]) -> str:
    """A case as a table of text."""
    lines = [f"\n{name}: {result['rows']} synthetic rows, {result['megabytes']} MB, {result['runs']} runs"]
    for contender, measures in result["measured"].items():
        for measure, values in measures.items():
            lines.append(
                f"  {contender:24} {measure:18} least {values['least']:9} median {values['median']:9}"
                f" most {values['most']:9}"
            )
    for peer, ratios in result["times_the_peer"].items():
        lines.append(f"  ours / {peer}: " + ", ".join(f"{ratio} x {what}" for what, ratio in ratios.items()))
    return "\n".join(lines)


def save(name: str, result: dict[str, object]) -> None:
    """Put the result of a case beside those of the others."""
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    machine = {"cores": len(os.sched_getaffinity(0)), "memory_gibibytes": memory}
    RESULTS.parent.mkdir(exist_ok=True)
    former = json.loads(RESULTS.read_text(encoding="utf-8"))["cases"] if RESULTS.exists() else {}
    content = {"machine": machine, "cases": former | {name: result}}
    RESULTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Make the files, run everything, print and write the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each contender")
    parser.add_argument("--case", choices=[case.name for case in CASES], help="one case instead of all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the rows; only 1.0 is written down"
    )
    parser.add_argument("--folder", type=Path, help="where the files are made; a temporary one if left out")
    options = parser.parse_args()
    for case in CASES:
        if options.case in (None, case.name):
            with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                result = compared(case, Path(folder), int(case.rows * options.scale), options.runs)
            print(shown(case.name, result), flush=True)
            if options.scale == 1:
                save(case.name, result)


if __name__ == "__main__":
    main()
