"""Sound synthetic files of every binary format, mutants of them, and what the readers make of each.

A batch of mutants is read in one child process within the usual limits. Where the child dies, its
mutants are read once more, each by the reader as ``evaluering check`` calls it. Few imports: the
module is loaded anew by every child.
"""

import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evaluering.errors import InputRefused
from evaluering.reading import (
    parquet_file,
    read_parquet,
    read_statistical,
    read_workbook,
    statistical,
    workbook,
)
from evaluering.reading.limited import Limits

FRAME = pd.DataFrame({"bruker": [f"KANARI{n}" for n in range(20)], "poeng": [n / 2 for n in range(20)]})
LABELS = {"poeng": {1: "KANARI en", 2: "KANARI to"}}
SUFFIXES = ("sav", "zsav", "dta", "xpt", "parquet", "xlsx")
SEED = 20260


@dataclass
class Met:
    """What became of some mutants: how many of each outcome, and what the worst of them took.

    ``outcomes`` counts "read", "refused", "child died" (then refused, reading it alone) and whatever
    else came out, by its type; ``repeated`` the refusals that repeat what was in the file; ``last``
    the outcome of the last one.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    last: str = ""
    slowest: float = 0.0
    peak_megabytes: float = 0.0

    def add(self, outcome: str, error: str, seconds: float) -> None:
        self.outcomes[outcome] += 1
        self.last = outcome
        self.repeated += "KANARI" in error
        self.slowest = max(self.slowest, seconds)

    def also(self, other: "Met") -> None:
        self.outcomes += other.outcomes
        self.repeated += other.repeated
        self.last = other.last
        self.slowest = max(self.slowest, other.slowest)
        self.peak_megabytes = max(self.peak_megabytes, other.peak_megabytes)


def whole(folder: Path, suffix: str) -> bytes:
    """A sound synthetic file of the format."""
    import pyreadstat

    file = folder / f"whole.{suffix}"
    if suffix == "xlsx":
        FRAME.to_excel(file, index=False)
    elif suffix == "parquet":
        FRAME.to_parquet(file)
    elif suffix == "dta":
        # Labelled values are whole numbers there.
        frame = FRAME.assign(poeng=range(20))
        pyreadstat.write_dta(frame, str(file), variable_value_labels=LABELS)
    elif suffix == "xpt":
        pyreadstat.write_xport(FRAME, str(file))
    else:
        pyreadstat.write_sav(FRAME, str(file), compress=suffix == "zsav", variable_value_labels=LABELS)
    return file.read_bytes()


def cut(content: bytes, count: int) -> list[bytes]:
    """The file cut at the first and last bytes, and ``count`` times evenly between."""
    edges = {0, 1, 4, 8, len(content) - 1, len(content) - 8}
    even = range(0, len(content), max(1, len(content) // count))
    return [content[:length] for length in sorted(edges.union(even))]


def changed(content: bytes, count: int) -> list[bytes]:
    """Mutants with one to eight bytes changed, half of them near the start, where the structure is."""
    draw = random.Random(SEED)
    mutants = []
    for number in range(count):
        mutant = bytearray(content)
        reach = min(len(content), 600) if number % 2 else len(content)
        for _ in range(draw.randint(1, 8)):
            mutant[draw.randrange(reach)] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
        mutants.append(bytes(mutant))
    return mutants


def read_batch(folder: str, suffix: str, mutants: list[bytes]) -> Met:
    """What becomes of each mutant in this process; for a child within limits."""
    met = Met()
    for content in mutants:
        (Path(folder) / f"a.{suffix}").write_bytes(content)
        met.add(*_outcome(_in_process, Path(folder), suffix))
    met.peak_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return met


def meet(folder: Path, suffix: str, mutants: list[bytes], limits: Limits | None = None) -> Met:
    """What becomes of each mutant, though one may end the process that reads it."""
    try:
        return (limits or Limits()).run(f"a.{suffix}", read_batch, str(folder), suffix, mutants)
    except InputRefused:
        return alone(folder, suffix, mutants)


def alone(folder: Path, suffix: str, mutants: list[bytes]) -> Met:
    """What becomes of each mutant, read by the reader as the command calls it: a child for each."""
    met = Met()
    for content in mutants:
        (folder / f"a.{suffix}").write_bytes(content)
        outcome, error, seconds = _outcome(_as_the_command_does, folder, suffix)
        died = outcome == "refused" and "bounded memory" in error
        met.add("child died" if died else outcome, error, seconds)
    return met


def _in_process(folder: Path, name: str) -> None:
    if name.endswith("xlsx"):
        workbook._parse(folder, name, ())
    else:
        parse = parquet_file._parse if name.endswith("parquet") else statistical._parse
        # Batch by batch, as the child of ``Limits.stream`` does: nothing is kept.
        for _ in parse(str(folder / name), name):
            pass


def _as_the_command_does(folder: Path, name: str) -> None:
    readers = {"xlsx": read_workbook, "parquet": read_parquet}
    readers.get(name.partition(".")[2], read_statistical)(folder, name)


def _outcome(read: Callable[[Path, str], None], folder: Path, suffix: str) -> tuple[str, str, float]:
    started = time.perf_counter()
    try:
        read(folder, f"a.{suffix}")
    except InputRefused as error:
        return "refused", str(error), time.perf_counter() - started
    except Exception as error:
        return type(error).__name__, "", time.perf_counter() - started
    return "read", "", time.perf_counter() - started
