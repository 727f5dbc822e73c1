"""What every reader returns."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class RawTable:
    """A delivered table as text.

    ``frame`` holds every well-formed row as delivered, indexed by row number (1-based, the
    header not counted). ``malformed`` lists the rows whose number of fields is not the header's,
    and ``malformed_text`` what they hold, for the gate to look through. ``sheet`` names the sheet
    of a workbook. ``notes`` says what was detected about the file (encoding, delimiter), so that
    nothing is guessed in silence.
    """

    file: str
    digest: str
    frame: pd.DataFrame
    malformed: tuple[int, ...] = ()
    malformed_text: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows in the file, malformed ones included."""
        return len(self.frame) + len(self.malformed)

    @property
    def malformed_rows(self) -> dict[int, str]:
        """The text of each malformed row."""
        return dict(zip(self.malformed, self.malformed_text, strict=True))


def raw_table(
    name: str,
    digest: str,
    header: list[str],
    rows: dict[int, list[str]],
    notes: tuple[str, ...] = (),
    sheet: str = "",
) -> RawTable:
    """A ``RawTable`` from rows by number: those with the header's number of fields are well-formed."""
    well_formed = {number: row for number, row in rows.items() if len(row) == len(header)}
    malformed = {number: " ; ".join(row) for number, row in rows.items() if number not in well_formed}
    frame = pd.DataFrame(list(well_formed.values()), columns=header, index=list(well_formed), dtype=str)
    return RawTable(name, digest, frame, tuple(malformed), tuple(malformed.values()), sheet, notes)


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Each row of a raw frame as its texts by column name."""
    return [
        {str(column): str(text) for column, text in one.items()} for one in frame.to_dict(orient="records")
    ]
