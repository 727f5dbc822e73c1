"""Manifest and receipts: only the entries they are made of, each with a value of its kind."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from evaluering.attack.announced import Record
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known, Report, ToldFinding

_DIGEST = re.compile(r"[0-9a-f]{64}")
_INPUTS = "data/raw/"
_MANIFEST_FORMAT, _RECEIPT_FORMAT = 2, 1
_MAY_BE_EMPTY = frozenset(
    {(name,) for name in ("parameters", "libraries", "inputs", "corrections", "changed", "released", "files")}
    | {("listed", "networks")}
)
_LIBRARIES = {"pdf": ("fontconfig", "harfbuzz", "pango"), "docx": ("pandoc", "resvg-py")}
"""What each format is made with, besides what every page is."""
Leaf = tuple[tuple[str, ...], Any]
Check = Callable[[tuple[str, ...], Any], bool]


def check_manifest(file: str, content: str, digests: Mapping[str, str], record: Record) -> Iterator[Found]:
    """The manifest names the ledger's head, the digest of its cells and of each file, and nothing else.

    ``digests`` holds the digest of every file there should be; a file with other bytes is found.
    """
    checks: dict[tuple[str, ...], Check] = {
        ("format",): lambda _, value: _same(_MANIFEST_FORMAT, value),
        ("ledger_head",): lambda _, value: value == record.ledger_head,
        ("cells",): lambda _, value: value == record.cells,
        ("files", "*"): lambda path, value: path[1] in digests and _is_digest(value),
    }
    yield from _against(file, content, checks)
    manifest = _read(content)
    named = manifest.get("files") if isinstance(manifest, dict) else None
    if isinstance(named, dict):
        others = (name for name in digests if name != file and named.get(name) != digests[name])
        yield from (Found(name, Kind.OTHER_BYTES) for name in others)


def check_receipt(file: str, content: str, report: Report, known: Known) -> Iterator[Found]:
    """A receipt tells what a page was made from: digests, versions, and parameters as they were planned.

    It must name the digests of the very results the attack was told of.
    """
    hidden = known.control.hidden if any(map(_is_judged, _answers(report))) else None
    libraries = {name for one in report.formats for name in _LIBRARIES.get(one, ())}
    software = dict(_leaves(known.record.software, ("software",)))
    checks: dict[tuple[str, ...], Check] = {
        ("format",): lambda _, value: _same(_RECEIPT_FORMAT, value),
        ("libraries", "*"): lambda path, value: (
            path[1] in libraries and known.record.libraries.get(path[1]) == value
        ),
        ("report",): lambda _, value: value == report.id,
        ("language",): lambda _, value: value == report.language,
        ("parameters", "*"): lambda path, value: _same(report.parameters.get(path[1]), value),
        ("notebook", "file"): lambda _, value: value == f"notebooks/{report.question}.ipynb",
        ("notebook", "digest"): lambda _, value: value == "" or _is_digest(value),
        ("released", "*"): lambda path, value: _digests(report).get(path[1]) == value,
        ("settings",): lambda _, value: _is_digest(value),
        ("references",): lambda _, value: value == report.references,
        ("rules",): lambda _, value: value == known.record.rules,
        ("ledger_head",): lambda _, value: value == known.record.ledger_head,
        ("listed", "title"): lambda _, value: value == report.listed.title,
        ("listed", "place"): lambda _, value: value == report.listed.place,
        ("hidden",): lambda _, value: _same(hidden, value),
        ("software", "*"): lambda path, value: path in software and software[path] == value,
        ("software", "dependencies", "*", "*"): lambda path, value: software.get(path) == value,
    }
    yield from _against(
        file,
        content,
        checks
        | _listed(_inputs(report), "inputs")
        | _told(report)
        | _formats(report)
        | _networks(report)
        | _changed(report),
    )
    receipt = _read(content)
    if isinstance(receipt, dict) and receipt.get("released") != _digests(report):
        yield Found(file, Kind.OTHER_RESULTS)


def _formats(report: Report) -> dict[tuple[str, ...], Check]:
    return {
        ("formats", str(place)): lambda _, value, wanted=name: value == wanted  # type: ignore[misc]
        for place, name in enumerate(report.formats)
    }


def _changed(report: Report) -> dict[tuple[str, ...], Check]:
    return {
        ("changed", str(place), part): lambda _, value: _is_digest(value)
        for place in range(len(report.mended))
        for part in ("before", "after")
    }


def _networks(report: Report) -> dict[tuple[str, ...], Check]:
    listed = _listed(report.listed.networks, "networks")
    return {("listed", *path): check for path, check in listed.items()}


def _told(report: Report) -> dict[tuple[str, ...], Check]:
    return _listed([{"date": one.date, "note": one.note} for one in report.corrections], "corrections")


def _listed(entries: Sequence[Mapping[str, str]], name: str) -> dict[tuple[str, ...], Check]:
    """Checks of a list: its entries, one by one, in their order."""
    return {
        (name, str(position), part): lambda _, value, wanted=wanted: value == wanted  # type: ignore[misc]
        for position, entry in enumerate(entries)
        for part, wanted in entry.items()
    }


def _inputs(report: Report) -> list[dict[str, str]]:
    """The files the report rests on, by table as they are read."""
    named: dict[str, dict[str, str]] = {}
    for finding in _answers(report):
        named |= finding.files
    return [
        {"table": table, "file": f"{_INPUTS}{name}", "digest": digest}
        for table, files in sorted(named.items())
        for name, digest in files.items()
    ]


def _answers(report: Report) -> tuple[ToldFinding, ...]:
    return (*report.findings, *report.beside)


def _is_judged(finding: ToldFinding) -> bool:
    return finding.reason != "published"


def _digests(report: Report) -> dict[str, str]:
    told = {finding.id: finding.content for finding in _answers(report)}
    told |= {text.name: text.content for text in report.texts}
    return {name: sha256(content.encode()).hexdigest() for name, content in told.items()}


def _against(file: str, content: str, checks: Mapping[tuple[str, ...], Check]) -> Iterator[Found]:
    read = _read(content)
    if not isinstance(read, dict):
        yield Found(file, Kind.UNREADABLE)
        return
    for path, value in _leaves(read, ()):
        patterns = [pattern for pattern in checks if _fits(path, pattern)]
        is_empty = value in ({}, []) and path in _MAY_BE_EMPTY
        if not (is_empty or any(checks[pattern](path, value) for pattern in patterns)):
            yield Found(file, Kind.RECEIPT, _place(path, checks))


def _read(content: str) -> object:
    try:
        return json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; one that names an entry twice hides the first, and is refused."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _leaves(node: object, path: tuple[str, ...]) -> Iterator[Leaf]:
    """Every value with the way to it; a list or object without any is itself one."""
    if isinstance(node, dict) and node:
        for name, part in node.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(node, list) and node:
        for position, part in enumerate(node):
            yield from _leaves(part, (*path, str(position)))
    else:
        yield path, node


def _fits(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(path) == len(pattern) and all(
        wanted in ("*", name) for name, wanted in zip(path, pattern, strict=True)
    )


def _place(path: tuple[str, ...], checks: Mapping[tuple[str, ...], Check]) -> str:
    return path[0] if path and any(pattern[0] == path[0] for pattern in checks) else "another entry"


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _same(planned: object, value: object) -> bool:
    return type(planned) is type(value) and planned == value
