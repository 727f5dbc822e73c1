"""A draft of a delivery's mapping, from the headings of its files."""

import os
import re
from datetime import date
from pathlib import Path

from evaluering.deliveries import FOLDER, MAPPING
from evaluering.described_files import place
from evaluering.described_proposal import described_drafts, quoted
from evaluering.errors import WrongUse
from evaluering.reading import (
    DESCRIPTOR,
    RawTable,
    check_kind,
    composed_table,
    read_delimited,
    read_resource,
    read_workbook,
    resources,
)
from evaluering.tables import INSTRUMENT_TABLES, Table
from evaluering.workspace import Workspace

_DELIMITED = (".csv", ".txt", ".tsv")
_HEAD = """# A draft: fill in what is empty, and look over what is not.
purpose = "{use}"
legal_basis = ""
controller = ""
deletion_date = {date}
"""


def propose(workspace: Workspace, name: str) -> Path:
    """Draft ``delivery.toml`` for the delivery folder ``name``, as ``delivery.toml.draft``; the file.

    The table with most columns of the same names is proposed for each file or sheet; columns it
    does not have are listed to be mapped or ignored. Files of survey systems, Data Packages and the
    municipality classification are known by what they hold and drafted as such. Only headings and
    structure files are used, never a row. Raises
    ``WrongUse`` for a folder that is not there or already has a mapping, and ``InputRefused`` for
    a file that cannot be read.
    """
    folder = workspace.raw / FOLDER / name
    if not re.fullmatch(r"[\w-]+", name) or not _can_be_mapped(folder):
        raise WrongUse(
            f"delivery {name}",
            expected=f"a folder in data/raw/{FOLDER} without {MAPPING}",
            found="none, or one that has a mapping already",
            next_step=f"make the folder, or edit its {MAPPING}",
        )
    use = workspace.configuration.study.use
    parts = [_HEAD.format(use=use, date=date(2000, 1, 1).isoformat())]
    parts += _packages(workspace, folder)
    described = described_drafts(workspace, folder) | dict.fromkeys(_resource_files(workspace, folder), "")
    for path in sorted(folder.iterdir()):
        if path.name in described:
            parts += [described[path.name]] if described[path.name] else []
        else:
            parts += [_file(raw, path.name) for raw in _read(workspace, name, path)]
    draft = folder / f"{MAPPING}.draft"
    # Put in place of whatever is there: a link of that name is not written through.
    staged = folder / f".{MAPPING}.{os.getpid()}"
    with staged.open("x", encoding="utf-8") as stream:
        stream.write("\n".join(parts))
    staged.replace(draft)
    return draft


def _can_be_mapped(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not os.path.lexists(folder / MAPPING)


def _packages(workspace: Workspace, folder: Path) -> list[str]:
    """A draft for each resource of a Data Package."""
    return [
        _file(
            read_resource(workspace.raw, place(folder, DESCRIPTOR), name),
            DESCRIPTOR,
            ('format = "data_package"', f"resource = {quoted(name)}"),
        )
        for name, _ in _resources(workspace, folder)
    ]


def _resource_files(workspace: Workspace, folder: Path) -> list[str]:
    return [path for _, path in _resources(workspace, folder) if path]


def _resources(workspace: Workspace, folder: Path) -> tuple[tuple[str, str], ...]:
    there = (folder / DESCRIPTOR).exists()
    return resources(workspace.raw, place(folder, DESCRIPTOR)) if there else ()


def _read(workspace: Workspace, delivery: str, path: Path) -> tuple[RawTable, ...]:
    place = f"{FOLDER}/{delivery}/{path.name}"
    if path.suffix.lower() not in (".xlsx", *_DELIMITED):
        return ()
    check_kind(workspace.raw, place)
    if path.suffix.lower() == ".xlsx":
        return tuple(map(composed_table, read_workbook(workspace.raw, place)))
    return (composed_table(read_delimited(workspace.raw, place)),)


def _file(raw: RawTable, name: str, more: tuple[str, ...] = ()) -> str:
    headings = [str(heading) for heading in raw.frame.columns]
    table = max(INSTRUMENT_TABLES, key=lambda one: len(_same(one, headings)))
    same = _same(table, headings)
    lines = ["[[file]]", f"name = {quoted(name)}"]
    lines += more
    lines += [f"sheet = {quoted(raw.sheet)}"] if raw.sheet else []
    lines.append(f'table = "{table.name if same else ""}"')
    lines.append("[file.columns]")
    lines += [f"{quoted(heading)} = {quoted(same.get(heading, ''))}" for heading in headings]
    return "\n".join(lines) + "\n"


def _same(table: Table, headings: list[str]) -> dict[str, str]:
    declared = {_plain(column.name): column.name for column in table.delivered}
    return {heading: declared[_plain(heading)] for heading in headings if _plain(heading) in declared}


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).casefold()
