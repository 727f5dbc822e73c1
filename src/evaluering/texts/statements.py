"""What organisations say of their own work (goals, inhibitors): theirs to see, others' once approved."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evaluering.analysis.scope import Scope, restricted
from evaluering.disclosure import ChosenText
from evaluering.errors import Fault
from evaluering.privacy.identifiers import rule_broken
from evaluering.results import ReleasedText
from evaluering.tables import TABLES, Table
from evaluering.texts.curated_file import (
    NAME,
    Row,
    checked,
    is_day,
    is_name,
    is_printable,
    read_rows,
    refuse_broken,
    refused,
)
from evaluering.texts.respondents import Answers
from evaluering.vocabulary import TextKind, Voice

APPROVALS = "approvals.csv"
_ABOUT = ("statement", "question", "group", "level", "network")
COLUMNS = (*_ABOUT, "table", "column", "element", "approved_by", "approved")
_EXPECTED = (
    "approvals with an id and a group in small letters, of a declared notebook, of an organisation's own"
    " text, at level network or nation, by someone on a day"
)
_OF_TEAMS = frozenset({"team", "goal"})
"""Columns by which a row is a team's."""
OWN = {
    table.name: tuple(column.name for column in table.columns if column.voice is Voice.ORGANISATION)
    for table in TABLES.values()
    if any(column.voice is Voice.ORGANISATION for column in table.columns)
}
"""The columns with organisations' own texts, by table."""
OF_TEAMS = tuple(name for name in OWN if any(column.name in _OF_TEAMS for column in TABLES[name].columns))


@dataclass(frozen=True)
class ApprovalFile:
    """``texts/approvals.csv``, read: which element of which table may be shown to others, and who said so."""

    rows: tuple[Row, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables its elements are of."""
        return tuple(sorted({row["table"] for row in self.rows}))


def read_approvals(root: Path, notebooks: Collection[str]) -> ApprovalFile:
    """``texts/approvals.csv`` of a workspace; no approvals when there is no such file.

    ``element`` is the row's key, its parts joined by ``/`` in the order the table declares. Raises
    ``InputRefused`` naming every faulty row by number, column and rule.
    """
    rows = read_rows(root, APPROVALS, COLUMNS)
    ids = Counter(row["statement"] for row in rows)
    rules = (
        ("statement", "no_id", lambda row: bool(NAME.fullmatch(row["statement"]))),
        ("statement", "used_twice", lambda row: ids[row["statement"]] == 1),
        ("question", "undeclared_notebook", lambda row: row["question"] in notebooks),
        ("group", "no_name", lambda row: bool(NAME.fullmatch(row["group"]))),
        ("level", "wrong_level", lambda row: row["level"] in {"network", "nation"}),
        ("network", "wrong_network", lambda row: bool(row["network"]) == (row["level"] == "network")),
        ("column", "not_an_own_text", lambda row: row["column"] in OWN.get(row["table"], ())),
        ("element", "no_element", lambda row: bool(row["element"])),
        ("approved_by", "not_approved", lambda row: is_name(row["approved_by"])),
        ("approved", "no_day", lambda row: is_day(row["approved"])),
    )
    refuse_broken(APPROVALS, (checked(number, row, rules) for number, row in enumerate(rows, 1)), _EXPECTED)
    return ApprovalFile(rows)


def approved_statements(file: ApprovalFile, answers: Answers) -> tuple[ChosenText, ...]:
    """The approved elements, each with its words as they were delivered.

    Raises ``InputRefused`` by row for an element that is not there, is empty, cannot be printed on one line
    or holds an identifier.
    """
    found = [(row, _words(row, answers)) for row in file.rows]
    faults = [
        Fault(number, "element", rule)
        for number, (_, words) in enumerate(found, 1)
        if (rule := _rule_broken(words))
    ]
    if faults:
        told = "; ".join(f"row {one.row}, column element: {one.rule}" for one in faults)
        raise refused(APPROVALS, "elements with words that can be printed", told).because(*faults)
    return tuple(ChosenText(_released(row, words)) for row, words in found)


def own_statements(answers: Answers, team: str) -> tuple[str, ...]:
    """Everything a team says of its own work, for that team: by table and key, empty texts left out."""
    return tuple(text for name in sorted(OF_TEAMS) for text in _of_team(name, answers, team))


def _of_team(name: str, answers: Answers, team: str) -> Iterator[str]:
    if name not in answers.free_text:
        return
    key = list(TABLES[name].key)
    rows = restricted(dict(answers.tables), Scope(team=team))[name][key]
    words = answers.free_text[name].merge(rows, on=key).sort_values(key)
    for column in OWN[name]:
        yield from (str(text).strip() for text in words[column].dropna() if str(text).strip())


def _rule_broken(words: str) -> str:
    if not words:
        return "no_such_text"
    return rule_broken(words, is_prose=True) or ("" if is_printable(words) else "not_printable")


def _words(row: Row, answers: Answers) -> str:
    if row["table"] not in answers.free_text:
        return ""
    frame = answers.free_text[row["table"]]
    own = frame.loc[elements(frame, TABLES[row["table"]]) == row["element"], row["column"]].dropna()
    return str(own.iloc[0]).strip() if len(own) else ""


def elements(frame: pd.DataFrame, table: Table) -> "pd.Series[str]":
    """The id of each row's element: its key's parts joined by ``/``, days as ``YYYY-MM-DD``."""
    parts = [_as_text(frame[name]) for name in table.key]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "/" + part
    return joined


def _as_text(values: "pd.Series[Any]") -> "pd.Series[str]":
    is_day = pd.api.types.is_datetime64_any_dtype(values)
    return values.dt.strftime("%Y-%m-%d") if is_day else values.astype(str)


def _released(row: Row, words: str) -> ReleasedText:
    given = {name: row[name] for name in ("question", "group", "network", "table", "approved_by", "approved")}
    return ReleasedText(
        id=row["statement"], kind=TextKind.STATEMENT, item=row["element"], text=words, **given
    )
