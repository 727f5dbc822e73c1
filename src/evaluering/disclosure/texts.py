"""Texts that someone chose and approved: which of them may stand on pages, and beside what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from evaluering.disclosure.rules import PROTECTED, Rules
from evaluering.errors import HeldByDisclosure
from evaluering.results import ReleasedText
from evaluering.vocabulary import TextKind

RESPONDENTS = 10
"""So many must have answered a question at the level of a quote; no exemption loosens it."""
DEMOGRAPHIC = frozenset(
    {"role", "age_group", "gender", "municipality", "city_district", "team", "place", "filled_in_by"}
)
"""Dimensions that divide respondents by who they are: beside them a quote could be matched."""


@dataclass(frozen=True)
class ChosenText:
    """A text that is asked for, before disclosure control.

    ``respondents`` counts the different respondents who answered in words, at the level of the text: for a
    quote it decides, for an organisation's statement (``TextKind.STATEMENT``) the approval does.
    """

    text: ReleasedText
    respondents: int = 0


def released_texts(chosen: Sequence[ChosenText], rules: Rules) -> tuple[ReleasedText, ...]:
    """The texts that may be shown, ordered by a digest of what they say: never by who said it first.

    Raises ``HeldByDisclosure`` naming the quotes (by id) of questions that fewer than ten respondents, or
    fewer than the rules' ``base``, answered in words; those without approval; and all of them under rules
    that judge nothing.
    """
    needed = max(RESPONDENTS, rules.base)
    faults = sorted({fault for one in chosen for fault in _faults(one, rules, needed)})
    if faults:
        raise HeldByDisclosure(
            "disclosure control",
            expected=f"approved texts, quotes of questions with {needed} answers in words or more, under the"
            f" rules '{PROTECTED}'",
            found="; ".join(faults),
            next_step="take these texts out of the files in texts/, or wait for more answers",
        )
    return tuple(sorted((one.text for one in chosen), key=_order))


def _faults(one: ChosenText, rules: Rules, needed: int) -> Iterable[str]:
    name = f"{one.text.kind} {one.text.id}"
    if rules.name != PROTECTED:
        yield f"{name} under rules that judge nothing"
    if not (one.text.approved_by and one.text.approved):
        yield f"{name} without approval"
    if one.text.kind is TextKind.QUOTE and one.respondents < needed:
        yield f"{name} of too few answers"


def _order(text: ReleasedText) -> tuple[str, ...]:
    digest = sha256(text.text.encode()).hexdigest()
    return text.question, text.network, text.kind, text.group, digest, text.id
