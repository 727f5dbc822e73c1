"""JSON files: read whole, in bounded size."""

import hashlib
import json
from pathlib import Path
from typing import Any

from evaluering.reading.files import read_bytes, refused

MAXIMUM_BYTES = 50_000_000
"""A structure or descriptor is small; a larger file is refused before it is read."""


def read_json(root: Path, name: str) -> tuple[Any, str]:
    """The value in ``root/name`` and the SHA-256 of its bytes.

    Raises ``InputRefused`` for a file that is not JSON in UTF-8 (NaN and infinity are none), over
    50 MB, or nested too deeply.
    """
    content = read_bytes(root, name, MAXIMUM_BYTES)
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise refused(name, "JSON in UTF-8", type(error).__name__) from None
    return value, hashlib.sha256(content).hexdigest()


def strings(value: Any, leave_out: frozenset[str] = frozenset()) -> list[str]:
    """Every text in a JSON value, keys left out, and what lies under the keys ``leave_out``."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in strings(one, leave_out)]
    if isinstance(value, dict):
        kept = [one for key, one in value.items() if key not in leave_out]
        return [text for one in kept for text in strings(one, leave_out)]
    return []


def _no_number(name: str) -> float:
    raise ValueError(name)
