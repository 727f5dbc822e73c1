"""What the attack is told: what was released for each report, and the fixed texts, as plain data.

None of it is hidden: the released store holds marks where numbers are hidden. The receipts in the
release name the digests of what is told, so a wrong account is found out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evaluering.attack.announced import (
    NOT_LISTED,
    Changed,
    Control,
    Correction,
    Listed,
    Record,
    Withdrawal,
    changed_from,
    control_from,
    listed_from,
)
from evaluering.attack.public_facts import PublicFacts, facts_from

PERCENT = frozenset({"share", "level"})
"""Units that are shown as percent: the number shown is a hundred times the released one."""
_UNJUDGED = frozenset({"published", ""})
PLACES = ("network", "municipality", "team", "hospital_trust")
"""Parameters that say which part of the study a report is about."""
WORDS = frozenset({"text", "code"})
"""Units whose value is a text or the id of a message."""


@dataclass(frozen=True)
class ToldCell:
    """A released cell: its place, and its value; None where it is hidden or undefined."""

    table: str
    at: tuple[tuple[str, str], ...]
    measure: str
    value: float | int | str | None
    unit: str
    status: str
    reason: str

    @property
    def key(self) -> str:
        """``table/measure@dimension=value,...``, as layouts and statements refer to it."""
        return cell_key(self.table, self.measure, self.at)


def cell_key(table: str, measure: str, at: tuple[tuple[str, str], ...]) -> str:
    """The key of the cell at a place."""
    return f"{table}/{measure}@" + ",".join(f"{dimension}={value}" for dimension, value in at)


@dataclass(frozen=True)
class Editions:
    """The cells a report showed before a change and after it, by key; ``None`` where that is its own now."""

    before: Mapping[str, ToldCell]
    after: Mapping[str, ToldCell] | None = None


@dataclass(frozen=True)
class Layout:
    """A laid-out table: header messages and, row by row, the row's coordinates and each column's keys."""

    id: str
    corner: str
    headers: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    keys: tuple[tuple[tuple[str, ...], ...], ...]
    axis: str = ""
    drawn_as: str = ""


@dataclass(frozen=True)
class Told:
    """A sentence: its message, the cells that fill its gaps, and the labels that do."""

    message: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    labels: tuple[tuple[str, tuple[str, str]], ...]


class ToldFinding:
    """One released finding, read from its canonical JSON."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._given: dict[str, Any] = json.loads(content)

    @property
    def id(self) -> str:
        """Its id."""
        return str(self._given["id"])

    @cached_property
    def cells(self) -> dict[str, ToldCell]:
        """Its cells by key."""
        cells = (_cell(given) for given in self._given["cells"])
        return {cell.key: cell for cell in cells}

    @property
    def n(self) -> ToldCell:
        """How many units it rests on."""
        return self.cells[self._given["n"]]

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """Its tables, and the tables of its figures."""
        tables = tuple(_layout(given) for given in self._given["tables"])
        return tables + tuple(
            _layout(given["data"], given["axis"], given["kind"]) for given in self._given["figures"]
        )

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Its sentences, those of its figures included."""
        spoken = [figure[name] for figure in self._given["figures"] for name in ("alt", "key")]
        return tuple(_told(given) for given in [*self._given["statements"], *spoken])

    @property
    def protects(self) -> frozenset[str]:
        """Whom the tables it rests on protect."""
        return frozenset(basis["protects"] for basis in self._given["basis"])

    @property
    def methods(self) -> tuple[str, ...]:
        """The families of methods behind its numbers."""
        return tuple(self._given.get("methods", ()))

    @property
    def reason(self) -> str:
        """Why it may be shown: its figures were published, or each of its cells was judged."""
        return str(self._given.get("reason", ""))

    @property
    def is_synthetic(self) -> bool:
        """Whether any table it rests on was invented."""
        return any(basis.get("synthetic", False) for basis in self._given["basis"])

    @property
    def files(self) -> dict[str, dict[str, str]]:
        """For each table it rests on the digests of its files by name."""
        return {
            basis["table"]: {account["file"]: account["digest"] for account in basis["accounts"]}
            | dict(basis.get("files", ()))
            for basis in self._given["basis"]
        }

    @property
    def citations(self) -> Iterator[tuple[str, str]]:
        """The documents it rests on, each with the place in it."""
        for basis in self._given["basis"]:
            yield from ((document, basis["place"]) for document in basis["documents"])

    @property
    def accounts(self) -> tuple[dict[str, Any], ...]:
        """The row accounts of the files it rests on."""
        return tuple(account for basis in self._given["basis"] for account in basis["accounts"])


def _cell(given: Mapping[str, Any]) -> ToldCell:
    names = ("table", "measure", "unit", "status", "reason")
    # Whatever the store holds of a hidden cell explains nothing.
    value = None if given["status"] == "suppressed" else given["value"]
    return ToldCell(at=_pairs(given["at"]), value=value, **{name: given[name] for name in names})


def _cells(given: list[dict[str, Any]]) -> dict[str, ToldCell]:
    """Cells of an earlier release by key."""
    cells = (_cell({"reason": "", **one}) for one in given)
    return {cell.key: cell for cell in cells}


def _editions(given: Mapping[str, Any]) -> Editions:
    after = given["after"]
    return Editions(_cells(given["before"]), None if after is None else _cells(after))


def _pairs(given: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in given)


def _layout(given: Mapping[str, Any], axis: str = "", drawn_as: str = "") -> Layout:
    rows = tuple(_pairs(row) for row in given["rows"])
    keys = tuple(
        tuple(
            tuple(
                cell_key(given["cells"], measure, row + _pairs(column["at"]))
                for measure in column["measures"]
            )
            for column in given["columns"]
        )
        for row in rows
    )
    headers = tuple(column["header"] for column in given["columns"])
    return Layout(given["id"], given["header"], headers, rows, keys, axis, drawn_as)


def _told(given: Mapping[str, Any]) -> Told:
    return Told(
        given["message"],
        tuple((name, tuple(keys)) for name, keys in given["values"]),
        tuple((name, (label[0], label[1])) for name, label in given["labels"]),
    )


class ToldText:
    """One approved text, read from its canonical JSON."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._given: dict[str, Any] = json.loads(content)

    @property
    def name(self) -> str:
        """Its kind and id, as a receipt names it."""
        return f"{self._given['kind']}.{self._given['id']}"

    @property
    def forms(self) -> tuple[str, ...]:
        """How it may stand on a page: quotes in guillemets, statements bare."""
        text = str(self._given["text"])
        return (f"«{text}»",) if self._given["kind"] == "quote" else (text,)


