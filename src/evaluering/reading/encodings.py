"""Whether a text is in one encoding: guessing at one that is in two would change letters in silence."""

import re

from evaluering.reading.files import refused

_UTF_8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x80-\xbf]")
"""Letters of Western Europe and common marks in UTF-8. Read as Windows-1252 they are two or three
signs that follow each other in no Norwegian text."""
_NEVER_UTF_8 = re.compile(rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
"""Overlong forms and lone surrogates: made to look like UTF-8 and forbidden there (RFC 3629)."""


def check_one_encoding(content: bytes, name: str) -> None:
    """Refuse bytes that are no UTF-8 but hold letters in UTF-8, or forms UTF-8 forbids.

    Raises ``InputRefused``; bytes that are UTF-8, or plainly in another encoding, pass.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if _UTF_8_LETTER.search(content) or _NEVER_UTF_8.search(content):
            raise refused(
                name, "text in one encoding", "UTF-8 and other bytes in one file", "wrong_encoding"
            ) from None
