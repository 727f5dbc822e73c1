"""What the numbers of a release give away of hidden ones, all pages of it together.

Besides, the attacker knows what anybody knows (``public_facts``): what is part of what, and how many
there can be.
"""

from collections.abc import Iterator

from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known
from evaluering.attack.linear import Recovered, Target, range_of, recover
from evaluering.attack.sums_told import System, system_of
from evaluering.attack.told_series import Measures, Seat, told_series


def check_hidden_sums(known: Known, width: float) -> Iterator[Found]:
    """Every hidden number that is shown elsewhere, that sums give away, or confine to less than ``width``.

    And every count of those whom no page tells of (the parts of a network without a page, taken together)
    that is certainly above 0 and below ``width``.
    """
    for _, measures in sorted(told_series(known).items()):
        yield from _shown_elsewhere(measures)
        system = system_of(measures, known, width)
        hidden = _hidden(measures, system)
        targets = [Target(name, ((int(name), 1.0),)) for name in hidden]
        yield from _named(recover(system.relations, system.atoms, targets, width), hidden)
        yield from _left_over(measures, system)


def _shown_elsewhere(measures: Measures) -> Iterator[Found]:
    for series in measures.summed.values():
        for seat in series.seats.values():
            if seat.value is not None:
                yield from (Found(file, Kind.EXACT, line) for file, line in seat.hidden)


def _hidden(measures: Measures, system: System) -> dict[str, Seat]:
    """The seats of the hidden cells that are in any relation, by the number of their unknown."""
    return {
        str(number): measures.summed[name].seats[place]
        for (name, place), number in system.numbers.items()
        if place in measures.summed[name].seats
    }


def _named(found: Recovered, hidden: dict[str, Seat]) -> Iterator[Found]:
    for kind, names in ((Kind.EXACT, found.exact), (Kind.NARROW, found.narrow)):
        for name in names:
            yield from (Found(file, kind, line) for file, line in hidden[name].hidden)


def _left_over(measures: Measures, system: System) -> Iterator[Found]:
    for name, whole, weights in system.left_over:
        if measures.summed[name].unit == "count" and range_of(system.relations, system.atoms, weights)[0] > 0:
            file, line = measures.summed[name].seats[whole].spots[0]
            yield Found(file, Kind.NARROW, f"{line}, less what is told of its parts")
