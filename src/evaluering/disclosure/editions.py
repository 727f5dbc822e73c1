"""What changed since earlier releases: who joined or left is the difference of two editions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluering.disclosure.amounts import Amounts
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.sums import Sums, Terms, Untold
from evaluering.results import Finding
from evaluering.vocabulary import Unit


def told_before(
    findings: Sequence[Finding], amounts: Amounts, earlier: Sequence[EarlierFinding]
) -> dict[int, tuple[float, ...]]:
    """Of each amount that counts units, the values that earlier releases gave it, in order.

    A cell is the same in two releases when question, parameters, finding and key are. Only counts are
    compared: where a count may not be told apart from an earlier one it is hidden, and all that rests on it.
    """
    before: dict[tuple[str, str, str, str], set[float]] = {}
    for one in earlier:
        for cell in one.cells:
            if cell.unit is Unit.COUNT and isinstance(cell.value, int | float):
                before.setdefault((one.question, one.variant, one.id, cell.key), set()).add(float(cell.value))
    names = [(one.question, one.variant, one.id) for one in findings]
    found = {}
    for number, amount in enumerate(amounts.every):
        values = {v for at, key in amount.cells for v in before.get((*names[at], key), ()) if amount.whole}
        if values:
            found[number] = tuple(sorted(values))
    return found


def with_changes(sums: Sums, before: Mapping[int, Sequence[float]], told: Mapping[int, float]) -> Sums:
    """``sums`` with every change since ``before``: an amount is what it was and the change.

    An amount that was told with the value it has now (``told``) is out; its other changes are too.
    """
    out = {number for number, values in before.items() if told[number] in values}
    first = len(told) + len(sums.untold)
    untold: list[Untold] = []
    relations: list[Terms] = []
    for number, values in sorted(before.items()):
        for value in values if number not in out else ():
            place = first + len(untold)
            untold += [
                Untold(value, whole=True, out=True),
                Untold(told[number] - value, whole=True, change=True),
            ]
            relations.append(((number, -1), (place, 1), (place + 1, 1)))
    return replace(
        sums,
        relations=(*sums.relations, *relations),
        untold=(*sums.untold, *untold),
        out=frozenset(out),
    )
