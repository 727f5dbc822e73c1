"""A survey's structure as its system describes it: questions, options, columns, and what is no answer.

Every survey system has a reader that makes one of these from the system's own structure file;
what follows (gate, long tables, ordinary tables) knows no system.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

LONGEST_CODE = 64
_KEPT = 40
_PLAIN = re.compile(r"[A-Za-z0-9ÆØÅæøå_]")
_AS_IT_IS = re.compile(r"-?[A-Za-z0-9ÆØÅæøå_]+")


@dataclass(frozen=True)
class Choice:
    """An answer option: its code in the data, and its wording by language (nb, nn, en)."""

    code: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """The question and answer by which another question is asked."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One item of a survey.

    ``kind`` is a kind of ``survey_items``. ``columns`` pairs each heading of the data file with the
    option it stands for ("" where the cell holds the answer itself). ``scale`` is the lowest and
    highest point of a ``likert`` item. ``form`` is the instrument within the system's project.
    ``unanswered`` lists what a cell holds when nothing was answered, besides nothing;
    ``ambiguous`` what may be either. ``condition`` is the skip rule where one question and answer
    say it, ``skip_rule`` its text where they cannot.
    """

    name: str
    kind: str
    texts: Mapping[str, str]
    columns: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...] = ()
    scale: tuple[int, int] | None = None
    form: str = ""
    decimal: str = "."
    condition: Condition | None = None
    skip_rule: str = ""
    unanswered: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SurveyStructure:
    """What a structure file says.

    ``texts`` holds everything people wrote in it, for the gate, indexed by entry (1-based).
    ``system`` are columns the system adds, ``respondent`` the one of them that tells respondents
    apart, ``untaken`` columns that hold no answer (uploaded files), and ``identifiers`` columns
    that are declared to identify a person.
    """

    file: str
    digest: str
    texts: pd.DataFrame
    questions: tuple[Question, ...]
    respondent: str
    system: tuple[str, ...]
    identifiers: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """Every heading that holds answers, in the order of the form."""
        return tuple(heading for question in self.questions for heading, _ in question.columns)


def code_of(name: str) -> str:
    """A name of a survey system as an identifier of ours; no two names get the same one.

    A name of letters, digits and underscores, with at most a minus in front, stays as it is. In
    any other, a full stop becomes ``--`` and every other character ``-x-``, x its code point in
    hexadecimal: ``matrix.row`` is ``matrix--row``. A hyphen thus never stands for itself there, so the
    name can be read back. A result over 64 characters keeps its first 40 plain characters, then
    ``-`` and 20 hexadecimal digits of the name's SHA-256.
    """
    if _AS_IT_IS.fullmatch(name) and len(name) <= LONGEST_CODE:
        return name
    escaped = "".join(_escaped(character) for character in name)
    if len(escaped) <= LONGEST_CODE:
        return escaped
    plain = "".join(character for character in name if _PLAIN.fullmatch(character))[:_KEPT]
    return f"{plain}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:20]}"


def _escaped(character: str) -> str:
    if _PLAIN.fullmatch(character):
        return character
    return "--" if character == "." else f"-{ord(character):x}-"
