"""The sums of two releases as one system: what neither tells, and both together do.

Where no shown number fell, an adversary takes persons to have been added only: what was hidden then lies
between none and what it is now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from evaluering.attack.edition_lines import HIDDEN, Line, Lines, lines_of
from evaluering.attack.families import Shown, families, relation, sums_of
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known, ToldCell
from evaluering.attack.linear import Atom, Relation, Target, recover
from evaluering.attack.told_series import Place

_Files = Mapping[str, bytes]
_Cells = Mapping[Place, Shown]


def check_edition_sums(
    files: _Files, others: Sequence[_Files], known: Known, width: float
) -> Iterator[Found]:
    """Hidden numbers of this release or of another that the sums of both tell to within less than ``width``,
    and hidden numbers whose change together is known and smaller than that."""
    present = {name: lines_of(content) for name, content in files.items() if name.endswith(".csv")}
    for other in others:
        past = {name: dict(lines_of(other.get(name, b""))) for name in present}
        for now in families(known):
            pair = _Pair(now, _then(now, present, past), known.rounding_base)
            if pair.is_changed:
                yield from pair.small_changes(width)
                yield from pair.found(width)


def _then(
    now: _Cells, present: Mapping[str, Sequence[tuple[Line, str]]], past: Mapping[str, Lines]
) -> dict[Place, Shown]:
    """The same cells as the other release shows them; those it does not hold are left out."""
    found = {}
    for place, shown in now.items():
        lines = present.get(shown.file, [])
        number = int(shown.line.removeprefix("line ")) - 1
        text = past[shown.file].get(lines[number][0]) if number < len(lines) else None
        cell = None if text is None else _cell(shown.cell, text)
        if cell is not None:
            found[place] = replace(shown, cell=cell)
    return found


def _cell(cell: ToldCell, text: str) -> ToldCell | None:
    if text == HIDDEN:
        return replace(cell, value=None, status="suppressed")
    try:
        return replace(cell, value=float(text), status="released")
    except ValueError:
        return None


@dataclass(frozen=True)
class _Pair:
    """The numbers of one family in two releases."""

    now: _Cells
    then: _Cells
    rounding_base: int

    @property
    def is_changed(self) -> bool:
        """Whether the other release tells anything else than this one."""
        return any(self.now[place].cell != then.cell for place, then in self.then.items())

    def small_changes(self, width: float) -> Iterator[Found]:
        """Each shown whole whose hidden parts changed by few, all of them."""
        for parent, parts in sums_of(self.now):
            shown = [part for part in parts if part in self._both]
            if self._is_count(parent) and parent in self._both and len(shown) < len(parts):
                by = self._change(parent) - sum(map(self._change, shown))
                if 0 < abs(by) < width and shown:
                    yield Found(self.now[parent].file, Kind.DIFFERENCE, self.now[parent].line)

    def found(self, width: float) -> Iterator[Found]:
        """Each hidden number that only both tell."""
        if any(self._change(place) < 0 for place in self._both):
            return
        hidden = [(0, place) for place in sorted(self.now, key=sorted) if self.now[place].is_hidden]
        hidden += [(1, place) for place in sorted(self.then, key=sorted) if self.then[place].is_hidden]
        alone = self._relations(self.now, hidden, 0) + self._relations(self.then, hidden, 1)
        atoms = [Atom(is_whole=self._is_count(place)) for _, place in hidden]
        targets = [Target(str(number), ((number, 1.0),)) for number in range(len(hidden))]
        before = recover(alone, atoms, targets, width)
        after = recover([*alone, *self._links(hidden)], atoms, targets, width)
        for kind, names, told in (
            (Kind.EXACT, after.exact, before.exact),
            (Kind.NARROW, after.narrow, before.exact + before.narrow),
        ):
            for name in names:
                shown = self.now[hidden[int(name)][1]]
                if name not in told:
                    yield Found(shown.file, kind, shown.line)

    @cached_property
    def _both(self) -> frozenset[Place]:
        """The places shown in both."""
        return frozenset(
            place
            for place, then in self.then.items()
            if not then.is_hidden and not self.now[place].is_hidden and self.now[place].cell.value is not None
        )

    def _change(self, place: Place) -> float:
        return self.now[place].value - self.then[place].value

    def _is_count(self, place: Place) -> bool:
        return self.now[place].cell.unit == "count"

    def _relations(self, cells: _Cells, hidden: Sequence[tuple[int, Place]], which: int) -> list[Relation]:
        numbers = {place: number for number, (side, place) in enumerate(hidden) if side == which}
        found = [relation(cells, *given, numbers, self.rounding_base) for given in sums_of(cells)]
        return [one for one in found if one.weights]

    def _links(self, hidden: Sequence[tuple[int, Place]]) -> Iterator[Relation]:
        """What is hidden now is no less than it was, what was hidden no more than it is."""
        numbers = {one: number for number, one in enumerate(hidden)}
        for place, then in self.then.items():
            now, old = numbers.get((0, place)), numbers.get((1, place))
            if now is not None and old is not None:
                yield Relation(((now, 1.0), (old, -1.0)), 0.0, inf)
            elif now is not None:
                yield Relation(((now, 1.0),), then.value, inf)
            elif old is not None:
                yield Relation(((old, 1.0),), -inf, self.now[place].value)
