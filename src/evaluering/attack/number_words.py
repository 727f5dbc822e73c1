"""Numbers spelled out in a text: "sju", "twenty-one"; whoever leaks one may well use letters."""

import re

_NORWEGIAN = (
    "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
    "nitten"
)
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_NORWEGIAN_TENS = "tjue tretti førti femti seksti sytti åtti nitti"
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ALSO_BOKMAAL = {"én": 1, "ett": 1, "syv": 7, "tyve": 20, "tredve": 30}
_ALSO_NYNORSK = {"éin": 1, "éi": 1, "eitt": 1, "sjau": 7, "tjuge": 20}
_ARTICLES = frozenset({"en", "ett", "ein"})
"""Words that are oftener an article than a number."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _counted(words: str, tens: str, join: str) -> dict[str, int]:
    """The words below a hundred: the tens join the units from one to nine."""
    units = words.split()
    known = {word: number for number, word in enumerate(units)}
    for ten, start in enumerate(tens.split(), 2):
        known[start] = 10 * ten
        known |= {f"{start}{join}{units[unit]}": 10 * ten + unit for unit in range(1, 10)}
    return known


_OF_NORWEGIAN = _counted(_NORWEGIAN, _NORWEGIAN_TENS, "") | {"hundre": 100, "tusen": 1000}
_KNOWN = {
    "nb": _OF_NORWEGIAN | _ALSO_BOKMAAL,
    "nn": _OF_NORWEGIAN | _counted(_NORWEGIAN.replace(" en ", " ein "), _NORWEGIAN_TENS, "") | _ALSO_NYNORSK,
    "en": _counted(_ENGLISH, _ENGLISH_TENS, "-") | {"hundred": 100, "thousand": 1000},
}


def number_words_in(text: str, language: str) -> list[int]:
    """The value of every word of the text that is a number in ``language`` (nb, nn or en); no articles."""
    known = _KNOWN[language]
    words = (match[0].casefold() for match in _WORD.finditer(text))
    return [known[word] for word in words if word in known and word not in _ARTICLES]
