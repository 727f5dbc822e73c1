"""No reader is told of "1 teams": every count before a plural noun can never be 1, or has a form for it."""

import re
from functools import cache

import pytest

from evaluering.language import Catalogue, available, catalogue
from evaluering.vocabulary import Language

OF_UNITS = "counts units of a delivery: a count of so few is hidden, and the sentence with it"
TRANSCRIBED = "counts what a printed document lists, which are many"
RULE = "a threshold of the disclosure rules, whose floors are above 1"
MEASURED = "measured with decimals or in hundreds, not counted"
WHY = {
    **dict.fromkeys(("users", "persons", "teams", "municipalities", "participants", "actors"), OF_UNITS),
    **dict.fromkeys(("goals", "forms", "inquiries", "times", "tasks", "visits", "answers"), OF_UNITS),
    **dict.fromkeys(("screenings", "maps", "episodes", "checklists", "conversations", "contacts"), OF_UNITS),
    **dict.fromkeys(("sub-goals", "reports", "items", "means", "team-months", "team-quarters"), OF_UNITS),
    **dict.fromkeys(("lectures", "mentions", "texts", "ones"), TRANSCRIBED),
    "degrees": RULE,
    **dict.fromkeys(("hours", "minutes", "points", "days", "months", "equivalents"), MEASURED),
}
"""Nouns that stand in the plural after a number in English, each with the reason why the number is not 1."""
_NOT_COUNTED = (
    "was has is as less this its does shows lies criteria intervals percentage status ones starts "
    "across rests yes activities"
)
NO_NOUN = frozenset(_NOT_COUNTED.split())
"""Words in s after a number that are not what is counted."""
OPEN = {
    "nb": "temaer intervjuer kodere indikatorer diagrammer samlinger kvartaler",
    "nn": "tema intervju kodarar indikatorar samlingar kvartal",
    "en": "themes interviews coders measures charts gatherings networks quarters questions steps",
}
"""Nouns of what can well be one: no number stands before them but in a message with a form for 1."""
_JOINING = "of the to and in were had have with for per by or said on who did i av og til med som"
_CROSSING = frozenset(_JOINING.split())


@cache
def single() -> dict[str, dict[str, str]]:
    """The messages with one form, by language and id."""
    return {
        one.value: {name: forms[0] for name, forms in catalogue(one).forms().items() if len(forms) == 1}
        for one in available()
    }


def nouns(form: str) -> set[str]:
    """The words that a number may count: the first, second and third after a gap."""
    found = set()
    for gap in re.finditer(r"\{\w+\} ", form):
        words = re.match(r"(?:[a-zæøå-]+(?: |\b)){0,3}", form[gap.end() :])
        for word in (words[0] if words else "").split():
            if word in _CROSSING:
                break
            found.add(word)
    return found


def test_every_plural_after_a_number_in_english_has_a_reason_why_it_is_never_one():
    plural = {
        (name, noun)
        for name, form in single()["en"].items()
        for noun in nouns(form)
        if noun.endswith("s") and noun not in NO_NOUN and noun not in WHY
    }
    assert plural == set()


def test_every_reason_is_needed():
    used = {noun for form in single()["en"].values() for noun in nouns(form)}
    assert set(WHY) - used == set()


@pytest.mark.parametrize("language", sorted(OPEN))
def test_what_can_well_be_one_is_never_named_in_the_plural_after_a_number(language):
    wrong = {
        name: sorted(nouns(form) & set(OPEN[language].split())) for name, form in single()[language].items()
    }
    # In nynorsk and bokmål some nouns are the same in singular and plural, and read right.
    alike = {"nn": {"tema", "intervju", "kvartal"}}.get(language, set())
    assert {name: words for name, words in wrong.items() if set(words) - alike} == {}


@pytest.mark.parametrize("language", available())
def test_a_message_with_two_forms_says_one_thing_of_one_and_another_of_two(language):
    words: Catalogue = catalogue(language)
    several = {name: forms for name, forms in words.forms().items() if len(forms) > 1}
    assert len(several) > 8
    for name, forms in several.items():
        gaps = dict.fromkeys(re.findall(r"\{(\w+)\}", forms[0]), "1")
        references = {kind: _Reference() for kind in ("table", "figure")}
        one, two = (words.text(name, count, **{**references, **gaps}) for count in (1, 2))
        same_noun = language is not Language.ENGLISH and forms[0] == forms[1]
        assert one != two or same_noun, name


class _Reference:
    def __format__(self, of: str) -> str:
        return of
