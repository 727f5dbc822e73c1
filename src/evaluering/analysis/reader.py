"""What an analysis is, and what it gets to read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from evaluering.errors import OwnFault
from evaluering.results import Basis, Finding

Parameters = Mapping[str, str | bool | int | float]
LEVEL = 0.95


def level_of(parameters: Parameters) -> float:
    """The confidence level asked for; 0.95 unless told otherwise."""
    return float(parameters.get("level", LEVEL))


@dataclass(frozen=True)
class Slice:
    """A table handed to an analysis, with what it rests on."""

    frame: pd.DataFrame
    basis: Basis


class Reader:
    """Hands out the declared slices and nothing else: it knows no path."""

    def __init__(self, slices: Mapping[str, Slice]) -> None:
        self._slices = dict(slices)

    def table(self, name: str) -> pd.DataFrame:
        """A copy of a declared slice. Raises ``OwnFault`` for an undeclared one."""
        if name not in self._slices:
            raise OwnFault(
                f"table {name}",
                expected=f"one of the declared slices: {', '.join(sorted(self._slices))}",
                found="an undeclared read",
                next_step="declare the slice with the analysis",
            )
        return self._slices[name].frame.copy()

    def basis(self, *names: str) -> tuple[Basis, ...]:
        """What the named slices rest on."""
        return tuple(self._slices[name].basis for name in names)


@dataclass(frozen=True)
class Analysis:
    """A question, the slices it needs, and the function that answers it.

    A delivered table in ``optional`` may be lacking; it is then read without rows. ``claims`` lists what
    can be registered before the data: (outcome, model, time point), as the findings state them.
    """

    question: str
    slices: tuple[str, ...]
    compute: Callable[[Reader, Parameters], tuple[Finding, ...]]
    optional: frozenset[str] = frozenset()
    claims: tuple[tuple[str, str, str], ...] = ()
