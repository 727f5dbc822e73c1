"""The rule set of a release."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Rules:
    """Which results may be released.

    ``published_only``: figures of tables that protect nothing pass unchanged, with their published
    source as the reason; every finding that rests on a protected table is held.
    """

    name: str = "published_only"

    @property
    def digest(self) -> str:
        """Digest of the rules, part of every receipt."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
