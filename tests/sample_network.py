"""The synthetic network as processed tables, and what analyses find in it. All of it is invented."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import pandas as pd

from evaluering.analysis import ANALYSES, Reader
from evaluering.analysis.reader import CountedSlice, Slice
from evaluering.analysis.scope import kept_values, read_for, restricted, scope_of
from evaluering.results import Account, Basis, Finding
from evaluering.stored_rows import StoredRows
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.municipalities import trust_names
from evaluering.synthetic.pathways import episode_pieces
from evaluering.synthetic.rows import text
from evaluering.synthetic.surveys import answer_pieces
from evaluering.synthetic.world import ROWS, STREAMED, World, make_world
from evaluering.tables import TABLES, Table
from evaluering.validation import validate, without_rows

EPISODES, ANSWERS = 1500, 3000
Given = Mapping[str, pd.DataFrame]


@cache
def world(seed: int = 1, networks: int = 5, municipalities: int = 61) -> World:
    """The invented land of a seed."""
    return make_world(networks, municipalities, seed)


@cache
def table(name: str, seed: int = 1) -> pd.DataFrame:
    """A table of the sample as an analysis reads it: validated, typed, without free text."""
    declared = TABLES[name]
    raw = _streamed(name, seed) if name in STREAMED else _rows(declared, seed)
    return processed(declared, raw)


def processed(declared: Table, raw: pd.DataFrame) -> pd.DataFrame:
    """Delivered text of one table as an analysis reads it. Fails when a row is not accepted."""
    raw = raw[[column.name for column in declared.delivered]]
    if raw.empty:
        frame = without_rows(declared)
    else:
        validated = validate(f"sample/{declared.name}.csv", "digest", raw, (), declared)
        assert validated.account.accepted == len(raw), validated.account.remarks[:5]
        frame = validated.frame.sort_values(list(declared.key), ignore_index=True)
    return frame.drop(columns=[column.name for column in declared.columns if column.free_text])


def given(name: str, *rows: Mapping[str, object]) -> pd.DataFrame:
    """A table with exactly these rows; what a row does not give is empty."""
    declared = TABLES[name]
    names = [column.name for column in declared.delivered]
    content = [[text(row.get(column)) for column in names] for row in rows]  # type: ignore[arg-type]
    raw = pd.DataFrame(content, columns=names, index=range(1, len(rows) + 1), dtype=str)
    return processed(declared, raw)


def answered(
    question: str, tables: Given | None = None, /, seed: int = 1, **parameters: str | float
) -> dict[str, Finding]:
    """An analysis on the sample, or on the given tables alone; findings by id.

    Of given tables those that are lacking are read without rows. On the sample a question is answered
    once, however many tests look at the answer.
    """
    if tables is None:
        return dict(_of_sample(question, seed, tuple(sorted(parameters.items()))))
    return _answered(question, lambda name: _given(tables, name), parameters)


@cache
def _of_sample(
    question: str, seed: int, parameters: tuple[tuple[str, str | float], ...]
) -> dict[str, Finding]:
    return _answered(question, lambda name: table(name, seed), dict(parameters))


def _answered(
    question: str, read: Callable[[str], pd.DataFrame], parameters: Mapping[str, str | float]
) -> dict[str, Finding]:
    analysis, scope = ANALYSES[question], scope_of(parameters)
    read_in = [name for name in read_for(analysis.slices, scope) if name not in analysis.counted]
    frames = {name: read(name) for name in read_in}
    inside = restricted(frames, scope)
    slices = {name: Slice(inside[name], basis_of(name)) for name in analysis.slices if name in inside}
    with TemporaryDirectory() as folder:
        counted = {
            name: counted_slice(Path(folder), name, read(name), kept_values(frames, scope, name))
            for name in analysis.counted
        }
        return {finding.id: finding for finding in analysis.compute(Reader(slices, counted), parameters)}


def counted_slice(
    folder: Path, name: str, frame: pd.DataFrame, kept: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> CountedSlice:
    """A table as an analysis counts it: stored in ``folder``."""
    file = folder / f"{name}.parquet"
    frame.to_parquet(file, index=False)
    return CountedSlice(StoredRows(file, folder / "spill", kept), basis_of(name))


def basis_of(name: str) -> Basis:
    """What a finding on a table of the sample rests on."""
    declared = TABLES[name]
    account = Account(f"sample/{name}.csv", "digest", 1, 1, 0, 0)
    return Basis(name, declared.protects, declared.audience, (), "", (account,), synthetic=True)


def value(finding: Finding, cells: str, measure: str, /, **at: str) -> float | int | str:
    """The value of one cell of a finding."""
    (cell,) = [
        cell for cell in finding.cells if (cell.table, cell.measure, dict(cell.at)) == (cells, measure, at)
    ]
    return cell.value


def said(finding: Finding, statement: str) -> str:
    """The message of a finding's statement, without the question it begins with."""
    (one,) = [one.message for one in finding.statements if one.id == statement]
    return one.removeprefix(f"{finding.question}.")


def _rows(declared: Table, seed: int) -> pd.DataFrame:
    rows = ROWS[declared.name](world(seed), Draws(seed, f"rows {declared.name}"))
    names = [column.name for column in declared.delivered]
    content = [[text(row[name]) for name in names] for row in rows]
    return pd.DataFrame(content, columns=names, index=range(1, len(content) + 1), dtype=str)


def _streamed(name: str, seed: int) -> pd.DataFrame:
    draws, land = Draws(seed, f"rows {name}"), world(seed).land
    pieces = (
        episode_pieces(trust_names(land), EPISODES, draws)
        if name == "care_pathway_episodes"
        else answer_pieces(land, ANSWERS, draws)
    )
    frame = pd.concat([piece.to_pandas() for piece in pieces], ignore_index=True)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame.astype(object).where(frame.notna(), "").astype(str)


def _given(tables: Given, name: str) -> pd.DataFrame:
    return tables[name] if name in tables else _empty(name)


@cache
def _empty(name: str) -> pd.DataFrame:
    return given(name)
