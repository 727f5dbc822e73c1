"""Ten million synthetic care pathways, stored as Parquet, to monthly indicators for each hospital trust.

Ours goes the way an analysis goes: a ``Reader`` that knows the table as one to be counted. DuckDB is given
the same rule in one query of its own. Both count, for each trust and month of start, how many pathways
started and how many were assessed within the limit; ours also adds up whom each number rests on, which
disclosure control needs. Numbers are compared first: a peer that gives others ends the run. Pandas only
reads the file, and counts nothing.

Every run is a whole process, imports included; runs take turns. Nothing here comes from anybody: every
value is drawn from a seeded generator. Printed, and written to ``results/bulk_episodes.json``.

    python benchmarks/bulk_episodes.py [--runs 5] [--asides 1] [--pathways 10000000] [--folder DIR]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from check_large import measured, summary

RESULTS = Path(__file__).parent / "results" / "bulk_episodes.json"
PATHWAYS = 10_000_000
PIECE = 250_000
ROW_GROUP = 2**20
COLUMNS = ("episode", "hospital_trust", "care_pathway", "point", "coded")
OURS, ALL = "evaluering", "evaluering, the whole analysis"
LIMIT = 14
FROM, TO = "start", "assessment_start"
LAST_ROWS = "arg_max({0}, file_row_number)"
ANY_ROWS = "any_value({0})"
QUERY = """
with pathways as (
    select {trust} as hospital_trust,
        min(coded) filter (point = 'start')::date as began,
        min(coded) filter (point = 'assessment_start')::date as reached,
        min(coded) filter (point = 'end')::date as ended
    from read_parquet('{file}', file_row_number = true) group by episode
)
select hospital_trust, strftime(began, '%Y-%m') as month,
    count(*) as n, count(*) filter (reached - began <= {limit}) as within
from pathways where began is not null and (reached >= began or reached is null)
    and not (reached is null and ended is not null)
group by all order by all
"""


def make(file: Path, pathways: int) -> None:
    """Synthetic pathways as ``data/processed`` holds them: text in order of the key, under pseudonyms."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from evaluering.synthetic.draws import Draws
    from evaluering.synthetic.pathways import episode_pieces

    schema = pa.schema([(name, pa.large_string()) for name in COLUMNS])
    trusts = [f"syntetisk-hf-{number:02}" for number in range(1, 21)]
    drawn = np.random.default_rng(1).integers(0, 2**62, size=pathways + pathways // 1000 + 10)
    names = np.unique(drawn)[:pathways]
    waiting: list[pa.Table] = []
    with pq.ParquetWriter(file, schema) as writer:
        for number, piece in enumerate(episode_pieces(trusts, pathways, Draws(1, "bulk"), PIECE)):
            place = piece["episode"].combine_chunks().dictionary_encode().indices
            own = names[number * PIECE : (number + 1) * PIECE]
            named = pa.array(np.char.add("p", np.char.mod("%016x", own))).take(place)
            rows = piece.set_column(0, "episode", named).cast(schema)
            waiting.append(rows.sort_by([(name, "ascending") for name in ("episode", "point", "coded")]))
            if sum(map(len, waiting)) >= ROW_GROUP:
                writer.write_table(pa.concat_tables(waiting).combine_chunks())
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting).combine_chunks())


def reader_of(file: Path) -> object:
    """What an analysis of pathways gets to read: the stored pathways, and invented limits."""
    import pandas as pd

    from evaluering.analysis.reader import CountedSlice, Reader, Slice
    from evaluering.results import Basis
    from evaluering.stored_rows import StoredRows
    from evaluering.synthetic.pathways import limit_rows
    from evaluering.tables import TABLES

    def basis(name: str) -> Basis:
        table = TABLES[name]
        return Basis(name, table.protects, table.audience, (), table.place, (), synthetic=True)

    limits = pd.DataFrame(list(limit_rows())).astype({"valid_from": str})
    slices = {
        "pathway_limits": Slice(limits, basis("pathway_limits")),
        "hospital_trusts": Slice(pd.DataFrame(), basis("hospital_trusts")),
    }
    stored = CountedSlice(StoredRows(file, file.parent / "spill"), basis("care_pathway_episodes"))
    return Reader(slices, {"care_pathway_episodes": stored})


def ours(file: Path) -> list[list[object]]:
    """Monthly indicators of trusts as an analysis asks for them."""
    from evaluering.analysis.support import marks
    from evaluering.stored_rows import Count, Units

    days = {point: f"(min(coded) filter (point = '{point}'))::date" for point in (FROM, TO, "end")}
    units = Units("episode", ("hospital_trust",), days, lambda names: marks(names, "episode"))
    by = {
        "hospital_trust": "hospital_trust",
        "month": "(year(start) - 1970) * 12 + month(start) - 1",
        "within": f"coalesce({TO} - start <= {LIMIT}, false)",
    }
    able = f'start is not null and coalesce({TO} >= start, "end" is null)'
    asked = {"months": Count(by, where=able)}
    found = reader_of(file).counts("care_pathway_episodes", units, asked, {})["months"]
    found["month"] = found["month"].to_numpy(dtype="datetime64[M]").astype(str)
    found["within"] = found["n"].where(found["within"], 0)
    sums = found.groupby(["hospital_trust", "month"], observed=True)[["n", "within"]].sum().reset_index()
    return sums.astype(object).to_numpy().tolist()


