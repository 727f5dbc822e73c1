"""Manifest and receipts: only the entries they are made of, each with a value of its kind."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Report

_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[A-Za-z][\w.+-]*|\d+(?:\.\w+)*(?:\+[\w.]+)?|")
_INPUTS = "data/raw/"
Leaf = tuple[tuple[str, ...], Any]
Check = Callable[[tuple[str, ...], Any], bool]


def check_manifest(file: str, content: str, files: frozenset[str]) -> Iterator[Found]:
    """The manifest names the release's files with their digests, and nothing else."""
    checks: dict[tuple[str, ...], Check] = {
        ("format",): lambda _, value: value == 1,
        ("files", "*"): lambda path, value: path[1] in files and _is_digest(value),
    }
    yield from _against(file, content, checks)


def check_receipt(file: str, content: str, report: Report) -> Iterator[Found]:
    """A receipt tells what a page was made from: digests, versions, and parameters as they were planned.

    It must name the digests of the very results the attack was told of.
    """
    inputs = {f"{_INPUTS}{name}" for name in report.accounts}
    checks: dict[tuple[str, ...], Check] = {
        ("format",): lambda _, value: value == 1,
        ("report",): lambda _, value: value == report.id,
        ("language",): lambda _, value: value == report.language,
        ("parameters", "*"): lambda path, value: _same(report.parameters.get(path[1]), value),
        ("notebook", "file"): lambda _, value: value == f"notebooks/{report.question}.ipynb",
        ("notebook", "digest"): lambda _, value: value == "" or _is_digest(value),
        ("inputs", "*", "file"): lambda _, value: value in inputs,
        ("inputs", "*", "table"): lambda _, value: isinstance(value, str) and value.isidentifier(),
        ("inputs", "*", "digest"): lambda _, value: _is_digest(value),
        ("released", "*"): lambda path, value: _is_digest(value) and path[1] in _digests(report),
        ("settings",): lambda _, value: _is_digest(value),
        ("rules",): lambda _, value: _is_digest(value),
        ("ledger_head",): lambda _, value: _is_digest(value),
        ("software", "*"): lambda _, value: _is_word(value),
        ("software", "dependencies", "*", "*"): lambda _, value: _is_word(value),
    }
    yield from _against(file, content, checks)
    receipt = _read(content)
    if isinstance(receipt, dict) and receipt.get("released") != _digests(report):
        yield Found(file, Kind.OTHER_RESULTS)


def _digests(report: Report) -> dict[str, str]:
    return {finding.id: sha256(finding.content.encode()).hexdigest() for finding in report.findings}


def _against(file: str, content: str, checks: Mapping[tuple[str, ...], Check]) -> Iterator[Found]:
    read = _read(content)
    if not isinstance(read, dict):
        yield Found(file, Kind.UNREADABLE)
        return
    for path, value in _leaves(read, ()):
        patterns = [pattern for pattern in checks if _fits(path, pattern)]
        if not any(checks[pattern](path, value) for pattern in patterns):
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
    if isinstance(node, dict):
        for name, part in node.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(node, list):
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


def _is_word(value: object) -> bool:
    """A name, a version or a digest."""
    return isinstance(value, str) and (_is_digest(value) or _WORD.fullmatch(value) is not None)


def _same(planned: object, value: object) -> bool:
    return type(planned) is type(value) and planned == value
