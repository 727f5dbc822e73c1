"""How long every public statistic takes, beside scipy, statsmodels or R computing the same on the same data.

A case is run once to compare numbers: a peer that gives others than it should ends the benchmark
with 1. Then ours and its peers are timed in turn, several times over, each for as many calls in a row as
take some milliseconds; the median is kept. R is timed inside one running process, so that neither its
start nor the reading of data counts. A peer that is not installed is left out and named. Printed,
and written to ``results/statistics_speed.json``. All data are synthetic, seeded. Debian's R computes on one
thread; give numpy no more, for on a busy machine its threads wait for each other.

    OPENBLAS_NUM_THREADS=1 python benchmarks/statistics_speed.py [--case TEXT] [--repetitions 7]
"""

import argparse
import inspect
import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from math import ceil, inf
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from r_process import Lacking, RProcess
from statistics_cases import NO_PEER, Case, Peer, cases

from evaluering import statistics

RESULTS = Path(__file__).parent / "results" / "statistics_speed.json"
LEAST_SECONDS = 0.05
"""Calls are timed so many in a row that they take at least so long: R's clock ticks in milliseconds."""
SLOW_REPETITIONS = 3
NO_STATISTIC = {"inputs"}
"""Modules of the package that compute nothing of their own."""


@dataclass(frozen=True)
class Contender:
    """Ours or a peer: its name, the seconds of a call, its numbers, and why it could not run."""

    name: str
    seconds: Callable[[int], float]
    value: tuple[float, ...] = ()
    lacking: str = ""


def in_python(run: Callable[[], object]) -> Callable[[int], float]:
    """Seconds of a call, over so many in a row."""

    def seconds(calls: int) -> float:
        started = perf_counter()
        for _ in range(calls):
            run()
        return (perf_counter() - started) / calls

    return seconds


def numbers(found: object) -> tuple[float, ...]:
    """What a contender gave, as numbers to compare."""
    return tuple(float(one) for one in np.ravel(np.asarray(found, dtype=np.float64)))


def difference(ours: tuple[float, ...], peer: tuple[float, ...]) -> float:
    """The largest difference between numbers, relative to the larger; infinite where one lacks a number."""
    if len(ours) != len(peer):
        return inf
    one, other = np.array(ours), np.array(peer)
    apart, scale = np.abs(one - other), np.maximum(np.maximum(np.abs(one), np.abs(other)), 1e-9)
    both = (np.isnan(one) & np.isnan(other)) | (one == other)
    return float(np.where(both, 0.0, np.nan_to_num(apart / scale, nan=inf, posinf=inf)).max(initial=0.0))


def contender(peer: Peer, case: Case, number: int, r: RProcess | None) -> Contender:
    """A peer made ready and asked for its numbers."""
    if callable(peer.run):
        return Contender(peer.name, in_python(peer.run), numbers(peer.run()))
    if r is None:
        return Contender(peer.name, in_python(tuple), lacking="R is not installed")
    try:
        path = r.load(str(number), peer.run, peer.packages, case.data)
        return Contender(peer.name, lambda calls: r.seconds(path, calls), r.value(path))
    except Lacking as why:
        return Contender(peer.name, in_python(tuple), lacking=str(why))


def calls_of(one: Contender) -> int:
    """How many calls in a row take long enough for the clock."""
    first = one.seconds(1)
    rough = first if first > LEAST_SECONDS else one.seconds(min(200, ceil(0.01 / max(first, 1e-6))))
    return max(1, ceil(LEAST_SECONDS / max(rough, 1e-6)))


def timed(contenders: Sequence[Contender], repetitions: int) -> dict[str, list[float]]:
    """Seconds of a call of each, in turn; three times when one of them takes more than a second."""
    calls = {one.name: calls_of(one) for one in contenders}
    found: dict[str, list[float]] = {one.name: [] for one in contenders}
    for done in range(repetitions):
        if done >= SLOW_REPETITIONS and max(map(max, found.values())) > 1:
            break
        for one in contenders:
            found[one.name].append(one.seconds(calls[one.name]))
    return found


def measured(case: Case, number: int, r: RProcess | None, repetitions: int) -> dict[str, object]:
    """A case: ours in milliseconds, and each peer with its ratio and the difference of numbers."""
    own = Contender("evaluering", in_python(case.ours), numbers(case.ours()))
    ready = [(peer, contender(peer, case, number * 100 + i, r)) for i, peer in enumerate(case.peers)]
    taken = timed([own, *(one for _, one in ready if not one.lacking)], repetitions)
    ours = median(taken["evaluering"])
    return {
        "statistic": case.statistic,
        "size": case.size,
        "milliseconds": round(ours * 1e3, 4),
        "aim_milliseconds": case.aim,
        "peers": [beside(peer, one, own, (ours, taken.get(one.name, []))) for peer, one in ready],
    }