def whole_analysis(file: Path) -> list[list[object]]:
    """The analysis of pathway times: every pair of points, medians, charts and funnel."""
    from evaluering.analysis import ANALYSES

    (finding,) = ANALYSES["pathway_times"].compute(reader_of(file), {})
    return [[len(finding.cells)]]


def duckdb_alone(file: Path, trust: str = LAST_ROWS) -> list[list[object]]:
    """One query in DuckDB, on one thread as ours, with all the memory it wants."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as duck:
        query = QUERY.format(file=file, limit=LIMIT, trust=trust.format("hospital_trust"))
        return [list(row) for row in duck.execute(query).fetchall()]


def imports(_: Path) -> list[list[object]]:
    """What starting costs before anything is counted: every analysis, as a worker loads them."""
    from evaluering.analysis import ANALYSES

    return [[len(ANALYSES)]]


def pandas_whole(file: Path) -> list[list[object]]:
    """The whole file read into memory."""
    import pandas as pd

    return [[len(pd.read_parquet(file))]]


CONTENDERS = {
    OURS: ours,
    "DuckDB": duckdb_alone,
    "DuckDB, the trust of any row": lambda file: duckdb_alone(file, ANY_ROWS),
    "pandas, only reading the file": pandas_whole,
    "evaluering, imports alone": imports,
    ALL: whole_analysis,
}
COUNTING = (OURS, "DuckDB", "DuckDB, the trust of any row")
"""Those whose numbers must be the same."""
COMPARED = (OURS, "DuckDB")


def run_one(name: str, file: Path, numbers: Path | None) -> None:
    """Run one contender in this process."""
    found = CONTENDERS[name](file)
    if numbers:
        numbers.write_text(json.dumps(found), encoding="utf-8")


def command(name: str, file: Path) -> list[str]:
    """A contender as a process of its own."""
    return [sys.executable, __file__, "--one", name, "--file", str(file)]


def check_agreement(file: Path) -> None:
    """End the run when contenders give different numbers."""
    numbers = file.with_suffix(".json")
    told = {}
    for name in COUNTING:
        measured([*command(name, file), "--numbers", str(numbers)], file.parent)
        told[name] = json.loads(numbers.read_text(encoding="utf-8"))
    differing = [name for name in COUNTING if told[name] != told[OURS]]
    if differing:
        sys.exit(f"other numbers than ours: {', '.join(differing)}")


def compared(file: Path, pathways: int, runs: int, asides: int) -> dict[str, object]:
    """Contenders in turn, ``runs`` times, and ``asides`` times what is beside the comparison."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for turn in range(runs):
        for name in CONTENDERS:
            if name in COMPARED or turn < asides:
                found[name].append(measured(command(name, file), file.parent))
                print(name, found[name][-1], flush=True)
    summaries = {name: summary(one) for name, one in found.items()}
    ratios = {
        name: {
            measure: round(summaries[OURS][measure]["median"] / values["median"], 2)
            for measure, values in one.items()
        }
        for name, one in summaries.items()
        if not name.startswith(OURS)
    }
    return {
        "pathways": pathways,
        "megabytes": round(file.stat().st_size / 1e6),
        "runs": {name: len(one) for name, one in found.items()},
        "measured": summaries,
        "times_the_peer": ratios,
    }


def save(result: dict[str, object]) -> None:
    """Write the result down."""
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    machine = {"cores": len(os.sched_getaffinity(0)), "memory_gibibytes": memory}
    content = {"machine": machine, "cases": {"care_pathway_episodes.parquet": result}}
    RESULTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of ours and of DuckDB")
    parser.add_argument("--asides", type=int, default=1, help="runs of what is beside the comparison")
    parser.add_argument("--pathways", type=int, default=PATHWAYS, help="only 10000000 is written down")
    parser.add_argument("--folder", type=Path, help="where the file is made; a temporary one if left out")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--numbers", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make(options.file, options.pathways)
    elif options.one:
        run_one(options.one, options.file, options.numbers)
    else:
        measure(options.folder, options.pathways, options.runs, options.asides)


def measure(where: Path | None, pathways: int, runs: int, asides: int) -> None:
    """Make the file, compare the numbers, run everything in turn, print and write the results."""
    with tempfile.TemporaryDirectory(dir=where) as folder:
        file = Path(folder) / "care_pathway_episodes.parquet"
        # Elsewhere, for a process begins with the peak memory of the one that started it.
        making = [sys.executable, __file__, "--make", "--file", str(file), "--pathways", str(pathways)]
        subprocess.run(making, check=True)
        check_agreement(file)
        result = compared(file, pathways, runs, asides)
    print(json.dumps(result, indent=1))
    if pathways == PATHWAYS:
        save(result)


if __name__ == "__main__":
    main()
