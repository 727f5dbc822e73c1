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
    """A message: the words before, between and after its gaps, and for each gap what may stand in it."""

    words: tuple[str, ...]
    gaps: tuple[Fills, ...]

    def says(self, text: str) -> bool:
        """Whether the text is this message, its gaps filled as they may be."""
        if not self.gaps:
            return text == self.words[0]
        if not (text.startswith(self.words[0]) and all(words in text for words in self.words)):
            return False
        return self._goes_on(text, len(self.words[0]), 0)

    def _goes_on(self, text: str, start: int, gap: int) -> bool:
        """Whether the text goes on with this gap and all after it; where words stand twice, each is tried."""
        fills, words = self.gaps[gap], self.words[gap + 1]
        if gap == len(self.gaps) - 1:
            end = len(text) - len(words)
            return end > start and text.endswith(words) and fills(text[start:end])
        end = text.find(words, start + 1)
        while end != -1:
            if fills(text[start:end]) and self._goes_on(text, end + len(words), gap + 1):
                return True
            end = text.find(words, end + 1)
        return False


def gaps_of(form: str) -> list[str]:
    """The names of a message's gaps, in order."""
    return [name for _, name, _, _ in Formatter().parse(form) if name is not None]


def named_in(form: str, gap: str) -> list[str]:
    """What the gaps of this name refer to, in order: ``{note:name}`` to ``name``."""
    return [spec or "" for _, name, spec, _ in Formatter().parse(form) if name == gap]


def wording(form: str, fills: Mapping[str, Fills]) -> Wording:
    """The message ``form`` with what may fill each of its gaps, without the mark that ends it."""
    words, gaps = [""], []
    for literal, name, _, _ in Formatter().parse(form):
        words[-1] += _tidy(literal)
        if name is not None:
            gaps.append(fills[name])
            words.append("")
    words[-1] = words[-1].rstrip(ENDS)
    return Wording(tuple(words), tuple(gaps))


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
