"""The bytes of a delivered file, and the refusals every reader shares."""

import stat
from pathlib import Path

from evaluering.errors import Fault, InputRefused

MAXIMUM_BYTES = 2_000_000_000
"""Larger files are refused before they are read, unless a reader sets a bound of its own."""


def checked_path(root: Path, name: str, maximum: int = MAXIMUM_BYTES) -> Path:
    """``root/name`` when it is a plain file below ``root`` that can be read whole.

    Raises ``InputRefused`` for a path that leads outside, a missing file, a link, folder or
    device, and a file that is too large.
    """
    path = root / name
    try:
        inside = path.resolve().is_relative_to(root.resolve())
        status = path.stat(follow_symlinks=False)
    except (OSError, ValueError) as error:
        raise refused(name, "the file in data/raw", type(error).__name__, "missing_file") from None
    if not inside or not stat.S_ISREG(status.st_mode):
        raise refused(
            name,
            "a plain file in data/raw",
            "a link, folder or device, or a place outside",
            "not_a_plain_file",
        )
    if status.st_size > maximum:
        raise refused(name, f"at most {maximum} bytes", f"{status.st_size} bytes", "too_large")
    return path


def read_bytes(root: Path, name: str, maximum: int = MAXIMUM_BYTES) -> bytes:
    """The bytes of a checked file. Raises ``InputRefused`` when it cannot be read."""
    try:
        return checked_path(root, name, maximum).read_bytes()
    except OSError as error:
        raise refused(name, "a readable file", type(error).__name__) from None


def refused(
    name: str, expected: str, found: str, rule: str = "unreadable_file", row: int = 0
) -> InputRefused:
    """The refusal of a file, saying what to do; ``row`` where one row is to blame."""
    return InputRefused(
        f"data/raw/{name}", expected=expected, found=found, next_step="deliver the file again"
    ).because(Fault(row, "", rule))
