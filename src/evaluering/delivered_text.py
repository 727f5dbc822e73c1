"""Texts of a delivery's mapping, checked and brought to one form as they are read."""

import codecs
import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

from evaluering.visible import is_unseen

_MAXIMUM_PART = 200
"""Bytes of one part of a file name: every file system in use takes these."""
_FORBIDDEN = frozenset('\\:*?"<>|')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_ENCODINGS = frozenset(
    codecs.lookup(name).name
    for name in (
        *("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("cp1252", "latin-1", "iso-8859-15", "iso-8859-10", "cp850", "cp865", "mac-roman"),
    )
)
"""What Norwegian files come in. Others would let text be read as what it does not look like."""


def composed(text: str) -> str:
    """The text with letters and their marks composed (Unicode NFC): one "å", however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def compared(name: str) -> str:
    """A file name as a system compares it that knows neither case nor composition."""
    return composed(composed(name).casefold())


def _file_name(name: str) -> str:
    if any(not _is_plain(part) for part in name.split("/")):
        raise ValueError("must be the name of a file inside the delivery, one that every system takes")
    return name


def _is_plain(part: str) -> bool:
    return (
        part not in ("", ".", "..")
        and not part.startswith((" ", "~"))
        and not part.endswith((" ", "."))
        and len(part.encode("utf-8", "replace")) <= _MAXIMUM_PART
        and not any(character in _FORBIDDEN or is_unseen(character) for character in part)
        and not _DEVICES.fullmatch(part)
    )


def _encoding(name: str) -> str:
    try:
        is_known = not name or codecs.lookup(name).name in _ENCODINGS
    except (LookupError, ValueError):  # ValueError: NUL in the name
        is_known = False
    if not is_known:
        raise ValueError("must be an encoding of Norwegian files, such as utf-8, cp1252 or iso-8859-1")
    return name


def _texts(texts: dict[str, str]) -> dict[str, str]:
    made = {composed(key): composed(text) for key, text in texts.items()}
    if len(made) < len(texts):
        raise ValueError("must have names that differ by more than how letters are composed")
    return made


FileName = Annotated[str, AfterValidator(_file_name)]
"""A file inside the delivery, by a name that means the same on every system."""
Encoding = Annotated[str, AfterValidator(_encoding)]
"""An encoding, or "" to have it detected."""
Composed = Annotated[str, AfterValidator(composed)]
"""A text in composed form."""
Names = tuple[Composed, ...]
"""Texts in composed form."""
Texts = Annotated[dict[str, str], AfterValidator(_texts)]
"""Texts by name, both in composed form."""
Answers = dict[str, Texts]
"""Texts by name, by our column."""
