"""The exceptions, split by who must act.

::

    EvalueringError
    ├── OwnFault             1  ours: please report it
    ├── WrongUse             2  the caller: unknown report, parameter, option
    │   └── NotInRelease     2  the plan has no such report: add it to evaluering.toml
    ├── InputRefused         3  the deliverer: missing or corrupt file, missing column, broken ledger
    ├── ReportFailed         4  the report's author
    │   ├── NotebookFailed   4  a cell raised
    │   └── ContractBroken   4  something the report promised is lacking
    ├── HeldByDisclosure     5  the data: what a contract needs may not be shown
    │   └── NotSignedOff     5  a second person has not approved the release
    ├── AttackSucceeded      5  the release: its files give something away
    ├── VerifyDiffers        6  the release is not what its receipts rebuild
    └── EnvironmentProblem   7  the machine: disk, rights, lock held, library missing

A message has four parts: where, what was expected, what was found, what to do
next. It never repeats free text, identifiers or the values of a row.
"""

import errno
import os
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from typing import ClassVar, Self

from evaluering.visible import visible


@dataclass(frozen=True)
class Fault:
    """What is wrong with a refused file, and where: never a value.

    ``row`` is 1-based, the header not counted, and 0 when the fault is the file's own; ``column``
    is empty when the fault is no column's.
    """

    row: int
    column: str
    rule: str


class EvalueringError(Exception):
    """A problem with a known owner and a stable exit code."""

    exit_code: ClassVar[int] = 1

    def __init__(self, where: str, *, expected: str, found: str, next_step: str) -> None:
        # File names and headings come from outside: they may not add lines or steer a terminal.
        self.where, self.expected = visible(where), visible(expected)
        self.found = visible(found)
        # What to do next is in our own words, and may give lines to copy.
        self.next_step = "\n".join(map(visible, next_step.split("\n")))
        super().__init__(str(self))

    def __str__(self) -> str:
        return (
            f"{self.where}\n  expected: {self.expected}\n"
            f"  found:    {self.found}\n  next:     {self.next_step}"
        )

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive pickling between processes by default.
        return _rebuild, (type(self), self.where, self.expected, self.found, self.next_step), self.__dict__

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the message instead of a traceback (IPython's hook)."""
        return [f"{type(self).__name__}: {self}"]


def _rebuild(
    kind: type[EvalueringError], where: str, expected: str, found: str, next_step: str
) -> EvalueringError:
    return kind(where, expected=expected, found=found, next_step=next_step)


class OwnFault(EvalueringError):
    """A fault of ours."""


class WrongUse(EvalueringError):
    """An unknown report, parameter or option."""

    exit_code = 2


class NotInRelease(WrongUse):
    """A report was asked for that the plan does not hold."""


class InputRefused(EvalueringError):
    """A delivered file that cannot be used as it is.

    ``faults`` says by row, column and rule why, as far as it is known; ``rows`` how many rows the
    file has, ``None`` when they were not counted.
    """

    exit_code = 3
    faults: tuple[Fault, ...] = ()
    rows: int | None = None

    def because(self, *faults: Fault, rows: int | None = None) -> Self:
        """The same refusal, with its faults and the rows they concern."""
        self.faults, self.rows = faults, rows
        return self


class ReportFailed(EvalueringError):
    """A report that could not be made."""

    exit_code = 4


class NotebookFailed(ReportFailed):
    """A cell of the notebook raised. ``traceback`` may hold data: it is for the owner's log alone."""

    traceback: str = ""


class ContractBroken(ReportFailed):
    """A promised finding, table, figure or minimum n is lacking."""


class HeldByDisclosure(EvalueringError):
    """Disclosure control holds back what a contract needs."""

    exit_code = 5


class NotSignedOff(HeldByDisclosure):
    """A release that a second person must approve, and has not."""


class AttackSucceeded(EvalueringError):
    """The files of a release give away what was not released."""

    exit_code = 5


class VerifyDiffers(EvalueringError):
    """A release differs from what its receipts rebuild."""

    exit_code = 6


class EnvironmentProblem(EvalueringError):
    """Disk, rights, a held lock or a missing library."""

    exit_code = 7


PRECEDENCE = (1, 7, 3, 4, 5, 2, 6)
"""When several things went wrong, the first of these that is present is the exit code."""


def exit_code(codes: list[int]) -> int:
    """The one exit code for several outcomes: the first of ``PRECEDENCE`` present, 0 for none."""
    return next((code for code in PRECEDENCE if code in codes), 0)


_DISK_TROUBLE = frozenset(
    {
        errno.ENOSPC,
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.EDQUOT,
        errno.EFBIG,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.EEXIST,
        errno.ENOTEMPTY,
        errno.EIO,
        errno.ESTALE,
        errno.EMFILE,
        errno.ENFILE,
    }
)


def told_of(error: BaseException) -> EvalueringError:
    """Any error as one that has an owner: itself, the machine's trouble, or a fault of ours."""
    if isinstance(error, EvalueringError):
        return error
    if isinstance(error, (MemoryError, BrokenExecutor)) or _errno(error) == errno.ENOMEM:
        return _too_little_memory()
    if _errno(error) in _DISK_TROUBLE:
        return _disk_problem(_errno(error))
    return OwnFault(
        "evaluering",
        expected="no fault of ours",
        found=type(error).__name__,
        next_step="set EVALUERING_DEBUG=1 to see where, and report it",
    )


def _errno(error: BaseException) -> int:
    return (error.errno or 0) if isinstance(error, OSError) else 0


def _disk_problem(number: int) -> EnvironmentProblem:
    return EnvironmentProblem(
        "workspace",
        expected="folders that can be written to, with free space",
        found=os.strerror(number),
        next_step="check rights and free space; the previous release is untouched",
    )


def _too_little_memory() -> EnvironmentProblem:
    return EnvironmentProblem(
        "workspace",
        expected="memory enough for the work",
        found="too little, or a worker process that something else ended",
        next_step="close other programs, or work on fewer at once with --jobs 1; what was finished is kept, "
        "and the previous release is untouched",
    )
