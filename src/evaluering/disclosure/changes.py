"""What changed since earlier releases: those who joined or left are the difference of two editions.

Of what an earlier release showed, each amount's change is known as soon as it is shown again. Of what it hid,
the change of several amounts together is: a whole less the parts that were shown, then and now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evaluering.disclosure.amounts import Amount, Amounts
from evaluering.disclosure.editions import Edition
from evaluering.disclosure.sums import Change, Sums, Terms, Untold

_NEAR = 1e-6
_TOGETHER = 2
"""The change of one shown amount is told by itself."""


def with_changes(sums: Sums, amounts: Amounts, editions: Sequence[Edition]) -> Sums:
    """``sums`` with what the reader of each earlier edition knows besides.

    Each amount that was told has a ``Change``, of 0 where it was told with the value it has now. Of each sum
    with parts that an edition did not tell, their change together is an amount of its own.
    """
    every: list[Amount | Untold] = [*amounts.every, *sums.untold]
    values = [one.value for one in every]
    found: dict[int, list[Change]] = {}
    for edition in editions:
        for number, change in _each(amounts, edition):
            found.setdefault(number, []).append(change)
    together = _Together(amounts, values)
    for edition in editions:
        for terms in sums.relations:
            together.take(terms, edition)
    return replace(
        sums,
        relations=(*sums.relations, *together.relations),
        untold=(*sums.untold, *together.untold),
        changes={number: tuple(changes) for number, changes in found.items()},
    )


def _each(amounts: Amounts, edition: Edition) -> Iterator[tuple[int, Change]]:
    for number, then in sorted(edition.shown.items()):
        amount = amounts.every[number]
        by = amount.value - then
        yield number, Change(by, abs(by) if amount.whole else _units(number, amounts, edition.shown))


def _units(number: int, amounts: Amounts, shown: Mapping[int, float]) -> float:
    """By how many units a sum of values grew or shrank; 0 where that was not told."""
    base = amounts.means.get(number)
    return abs(amounts.every[base].value - shown[base]) if base is not None and base in shown else 0.0


class _Together:
    """The changes of several amounts together, gathered sum by sum."""

    def __init__(self, amounts: Amounts, values: Sequence[float]) -> None:
        self._amounts, self._values = amounts, values
        self._known: set[tuple[Terms, float]] = set()
        self.relations: list[Terms] = []
        self.untold: list[Untold] = []

    def take(self, terms: Terms, edition: Edition) -> None:
        """What the parts of a sum that an edition did not tell changed by, all of them."""
        told = tuple((number, factor) for number, factor in terms if number in edition.shown)
        if not self._is_sum(terms) or not _TOGETHER <= len(told) < len(terms) or min(f for _, f in told) > 0:
            return
        rest = -sum(factor * edition.shown[number] for number, factor in told)
        if (told, rest) in self._known:
            return
        self._known.add((told, rest))
        by = -sum(factor * self._values[number] for number, factor in told) - rest
        self._add(told, rest, 0.0 if abs(by) < _NEAR else by, self._units_of(told, edition))

    def _is_sum(self, terms: Terms) -> bool:
        """Whether it is a whole and its parts, not a sum of values on its scale."""
        kinds = {self._amounts.every[one].whole for one, _ in terms if one < len(self._amounts.every)}
        return len(kinds) == 1 and all(abs(factor) == 1 for _, factor in terms)

    def _units_of(self, told: Terms, edition: Edition) -> float:
        means = self._amounts.means
        if any(number not in means for number, _ in told):
            return 0.0
        units = [
            factor * (self._amounts.every[means[number]].value - edition.shown[means[number]])
            for number, factor in told
        ]
        return abs(sum(units))

    def _add(self, told: Terms, rest: float, by: float, units: float) -> None:
        whole = self._amounts.every[told[0][0]].whole
        place = len(self._values) + len(self.untold)
        self.untold += [
            Untold(abs(rest), whole, out=True),
            Untold(by, whole, change=by < 0, units=units),
        ]
        self.relations.append((*told, (place, -1 if rest < 0 else 1), (place + 1, 1)))
