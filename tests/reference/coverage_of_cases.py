"""Which expected values of the reference cases no test compares with.

A drawn example covers what its ``case:`` texts name; a test module in Python covers what its
constant ``COVERS`` lists, by case.
"""

import ast
import json
from pathlib import Path
from typing import Any

from drawn_examples import examples
from references import HERE


def not_covered() -> dict[str, list[str]]:
    """The keys without a test, by case."""
    cases = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
    covered = _covered()
    lacking = {
        one["id"]: [key for key in one["expected"] if not _is_covered(one, key, covered)] for one in cases
    }
    return {name: keys for name, keys in lacking.items() if keys}


def _is_covered(one: dict[str, Any], key: str, covered: set[tuple[str, str]]) -> bool:
    return any(name == one["id"] and (path == key or path.startswith(f"{key}.")) for name, path in covered)


def _covered() -> set[tuple[str, str]]:
    drawn = {(one.case, path) for one in examples() for path in one.covers}
    return drawn | {pair for file in sorted(HERE.glob("test_*.py")) for pair in _declared(file)}


def _declared(file: Path) -> list[tuple[str, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    constants = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and [getattr(name, "id", "") for name in node.targets] == ["COVERS"]
    ]
    return [
        (name, key) for node in constants for name, keys in ast.literal_eval(node).items() for key in keys
    ]
