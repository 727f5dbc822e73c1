"""The libraries that formats beside the page are made with: which versions, told in receipts."""

import ctypes
from collections.abc import Collection
from functools import cache

from evaluering.publishing.formats.pandoc import docx_libraries
from evaluering.vocabulary import Format

_LIBRARIES = {
    "fontconfig": ("libfontconfig.so.1", "FcGetVersion"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
}
_HUNDRED, _TEN_THOUSAND = 100, 10_000


def library_versions(formats: Collection[Format]) -> dict[str, str]:
    """The version of each library by name, as far as ``formats`` need it; "" where it is not on this machine.

    Where the page alone is made, nothing of them reaches a byte.
    """
    laid_out = _of_the_system() if Format.PDF in formats else {}
    return {**laid_out, **(docx_libraries() if Format.DOCX in formats else {})}


@cache
def _of_the_system() -> dict[str, str]:
    return {name: _version(*where) for name, where in _LIBRARIES.items()}


def _version(file: str, function: str) -> str:
    try:
        call = getattr(ctypes.CDLL(file), function)
    except (OSError, AttributeError):
        return ""
    if function == "FcGetVersion":
        number = int(call())
        parts = number // _TEN_THOUSAND, number // _HUNDRED % _HUNDRED, number % _HUNDRED
        return ".".join(map(str, parts))
    call.restype = ctypes.c_char_p
    return str(call().decode("ascii"))
