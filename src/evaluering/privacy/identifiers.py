"""What identifies a person in text: numbers, addresses, names after cue words. Linear patterns only."""

import re

from evaluering.privacy.identity_numbers import holds_identity_number
from evaluering.privacy.searchable import searchable

_EMAIL = re.compile(r"[^\s@,;]{1,64}@[^\s@,;]{1,255}\.[^\s@,;.]{2,}")
"""Bounded, so that a long field without spaces is looked through in time that grows with its length."""
_ADDRESS = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
_BETWEEN = r"[ .\-\u00a0\u2009\u2010-\u2013]"
"""What is written between the groups of a number; within one number it is the same throughout."""
_PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00)47\)?{_BETWEEN}?\d{{2}}(?:{_BETWEEN}?\d){{6}}"
    rf"|\+(?:4[4-689]|35[48]|37[0-2]|380)\)?(?:{_BETWEEN}?\(?\d\)?){{8,11}}"
    rf"|(?<![\d][\-])[2-9]\d({_BETWEEN})\d\d\1\d\d\1\d\d"
    rf"|(?<![\d][\-])[489]\d\d({_BETWEEN})\d\d\2\d\d\d)(?!-?[\d.,]?\d)"
)
"""Norwegian numbers in their usual groups, and numbers with a neighbouring or frequent country's code."""
_PHONE_IN_PROSE = re.compile(
    r"(?<![\d.,-])(?<!kr )(?<!kr\. )(?<!NOK )[49]\d{7}"
    r"(?!-[\da-fA-F]{4}-|\d|[.,]\d| ?(?:kr|kroner|NOK|mill)\b|,-)"
)
"""A bare mobile number, unless it is spoken of as money."""
_PHONE_AFTER_CUE = re.compile(
    r"(?i:\b(?:tlf|telefon(?:en|nummer(?:et)?|nr)?|mobil(?:en|nummer(?:et)?|nr)?|mob|ring|sms|phone)\b|\btel[.:])"
    r"[^\d\n]{0,15}(?!(?:0?[1-9]|[12]\d|3[01])[.\-/](?:0?[1-9]|1[0-2])[.\-/](?:19|20)\d\d)"
    r"(?!(?:19|20)\d\d[\-./]?(?:0[1-9]|1[0-2])[\-./]?[0-3]\d(?!\d))"
    rf"[2-9]\d(?:{_BETWEEN}?\d){{6}}(?![\d]|[.,]\d| ?(?:kr|kroner)\b)"
)
"""After a word that speaks of telephoning any eight digits count, a landline's too, but not a date."""
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
    if _is_phone(plain, is_prose=is_prose):
        return "telephone_number"
    return "name_after_cue" if _NAME.search(plain) else ""


def _is_phone(text: str, *, is_prose: bool) -> bool:
    if _PHONE.search(text) or _PHONE_AFTER_CUE.search(text):
        return True
    return is_prose and bool(_PHONE_IN_PROSE.search(text))


def _lost_zero(text: str) -> bool:
    match = _LOST_ZERO.fullmatch(text)
    return bool(match) and holds_identity_number(f"0{match[1] if match else ''}")
