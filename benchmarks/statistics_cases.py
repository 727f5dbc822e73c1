"""What is timed: every public statistic, its data, and the peers that compute the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

Run = Callable[[], object]


@dataclass(frozen=True)
class Peer:
    """Another program's way to the same numbers.

    ``run`` is a function, or an R expression over the case's data, that gives the numbers to compare, in
    the order of ours (it may give fewer); ``agrees``: within what relative difference, None where the
    method differs; ``lacks``: what it leaves out that ours computes, or computes besides.
    """

    name: str
    run: Run | str
    lacks: str = ""
    agrees: float | None = 1e-6
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A statistic on data of a size; ``aim`` in milliseconds where one was set."""

    statistic: str
    size: str
    ours: Run
    peers: tuple[Peer, ...] = ()
    data: dict[str, object] = field(default_factory=dict)
    aim: float | None = None


def cases() -> list[Case]:
    """All of them."""
    from cases_of_groups import cases as of_groups
    from cases_of_models import cases as of_models
    from cases_of_raters import cases as of_raters
    from cases_of_shares import cases as of_shares

    return [*of_shares(), *of_groups(), *of_raters(), *of_models()]


NO_PEER = {}
