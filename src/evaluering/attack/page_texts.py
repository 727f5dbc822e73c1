"""The texts of a page outside tables and drawings: each must be a message, filled with what was released."""

from collections.abc import Iterator

from evaluering.attack.found import Found, Kind
from evaluering.attack.number_words import number_words_in
from evaluering.attack.ordinals import is_ordinal
from evaluering.attack.page_lists import is_list_number
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import has_number
from evaluering.attack.wordings import Explained, needs_explaining

_CELLS = frozenset({"td", "th", "style"})


def check_texts(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every text that nothing explains; one with a digit or a spelled number in it counts as a number."""
    for around, text in page.texts():
        is_number = is_ordinal(around) or is_list_number(around)
        is_prose = _CELLS.isdisjoint(around) and not _is_drawn(around) and not is_number
        if is_prose and needs_explaining(text) and not explained.says(text):
            yield Found(file, unexplained(text, explained.language), " in ".join(around[:-3:-1]))


def _is_drawn(around: tuple[str, ...]) -> bool:
    """Whether a text is written in a drawing; its title and description are spoken."""
    return {"svg", "text"} <= set(around) and around[-1] not in {"title", "desc"}


def unexplained(text: str, language: str) -> Kind:
    """What a text is that nothing explains."""
    return Kind.NUMBER if has_number(text) or number_words_in(text, language) else Kind.TEXT
