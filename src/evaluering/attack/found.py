"""What an attack found: a file, a kind and a place, never the number or text itself."""

import re
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = re.compile(r"\d")


class Kind(StrEnum):
    """What a finding says of a release."""

    UNKNOWN_FILE = "a file that no release holds"
    MISSING_FILE = "a file that the release should hold is not there"
    UNREADABLE = "content that cannot be read back"
    NUMBER = "a number that was not released for this place"
    TEXT = "a text that neither a released result nor a message explains"
    COMMENT = "a comment"
    ELEMENT = "an element that no page holds"
    ATTRIBUTE = "an attribute that no page holds, or a value nothing explains"
    ADDRESS = "an address that leads out of the release, or nowhere"
    SCRIPT = "something that runs"
    STYLE = "a style sheet that is not the tool's own"
    COORDINATE = "a position in a drawing that no released number gives"
    TABLE = "a table that is not laid out as it was released"
    CELL = "a cell that differs from the released one"
    RECEIPT = "an entry that no receipt or manifest holds"
    OTHER_RESULTS = "results that are not those the receipt names"
    OTHER_BYTES = "bytes that are not those the manifest names"
    CANARY = "a planted text"
    IDENTITY_NUMBER = "a national identity number"
    EMAIL = "an e-mail address"
    PHONE = "a telephone number"
    PATH = "a path of somebody's machine"
    HOST = "the name of a user or a machine"
    TRACEBACK = "a traceback"
    MICRODATA = "a table with one row a person"
    EXACT = "a hidden number that follows exactly from published ones"
    NARROW = "a hidden number that published ones confine to a narrow interval"
    DIFFERENCE = "a number that differs by a few units from an earlier release"
    JOINED = "the values of a few units, by which two releases differ"


@dataclass(frozen=True, order=True)
class Found:
    """One finding: the file, what kind, and where in it. Nothing of the file's content is repeated."""

    file: str
    kind: Kind
    place: str = ""

    @property
    def line(self) -> str:
        """The finding as one line."""
        return f"{self.file}: {self.kind}" + (f" ({self.place})" if self.place else "")


def masked(name: str) -> str:
    """A file's name with every digit as ``#``: the name itself may be what leaks."""
    return _DIGITS.sub("#", name)
