"""Text from outside as it may be shown: on one line, nothing unseen in it, of bounded length."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, format characters (direction marks, zero width), unassigned, private use, lone
surrogates, line and paragraph separators: Unicode general categories."""
MOST = 10_000
"""Characters shown of one part of a message."""
_CUT = " ... (cut)"


def is_unseen(character: str) -> bool:
    """Whether a character shows as nothing, or changes how others show (Unicode categories C*, Zl, Zp)."""
    return unicodedata.category(character) in _UNSEEN


def visible(text: str, most: int = MOST) -> str:
    r"""The text with each unseen character written as ``\uXXXX``, cut after ``most`` characters.

    A file name or heading made to hide a line, turn the direction of a message or steer a terminal
    is so shown as what it is. Showing a text twice changes nothing more.
    """
    if len(text) > most:
        text = text[: most - len(_CUT)] + _CUT
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return shown if len(shown) <= most else shown[: most - len(_CUT)] + _CUT


def _shown(character: str) -> str:
    return f"\\u{ord(character):04x}" if is_unseen(character) else character
