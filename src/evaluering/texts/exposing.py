"""What in a chosen text could point to someone, or to a place so small that it does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from evaluering.privacy.identifiers import rule_broken
from evaluering.privacy.searchable import searchable

_SHORT = 4
"""Names of so few letters are also words (Os, Hå, Sel): they count only as they are written in the list."""
_ALONE = re.compile(
    r"\b(?:som|den|de|er|var|vår|ein|en) eneste\b|\beineste\b|\bden einaste\b|\beneste (?:på|i)\b"
)
_DESCRIBED = re.compile(r"\b(?:mannlige?|kvinnelige?|kvinneleg)\b|\b\d{1,3}[ -]?åring|\b\d{1,3} år gam")
_ROLE_WORDS = {
    "leader": ("leder", "leiar", "leader"),
    "service_manager": ("enhetsleder", "tjenesteleder", "einingsleiar", "manager"),
    "professional": ("fagperson",),
    "coordinator": ("koordinator", "coordinator"),
    "user_representative": ("brukerrepresentant", "brukarrepresentant", "erfaringskonsulent"),
    "general_practitioner": ("fastlege", "kommunelege", "kommuneoverlege"),
    "hospital_representative": ("sykehusrepresentant", "sjukehusrepresentant"),
    "relative": ("pårørende", "pårørande"),
}
"""The words a role is spoken of by; every ending and compound of them counts."""


@dataclass(frozen=True)
class Pointers:
    """What may not be named in a text: ``names`` of municipalities, districts, trusts and teams, and
    ``roles`` that too few hold.
    """

    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @cached_property
    def _long(self) -> re.Pattern[str] | None:
        return _pattern((name.casefold() for name in self.names if len(name) > _SHORT), r"\b(?:{})")

    @cached_property
    def _short(self) -> re.Pattern[str] | None:
        return _pattern((name for name in self.names if 0 < len(name) <= _SHORT), r"\b(?:{})s?\b")

    @cached_property
    def _held_by_few(self) -> re.Pattern[str] | None:
        words = (word for role in self.roles for word in _ROLE_WORDS.get(role, (role.replace("_", " "),)))
        return _pattern(words, "(?:{})")

    def rule_broken(self, text: str) -> str:
        """The first rule a text breaks, or "".

        Identity numbers, addresses, telephone numbers and names after cue words (the gate's rules); a name
        of a place or a team; a role that too few hold; words that set one person apart.
        """
        if found := rule_broken(text, is_prose=True):
            return found
        plain = searchable(text)
        small = plain.casefold()
        rules = (
            ("name_of_place", bool(_in(self._long, small) or _in(self._short, plain))),
            ("role_of_few", _in(self._held_by_few, small)),
            ("set_apart", bool(_ALONE.search(small))),
            ("person_described", bool(_DESCRIBED.search(small))),
        )
        return next((name for name, breaks in rules if breaks), "")


def _in(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def _pattern(words: Iterable[str], around: str) -> re.Pattern[str] | None:
    known = sorted({re.escape(word) for word in words})
    return re.compile(around.format("|".join(known))) if known else None


def spoken_names(official: str) -> frozenset[str]:
    """The names an official name is made of: parallel names stand together, divided by a dash or stroke."""
    parts = re.split(r"\s[-\u2013]\s|/", searchable(official))
    return frozenset(part.strip() for part in parts if part.strip())
