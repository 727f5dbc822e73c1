"""The page of report times says what was measured, by which script, and nothing else."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "evidence" / "report-times.md").read_text(encoding="utf-8")
SCRIPT = "benchmarks/reports_speed.py"
MEASURED = json.loads((ROOT / "benchmarks" / "results" / "reports_speed.json").read_text(encoding="utf-8"))


def test_it_names_the_script_and_the_results_and_both_are_there() -> None:
    for name in (SCRIPT, "benchmarks/results/reports_speed.json", "benchmarks/plain_gathering_time.ipynb"):
        assert f"`{name}`" in PAGE
        assert (ROOT / name).is_file()


def test_its_table_holds_what_was_measured() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) x \| ([\d.]+) x \|$", PAGE, re.MULTILINE
    )
    told = {name: tuple(map(float, numbers)) for name, *numbers in rows}
    assert told == {
        name: (
            one["seconds"]["median"],
            one["processor_seconds"],
            one["seconds_beside_nbconvert"],
            one["processor_seconds_beside_nbconvert"],
        )
        for name, one in MEASURED["measured"].items()
    }


def test_it_tells_how_often_and_under_which_load() -> None:
    assert f"Medians of {MEASURED['repetitions']} runs" in PAGE
    assert f"load average {MEASURED['load_average']}" in PAGE
