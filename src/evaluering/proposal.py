"""A draft of a delivery's mapping, from the headings of its files."""

import os
import re
from datetime import date
from pathlib import Path

from evaluering.deliveries import FOLDER, MAPPING
from evaluering.errors import WrongUse
from evaluering.reading import RawTable, check_kind, composed_table, read_delimited, read_workbook
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
    does not have are listed to be mapped or ignored. Only headings are used, never a row. Raises
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
    parts += [
        _file(raw, path.name) for path in sorted(folder.iterdir()) for raw in _read(workspace, name, path)
    ]
    draft = folder / f"{MAPPING}.draft"
    # Put in place of whatever is there: a link of that name is not written through.
    staged = folder / f".{MAPPING}.{os.getpid()}"
    with staged.open("x", encoding="utf-8") as stream:
        stream.write("\n".join(parts))
    staged.replace(draft)
    return draft


def _can_be_mapped(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not os.path.lexists(folder / MAPPING)


def _read(workspace: Workspace, delivery: str, path: Path) -> tuple[RawTable, ...]:
    place = f"{FOLDER}/{delivery}/{path.name}"
    if path.suffix.lower() not in (".xlsx", *_DELIMITED):
        return ()
    check_kind(workspace.raw, place)
    if path.suffix.lower() == ".xlsx":
        return tuple(map(composed_table, read_workbook(workspace.raw, place)))
    return (composed_table(read_delimited(workspace.raw, place)),)


def _file(raw: RawTable, name: str) -> str:
    headings = [str(heading) for heading in raw.frame.columns]
    table = max(INSTRUMENT_TABLES, key=lambda one: len(_same(one, headings)))
    same = _same(table, headings)
    lines = ["[[file]]", f"name = {_quoted(name)}"]
    lines += [f"sheet = {_quoted(raw.sheet)}"] if raw.sheet else []
    lines.append(f'table = "{table.name if same else ""}"')
    lines.append("[file.columns]")
    lines += [f"{_quoted(heading)} = {_quoted(same.get(heading, ''))}" for heading in headings]
    return "\n".join(lines) + "\n"


def _same(table: Table, headings: list[str]) -> dict[str, str]:
    declared = {_plain(column.name): column.name for column in table.delivered}
    return {heading: declared[_plain(heading)] for heading in headings if _plain(heading) in declared}


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).casefold()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'
