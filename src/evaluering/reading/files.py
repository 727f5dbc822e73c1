"""The bytes of a delivered file, and the refusals every reader shares."""

import hashlib
import os
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
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle
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
    """The bytes of a checked file. Raises ``InputRefused`` when it cannot be read.

    What was opened is checked once more, so that a link or pipe put in the file's place after the
    first look is not followed. Digest and content are both to be taken from these bytes.
    """
    content = first_bytes(root, name, maximum + 1, maximum)
    if len(content) > maximum:
        raise refused(name, f"at most {maximum} bytes", "a file that grew while it was read")
    return content


def first_bytes(root: Path, name: str, count: int, maximum: int = MAXIMUM_BYTES) -> bytes:
    """At most ``count`` bytes from the start of a checked file; raises as ``read_bytes`` does."""
    path = checked_path(root, name, maximum)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return file.read(count)
    except PermissionError:
        raise _not_readable(name) from None
    except OSError as error:
        raise refused(name, "a readable file", type(error).__name__) from None
    raise refused(name, "the plain file that was there", "something else in its place")


def file_digest(path: Path, name: str) -> str:
    """SHA-256 of a file, read in blocks, in hexadecimal. Raises as ``read_bytes`` does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as content:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return hashlib.file_digest(content, "sha256").hexdigest()
    except PermissionError:
        raise _not_readable(name) from None
    except OSError as error:
        raise refused(name, "a readable file", type(error).__name__) from None
    raise refused(name, "the plain file that was there", "something else in its place")


def check_unchanged(path: Path, name: str, digest: str) -> None:
    """Refuse a file that is no longer the one ``digest`` was taken of.

    What is read in several passes is only what its digest says when the last look equals the first.
    """
    if file_digest(path, name) != digest:
        raise refused(name, "a file that stays as it is", "one that changed while it was read")


def _not_readable(name: str) -> InputRefused:
    return refused(
        name,
        "a file that may be read",
        "one without that right",
        next_step="give yourself the right to read it",
    )


def refused(
    name: str,
    expected: str,
    found: str,
    rule: str = "unreadable_file",
    row: int = 0,
    next_step: str = "deliver the file again",
) -> InputRefused:
    """The refusal of a file, saying what to do; ``row`` where one row is to blame."""
    return InputRefused(f"data/raw/{name}", expected=expected, found=found, next_step=next_step).because(
        Fault(row, "", rule)
    )
