"""Traces that belong in no release, looked for in every file as text and as bytes."""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from evaluering.attack.found import Found, Kind

_ELEVEN = re.compile(r"(?<![\w.,])(\d{6})[ .\u00a0\u202f-]?(\d{5})(?!\w)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(
    r"(?<![\w.,-])(?:(?:\+|00)47[ \u00a0]?)?"
    r"(?:[2-9]\d{7}|[2-9]\d(?: \d\d){3}|[489]\d\d \d\d \d{3})(?![\w.,-]\d|\w)"
)
_PATH = re.compile(
    r"(?<![\w.])/(?:home|Users|root|tmp|var|mnt|work|opt|srv|private)/|\b[A-Za-z]:\\|\\\\\w+\\|file://"
)
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|File \"[^\"\n]+\", line \d+|\b[A-Z]\w+Error: ")
_PATTERNS = {Kind.EMAIL: _EMAIL, Kind.PHONE: _PHONE, Kind.PATH: _PATH, Kind.TRACEBACK: _TRACEBACK}
_DRAWN = re.compile(r"\s(?:d|transform|points|viewBox|x|y|width|height)=\"[^\"]*\"")
_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_SHORT = 5
"""Names shorter than this stand in ordinary words."""
_FORMAT_WORDS = (
    "format report inputs parameters software dependencies notebook released settings digest version python "
    "table value measure status reason count share title style width height figure header footer index "
    "manifest receipt language class number label scroll drawing script content border color margin"
)
_STRUCTURE = frozenset(_FORMAT_WORDS.split())
"""Words of the files' own formats; a user with such a name is not given away by them."""
_D_NUMBER, _LAST_DAY = 40, 31
"""A D-number's day is 40 higher than the day."""
_REMAINDERS = (0, 1, 2, 3)
"""What the first check may leave from 2032 on; before, nothing but 0."""


@dataclass(frozen=True)
class Watch:
    """What to look for besides what is looked for always: planted texts, and names of users and machines."""

    canaries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def check_traces(file: str, content: bytes, watch: Watch, explained_texts: str) -> Iterator[Found]:
    """Identifiers, paths, tracebacks, planted texts and names.

    An address, path or name that stands in ``explained_texts`` (messages, citations, published texts) was
    public before; an identity number is never explained.
    """
    text = _plain(content)
    if any(_is_identity_number(match) for match in _ELEVEN.finditer(text)):
        yield Found(file, Kind.IDENTITY_NUMBER)
    without_drawings = _DRAWN.sub(" ", text)
    for kind, pattern in _PATTERNS.items():
        if any(match[0] not in explained_texts for match in pattern.finditer(without_drawings)):
            yield Found(file, kind)
    if any(_holds(content, text, canary) for canary in watch.canaries):
        yield Found(file, Kind.CANARY)
    if any(_names(text, name) for name in watch.names if name not in explained_texts):
        yield Found(file, Kind.HOST)


def _plain(content: bytes) -> str:
    """The bytes as text, entities resolved, digits of any script as ours."""
    return unicodedata.normalize("NFKC", unescape(content.decode("utf-8", errors="replace")))


def _is_identity_number(match: re.Match[str]) -> bool:
    """Eleven digits whose check digits hold, by today's rule or the one from 2032 on.

    Source: the Norwegian Tax Administration's description of the identity number of 2032.
    """
    digits = [int(digit) for digit in match[1] + match[2]]
    day = digits[0] * 10 + digits[1]
    if not 1 <= day % _D_NUMBER <= _LAST_DAY:
        return False
    first = sum(weight * digit for weight, digit in zip(_WEIGHTS[0], digits, strict=False)) % 11
    second = sum(weight * digit for weight, digit in zip(_WEIGHTS[1], digits, strict=True)) % 11
    return first in _REMAINDERS and second == 0


def _holds(content: bytes, text: str, canary: str) -> bool:
    """Whether a planted text stands there: plain, in other encodings, or in base64 at any offset."""
    wanted = unicodedata.normalize("NFKC", canary)
    if wanted in text:
        return True
    forms = [
        canary.encode(encoding, errors="ignore")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    ]
    return any(form and any(part in content for part in _disguises(form)) for form in forms)


def _disguises(form: bytes) -> Iterable[bytes]:
    yield form
    yield form.hex().encode()
    for offset in range(3):
        # The first and last characters depend on what stands beside it.
        inner = base64.b64encode(bytes(offset) + form)
        yield inner[-(-offset * 8 // 6) : (offset + len(form)) * 8 // 6]


def _names(text: str, name: str) -> bool:
    if len(name) < _SHORT or name in _STRUCTURE:
        return False
    return as_a_word(name).search(text) is not None


def as_a_word(name: str) -> re.Pattern[str]:
    """What finds a name where it stands by itself."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
