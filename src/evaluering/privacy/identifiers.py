"""What identifies a person in text: numbers, addresses, names after cue words. Linear patterns only."""

import re

from evaluering.privacy.identity_numbers import holds_identity_number
from evaluering.privacy.searchable import searchable

_EMAIL = re.compile(r"[^\s@,;]{1,64}@[^\s@,;]{1,255}\.[^\s@,;.]{2,}")
"""Bounded, so that a long field without spaces is looked through in time that grows with its length."""
_ADDRESS = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|00)47[ \u00a0]?\d{2}(?:[ \u00a0]?\d){6}"
    r"|[2-9]\d[ \u00a0]\d\d[ \u00a0]\d\d[ \u00a0]\d\d|[49]\d\d[ \u00a0]\d\d[ \u00a0]\d\d\d)(?![\d.,]?\d)"
)
_PHONE_IN_PROSE = re.compile(r"(?<![\d.,-])[49]\d{7}(?!\d)")
_GIVEN = r"[A-ZÆØÅ][a-zæøåéèüöä]{1,30}"
_PERSON = (
    r"jeg|eg|han|hun|ho|hen|du|(?:bruker|pasient|koordinator|fastlege|lege|mor|far|sønn|bror|mann)(?:en)?"
    r"|kon[ea]|konen|datter[ea]?n?|dotter[ea]?|søster[ea]?n?|syster[ea]?"
)
_NAME = re.compile(
    rf"\b(?:(?i:(?:{_PERSON}) (?:heter|heiter)|namnet er|navnet er|namn er|navn er|name is|hilsen|helsing"
    rf"|kontaktperson)[: ]{{1,3}}{_GIVEN}|(?i:heter|heiter) {{1,3}}{_GIVEN} {_GIVEN})"
)
"""The cue in any case, the name capitalised. A thing may be called something too, so after a bare
"heter" only a name of two words counts."""
_LOST_ZERO = re.compile(r"\s*(\d{10})(?:\.0)?\s*")


def rule_broken(text: str, *, is_prose: bool) -> str:
    """The name of the first rule a text breaks, or "".

    ``is_prose`` says that the column holds words: there a bare eight-digit mobile number counts
    as a telephone number too. Digits of every script are read as digits, and characters that cannot
    be seen are looked past (see ``searchable``). A cell that is nothing but
    ten digits counts when a lost leading zero makes it an identity number.
    """
    plain = searchable(text)
    if holds_identity_number(plain) or _lost_zero(plain):
        return "identity_number"
    if _EMAIL.search(plain):
        return "e_mail"
    if _ADDRESS.search(plain):
        return "web_address"
    if _PHONE.search(plain) or (is_prose and _PHONE_IN_PROSE.search(plain)):
        return "telephone_number"
    return "name_after_cue" if _NAME.search(plain) else ""


def _lost_zero(text: str) -> bool:
    match = _LOST_ZERO.fullmatch(text)
    return bool(match) and holds_identity_number(f"0{match[1] if match else ''}")
