"""The statistics office's classification of municipalities as tables, every row accounted for."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from evaluering.deliveries import DeliveredFile
from evaluering.described_files import place
from evaluering.errors import InputRefused
from evaluering.privacy import check_columns, check_text
from evaluering.processing import Units, change_rows, municipality_rows
from evaluering.reading import CHANGES_KNOWN, CODES_KNOWN, RawTable, read_classification
from evaluering.results import Remark
from evaluering.tables import TABLES
from evaluering.validation import Validated, validate
from evaluering.validation.frame import in_order
from evaluering.workspace import Workspace

_KNOWN = {"municipalities": CODES_KNOWN, "municipality_changes": CHANGES_KNOWN}
_NEEDED = {"municipalities": CODES_KNOWN[:4], "municipality_changes": CHANGES_KNOWN[:3]}
_ROWS = {"municipalities": municipality_rows, "municipality_changes": change_rows}


def classification_part(
    workspace: Workspace, folder: Path, file: DeliveredFile
) -> tuple[Validated, tuple[str, ...]]:
    """A table of municipalities or their changes from the classification, and what was detected.

    Earlier names of a municipality are accepted rows that are taken together with its present one.
    Raises ``InputRefused`` for other columns and identifiers.
    """
    raw = read_classification(workspace.raw, place(folder, file.name), file.encoding, file.delimiter)
    known = [*_KNOWN[file.table], *file.ignore]
    check_columns(raw.file, raw.frame, _NEEDED[file.table], known)
    check_text(raw.file, raw.frame, set(raw.frame.columns), raw.malformed_rows)
    units = _ROWS[file.table](raw.frame.apply(lambda texts: texts.str.strip()))
    validated = validate(raw.file, raw.digest, _some(raw, units), raw.malformed, TABLES[file.table])
    return _accounted(validated, raw, units.remarks), tuple(f"{raw.file}: {note}" for note in raw.notes)


def _some(raw: RawTable, units: Units) -> pd.DataFrame:
    if units.frame.empty:
        raise InputRefused(
            f"data/raw/{raw.file}",
            expected="municipality numbers of four digits",
            found=f"none in {raw.rows_read} rows",
            next_step="deliver the classification as it was downloaded",
        )
    return units.frame


def _accounted(validated: Validated, raw: RawTable, remarks: tuple[Remark, ...]) -> Validated:
    rejected = len({one.row for one in remarks if one.handling == "rejected"})
    kept = len({one.row for one in remarks if one.handling != "rejected"})
    account = replace(
        validated.account,
        read=raw.rows_read,
        accepted=validated.account.accepted + kept,
        rejected=validated.account.rejected + rejected,
        remarks=in_order((*validated.account.remarks, *remarks)),
    )
    return Validated(validated.frame, account)
