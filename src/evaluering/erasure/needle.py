"""Whom to look for: an identifier and its pseudonym, in cells, in words and in bytes."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

from evaluering.errors import WrongUse
from evaluering.privacy.pseudonyms import normal_form, pseudonym

_SHORTEST, _SHORTEST_NUMBER, _SHORTEST_IN_BINARY = 3, 6, 6
_LONGEST = 200


@dataclass(frozen=True)
class Needle:
    """An identifier as it stands in files.

    ``codes`` are found as they are written; ``original`` is an identifier from before
    pseudonymisation ("" for none), found in any spelling that gives the same pseudonym.
    """

    codes: tuple[str, ...]
    original: str = ""

    @property
    def is_distinctive(self) -> bool:
        """Whether the identifier can be told from other text wherever it stands.

        One of fewer than three characters, or of fewer than six digits, cannot: it is looked for in
        the cells of tables only.
        """
        shortest = min((*self.codes, *([self.original] if self.original else [])), key=len)
        return len(shortest) >= (_SHORTEST_NUMBER if shortest.isdigit() else _SHORTEST)

    def is_cell(self, text: str) -> bool:
        """Whether a cell holds the identifier and nothing else."""
        return text.strip() in self.codes or (bool(self.original) and normal_form(text) == self.original)

    def in_words(self, text: str) -> bool:
        """Whether text speaks of the identifier: no letter or digit before or after it."""
        return self.is_cell(text) or (not self._is_short_number and bool(self._words.search(text)))

    def in_code(self, text: str) -> bool:
        """Whether text holds the identifier as a whole code: ``u1`` is not in ``u1-b``."""
        return bool(self._code.search(text))

    def in_bytes(self, content: bytes, *, as_words: bool = False) -> bool:
        """Whether bytes hold the identifier, as text in any usual encoding. Never for a short one."""
        if not self.is_distinctive:
            return False
        found = self.in_words if as_words else self.in_code
        try:
            return found(_text(content))
        except UnicodeDecodeError:
            if min(map(len, self.codes)) < _SHORTEST_IN_BINARY:
                return False  # so few bytes stand in any large file by chance
            # Without its zeros, text of two bytes a character reads as text of one.
            return found(content.decode("latin-1")) or found(content.replace(b"\0", b"").decode("latin-1"))

    @property
    def _is_short_number(self) -> bool:
        return not self.is_distinctive and all(code.isdigit() for code in self.codes)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![^\W_])(?:{self._alternatives})(?![^\W_])", re.IGNORECASE)

    @cached_property
    def _code(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{self._alternatives})(?![\w-])")

    @cached_property
    def _alternatives(self) -> str:
        written = [form for code in self.codes for form in {code, json.dumps(code)[1:-1]}]
        spelled = [r"[\s.\-/]{0,2}".join(map(re.escape, self.original))] if self.original else []
        return "|".join([*map(re.escape, sorted(written)), *spelled])


def make_needle(identifier: str, key: bytes | None = None) -> Needle:
    """Whom to look for: the identifier as it stands in the files, or, with a key, the original one.

    Raises ``WrongUse`` for an identifier that is empty, too long, or has control characters.
    """
    given = identifier.strip()
    if not given or len(given) > _LONGEST or not given.isprintable():
        raise WrongUse(
            "forget",
            expected=f"an identifier of 1 to {_LONGEST} characters",
            found="none, or one that is no identifier",
            next_step="name the person as the files do, or with --key as the files did before pseudonyms",
        )
    if key is None:
        return Needle((given,))
    return Needle((given, pseudonym(given, key)), normal_form(given))


def _text(content: bytes) -> str:
    """Bytes as text; ``UnicodeDecodeError`` when they are none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise UnicodeDecodeError("text", content[:1], 0, 1, "not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")
