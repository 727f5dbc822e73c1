"""Numbers as they stand in texts: found, and read back to values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evaluering.attack.known import PERCENT, WORDS, ToldCell

_NUMBER = re.compile(r"(?:(?<!\w)[-\u2212])?\d+(?:[\u00a0\u202f]\d{3}(?!\d))*(?:[.,:/]\d+)*(?:\s?%)?")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ENGLISH = re.compile(r"-?(?:(?!0)\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_NORWEGIAN = re.compile(r"-?(?:(?!0)\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?")
_LEFT_OVER = re.compile(r"[\s.,;:()%«»\"'\u2018-\u201d\u2013\u2212-]|\b(?:og|eller|and|or)\b")


@dataclass(frozen=True)
class Number:
    """A number in a text: its value, None when it cannot be read as one, and whether it is a percent."""

    value: Decimal | None
    is_percent: bool


def numbers_in(text: str, language: str) -> list[Number]:
    """Every number of a text, digits of any script included, as it is read in ``language``."""
    return [_number(match[0], language) for match in _NUMBER.finditer(text)]


def has_number(text: str) -> bool:
    """Whether any digit stands in a text."""
    return any(character.isdigit() or character.isnumeric() for character in text)


def single_spaced(text: str) -> str:
    """A text with single spaces; the spaces inside numbers stay what they are."""
    return _SPACE.sub(" ", text).strip(" ")


def _number(token: str, language: str) -> Number:
    """The number a token is in ``language``: another language's decimal sign or thousands make it none."""
    written = token.removesuffix("%").rstrip().replace("\u2212", "-")
    is_english = language == "en"
    if not (_ENGLISH if is_english else _NORWEGIAN).fullmatch(written):
        return Number(None, token.endswith("%"))
    digits = re.sub(r"[\s,]", "", written) if is_english else re.sub(r"\s", "", written).replace(",", ".")
    return Number(Decimal(digits), token.endswith("%"))


def is_number_of(number: Number, cell: ToldCell) -> bool:
    """Whether a number in a text is the cell's value: exactly, for what is shown is what was rounded.

    The lower end of a range of percents leaves its sign to the upper one.
    """
    if number.value is None or not isinstance(cell.value, int | float):
        return False
    value = Decimal(repr(cell.value))
    return (
        number.value == value * 100
        if cell.unit in PERCENT
        else number.value == value and not number.is_percent
    )


def says_only(text: str, cells: Iterable[ToldCell], words: Iterable[str], language: str) -> bool:
    """Whether a text consists of values of ``cells`` and of ``words`` alone."""
    shown = list(cells)
    text = single_spaced(text)
    given = {str(cell.value) for cell in shown if cell.unit in WORDS} | set(words)
    texts = sorted(map(single_spaced, given), key=len, reverse=True)
    for known in texts:
        text = text.replace(known, " ") if known else text
    for number in numbers_in(text, language):
        if not any(is_number_of(number, cell) for cell in shown):
            return False
    return not _LEFT_OVER.sub("", _NUMBER.sub("", text))
