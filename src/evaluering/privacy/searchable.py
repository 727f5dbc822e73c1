"""Text as detectors look through it: what a reader would see, whatever characters it is made of."""

import unicodedata

_UNSEEN = frozenset({"Cf", "Mn", "Cc"})
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show as nothing (fillers of Hangul and Khmer)."""
_KEPT = frozenset("\t\n\r\v\f")


def searchable(text: str) -> str:
    """The text in compatibility form (NFKC), digits of every script as 0-9, without unseen characters.

    Zero-width characters, direction marks, soft hyphens, controls and marks that did not compose
    with a letter are left out: a number with one of them between its digits is still that number.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(_digit(character) for character in plain if not _is_unseen(character))


def _is_unseen(character: str) -> bool:
    if character in _KEPT or character.isalnum():
        return character in _BLANK
    return unicodedata.category(character) in _UNSEEN


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
