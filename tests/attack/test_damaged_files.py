"""Files of every binary format, cut at every place and with bytes changed: read or refused, never worse.

Each batch runs in one child process, so a crash of a parser shows as a refused batch. The mutants are
drawn with a fixed seed; ``make test-long`` draws thousands.
"""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from attack.deliveries_made_to_harm import sound_book
from evaluering.errors import InputRefused
from evaluering.reading import parquet_file, statistical, workbook
from evaluering.reading.limited import Limits

FRAME = pd.DataFrame({"bruker": [f"KANARI{n}" for n in range(20)], "poeng": [n / 2 for n in range(20)]})
LABELS = {"poeng": {1.0: "KANARI en", 2.0: "KANARI to"}}
LIMITS = Limits(seconds=120, memory=8_000_000_000)
SUFFIXES = ["sav", "zsav", "dta", "xpt", "parquet", "xlsx"]


def whole(folder: Path, suffix: str) -> bytes:
    """A sound synthetic file of the format."""
    file = folder / f"whole.{suffix}"
    if suffix == "xlsx":
        return sound_book()
    if suffix == "parquet":
        FRAME.to_parquet(file)
    elif suffix == "dta":
        pyreadstat.write_dta(FRAME, str(file), variable_value_labels={"poeng": {1: "en"}})
    elif suffix == "xpt":
        pyreadstat.write_xport(FRAME, str(file))
    else:
        pyreadstat.write_sav(FRAME, str(file), compress=suffix == "zsav", variable_value_labels=LABELS)
    return file.read_bytes()


def parser(suffix: str) -> Callable[[Path, str], object]:
    if suffix == "xlsx":
        return lambda folder, name: workbook._parse(folder, name, ())
    return parquet_file._parse if suffix == "parquet" else statistical._parse


def read_all(folder: str, suffix: str, mutants: list[bytes]) -> Counter[str]:
    """How many mutants were read, how many refused, and what else came out."""
    seen: Counter[str] = Counter()
    for content in mutants:
        (Path(folder) / f"a.{suffix}").write_bytes(content)
        try:
            parser(suffix)(Path(folder), f"a.{suffix}")
        except InputRefused as error:
            seen["refused"] += 1
            seen["repeated"] += "KANARI" in str(error)
        except Exception as error:
            seen[type(error).__name__] += 1
        else:
            seen["read"] += 1
    return seen


def cut(content: bytes, step: int) -> list[bytes]:
    return [content[:length] for length in range(0, len(content), step)]


def changed(content: bytes, count: int) -> list[bytes]:
    """Mutants with one to eight bytes changed, half of them near the start, where the structure is."""
    draw = random.Random(20260)
    mutants = []
    for number in range(count):
        mutant = bytearray(content)
        reach = min(len(content), 600) if number % 2 else len(content)
        for _ in range(draw.randint(1, 8)):
            mutant[draw.randrange(reach)] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
        mutants.append(bytes(mutant))
    return mutants


def outcome(folder: Path, suffix: str, mutants: list[bytes]) -> Counter[str]:
    return LIMITS.run(f"a.{suffix}", read_all, str(folder), suffix, mutants)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path, suffix):
    content = whole(tmp_path, suffix)
    mutants = [*cut(content, max(1, len(content) // 20)), *changed(content, 30)]
    seen = outcome(tmp_path, suffix, mutants)
    assert seen["read"] + seen["refused"] == len(mutants), seen
    assert seen["repeated"] == 0
    assert seen["refused"] > 10


@pytest.mark.long
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_thousands_of_damaged_files_are_read_or_refused_and_nothing_else(tmp_path, suffix):
    content = whole(tmp_path, suffix)
    mutants = [*cut(content, max(1, len(content) // 1000)), *changed(content, 3_000)]
    for start in range(0, len(mutants), 250):
        batch = mutants[start : start + 250]
        seen = outcome(tmp_path, suffix, batch)
        assert seen["read"] + seen["refused"] == len(batch), (start, seen)
        assert seen["repeated"] == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_whole_file_is_read(tmp_path, suffix):
    assert outcome(tmp_path, suffix, [whole(tmp_path, suffix)]) == Counter(read=1)
