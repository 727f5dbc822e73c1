"""Sign-off: a second person has looked at exactly these bytes and says that they may be published."""

import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints, ValidationError

from evaluering.disclosure import SignedBy
from evaluering.errors import NotSignedOff
from evaluering.publishing.package import SIGN_OFF
from evaluering.settings import Day, Frozen, on_one_line
from evaluering.settings_file import read_settings
from evaluering.workspace import settings_faults

_NEXT = (
    "make the package with evaluering review, have another person look at it and fill in its sign-off.toml, "
    "and build again"
)
_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(on_one_line)]


class SignOff(Frozen):
    """A sign-off as it is filled in: ``package`` is the digest of what was looked at."""

    package: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    name: _Line = ""
    role: _Line = ""
    date: Day | None = None
    decision: Literal["", "approved", "refused"] = ""
    comment: _Line = ""


def blank_sign_off(package: str) -> bytes:
    """A sign-off to be filled in."""
    return (
        "# To be filled in by the person who has looked at this package, not by its author.\n"
        f'package = "{package}"\n'
        'name = ""\n'
        'role = ""\n'
        "# date = 2026-01-31\n"
        'decision = ""  # "approved" or "refused"\n'
        'comment = ""\n'
    ).encode()


def signature(file: Path, package: str, author: str) -> SignedBy:
    """Who approved the package with this digest.

    Raises ``NotSignedOff`` when the file is missing, not filled in, for another package, a refusal,
    or of the ``author``; ``InputRefused`` when it cannot be read.
    """
    if not file.is_file():
        raise _held("none")
    given = _read(file)
    if given.package != package:
        raise _held("one for another package: something changed since it was looked at")
    if not (given.decision and given.name and given.role and given.date):
        raise _held("one that is not filled in: name, role, date and decision are needed")
    if given.decision == "refused":
        raise _held("a refusal")
    if author and same_person(given.name, author):
        raise _held("one by the author of the release")
    return SignedBy(given.name, given.role, given.date.isoformat(), package)


def is_filled_in(file: Path, package: str) -> bool:
    """Whether a sign-off says something of this package already, and must be kept."""
    return file.is_file() and (given := _read(file)).package == package and bool(given.name or given.decision)


def same_person(one: str, another: str) -> bool:
    """Whether two names are one, whatever the case, spaces and form of letters."""
    return _plain(one) == _plain(another)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace(".", " ").split())


def _read(file: Path) -> SignOff:
    content = read_settings(file, SIGN_OFF, "mend the file, or make the package anew with: evaluering review")
    try:
        return SignOff.model_validate(content)
    except ValidationError as error:
        raise settings_faults(SIGN_OFF, error) from None


def _held(found: str) -> NotSignedOff:
    return NotSignedOff(
        "the new release",
        expected=f"a {SIGN_OFF} that approves exactly this release, by a person who is not its author",
        found=found,
        next_step=_NEXT,
    )
