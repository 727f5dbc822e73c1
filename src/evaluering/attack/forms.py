"""Messages with gaps: which texts they become, and whether a text is one of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter

from evaluering.attack.spoken_numbers import single_spaced

_SPACE = re.compile(r"[ \t\r\n\f]+")
ENDS = " .,;:\u2013"
"""Marks that end a sentence, and that it loses where it stands in another."""
Fills = Callable[[str], bool]


@dataclass(frozen=True)
class Wording:
    """A message with gaps, and for each gap what may stand in it."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    gaps: tuple[Fills, ...]

    def says(self, text: str) -> bool:
        """Whether the text is this message, its gaps filled as they may be."""
        if not text.startswith(self.words[0]) or not all(words in text for words in self.words):
            return False
        match = self.pattern.fullmatch(text)
        return match is not None and all(
            fills(part) for fills, part in zip(self.gaps, match.groups(), strict=True)
        )


def gaps_of(form: str) -> list[str]:
    """The names of a message's gaps, in order."""
    return [name for _, name, _, _ in Formatter().parse(form) if name is not None]


def wording(form: str, fills: Mapping[str, Fills]) -> Wording:
    """The message ``form`` with what may fill each of its gaps."""
    words, parts, gaps = [], [], []
    for literal, name, _, _ in Formatter().parse(form):
        words.append(_tidy(literal).rstrip(ENDS) if name is None else _tidy(literal))
        parts.append(re.escape(words[-1]))
        if name is not None:
            parts.append("(.+?)")
            gaps.append(fills[name])
    return Wording(tuple(words), re.compile("".join(parts), re.DOTALL), tuple(gaps))


def filled(form: str, texts: Mapping[str, str]) -> str:
    """The message with these texts in its gaps; a gap without one is left, and braces are no gaps."""
    parts = []
    for literal, name, _, _ in Formatter().parse(form):
        parts.append(_braced(literal))
        if name is not None:
            parts.append(_braced(texts[name]) if name in texts else f"{{{name}}}")
    return "".join(parts)


def said(form: str, texts: Mapping[str, str]) -> str:
    """The text a message becomes when every gap is filled, single-spaced."""
    return single_spaced(filled(form, texts).replace("{{", "{").replace("}}", "}"))


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _tidy(literal: str) -> str:
    """Fixed words between gaps, with single spaces."""
    return _SPACE.sub(" ", literal)
