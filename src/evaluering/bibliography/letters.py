"""Letters that BibTeX writes as macros, as letters: citeproc-py's reader stumbles over some of them."""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328",
}  # fmt: skip
_LETTERS = {"aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "ss": "ß"}
_LETTERS |= {"l": "ł", "L": "Ł"}
_ACCENT = re.compile(r"""\\([`'^~=."]|[urHvdck](?![A-Za-z]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))""")
_NAMED = re.compile(
    r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|[ \t]*)"
)


def without_macros(text: str) -> str:
    r"""The text with ``\"{o}``, ``\'e``, ``\o{}`` and their like as the letters they stand for.

    Checked against the letters that reference managers write so; other macros stay as they are.
    """
    accented = _ACCENT.sub(lambda found: _accented(found[1], found[2] or found[3]), text)
    return _NAMED.sub(lambda found: _LETTERS[found[1]], accented)


def _accented(mark: str, letter: str) -> str:
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])
