"""The gate for files that come with a description: what it declares to identify, and what it lacks."""

from collections.abc import Collection

import pandas as pd

from evaluering.errors import Fault, InputRefused
from evaluering.privacy.gate import check_text

RULE = "declared_identifier"
"""A column that the system itself declares to identify a person."""


def check_described(
    file: str,
    frame: pd.DataFrame,
    known: Collection[str],
    identifiers: Collection[str],
    prose: Collection[str],
    malformed: dict[int, str],
) -> None:
    """Let a described file through, or refuse it with everything that is wrong at once.

    Refused are columns declared to identify, mapped and ignored ones too; columns that are not
    ``known``, which are counted and not named; and identifiers in any cell (see ``check_text``).
    Raises ``InputRefused``.
    """
    declared = [column for column in frame.columns if column in identifiers]
    undeclared = len(set(frame.columns) - set(known) - set(declared))
    found = [f"column {column}: {RULE}" for column in declared]
    found += [f"{undeclared} undeclared"] if undeclared else []
    faults = [Fault(0, str(column), "declared_identifier") for column in declared]
    faults += [Fault(0, "", "undeclared_column")] if undeclared else []
    try:
        check_text(file, frame, prose, malformed)
    except InputRefused as error:
        found.append(error.found)
        faults += error.faults
    if found:
        raise InputRefused(
            f"data/raw/{file}",
            expected="columns of the structure or the mapping, and no identifiers in any of them",
            found="; ".join(found),
            next_step="leave them out where the file was made, and deliver it again",
        ).because(*faults)
