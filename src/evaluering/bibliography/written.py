"""Works as a list of references writes them, by citeproc-py and the style ``numbered.csl``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from evaluering.bibliography.items import Works
from evaluering.errors import InputRefused
from evaluering.visible import visible
from evaluering.vocabulary import Language

_LONGEST = 2_000
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[-._;()/:A-Za-z0-9]{1,150})")
_WEB = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?(?:/[-._~!$&'()*+,;=:@/%A-Za-z0-9]*)?"
    r"(?:\?[-._~!$&'()*+,;=:@/?%A-Za-z0-9]*)?"
)
_LOCALES = {Language.BOKMAAL: "nb-NO", Language.NYNORSK: "nn-NO", Language.ENGLISH: "en-GB"}


@dataclass(frozen=True)
class Work:
    """A work in a list of references: its key, its line, where it leads, and its language where known."""

    key: str
    text: str
    address: str = ""
    language: str = ""


def written(works: Works, keys: Iterable[str], language: Language) -> tuple[Work, ...]:
    """These works, in this order, as lists of references in ``language`` write them.

    Rule: the Vancouver manner, all authors up to six; a DOI, or else an address of the web, stands apart.
    Raises ``InputRefused`` for a work whose line is empty, too long, or has anything unseen in it, and for an
    address that is none.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter

    asked = tuple(keys)
    if not asked:
        return ()
    made = CitationStylesBibliography(_style(language), works, formatter.plain)
    for key in asked:
        made.register(Citation([CitationItem(key)]))
    lines = [" ".join(str(line).split(" ")) for line in made.bibliography()]
    return tuple(_work(works[key], key, line) for key, line in zip(asked, lines, strict=True))


@cache
def _style(language: Language) -> Any:
    from citeproc import CitationStylesStyle

    content = (files("evaluering.bibliography") / "numbered.csl").read_bytes()
    # The style is ours and checked in the tests; checking it anew for each page takes a second.
    return CitationStylesStyle(BytesIO(content), locale=_LOCALES[language], validate=False)


def _work(given: Any, key: str, line: str) -> Work:
    if not line or visible(line, _LONGEST) != line:
        raise _refused(key, "a line that is empty, too long or has something unseen in it")
    language = str(given.get("language", ""))
    return Work(key, line, _address(given, key), "nb" if language == "no" else language)


def _address(given: Any, key: str) -> str:
    doi, web = str(given.get("DOI", "")).strip(), str(given.get("URL", "")).strip()
    if doi:
        match = _DOI.fullmatch(doi)
        if match is None:
            raise _refused(key, "a DOI that is none")
        return f"https://doi.org/{match[1]}"
    if web and not _WEB.fullmatch(web):
        raise _refused(key, "an address that does not begin with https:// or http://, or is none")
    return web


def _refused(key: str, found: str) -> InputRefused:
    return InputRefused(
        f"work {key}",
        expected="a work that can be written on one line, with a DOI or an address of the web",
        found=found,
        next_step="mend the work in the references file",
    )
