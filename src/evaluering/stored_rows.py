"""Rows beyond memory, counted by DuckDB where they are stored: units and whom they are, never a row.

Rows are taken together to units, and units are counted, piece by piece: a piece holds every row of its units,
so what pieces count adds up, and memory does not grow with the file. Whole numbers only: sums are exact.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from evaluering.errors import EnvironmentProblem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PIECE = 3_000_000
"""Rows looked at together, at least: so many fit where the processor is quick."""
_FULL_CIRCLE = 2**64
Mark = Callable[[NDArray[Any]], NDArray[np.uint64]]


@dataclass(frozen=True)
class Units:
    """How rows become units, one for each value of the column ``unit``.

    ``steady``: columns that say the same in every row of a unit; should they not, its last row counts.
    ``columns``: by name, an SQL aggregate over a unit's rows.
    ``mark`` gives names a number of 64 bits each.
    """

    unit: str
    steady: tuple[str, ...]
    columns: Mapping[str, str]
    mark: Mark


@dataclass(frozen=True)
class Count:
    """Units counted for every combination of what ``by`` names: SQL expressions over ``source``.

    ``source`` is the table ``units`` (its steady columns, ``columns`` and ``mark``), joined with tables
    handed in beside it if need be; ``where`` leaves units out.
    """

    by: Mapping[str, str]
    source: str = "units"
    where: str = "true"


@dataclass(frozen=True)
class StoredRows:
    """The rows of one Parquet file, those whose columns hold a ``kept`` value, or nothing, where given.

    ``spill`` is a folder for what ``memory`` cannot hold. DuckDB can open this file and nothing else.
    """

    file: Path
    spill: Path
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)
    threads: int = 1
    memory: str = "300MB"
    piece: int = PIECE

    def largest(self, column: str) -> str | None:
        """The largest text of a column; None without rows."""
        with self._opened() as duck:
            found = duck.execute(f'select max("{column}") from stored').fetchall()
        return None if found[0][0] is None else str(found[0][0])

    def counted(
        self, units: Units, counts: Mapping[str, Count], beside: Mapping[str, pd.DataFrame]
    ) -> dict[str, pd.DataFrame]:
        """Every count by name: a row for each combination that occurs, in order.

        Columns: what the count is ``by``, ``n`` units, and ``mark``, the sum of their marks modulo 2^64.
        ``beside`` are small tables to join; those that lack a name in a steady column match nothing.
        Raises ``EnvironmentProblem`` when neither memory nor disk holds what a piece needs.
        """
        from duckdb.func import ARROW

        with self._opened() as duck:
            names = {column: _names(duck, column) for column in units.steady}
            for name, table in beside.items():
                _add_table(duck, name, _coded(table, names))
            duck.create_function("mark_of", _marked_by(units.mark), ["VARCHAR"], "UBIGINT", type=ARROW)
            _start(duck, units, names)
            for bounds in self._pieces(units.unit):
                _count_piece(duck, units, counts, names, bounds)
            return {name: _decoded(_sums(duck, name), names) for name in counts}

    @contextmanager
    def _opened(self) -> Iterator["DuckDBPyConnection"]:
        import duckdb

        try:
            self.spill.mkdir(parents=True, exist_ok=True, mode=0o700)
            # A folder of its own, for others may count at the same time; it is gone with what was in it.
            with TemporaryDirectory(dir=self.spill) as own, duckdb.connect() as duck:
                self._shut_in(duck, own)
                yield duck
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise EnvironmentProblem(
                f"rows of {self.file.name}",
                expected="memory, or disk in the workspace, for a piece of the rows",
                found=type(error).__name__,
                next_step="free space on the disk; process the table again if its file was changed by others",
            ) from None

    def _shut_in(self, duck: "DuckDBPyConnection", spill: str) -> None:
        settings = {
            "threads": self.threads,
            "memory_limit": _quoted(self.memory),
            "temp_directory": _quoted(spill),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "allowed_paths": f"[{_quoted(str(self.file))}]",
            "enable_external_access": "false",
            "lock_configuration": "true",
        }
        for name, value in settings.items():
            duck.execute(f"set {name} = {value}")
        for number, (column, values) in enumerate(sorted(self.kept.items())):
            _add_table(duck, f"kept_{number}", pa.table({column: pa.array(sorted(values), pa.string())}))
        inside = [
            f'("{column}" is null or "{column}" in (select "{column}" from kept_{number}))'
            for number, column in enumerate(sorted(self.kept))
        ]
        duck.execute(
            "create temp view stored as select *, file_row_number as place"
            f" from read_parquet({_quoted(str(self.file))}, file_row_number = true)"
            f" where {' and '.join(inside) or 'true'}"
        )

    def _pieces(self, unit: str) -> list[tuple[str | None, str | None]]:
        """Ranges of the unit's names that hold all of them: from, and up to but not including."""
        starts = [None, *self._starts(unit), None]
        return list(pairwise(starts))

    def _starts(self, unit: str) -> list[str]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.file) as file:
            place = file.schema_arrow.names.index(unit)
            groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        told = [(group.column(place).statistics, group.num_rows) for group in groups]
        if not all(one is not None and one.has_min_max for one, _ in told):
            return []
        starts, rows = [], 0
        # Rows are stored by unit; were they not, these ranges would still be right, and slow.
        for least, size in sorted((str(one.min), size) for one, size in told):
            if rows >= self.piece:
                starts.append(least)
                rows = 0
            rows += size
        return sorted(set(starts))