def beside(
    peer: Peer, found: Contender, own: Contender, seconds: tuple[float, list[float]]
) -> dict[str, object]:
    """What one peer took and gave."""
    if found.lacking:
        return {"peer": peer.name, "skipped": found.lacking}
    ours, theirs = seconds[0], median(seconds[1])
    apart = None if peer.agrees is None else difference(own.value[: len(found.value)], found.value)
    return {
        "peer": peer.name,
        "milliseconds": round(theirs * 1e3, 4),
        "ratio": round(ours / theirs, 3),
        "lacks": peer.lacks,
        "difference": apart,
        "agrees": None if apart is None or peer.agrees is None else apart <= peer.agrees,
    }


def public() -> set[str]:
    """Every public function of the package, as module.function."""
    names = (one.name for one in pkgutil.iter_modules(statistics.__path__))
    modules = {
        name: import_module(f"evaluering.statistics.{name}")
        for name in names
        if not name.startswith("_") and name not in NO_STATISTIC
    }
    return {
        f"{name}.{function}"
        for name, module in modules.items()
        for function, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not function.startswith("_")
    }


def unlisted(every: Iterable[Case]) -> set[str]:
    """Public functions that have neither a case nor a reason why not."""
    return public() - {case.statistic.split(" ")[0] for case in every} - set(NO_PEER)


def shown(row: dict[str, object]) -> str:
    """A case as text."""
    aim = f" (aim {row['aim_milliseconds']} ms)" if row["aim_milliseconds"] else ""
    lines = [f"{row['statistic']}, {row['size']}: {row['milliseconds']:.3f} ms{aim}"]
    for peer in row["peers"]:
        if "skipped" in peer:
            lines.append(f"    {peer['peer']}: skipped, {peer['skipped']}")
            continue
        slow = "  SLOWER THAN TWICE" if peer["ratio"] > 2 else ""
        wrong = f"  OTHER NUMBERS ({peer['difference']:.2g})" if peer["agrees"] is False else ""
        lines.append(f"    {peer['ratio']:8.3f} x {peer['peer']} {peer['milliseconds']:.3f} ms{slow}{wrong}")
    return "\n".join(lines)


def save(rows: list[dict[str, object]], every: list[Case], about: dict[str, object]) -> None:
    """Put these cases beside those that were written down before, in the order of all."""
    former = json.loads(RESULTS.read_text(encoding="utf-8"))["cases"] if RESULTS.exists() else []
    found = {(row["statistic"], row["size"]): row for row in [*former, *rows]}
    keys = [(case.statistic, case.size) for case in every]
    content = about | {"cases": [found[key] for key in keys if key in found]}
    RESULTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def about(every: list[Case], r: RProcess | None, repetitions: int) -> dict[str, object]:
    """The machine, the versions of all that is timed, and what is not."""
    packages = {name for case in every for peer in case.peers for name in peer.packages}
    libraries = {name: version(name) for name in ("numpy", "pandas", "scipy", "statsmodels")}
    of_r = {} if r is None else {f"R {name}": one for name, one in r.versions(packages).items()}
    return {
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "load_average": round(os.getloadavg()[1], 1),
            "threads_of_linear_algebra": os.environ.get("OPENBLAS_NUM_THREADS", "all"),
        },
        "versions": libraries | of_r,
        "repetitions": repetitions,
        "data": "synthetic, seeded",
        "no_peer": NO_PEER,
    }


def main() -> None:
    """Run the cases; print and write what they took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--case", default="", help="only statistics with this text in their name")
    parser.add_argument("--repetitions", type=int, default=7)
    options = parser.parse_args()
    every = cases()
    if missing := unlisted(every):
        sys.exit(f"neither a case nor a reason why not: {', '.join(sorted(missing))}")
    chosen = [case for case in every if options.case in case.statistic]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            process: RProcess | None = RProcess(Path(folder))
        except Lacking as why:
            process = print(f"peers in R are left out: {why}")
        with process or nullcontext():
            known = about(every, process, options.repetitions)
            for number, case in enumerate(chosen, start=1):
                rows.append(measured(case, number, process, options.repetitions))
                print(shown(rows[-1]), flush=True)
                save(rows, every, known)
    if any(peer.get("agrees") is False for row in rows for peer in row["peers"]):
        sys.exit("a peer gave other numbers")


if __name__ == "__main__":
    main()
