"""Keyed pseudonyms: the same person gets the same one across files, and none leads back without the key."""

import base64
import hmac
import os
import re
import secrets
import stat
from hashlib import sha256
from pathlib import Path

from evaluering.errors import InputRefused, WrongUse
from evaluering.privacy.identity_numbers import holds_identity_number
from evaluering.privacy.searchable import searchable

_KEY_BYTES = 32
_LENGTH = 20
"""Characters of a pseudonym: 100 bits, so that two people never share one."""
_SEPARATORS = re.compile(r"[\s.\-/]+")


def new_key(file: Path) -> None:
    """Make a key in ``file``, readable by its owner alone. Raises ``WrongUse`` when it exists."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _key_fault(file, "a file that does not exist yet", "one that does") from None
    except (FileNotFoundError, NotADirectoryError):
        raise _key_fault(file, "a file in a folder that exists", "no such folder") from None
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(_KEY_BYTES) + "\n")


def read_key(file: Path, workspace: Path) -> bytes:
    """The key in ``file``.

    Raises ``WrongUse`` for a missing key, one inside the workspace, and one that others can read;
    ``InputRefused`` for a file that holds no key.
    """
    text, mode = _content(file)
    if file.resolve().is_relative_to(workspace.resolve()):
        raise _key_fault(file, "a key outside the workspace", "one inside it")
    if mode & 0o077:
        raise _key_fault(file, "a key only its owner can read (chmod 600)", "one others can read")
    if not re.fullmatch(rf"[0-9a-f]{{{2 * _KEY_BYTES}}}", text):
        raise InputRefused(
            "key file",
            expected="a key made with --new-key",
            found="something else",
            next_step="use the right file",
        )
    return bytes.fromhex(text)


def _content(file: Path) -> tuple[str, int]:
    """The start of the key file and who may read it, both of the very file that was opened."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            mode = os.fstat(descriptor).st_mode
            content = stream.read(4 * _KEY_BYTES) if stat.S_ISREG(mode) else None
    except OSError as error:
        found = "none" if isinstance(error, FileNotFoundError) else type(error).__name__
        raise _key_fault(file, "a key file; make one with --new-key", found) from None
    if content is None:
        raise _key_fault(file, "a key file; make one with --new-key", "a folder, pipe or device")
    return content.decode("ascii", "replace").strip(), stat.S_IMODE(mode)


def pseudonym(identifier: str, key: bytes) -> str:
    """The pseudonym of an identifier: HMAC-SHA256 under ``key``, 100 bits as lower-case base32.

    Spaces, dots, hyphens and slashes, upper and lower case, full-width characters, digits of other
    scripts and characters that cannot be seen make no difference, nor does the lost leading zero of
    an identity number, so that one person written in two ways gets one pseudonym. An empty
    identifier stays empty.
    """
    plain = normal_form(identifier)
    if not plain:
        return ""
    digest = hmac.new(key, plain.encode("utf-8"), sha256).digest()
    return "p" + base64.b32encode(digest).decode("ascii").lower()[:_LENGTH]


def normal_form(identifier: str) -> str:
    """What the spellings of one identifier have in common; see ``pseudonym``."""
    plain = _SEPARATORS.sub("", searchable(identifier)).casefold()
    # A spreadsheet takes the leading zero of an identity number.
    return f"0{plain}" if holds_identity_number(f"0{plain}") else plain


def _key_fault(file: Path, expected: str, found: str) -> WrongUse:
    return WrongUse(
        f"key {file.name}", expected=expected, found=found, next_step="name the key with --key FILE"
    )
