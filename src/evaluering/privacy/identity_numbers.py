"""Norwegian national identity numbers in text.

Eleven digits ``DDMMYY III KK``. D-numbers add 40 to the day; H-numbers add 40 and the
synthetic series 80 or 65 to the month. The check digits follow modulus 11; from 2032 the
first check digit may also leave remainder 1, 2 or 3. Source: the Norwegian Tax
Administration's documentation of the national population register (numbers from 2032).
"""

import re

_CANDIDATE = re.compile(
    r"(?<!\d)(\d{2}[ ]?\d{2}[ ]?\d{2})[ .\-\u2013\u2009\u00a0/]{0,2}(\d{3}[ ]?\d{2})(?!\d)"
)
_SPACE = str.maketrans("", "", " ")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_FIRST_REMAINDERS = (0, 1, 2, 3)
_DAYS, _MONTHS = 31, 12
_DAY_SERIES = (0, 40)
_MONTH_SERIES = (0, 40, 65, 80)


def holds_identity_number(text: str) -> bool:
    """Whether the text holds eleven digits that form an identity number of any series."""
    return any(
        _is_identity_number("".join(match.groups()).translate(_SPACE)) for match in _CANDIDATE.finditer(text)
    )


def _is_identity_number(digits: str) -> bool:
    return _plausible_date(int(digits[:2]), int(digits[2:4])) and _check_digits_hold([int(d) for d in digits])


def _plausible_date(day: int, month: int) -> bool:
    return any(1 <= day - shift <= _DAYS for shift in _DAY_SERIES) and any(
        1 <= month - shift <= _MONTHS for shift in _MONTH_SERIES
    )


def _check_digits_hold(digits: list[int]) -> bool:
    first = sum(w * d for w, d in zip(_FIRST, digits[:9], strict=True)) + digits[9]
    second = sum(w * d for w, d in zip(_SECOND, digits[:10], strict=True)) + digits[10]
    return first % 11 in _FIRST_REMAINDERS and second % 11 == 0
