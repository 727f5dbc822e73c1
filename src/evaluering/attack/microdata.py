"""Tables with one row a person, as a leaked data file would be."""

import csv
import io
import re
from collections.abc import Iterator

from evaluering.attack.found import Found, Kind

_PERSON = re.compile(
    r"(?:fnr|fodselsnummer|fødselsnummer|personnummer|respondent|pseudonym|navn|name|e-?post|e?mail|"
    r"person|user|bruker|pasient|patient|deltaker|participant)(?:_?(?:id|nr|key|nummer|no))?",
    re.IGNORECASE,
)
_PSEUDONYM = re.compile(r"(?=.*\d)(?=.*[a-zA-Z])[0-9a-zA-Z_-]{12,}")
_FEW = 3
"""Fewer rows than this are no table of persons."""


def check_microdata(file: str, content: str) -> Iterator[Found]:
    """A column that names or numbers persons, or whose values are all different pseudonyms."""
    lines = list(csv.reader(io.StringIO(content, newline="")))
    for name, *values in zip(*lines, strict=False) if len(lines) > _FEW else ():
        pseudonyms = all(_PSEUDONYM.fullmatch(value) for value in values)
        if len(set(values)) == len(values) and (_PERSON.fullmatch(name) or pseudonyms):
            yield Found(file, Kind.MICRODATA)
            return
