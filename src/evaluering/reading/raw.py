"""What every reader returns."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class RawTable:
    """A delivered table as text.

    ``frame`` holds every well-formed row as delivered, indexed by row number (1-based, the
    header not counted). ``malformed`` lists the rows whose number of fields is not the header's,
    and ``malformed_text`` what they hold, for the gate to look through.
    """

    file: str
    digest: str
    frame: pd.DataFrame
    malformed: tuple[int, ...] = ()
    malformed_text: tuple[str, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows in the file, malformed ones included."""
        return len(self.frame) + len(self.malformed)
