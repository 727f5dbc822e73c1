"""Files that are there whole or not at all: staged beside their place, synced, then named.

A staged name begins with a dot and ends at random: process numbers are used again, and two machines on one
disk have the same ones.
"""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

_READABLE = 0o666
"""As the user's umask narrows it."""
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP)


def beside(target: Path, suffix: str = "") -> Path:
    """A name in the folder of ``target`` that nothing has, for what will be put in its place."""
    return target.with_name(f".{target.name}.{secrets.token_hex(6)}{suffix}")


def write_new(target: Path, content: bytes, mode: int = _READABLE) -> None:
    """Write a file that is not there yet, and wait until its bytes are on disk.

    Raises ``FileExistsError`` when it is there, and ``OSError`` when the disk does not take it.
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def write_whole(target: Path, content: bytes, mode: int = _READABLE) -> None:
    """Put ``content`` in the place of a file, its bytes before its name: a reader finds the old or the new.

    Whatever stops it, an earlier file stays as it was, and afterwards the new one is on disk. Raises
    ``OSError``.
    """
    replace_whole(target, content, mode)
    sync_folder(target.parent)


def replace_whole(target: Path, content: bytes, mode: int = _READABLE) -> None:
    """The same, but for the file's name: for many files of a folder, which is synced once after them."""
    staged = beside(target)
    try:
        write_new(staged, content, mode)
        staged.replace(target)
    except BaseException:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot be asked; they keep names by rules of their own.
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def read_from_disk(file: Path) -> bytes:
    """The bytes of a file that was synced, asked of the disk again and not of the memory they came from."""
    with file.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return stream.read()
