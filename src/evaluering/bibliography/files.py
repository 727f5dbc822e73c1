"""The study's own file of works, read within bounds."""

import json
import os
from pathlib import Path

from evaluering.bibliography.items import Works, from_bibtex, from_csl
from evaluering.errors import InputRefused

__all__ = ["Works", "own_works"]
MAXIMUM_BYTES = 2_000_000
"""A list of two thousand works is smaller."""


def own_works(root: Path, name: str) -> Works:
    """The works of the file ``name`` (``.bib`` or ``.json``) in the workspace ``root``, by key; "" is none.

    Raises ``InputRefused`` for a file that is missing, leads out of the workspace, is larger than
    ``MAXIMUM_BYTES``, is not UTF-8 or holds anything but works. No text of it is repeated.
    """
    if not name:
        return {}
    try:
        text = _text(root, name)
        return from_bibtex(text) if name.endswith(".bib") else from_csl(_json(text))
    except RecursionError:
        found = "values nested too deeply"
    except OSError as error:
        found = f"one that cannot be read ({type(error).__name__})"
    except ValueError as error:
        found = _told(error)
    raise InputRefused(
        f"references file {name}",
        expected=f"works in {'BibTeX' if name.endswith('.bib') else 'CSL-JSON'}, in UTF-8, "
        f"at most {MAXIMUM_BYTES} bytes, in the workspace",
        found=found,
        next_step="export the file anew from the reference manager, or mend it",
    )


class _Refused(ValueError):
    """Something that is no such file; the message says what, in our own words."""


def _text(root: Path, name: str) -> str:
    file = root / name
    if not file.resolve().is_relative_to(root.resolve()) or file.is_symlink():
        raise _Refused("a link, or a place outside the workspace")
    if not file.is_file():
        raise _Refused("no such file")
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        content = stream.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise _Refused(f"more than {MAXIMUM_BYTES} bytes")
    return content.decode("utf-8-sig")


def _json(text: str) -> object:
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise _Refused(f"something that is no JSON, at line {error.lineno}") from None
    return found


def _told(error: ValueError) -> str:
    """What was found: in our own words, or the field where pydantic found it, never a value."""
    if isinstance(error, UnicodeDecodeError):
        return f"another encoding, at byte {error.start}"
    faults = getattr(error, "errors", None)
    if faults is None:
        return str(error)
    one = faults(include_input=False)[0]
    place = ".".join(str(part) for part in one["loc"])
    return f"work {place}: {one['msg']}"
