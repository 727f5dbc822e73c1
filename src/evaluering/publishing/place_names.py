"""What the parts of a study are called, and which networks a municipality takes part in, for readers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from evaluering.disclosure import Places
from evaluering.language.alphabet import alphabetical

_TABLES = {"network": "networks", "municipality": "municipalities", "hospital_trust": "hospital_trusts"}
"""Where the parts of each kind are named; teams have no names. All of them are for the public."""
_LETTERS = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ŋ": "n",
    "ŧ": "t",
    "ł": "l",
    "ß": "ss",
}
_INERT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Network:
    """A network: its identifier, its name ("" where nobody says), and the name of its page."""

    identifier: str
    name: str
    slug: str

    @property
    def page(self) -> str:
        """The place of its page in a release."""
        return f"networks/{self.slug}.html"


@dataclass(frozen=True)
class PlaceName:
    """What a part of the study is called ("" where nobody says), and the networks it is or takes part in."""

    name: str = ""
    networks: tuple[Network, ...] = ()


NAMELESS = PlaceName()


class PlaceNames:
    """The names of all parts that were delivered.

    ``frames``: the tables of places there are, by name; ``places``: which parts lie within which. A name that
    several parts of a kind bear is told with the part's identifier, ``Våler (3419)``.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame], places: Places) -> None:
        self._names = {
            (kind, part): name
            for kind, table in _TABLES.items()
            if table in frames
            for part, name in _told(frames[table][kind].astype(str), frames[table]["name"].astype(str))
        }
        self._networks: dict[str, list[str]] = {}
        every = {part for whole in places.within for kind, part in whole if kind == "network"}
        self._slugs = slugs(every | {part for kind, part in self._names if kind == "network"})
        for whole, kinds in places.within.items():
            for kind, network in whole:
                if kind == "network":
                    self._add(network, {part for parts in kinds for part in parts})

    def _add(self, network: str, parts: Iterable[tuple[tuple[str, str], ...]]) -> None:
        for ((kind, name),) in parts:
            if kind == "municipality":
                self._networks.setdefault(name, []).append(network)

    def of(self, kind: str, part: str) -> PlaceName:
        """What is told of a part; of a network it is itself its network, of one nobody delivered nothing."""
        name = self._names.get((kind, part), "")
        within = [part] if kind == "network" else []
        within += self._networks.get(part, []) if kind == "municipality" else []
        networks = [
            Network(one, self._names.get(("network", one), ""), self._slugs[one])
            for one in within
            if one in self._slugs
        ]
        return PlaceName(
            name, tuple(sorted(networks, key=lambda one: alphabetical(one.name or one.identifier)))
        )


def slugs(identifiers: Iterable[str]) -> dict[str, str]:
    """A name for the page of each network: a to z, digits and hyphens, the same on every build.

    Letters are transliterated; those that would share a name are numbered in the order of their identifiers.
    """
    found: dict[str, str] = {}
    for one in sorted(set(identifiers)):
        bare, number = _slug(one), 1
        slug = bare
        while slug in found.values():
            number += 1
            slug = f"{bare}-{number}"
        found[one] = slug
    return found


def _slug(identifier: str) -> str:
    letters = "".join(_LETTERS.get(one, one) for one in unicodedata.normalize("NFC", identifier).casefold())
    plain = unicodedata.normalize("NFD", letters).encode("ascii", "ignore").decode()
    return _INERT.sub("-", plain).strip("-") or "network"


def _told(parts: Iterable[str], names: Iterable[str]) -> list[tuple[str, str]]:
    known = list(zip(parts, names, strict=True))
    times = Counter(name for _, name in known)
    return [(part, name if times[name] == 1 else f"{name} ({part})") for part, name in known]
