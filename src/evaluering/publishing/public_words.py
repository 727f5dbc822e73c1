"""Words that someone writes for readers: none may identify anybody."""

from evaluering.errors import InputRefused
from evaluering.privacy.identifiers import rule_broken


def refuse_identifiers(where: str, text: str) -> None:
    """Refuse a text for publication that holds an identifier: it is told by rule, never repeated."""
    if rule := rule_broken(text, is_prose=True):
        raise InputRefused(
            where,
            expected="words that identify nobody",
            found=f"something the gate stops: {rule}",
            next_step="write it without numbers, addresses and names of persons",
        )
