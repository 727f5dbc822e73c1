"""Names of municipalities that do not exist: beings and words of folk tales before an ending of places.

No Norwegian municipality, present or former, begins with any of the first parts.
"""

_FIRST = (
    "Hulder",
    "Nøkke",
    "Draug",
    "Tusse",
    "Jutul",
    "Vette",
    "Skrømt",
    "Fabel",
    "Eventyr",
    "Gåte",
    "Drøm",
    "Skygge",
    "Dverge",
    "Gygre",
    "Fossegrim",
    "Vardøger",
    "Askeladd",
    "Kvitebjørn",
    "Tryllering",
    "Regnbue",
)
_LAST = (
    "vik",
    "nes",
    "dal",
    "fjord",
    "sund",
    "øy",
    "bygd",
    "ås",
    "li",
    "strand",
    "mo",
    "heim",
    "land",
    "stad",
    "vang",
    "foss",
    "eid",
    "voll",
    "torp",
    "berg",
    "havn",
    "vatn",
    "bø",
    "tun",
)
FIRST_PARTS = _FIRST


def municipality_names() -> tuple[str, ...]:
    """All 480 names; neighbours in the list share neither part."""
    return tuple(
        f"{first}{_LAST[(place + turn) % len(_LAST)]}"
        for turn in range(len(_LAST))
        for place, first in enumerate(_FIRST)
    )
