"""Examples drawn as small tables: tests of the statistics, and the tables of their method pages.

``drawn/<module>.toml`` holds ``[[example]]`` tables: ``function``, ``title``, ``arguments``,
``expect`` (dotted paths into the result, and the values there), ``tolerance`` and ``source``.
With ``case``, a text ``case:path`` in ``arguments`` or ``expect`` stands for that value of the
reference case's input or expected numbers, and tolerance and source are the case's own.
"""

import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from references import case, inside, near

FOLDER = Path(__file__).parent / "drawn"


@dataclass(frozen=True)
class Example:
    """One drawn example."""

    module: str
    function: str
    title: str
    arguments: Mapping[str, Any]
    expect: Mapping[str, Any]
    tolerance: float
    source: str
    case: str
    covers: tuple[str, ...]

    @property
    def name(self) -> str:
        """Where the example stands."""
        return f"{self.module}.{self.function}: {self.title}"

    def check(self) -> None:
        """Call the function and compare every expected value."""
        function = getattr(importlib.import_module(f"evaluering.statistics.{self.module}"), self.function)
        result = function(**self.arguments)
        for path, wanted in self.expect.items():
            near(_found(result, path), wanted, self.tolerance, f"{self.name}: {path}")


def examples() -> list[Example]:
    """Every drawn example, by module and in the order drawn."""
    return [
        _example(file.stem, drawn)
        for file in sorted(FOLDER.glob("*.toml"))
        for drawn in tomllib.loads(file.read_text(encoding="utf-8"))["example"]
    ]


def _example(module: str, drawn: dict[str, Any]) -> Example:
    reference = case(drawn["case"]) if "case" in drawn else None
    given = reference.input if reference else {}
    wanted = reference.expected if reference else {}
    return Example(
        module,
        drawn["function"],
        drawn["title"],
        {name: _value(value, given) for name, value in drawn["arguments"].items()},
        {path: _value(value, wanted) for path, value in drawn["expect"].items()},
        drawn.get("tolerance", reference.tolerance if reference else 1e-9),
        drawn.get("source", reference.source if reference else ""),
        drawn.get("case", ""),
        tuple(
            value.removeprefix("case:")
            for value in drawn["expect"].values()
            if isinstance(value, str) and value.startswith("case:")
        ),
    )


def _value(value: Any, reference: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("case:"):
        return inside(reference, value.removeprefix("case:"))
    return value


def _found(result: Any, path: str) -> Any:
    for step in path.split("."):
        result = result[int(step)] if step.isdigit() else getattr(result, step)
    return result