def _names(duck: "DuckDBPyConnection", column: str) -> list[str]:
    found = duck.execute(f'select distinct "{column}" from stored where "{column}" is not null').fetchall()
    return sorted(str(row[0]) for row in found)


def _coded(table: pd.DataFrame, names: Mapping[str, list[str]]) -> pa.Table:
    """A table with the places of its names in steady columns instead of the names; -1 for others."""
    places = {
        column: pd.Index(known, dtype=object).get_indexer(pd.Index(table[column].astype(object)))
        for column, known in names.items()
        if column in table.columns
    }
    return pa.Table.from_pandas(table.assign(**places), preserve_index=False)


def _add_table(duck: "DuckDBPyConnection", name: str, table: pa.Table) -> None:
    duck.register("handed_in", table)
    duck.execute(f'create temp table "{name}" as select * from handed_in').fetchall()
    duck.unregister("handed_in")


def _marked_by(mark: Mark) -> Callable[[pa.Array], pa.Array]:
    def _marked(names: pa.Array) -> pa.Array:
        return pa.array(mark(names.to_numpy(zero_copy_only=False)), pa.uint64())

    return _marked


def _start(duck: "DuckDBPyConnection", units: Units, names: Mapping[str, list[str]]) -> None:
    """The view ``rows``, with the steady columns as one whole number.

    A number that begins with a row's place is largest for the last row, and tells what that row says.
    """
    for column, known in names.items():
        _add_table(duck, f"names_{column}", pa.table({"name": pa.array(known, pa.string())}))
        duck.execute(f'create type "type_{column}" as enum (select name from "names_{column}")').fetchall()
    code = "place"
    for column, known in names.items():
        code = f'({code} * {max(len(known), 1)} + enum_code("{column}"::"type_{column}"))'
    # Names cut from themselves are texts of their own: those of a Parquet dictionary are slow to group by.
    duck.execute(
        f'create temp view rows as select * exclude (place), substr("{units.unit}", 1) as unit,'
        f" {code} as said from stored"
    )


def _count_piece(
    duck: "DuckDBPyConnection",
    units: Units,
    counts: Mapping[str, Count],
    names: Mapping[str, list[str]],
    bounds: tuple[str | None, str | None],
) -> None:
    limits = dict(zip((f'"{units.unit}" >= $low', f'"{units.unit}" < $high'), bounds, strict=True))
    values = {name: value for name, value in zip(("low", "high"), bounds, strict=True) if value is not None}
    inside = " and ".join(limit for limit, value in limits.items() if value is not None) or "true"
    columns = [*_steady(names), *(f'"{name}"' for name in units.columns), "mark_of(unit) as mark"]
    gathered = [f'{aggregate} as "{name}"' for name, aggregate in units.columns.items()]
    duck.execute(
        f"create or replace temp table units as select {', '.join(columns)}"
        f" from (select unit, {', '.join([*gathered, 'max(said) as said'])}"
        f" from rows where {inside} group by unit)",
        values,
    ).fetchall()
    for name, count in counts.items():
        duck.execute(_insert(duck, name, count)).fetchall()


def _steady(names: Mapping[str, list[str]]) -> list[str]:
    """What the last row of a unit says in each steady column, as places among its names."""
    sizes = {column: max(len(known), 1) for column, known in names.items()}
    order = list(sizes)
    return [
        f'said // {prod(sizes[later] for later in order[place + 1 :])} % {sizes[column]} as "{column}"'
        for place, column in enumerate(order)
    ]


def _insert(duck: "DuckDBPyConnection", name: str, count: Count) -> str:
    by = "".join(f'{expression} as "{key}", ' for key, expression in count.by.items())
    chosen = (
        f"select {by}count(*) as n, sum(mark) as mark from {count.source} where {count.where} group by all"
    )
    known = duck.execute("select 1 from duckdb_tables() where table_name = ?", [f"count_{name}"]).fetchall()
    return (
        f'insert into "count_{name}" {chosen}' if known else f'create temp table "count_{name}" as {chosen}'
    )


def _sums(duck: "DuckDBPyConnection", name: str) -> pd.DataFrame:
    summed = f"sum(n)::bigint as n, (sum(mark) % {_FULL_CIRCLE})::ubigint as mark"
    found = duck.execute(
        f'select * exclude (n, mark), {summed} from "count_{name}" group by all order by all'
    )
    return found.df()


def _decoded(table: pd.DataFrame, names: Mapping[str, list[str]]) -> pd.DataFrame:
    for column in names.keys() & set(table.columns):
        known = pd.Index(names[column], dtype="str")
        table[column] = pd.Categorical.from_codes(table[column].to_numpy(), categories=known)
    return table


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
