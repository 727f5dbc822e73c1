"""The lock of a workspace: one command at a time writes to it, and who has it is told."""

import errno
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper

from evaluering.durable import write_whole
from evaluering.errors import EnvironmentProblem
from evaluering.workspace import Workspace

_FOR_OWNER = 0o700


@contextmanager
def lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's lock; a process that ends lets go of it, however it ends.

    Raises ``EnvironmentProblem`` when another command has it, when the folder cannot be written to, and
    when its file system has no locks.
    """
    with _opened(workspace) as stream:
        _take(workspace, stream)
        _sign(workspace)
        try:
            yield
        finally:
            with suppress(OSError):
                (workspace.at_work).unlink(missing_ok=True)


def private_folder(workspace: Workspace) -> None:
    """Make the folder of caches and logs, for its owner's eyes only whatever the umask."""
    try:
        workspace.private.mkdir(parents=True, exist_ok=True, mode=_FOR_OWNER)
        found = workspace.private.stat()
        if found.st_mode & 0o077 and found.st_uid == os.geteuid():
            workspace.private.chmod(_FOR_OWNER)
    except OSError as error:
        raise cannot_write(".evaluering", error) from None


def cannot_write(where: str, error: OSError) -> EnvironmentProblem:
    """A folder that the machine does not let us write to, while what is published is as it was."""
    return EnvironmentProblem(
        where,
        expected="a folder that can be written to, with free space",
        found=type(error).__name__ if error.errno is None else os.strerror(error.errno),
        next_step="check rights and free space; the previous release is untouched",
    )


def _opened(workspace: Workspace) -> TextIOWrapper:
    try:
        workspace.reports.mkdir(parents=True, exist_ok=True)
        # Opened for writing: network file systems lock nothing else.
        return (workspace.reports / ".lock").open("a", encoding="utf-8")
    except OSError as error:
        raise cannot_write("reports", error) from None


def _take(workspace: Workspace, stream: TextIOWrapper) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            raise _held(workspace) from None
        raise EnvironmentProblem(
            "reports/.lock",
            expected="a file system that can lock files: without it two builds could mix",
            found=os.strerror(error.errno or 0),
            next_step="put the workspace on a local disk, or mount the shared one with locks",
        ) from None


def _held(workspace: Workspace) -> EnvironmentProblem:
    return EnvironmentProblem(
        "reports",
        expected="no other build of this workspace, and nothing else that writes to it",
        found=f"one that is running{_whose(workspace)}",
        next_step="wait for it to end; it lets go however it ends, and nothing has to be removed",
    )


def _sign(workspace: Workspace) -> None:
    private_folder(workspace)
    said = json.dumps({"process": os.getpid(), "machine": socket.gethostname()})
    try:
        write_whole(workspace.at_work, said.encode(), 0o600)
    except OSError as error:
        raise cannot_write(".evaluering", error) from None


def _whose(workspace: Workspace) -> str:
    """Which process has the lock, as far as it can be read; the machine only where it is another."""
    try:
        told = json.loads((workspace.at_work).read_bytes())
        place = "" if told["machine"] == socket.gethostname() else f" on {told['machine']}"
        return f": process {int(told['process'])}{place}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
