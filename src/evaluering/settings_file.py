"""A settings file in TOML, read within bounds."""

import os
import re
import stat
import tomllib
from pathlib import Path

from evaluering.errors import InputRefused

MAXIMUM_BYTES = 500_000
"""No settings file of ours comes near this."""
_MAXIMUM_DOTS = 200
"""A dotted key takes memory that grows with the square of its parts, so lines of very many are refused."""
_PLACE = re.compile(r"\(at (line \d+, column \d+|end of document)\)")


def read_settings(file: Path, where: str, next_step: str) -> dict[str, object]:
    """The content of a TOML file.

    Raises ``InputRefused`` about ``where`` for a file that is missing, a link, folder or device,
    larger than ``MAXIMUM_BYTES``, not UTF-8, not TOML, nested too deeply, or with over 200 dots in
    a line. The place of a fault is told, never the text there.
    """
    try:
        return tomllib.loads(_text(file))
    except RecursionError:
        found = "values nested too deeply"
    except (OSError, ValueError) as error:  # ValueError: also a number of thousands of digits
        found = _told(error)
    raise InputRefused(
        where,
        expected=f"a readable TOML file in UTF-8 of at most {MAXIMUM_BYTES} bytes",
        found=found,
        next_step=next_step,
    )


class _NoSettings(ValueError):
    """Something that is no file of settings; the message says what."""


def _told(error: Exception) -> str:
    place = _PLACE.search(str(error))
    if isinstance(error, _NoSettings):
        return str(error)
    return f"{type(error).__name__} at {place[1]}" if place else type(error).__name__


def _text(file: Path) -> str:
    if file.is_symlink():
        raise _NoSettings("a link")
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _NoSettings("a folder, pipe or device")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MAXIMUM_BYTES:
        raise _NoSettings("a larger file")
    text = content.decode("utf-8")
    if any(line.count(".") > _MAXIMUM_DOTS for line in text.split("\n")):
        raise _NoSettings(f"a line with more than {_MAXIMUM_DOTS} dots; write one entry a line")
    return text
