"""How long the command takes to start: importing the package, its help, and a bare typer program beside them.

Every run is a whole process, started from compiled modules; runs take turns. Printed, and written to
``results/startup.json``.

    python benchmarks/startup.py [--runs 5]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from check_large import measured, summary

RESULTS = Path(__file__).parent / "results" / "startup.json"
BARE = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.command()
def run(folder: str = "") -> None:
    "Do nothing."
app(["--help"])
"""
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import evaluering": ["-c", "import evaluering"],
    "a bare typer program --help": ["-c", BARE],
    "evaluering --help": ["-m", "evaluering", "--help"],
    "evaluering list --help": ["-m", "evaluering", "list", "--help"],
}


def main() -> None:
    """Run every command in turn, print and write what it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each command")
    runs = parser.parse_args().runs
    found: dict[str, list[dict[str, float]]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(runs + 1):
            for name, arguments in COMMANDS.items():
                took = measured([sys.executable, *arguments], Path(folder))
                # The first turn compiles modules that were not yet, and is left out.
                found[name] += [took] if turn else []
    cores = len(os.sched_getaffinity(0))
    told = {name: summary(one) for name, one in found.items()}
    for one in told.values():
        # A process begins with the peak memory of the one that started it: of short ones it tells nothing.
        del one["peak_megabytes"]
    result = {"cores": cores, "runs": runs, "measured": told}
    print(json.dumps(result, indent=1))
    RESULTS.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
