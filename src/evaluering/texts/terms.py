"""Which terms respondents use, and how many use each: rare ones are gone before anyone sees a term."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from evaluering.analysis.support import counted
from evaluering.errors import WrongUse
from evaluering.privacy.searchable import searchable
from evaluering.results import Cell
from evaluering.texts.exposing import Pointers
from evaluering.vocabulary import Protects, Quantity, Unit

NOBODY = Pointers()
RESPONDENTS, FEWEST = 10, 5
"""Respondents with words at the level asked for, and of one term: no fewer."""
MOST = 20
_STOPPED = (
    "alle at av bare ble blei bli blir da de den der det dei deg dem denne dette du eg ein eit eller en er",
    "et etter for fordi fra frå få får før ganske ha han har hatt hun ho hva kva hvor kor ikke ikkje inn ja",
    "jeg kan kunne litt man med meg men mer meir mye mykje må nei noe noko noen nokon nå no når og om",
    "opp også oss over på seg selv si sin skal skulle slik som så til ut var ved veldig vi vil ville vår",
    "være vere vært a an and are as be but for in is it not of on or so that the to was we with",
)
STOP_WORDS = frozenset(" ".join(_STOPPED).split())
"""Words that say nothing by themselves, in bokmål, nynorsk and English; every other word counts."""
_WORD = re.compile(r"[^\W\d_]{2,30}(?:-[^\W\d_]{2,30}){0,2}")
_START = re.compile(r"(?:^|[.!?:]\s+)[«\"'(]?$")


@dataclass(frozen=True)
class Asked:
    """What terms are asked of: the table's people, and what no term may name.

    ``fewest``: the rules' ``counts`` where it is tighter than the floor.
    """

    unit: str
    protects: Protects
    pointers: Pointers = NOBODY
    fewest: int = FEWEST
    most: int = MOST


def words_of(texts: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """One row for each respondent and word: the rows' columns with ``term`` for ``text``.

    ``texts`` has the unit's column, ``text`` and, where known, ``municipality``. Words are of two letters or
    more, in small letters, without digits and stop words. A word that anyone writes with a capital inside a
    sentence may be a name, and is no term; nor is one that points to a place, a team or a role of few.
    """
    known = texts[texts["text"].fillna("").str.strip() != ""]
    plain = known["text"].map(searchable)
    names = frozenset(word for text in plain for word in _names(text))
    found = plain.map(lambda text: sorted({word.casefold() for word in _WORD.findall(text)}))
    rows = known.drop(columns="text").assign(term=found).explode("term").dropna(subset=["term"])
    unfit = {
        term
        for term in rows["term"].unique()
        if term in STOP_WORDS or term in names or asked.pointers.rule_broken(term)
    }
    return rows[~rows["term"].isin(unfit)].reset_index(drop=True)


def _names(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        if match[0][0].isupper() and not _START.search(text[: match.start()]):
            yield match[0].casefold()


def term_cells(rows: pd.DataFrame, respondents: pd.DataFrame, asked: Asked) -> tuple[Cell, ...]:
    """How many different respondents use each term, in alphabetical order; rare terms and tails left out.

    ``rows`` has the unit's column and ``term`` (coded categories where they are declared, else
    ``words_of``); ``respondents`` is everyone who answered in words, with ``municipality`` where known. No
    cell at all with fewer than ``RESPONDENTS``. Terms of fewer than ``fewest`` are dropped; of the others at
    most ``most``, and none that is as frequent as the first one left out: the end of a list tells no rank.
    Each cell rests on all respondents and counts the users of the term, so disclosure control judges it,
    and its complement, like any other count. Raises ``WrongUse`` for ``fewest`` below the floor.
    """
    if asked.fewest < FEWEST:
        raise WrongUse(
            "terms",
            expected=f"terms of at least {FEWEST} respondents",
            found="a lower limit",
            next_step="leave the limit out, or raise it",
        )
    people = respondents.drop_duplicates(asked.unit)
    if len(people) < RESPONDENTS:
        return ()
    used = rows[rows[asked.unit].isin(people[asked.unit])].drop_duplicates([asked.unit, "term"])
    kept = _frequent(Counter(map(str, used["term"])), asked)
    return tuple(_cell(term, used, people, asked) for term in sorted(kept))


def _frequent(users: "Counter[str]", asked: Asked) -> list[str]:
    known = {term: count for term, count in users.items() if count >= asked.fewest}
    ranked = sorted(known.values(), reverse=True)
    bound = ranked[asked.most] if len(ranked) > asked.most else 0
    return [term for term, count in known.items() if count > bound]


def _cell(term: str, used: pd.DataFrame, people: pd.DataFrame, asked: Asked) -> Cell:
    marked = people[asked.unit].isin(used.loc[used["term"] == term, asked.unit])
    support = counted(people, marked, asked.unit, asked.protects)
    return Cell(
        "terms",
        (("term", term),),
        "respondents",
        int(marked.sum()),
        Unit.COUNT,
        kind=Quantity.COUNT,
        support=support,
    )
