"""Reference cases: inputs and expected values of R and published tables, carried as data.

``cases.json`` is part of the project. Cases on third parties' data are read from beside the
repository where they lie there, and skipped with a word where they do not.
"""

import json
import os
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("EVALUERING_SHARED", HERE.parents[2] / "shared"))
THIRD_PARTY = SHARED / "reference" / "cases_third_party_data.json"


@dataclass(frozen=True)
class Case:
    """One reference case: inputs, expected numbers, and how near they must be."""

    id: str
    input: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float
    source: str

    def expects(self, key: str, found: Any, tolerance: float | None = None) -> None:
        """Assert that ``found`` is the case's expected ``key`` (dots lead inwards)."""
        wanted = inside(self.expected, key)
        near(found, wanted, self.tolerance if tolerance is None else tolerance, f"{self.id}: {key}")


def inside(values: Any, path: str) -> Any:
    """The value that a dotted path leads to, through names and positions."""
    for step in path.split("."):
        values = values[int(step)] if isinstance(values, (list, tuple)) else values[step]
    return values


def near(found: Any, wanted: Any, tolerance: float, what: str) -> None:
    """Assert that numbers, or lists of them, agree: |found - wanted| / max(1, |wanted|) <= tolerance."""
    if isinstance(wanted, (list, tuple)):
        assert len(list(found)) == len(wanted), what
        for position, (one, other) in enumerate(zip(found, wanted, strict=True)):
            near(one, other, tolerance, f"{what}.{position}")
    elif isinstance(wanted, (str, bool)) or wanted is None:
        assert found == wanted, what
    elif isnan(wanted):
        assert isnan(found), what
    else:
        assert abs(float(found) - wanted) / max(1.0, abs(wanted)) <= tolerance, f"{what}: {found} != {wanted}"


def case(name: str) -> Case:
    """A case of ``cases.json``."""
    return _cases(HERE / "cases.json")[name]


def third_party(name: str) -> Case:
    """A case on third parties' data; the test is skipped where they are not at hand."""
    if not THIRD_PARTY.exists():
        pytest.skip("the third-party reference data are not beside this repository")
    return _cases(THIRD_PARTY)[name]


def _cases(file: Path) -> dict[str, Case]:
    listed = json.loads(file.read_text(encoding="utf-8"))
    return {
        one["id"]: Case(one["id"], one["input"], one["expected"], float(one["tolerance"]), one["source"])
        for one in listed
    }


def numbers(values: list[float | None]) -> list[float]:
    """Numbers with NaN for what is missing."""
    return [nan if value is None else value for value in values]