@dataclass(frozen=True)
class Report:
    """One report of a release: its question, language and parameters, and the findings on its page.

    ``beside`` are answers to the same question that its page does not show; its receipt names them too.
    ``front_matter`` is what it says of itself as a publication, and ``addresses`` where that leads. ``works``
    are the lines of the works it may name, with their addresses; ``references`` is the digest of those that
    its settings name. ``title`` and ``listed`` say how other pages name it and its part of the study;
    ``mended`` what it showed before and after each change it tells of, ``since`` what it showed before the
    change of this release.
    """

    id: str
    question: str
    language: str
    parameters: Mapping[str, Any]
    findings: tuple[ToldFinding, ...]
    beside: tuple[ToldFinding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    texts: tuple[ToldText, ...] = ()
    front_matter: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ("html",)
    title: str = ""
    listed: Listed = NOT_LISTED
    mended: tuple[Editions, ...] = ()
    since: Editions | None = None
    works: frozenset[tuple[str, str]] = frozenset()
    references: str = ""

    @property
    def name(self) -> str:
        """Its id without its language: the same in all of them."""
        return self.id.removesuffix(f"-{self.language}")

    @property
    def place(self) -> str:
        """The part of the study it is about, ``network=1``; "" for all of it."""
        kinds = (kind for kind in PLACES if self.parameters.get(kind))
        return next((f"{kind}={self.parameters[kind]}" for kind in kinds), "")

    @property
    def methods(self) -> frozenset[str]:
        """The families of methods behind the findings on its page."""
        return frozenset(method for finding in self.findings for method in finding.methods)

    @property
    def is_judged(self) -> bool:
        """Whether disclosure control judged the cells of any finding on its page."""
        return any(finding.reason not in _UNJUDGED for finding in self.findings)

    @cached_property
    def cells(self) -> dict[str, ToldCell]:
        """The cells of all its findings by key."""
        return {key: cell for finding in self.findings for key, cell in finding.cells.items()}

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """Its tables by the name of their data file."""
        return {layout.id: layout for finding in self.findings for layout in finding.layouts}

    @property
    def accounts(self) -> dict[str, dict[str, Any]]:
        """The row accounts by file."""
        return {account["file"]: account for finding in self.findings for account in finding.accounts}


@dataclass(frozen=True)
class Known:
    """Everything the attack is told of a release.

    ``messages`` holds the texts by language and id, each with its singular and plural forms; ``study``
    the study's own title and institution; ``language`` that of the front page; ``questions`` every question
    there is, for a message of another question has no business on a page; ``styles`` the digests of style
    sheets; ``control``, ``withdrawn`` and ``record`` what the release tells of disclosure control, of
    withdrawn reports and of itself. ``facts`` holds what anyone knows besides, ``rounding_base`` to what
    counts are rounded; ``pages`` names the pages of fixed texts alone, ``networks`` each network's page,
    ``changed`` what that of changed numbers tells. ``document_parts`` holds, by language, the digests of the
    parts of Word documents that are the same in all of them.
    """

    reports: tuple[Report, ...]
    messages: Mapping[str, Mapping[str, tuple[str, ...]]]
    study: tuple[str, ...]
    language: str = "nb"
    questions: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    control: Control = field(default_factory=Control)
    withdrawn: tuple[Withdrawal, ...] = ()
    record: Record = field(default_factory=Record)
    facts: PublicFacts = field(default_factory=PublicFacts)
    rounding_base: int = 1
    pages: tuple[str, ...] = ()
    document_parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    networks: Mapping[str, str] = field(default_factory=dict)
    changed: Changed = Changed()  # noqa: RUF009 - frozen

    def is_in(self, place: str, network: str) -> bool:
        """Whether a part of the study is a network, or anybody knows that it takes part in it."""
        whole = f"network={network}"
        kind = place.partition("=")[0]
        return place == whole or place in self.facts.within.get(whole, {}).get(kind, ())


def known_from(given: Mapping[str, Any]) -> Known:
    """Read what publishing hands over. Raises ``KeyError`` or ``TypeError`` when a part is lacking.

    What is not told of (corrections, withdrawals, disclosure control, the record) may not stand anywhere.
    """
    return Known(
        reports=tuple(
            _report(name, report, given.get("changes", {}).get("before", {}).get(name))
            for name, report in sorted(given["reports"].items())
        ),
        messages={
            language: {name: tuple(forms) for name, forms in texts.items()}
            for language, texts in given["messages"].items()
        },
        study=tuple(given["study"]),
        language=given.get("language", "nb"),
        questions=frozenset(given["questions"]),
        styles=frozenset(given["styles"]),
        control=control_from(given.get("control", {})),
        withdrawn=tuple(Withdrawal(**one) for one in given.get("withdrawn", ())),
        record=Record(**given.get("record", {})),
        facts=facts_from(given),
        rounding_base=int(given.get("rounding_base", 1)),
        pages=tuple(given.get("pages", ())),
        document_parts=given.get("document_parts", {}),
        networks=given.get("networks", {}),
        changed=changed_from(given.get("changes", {})),
    )


def _report(name: str, given: Mapping[str, Any], before: list[dict[str, Any]] | None) -> Report:
    findings = tuple(ToldFinding(content) for content in given["findings"])
    shown = given.get("page", [finding.id for finding in findings])
    return Report(
        name,
        given["question"],
        given["language"],
        given["parameters"],
        tuple(finding for finding in findings if finding.id in shown),
        tuple(finding for finding in findings if finding.id not in shown),
        tuple(Correction(**one) for one in given.get("corrections", ())),
        tuple(ToldText(content) for content in given.get("texts", ())),
        tuple(given.get("front_matter", ())),
        frozenset(given.get("addresses", ())),
        tuple(given.get("formats", ("html",))),
        given.get("title", ""),
        listed_from(given.get("listed", {})),
        tuple(map(_editions, given.get("mended", ()))),
        None if before is None else Editions(_cells(before)),
        frozenset((text, address) for text, address in given.get("works", ())),
        given.get("references", ""),
    )
