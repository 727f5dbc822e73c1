"""What an analysis is, and what it gets to read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from evaluering.errors import OwnFault
from evaluering.results import Basis, Finding
from evaluering.stored_rows import Count, StoredRows, Units

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


@dataclass(frozen=True)
class CountedSlice:
    """A table that is counted where it is stored, with what it rests on."""

    rows: StoredRows
    basis: Basis


class Reader:
    """Hands out the declared slices and nothing else: an analysis learns no path."""

    def __init__(
        self, slices: Mapping[str, Slice], counted: Mapping[str, CountedSlice] = MappingProxyType({})
    ) -> None:
        self._slices, self._counted = dict(slices), dict(counted)

    def table(self, name: str) -> pd.DataFrame:
        """A copy of a declared slice. Raises ``OwnFault`` for an undeclared or a counted one."""
        if name not in self._slices:
            raise _undeclared(name, "slices", self._slices)
        return self._slices[name].frame.copy()

    def largest(self, name: str, column: str) -> str | None:
        """The largest text of a column of a counted slice; None without rows.

        Raises ``OwnFault`` for a slice that is not declared to be counted.
        """
        return self._rows(name).largest(column)

    def counts(
        self, name: str, units: Units, counts: Mapping[str, Count], beside: Mapping[str, pd.DataFrame]
    ) -> dict[str, pd.DataFrame]:
        """Units of a counted slice, counted without loading it (``StoredRows.counted``).

        Raises ``OwnFault`` for a slice that is not declared to be counted.
        """
        return self._rows(name).counted(units, counts, beside)

    def basis(self, *names: str) -> tuple[Basis, ...]:
        """What the named slices rest on."""
        every = {name: one.basis for name, one in self._slices.items()}
        every |= {name: one.basis for name, one in self._counted.items()}
        return tuple(every[name] for name in names)

    def _rows(self, name: str) -> StoredRows:
        if name not in self._counted:
            raise _undeclared(name, "counted slices", self._counted)
        return self._counted[name].rows


def _undeclared(name: str, what: str, declared: Collection[str]) -> OwnFault:
    return OwnFault(
        f"table {name}",
        expected=f"one of the declared {what}: {', '.join(sorted(declared)) or 'none'}",
        found="an undeclared read",
        next_step="declare the slice with the analysis",
    )


@dataclass(frozen=True)
class Analysis:
    """A question, the slices it needs, and the function that answers it.

    A delivered table in ``optional`` may be lacking; it is then read without rows. Of ``slices`` those in
    ``counted`` may be larger than memory: they are counted where they are stored, and never loaded; no
    other table refers to them. ``claims`` lists what can be registered before the data: (outcome, model,
    time point), as the findings state them.
    """

    question: str
    slices: tuple[str, ...]
    compute: Callable[[Reader, Parameters], tuple[Finding, ...]]
    optional: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    claims: tuple[tuple[str, str, str], ...] = ()
