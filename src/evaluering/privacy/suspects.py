"""Which texts may hold an identifier: a coarse look at whole columns, before the exact rules.

It selects too many and never too few, so that the exact rules in Python need not see ten million
texts one by one. A text is selected when it has the outline of an identifier in plain characters,
or any character that reading full-width, combined or foreign characters as plain ones could change.
"""

import pyarrow as pa
import pyarrow.compute as pc

from evaluering.arrow_text import CONTROLS, STABLE, TEXT, distinct

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"
_MONTH = "(?:0[1-9]|1[0-2]|4[1-9]|5[0-2]|6[6-9]|7[0-7]|8[1-9]|9[0-2])"
_BEFORE, _AFTER = "(?:^|[^0-9])", "(?:[^0-9]|$)"
_CUES = "heter|heiter|namnet er|navnet er|namn er|navn er|name is|hilsen|helsing|kontaktperson"
_CALLS = "tlf|telefon|mobil|mob|ring|sms|phone|tel[.:]"
_SIGN = r"[ .\-\x{2013}]"
"""What stands between groups of digits; every other such character makes a text a suspect by itself."""
_OUTLINES = (
    rf"[^\x00-\x7f{STABLE}]",
    rf"[{CONTROLS}]",  # looked past by the exact rules
    rf"{_BEFORE}{_DAY} ?{_MONTH} ?[0-9]{{2}}[ .\-\x{{2013}}/]{{0,2}}[0-9]{{3}} ?[0-9]{{2}}{_AFTER}",
    rf"{_BEFORE}[1-9]{_MONTH}[0-9]{{7}}{_AFTER}",  # an identity number whose leading zero was lost
    r"@",
    r"(?i:https?://|www\.)",
    rf"(?:[+]|00)47\)?{_SIGN}?[0-9]{{2}}(?:{_SIGN}?[0-9]){{6}}",
    r"[+][34][0-9]",
    rf"[2-9][0-9]{_SIGN}[0-9][0-9]{_SIGN}[0-9][0-9]{_SIGN}[0-9][0-9]",
    rf"[489][0-9][0-9]{_SIGN}[0-9][0-9]{_SIGN}[0-9][0-9][0-9]",
    rf"(?i:{_CALLS})[^0-9]{{0,40}}[2-9][0-9]",
    rf"(?i:{_CUES})[: ]{{1,3}}[A-ZÆØÅ]",
)
_IN_PROSE = rf"{_BEFORE}[49][0-9]{{7}}{_AFTER}"
_SAMPLE = 100_000


def suspects(texts: pa.ChunkedArray, *, is_prose: bool) -> pa.ChunkedArray:
    """For each text, whether it may break a rule of ``identifiers.rule_broken``; missing ones do not.

    Every text that breaks a rule is a suspect; few others are.
    """
    outlines = (*_OUTLINES, _IN_PROSE) if is_prose else _OUTLINES
    found = pc.match_substring_regex(texts, "|".join(outlines))
    return found.fill_null(False)


def suspect_texts(texts: pa.ChunkedArray, *, is_prose: bool) -> list[str]:
    """The different suspects of a column."""
    looked_at = texts.unique() if _repeats(texts) else texts
    return distinct(_chunked(looked_at).filter(suspects(_chunked(looked_at), is_prose=is_prose)))


def _repeats(texts: pa.ChunkedArray) -> bool:
    # Where few texts are alike, gathering them costs more than looking at all.
    sample = texts.slice(0, _SAMPLE)
    return len(sample) > 0 and len(sample.unique()) < len(sample) / 2


def _chunked(texts: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts], TEXT)
