"""The rule set of a release."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from evaluering.results import Exemption

LARGEST = 2
"""How many of the largest contributors the rule of dominance looks at."""
PUBLISHED_ONLY, PROTECTED = "published_only", "protected"


@dataclass(frozen=True)
class Rules:
    """Which results may be released.

    ``published_only``: figures of tables that protect nothing pass unchanged, with their published
    source as the reason; every finding that rests on a protected table is held.

    ``protected``: findings on protected tables are judged cell by cell, by the smallest number that may
    be shown of: persons or staff counted and left out (``counts``), municipalities counted and left out
    and behind a number (``municipalities``), units behind a share (``base``), a mean (``mean``), a
    spread (``spread``), a quantile (``quantile``) and a team's response rate (``team``), degrees of
    freedom (``freedom``), users and staff respondents of a municipality shown by name
    (``municipality_users``, ``municipality_staff``). Shares have one decimal (in percent) from
    ``decimals_from`` units. A total is hidden when its two largest contributors give more than
    ``dominance`` of it, or what the others give is less than ``ratio`` of the largest. A series is
    hidden whole when more than ``weak_points`` of its points are hidden. ``width`` is the narrowest
    interval in which a hidden count may be found. ``harmless_zeros`` (``finding/table/measure``)
    are shown, and so are ``harmless_wholes`` where all are counted. ``sheets`` names the questions on which
    every team has an internal sheet: the release is then solved as if each team knew its own.

    The defaults are the floors of ``evaluering.disclosure.floors``.
    """

    name: str = PUBLISHED_ONLY
    counts: int = 5
    municipalities: int = 3
    base: int = 10
    decimals_from: int = 100
    mean: int = 10
    spread: int = 15
    quantile: int = 20
    team: int = 10
    freedom: int = 10
    municipality_users: int = 5
    municipality_staff: int = 3
    width: int = 5
    dominance: float = 0.9
    ratio: float = 0.1
    weak_points: float = 0.2
    harmless_zeros: tuple[str, ...] = ()
    harmless_wholes: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the rules, thresholds and exemptions included; part of every receipt."""
        return sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()
