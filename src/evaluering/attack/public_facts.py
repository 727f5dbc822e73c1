"""What anybody knows besides a release: what is part of what, and how many there are of some."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

EVERYWHERE = ""
"""The name of the whole study."""
Sizes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class PublicFacts:
    """Facts that no release has to tell.

    ``within`` holds for each part of the study (``"network=1"``; "" for all) and each kind of part that it is
    made of all its parts of that kind. ``sizes`` tells how many there are at most of those a table
    protects (``{"municipality=0101": {"persons": 190}, "team=a": {"staff": 6}}``). Parts of a kind in
    ``overlapping`` have teams in common: only persons are in one of them alone.
    """

    within: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=dict)
    overlapping: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of parts there are."""
        parts = {kind for kinds in self.within.values() for kind in kinds}
        return frozenset(parts | {whole.partition("=")[0] for whole in self.within if whole})

    def made_of(self, whole: str, protects: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The kinds of parts that numbers of a whole add up over, with all parts of that kind."""
        for kind, parts in self.within.get(whole, {}).items():
            if kind not in self.overlapping or protects == {"persons"}:
                yield kind, parts

    def around(self, part: str) -> dict[str, str]:
        """What a part is of, by kind, where it is of one of that kind alone."""
        kind = part.partition("=")[0]
        wholes = [whole for whole, kinds in self.within.items() if whole and part in kinds.get(kind, ())]
        named = [(name, value) for name, _, value in (whole.partition("=") for whole in wholes)]
        alone = [name for name, times in Counter(name for name, _ in named).items() if times == 1]
        return {name: value for name, value in named if name in alone}

    def most(self, place: Collection[tuple[str, str]], protects: frozenset[str]) -> float:
        """How many of those protected there can be at a place; without bound where nobody knows."""
        sizes = [self.sizes.get(f"{name}={value}", {}) for name, value in place]
        if len(protects) != 1:
            return float("inf")
        (unit,) = protects
        return min((float(one[unit]) for one in sizes if unit in one), default=float("inf"))


def facts_from(given: Mapping[str, Any]) -> PublicFacts:
    """Read ``memberships`` and ``sizes``, where they were handed over.

    ``memberships`` names for each part those it is part of, by kind:
    ``{"municipality=0101": {"network": ["1"], "hospital_trust": ["2"]}}``. A part of nothing else
    is named too.
    """
    within: dict[str, dict[str, list[str]]] = {}
    for part, wholes in sorted(given.get("memberships", {}).items()):
        kind = part.partition("=")[0]
        for whole in [EVERYWHERE, *_wholes(wholes)]:
            within.setdefault(whole, {}).setdefault(kind, []).append(part)
    return PublicFacts(
        {whole: {kind: tuple(parts) for kind, parts in kinds.items()} for whole, kinds in within.items()},
        given.get("sizes", {}),
        frozenset(given.get("overlapping", ())),
    )


def _wholes(given: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{kind}={name}" for kind, names in given.items() for name in names]
