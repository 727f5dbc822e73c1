"""The system's libraries that PDFs are laid out with: which versions, told in receipts."""

import ctypes
from functools import cache

_LIBRARIES = {
    "fontconfig": ("libfontconfig.so.1", "FcGetVersion"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
}
_HUNDRED, _TEN_THOUSAND = 100, 10_000


@cache
def library_versions() -> dict[str, str]:
    """The version of each library by name; "" where it is not on this machine."""
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
