"""Small real things for unit tests: workspaces, findings and releases made in a few words."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evaluering.analysis import ANALYSES, Reader
from evaluering.analysis.reader import Slice
from evaluering.disclosure import Ledger, Rules, solve
from evaluering.pipeline import process_table, read_processed
from evaluering.results import Account, Basis, Cell, Column, Finding, ReleasedFinding, TableLayout
from evaluering.tables import TABLES, ColumnType, Table
from evaluering.tables import Column as Declared
from evaluering.validation import Validated, validate
from evaluering.vocabulary import Audience, Protects, Unit
from evaluering.workspace import Workspace, load_workspace

ROOT = Path(__file__).parents[2]
DEFAULTS: dict[str, dict[str, str | bool | int | float]] = {
    "gathering_time": {"long_lecture_minutes": 30},
    "follow_up_inquiries": {"level": 0.95},
    "goal_measurability": {"minimum_mentions": 1},
}


def workspace_in(folder: Path) -> Workspace:
    """A loaded workspace of this repository's raw data, in a folder of its own."""
    shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    shutil.copy(ROOT / "evaluering.toml", folder)
    return load_workspace(folder)


def answered(
    workspace: Workspace, question: str, **parameters: str | bool | int | float
) -> dict[str, Finding]:
    """An analysis on what the pipeline makes of a workspace's raw data; findings by id."""
    analysis = ANALYSES[question]
    slices = {}
    for name in analysis.slices:
        processed = process_table(workspace, name, "test")
        slices[name] = Slice(read_processed(workspace, name), processed.basis)
    found = analysis.compute(Reader(slices), DEFAULTS[question] | parameters)
    return {finding.id: finding for finding in found}


def value(finding: Finding, table: str, measure: str, /, **at: str) -> object:
    """The value of one cell of a finding."""
    (cell,) = [
        cell for cell in finding.cells if (cell.table, cell.measure, dict(cell.at)) == (table, measure, at)
    ]
    return cell.value


def processed(workspace: Workspace, name: str) -> pd.DataFrame:
    """A table after the whole pipeline."""
    process_table(workspace, name, "test")
    return read_processed(workspace, name)


ANIMALS = Table(
    name="animals",
    file="published/animals.csv",
    description="a small table with a column of every type",
    columns=(
        Declared("id", ColumnType.WHOLE_NUMBER, "number", minimum=1, maximum=99),
        Declared("kind", ColumnType.CODE, "kind", allowed=("cat", "dog")),
        Declared("weight", ColumnType.NUMBER, "weight", minimum=0, may_be_empty=True),
        Declared("fed", ColumnType.TIME_OF_DAY, "when fed", may_be_empty=True),
        Declared("note", ColumnType.TEXT, "note", may_be_empty=True),
    ),
    key=("id",),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)


def raw(table: Table, *rows: Mapping[str, str]) -> pd.DataFrame:
    """Delivered text as the reader hands it on; columns not given are empty."""
    names = [column.name for column in table.delivered]
    content = [[row.get(name, "") for name in names] for row in rows]
    return pd.DataFrame(content, columns=names, index=range(1, len(rows) + 1), dtype=str)


def animals(*rows: Mapping[str, str], malformed: tuple[int, ...] = ()) -> Validated:
    """Validate rows of the animals table; each starts as a sound row."""
    sound = [{"id": str(number), "kind": "cat"} | dict(row) for number, row in enumerate(rows, 1)]
    return validate("published/animals.csv", "digest", raw(ANIMALS, *sound), malformed, ANIMALS)


def programme(*items: tuple[str, str]) -> pd.DataFrame:
    """One gathering with items of given start and end ("" for none), as validated."""
    rows = [
        {
            "gathering": "1",
            "item": str(n),
            "start": start,
            "end": end,
            "topic": "x",
            "activity_as_described": "break",
        }
        for n, (start, end) in enumerate(items, 1)
    ]
    table = TABLES["gathering_programme_2021_2022"]
    return validate("p.csv", "digest", raw(table, *rows), (), table).frame


def basis(
    table: str = "animals",
    protects: Protects = Protects.NOTHING,
    *,
    documents: tuple[str, ...] = ("A report. 2020.",),
    place: str = "page 3",
    audience: Audience = Audience.PUBLIC,
) -> Basis:
    """What a finding rests on; published unless told otherwise."""
    return Basis(table, protects, audience, documents, place, (Account("a.csv", "digest", 1, 1, 0, 0),))


def cell(measure: str, number: float | str, unit: Unit = Unit.COUNT, /, **at: str) -> Cell:
    """A cell of the table ``t``."""
    return Cell("t", tuple(at.items()), measure, number, unit)


def finding(*cells: Cell, bases: tuple[Basis, ...] | None = None, name: str = "small") -> Finding:
    """A finding with the given cells, resting on one published table unless told otherwise."""
    return Finding(name, "question", (basis(),) if bases is None else bases, "t/n@", cells)


def released(*cells: Cell) -> ReleasedFinding:
    """A finding with the given cells, through disclosure control."""
    (one,) = solve([finding(*cells)], Rules(), Ledger()).findings
    return one


def layout(rows: tuple[tuple[str, str], ...], *columns: Column) -> TableLayout:
    """A layout of the table ``t`` with one coordinate a row."""
    return TableLayout("shown", "t", "header.gathering", tuple((row,) for row in rows), columns)
