"""What earlier releases hid, as amounts of this one: it must stay as uncertain as it was.

An edition's hidden numbers lie between none and what they are now, where nobody left, and add up with what it
showed. What they were nobody keeps. Any numbers they could have been serve as well: how uncertain a number is
does not depend on which of the possible ones is true.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, diags_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from evaluering.disclosure.amounts import Amount, Amounts
from evaluering.disclosure.editions import Edition
from evaluering.disclosure.linked import LinkedCells, protect
from evaluering.disclosure.linked.cells import BoolArray, FloatArray
from evaluering.disclosure.sums import Kept, Sums, Terms, Untold

_NODES = 200
"""Branches looked into for possible whole numbers. Not a time limit: those differ by machine."""
_FALLEN, _BROKEN = 1.0, 100.0
"""What it costs among possible numbers that one is above its present value, and that a sum does not hold."""
_NEAR = 1e-6


@dataclass(frozen=True)
class _Sum:
    """A sum of an edition: the amounts it did not show come to 0 with ``rest``, what those ``shown`` do."""

    terms: Terms
    rest: float
    shown: frozenset[int]
    is_changed: bool


@dataclass(frozen=True)
class _Part:
    """Amounts an edition did not show, with the sums that tie them together."""

    edition: Edition
    numbers: tuple[int, ...]
    sums: tuple[_Sum, ...]

    @property
    def beside(self) -> frozenset[int]:
        """The amounts it showed that add up with them."""
        return frozenset().union(*(given.shown for given in self.sums))


def with_hidden_then(sums: Sums, of: Sums, amounts: Amounts, editions: Sequence[Edition], width: int) -> Sums:
    """``sums`` with what each edition hid of counts, as far as anything around it has changed since.

    ``of``: the release's own sums. Each such amount may not be known within less than ``width``, or than it
    was from that edition alone; nor what it has changed by, where it can have.
    """
    every: list[Amount | Untold] = [*amounts.every, *of.untold]
    values, whole = np.array([one.value for one in every]), [one.whole for one in every]
    found = sums
    for edition in editions:
        for part in _parts(list(_sums(of, whole, values, edition)), edition):
            possible = _possible(part, values[list(part.numbers)])
            if possible is not None:
                found = _Then(part, possible, values).joined(found, len(amounts.every), width)
    return found


def _sums(sums: Sums, whole: Sequence[bool], values: FloatArray, edition: Edition) -> Iterator[_Sum]:
    """The sums of counts in which an edition hid something."""
    for terms in sums.relations:
        shown = [(one, factor) for one, factor in terms if one in edition.shown]
        left = tuple((one, factor) for one, factor in terms if one not in edition.shown)
        if (
            left
            and all(whole[one] for one, _ in terms)
            and (shown or any(one in edition.hidden for one, _ in left))
        ):
            rest = sum(factor * edition.shown[one] for one, factor in shown)
            changed = any(edition.shown[one] != values[one] for one, _ in shown)
            yield _Sum(left, rest, frozenset(one for one, _ in shown), changed)


def _parts(sums: Sequence[_Sum], edition: Edition) -> Iterator[_Part]:
    """What hangs together, where an edition hid something and something changed since."""
    numbers = sorted({one for given in sums for one, _ in given.terms})
    place = {one: position for position, one in enumerate(numbers)}
    ties = [(place[given.terms[0][0]], place[one]) for given in sums for one, _ in given.terms]
    if not ties:
        return
    rows, columns = (list(ends) for ends in zip(*ties, strict=True))
    count, labels = connected_components(
        csr_array((np.ones(len(ties)), (rows, columns)), shape=(len(numbers),) * 2), directed=False
    )
    of: list[list[_Sum]] = [[] for _ in range(count)]
    for given in sums:
        of[labels[place[given.terms[0][0]]]].append(given)
    for label, own in enumerate(of):
        members = tuple(one for one in numbers if labels[place[one]] == label)
        if any(given.is_changed for given in own) and not edition.hidden.isdisjoint(members):
            yield _Part(edition, members, tuple(own))


def _matrix(part: _Part) -> csr_array:
    place = {one: position for position, one in enumerate(part.numbers)}
    entries = [
        (row, place[one], factor) for row, given in enumerate(part.sums) for one, factor in given.terms
    ]
    rows, columns, factors = (list(column) for column in zip(*entries, strict=True))
    return csr_array(
        (np.array(factors, dtype=float), (rows, columns)), shape=(len(part.sums), len(part.numbers))
    )


def _possible(part: _Part, now: FloatArray) -> FloatArray | None:
    """Whole numbers that the amounts can have been: no more than now unless sums ask for it, as many as
    can be less."""
    n, m = len(part.numbers), len(part.sums)
    one, none = eye_array(n), csr_array((n, 2 * m))
    sums = hstack([_matrix(part), csr_array((m, 2 * n)), eye_array(m), -eye_array(m)])
    # What an amount is, what it was more than now, and (up to 1) what it was less.
    growth = hstack([one, -one, one, none])
    price = np.concatenate([np.zeros(n), np.full(n, _FALLEN), np.full(n, -0.5 / n), np.full(2 * m, _BROKEN)])
    rest = np.array([given.rest for given in part.sums])
    most = np.concatenate([np.full(2 * n, np.inf), np.ones(n), np.full(2 * m, np.inf)])
    found = milp(
        price,
        integrality=np.concatenate([np.ones(n), np.zeros(2 * n + 2 * m)]),
        bounds=Bounds(0.0, most),
        constraints=[LinearConstraint(sums, -rest, -rest), LinearConstraint(growth, -np.inf, now)],
        options={"node_limit": _NODES},
    )
    return None if found.x is None else np.round(found.x[:n])


@dataclass(frozen=True)
class _Then:
    """A part with possible numbers for it, and the sums that hold among them."""

    part: _Part
    possible: FloatArray
    now: FloatArray

    @property
    def sums(self) -> list[_Sum]:
        """The sums that may have held; one that cannot have was another sum then."""
        left = _matrix(self.part) @ self.possible + [given.rest for given in self.part.sums]
        return [given for given, by in zip(self.part.sums, left, strict=True) if abs(by) < _NEAR]

    def widths(self, width: int) -> FloatArray:
        """How uncertain each hidden amount was from its edition alone: by ``width``, by 1, or not at all."""
        hidden = np.array([one in self.part.edition.hidden for one in self.part.numbers])
        found = np.zeros(len(hidden))
        for asked in (1, width):
            lost = protect(self._alone(hidden, asked)).unprotected
            found[hidden & ~np.isin(np.arange(len(hidden)), lost)] = asked
        return found

    def _alone(self, hidden: BoolArray, asked: int) -> LinkedCells:
        """The edition's own system: what it did not show, and its shown numbers as one a sum."""
        sums = replace(self.part, sums=tuple(self.sums))
        n, m = len(hidden), len(sums.sums)
        rest = np.array([given.rest for given in sums.sums])
        signs = np.where(rest < 0, -1.0, 1.0)
        silent = np.concatenate([np.ones(n, dtype=bool), np.zeros(m, dtype=bool)])
        asked_of = np.concatenate([hidden, np.zeros(m, dtype=bool)])
        return LinkedCells(
            values=np.concatenate([self.possible, np.abs(rest)]),
            protected=asked_of,
            latent=silent,
            may_hide=silent,
            least=np.zeros(n + m),
            most=np.full(n + m, np.inf),
            width=np.where(asked_of, float(asked), 0.0),
            cost=np.ones(n + m),
            whole=np.ones(n + m, dtype=bool),
            relations=csr_array(hstack([_matrix(sums), diags_array(signs)])),
        )

    def joined(self, sums: Sums, told: int, width: int) -> Sums:
        """``sums`` with these amounts, and what each is less than now."""
        start = told + len(sums.untold)
        place = {one: start + 2 * position for position, one in enumerate(self.part.numbers)}
        untold: list[Untold] = []
        relations: list[Terms] = []
        for one, value, wide in zip(self.part.numbers, self.possible, self.widths(width), strict=True):
            by = float(self.now[one] - value)
            untold += [
                Untold(float(value), whole=True, width=float(wide)),
                Untold(by, whole=True, change=by < 0, width=float(width) if by and wide else 0.0),
            ]
            relations.append(((one, -1), (place[one], 1), (place[one] + 1, 1)))
        for given in self.sums:
            terms = [(place[one], factor) for one, factor in given.terms]
            untold.append(Untold(abs(given.rest), whole=True, out=True))
            relations.append((*terms, (start + len(untold) - 1, -1 if given.rest < 0 else 1)))
        # Whatever the edition's numbers could be moved to, those of now could be moved along.
        beside = {one for one in (*place, *self.part.beside) if one < told}
        kept = Kept(
            frozenset(place.values()), frozenset(one + 1 for one in place.values()), frozenset(beside)
        )
        return replace(
            sums,
            untold=(*sums.untold, *untold),
            relations=(*sums.relations, *relations),
            kept=(*sums.kept, kept),
        )
