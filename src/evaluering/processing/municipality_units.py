"""The statistics office's classification as rows of ``municipalities`` and ``municipality_changes``."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from evaluering.results import Remark
from evaluering.tables import TABLES

_NUMBER = r"\d{4}"


@dataclass(frozen=True)
class Units:
    """Rows of a table as raw text, indexed by row of the file, and what became of the other rows."""

    frame: pd.DataFrame
    remarks: tuple[Remark, ...]


def municipality_rows(codes: pd.DataFrame) -> Units:
    """``municipalities`` from codes with their periods.

    ``valid_to`` is the day before ``validTo``, the first day a code no longer holds. The county is its
    number, the first two digits. A number that goes on under another name is one municipality, under
    its latest name; the rows of the earlier ones are taken together with it. Inhabitants and written form
    are not in the classification and stay empty. A number that is not four digits (a spreadsheet takes the
    zero of 0301) is rejected.
    """
    sound, remarks = _with_numbers(codes, ["code"])
    ordered = sound.sort_values(["code", "validFrom"], kind="stable")
    starts = ordered["validFrom"] != ordered.groupby("code")["validTo"].shift()
    period = starts.cumsum()
    last = ordered.groupby(period).tail(1)
    first = ordered.groupby(period)["validFrom"].first().set_axis(last.index)
    frame = pd.DataFrame(
        {
            "municipality": last["code"],
            "name": last["name"],
            "county": last["code"].str[:2],
            "valid_from": first,
            "valid_to": last["validTo"].map(_day_before),
        }
    )
    earlier = sorted(int(row) for row in ordered.index.difference(last.index))
    together = tuple(Remark(row, "name", "earlier_name", "taken_together") for row in earlier)
    return Units(_complete("municipalities", frame), (*remarks, *together))


def change_rows(changes: pd.DataFrame) -> Units:
    """``municipality_changes`` from pairs of old and new numbers.

    Within a day, an old number with several new ones is split; otherwise a new number with several old
    ones is a merger, and what remains is a renumbering. A number that only changes its name is no
    change of division.
    """
    sound, remarks = _with_numbers(changes, ["oldCode", "newCode"])
    several_new = sound.groupby(["changeOccurred", "oldCode"])["newCode"].transform("nunique") > 1
    several_old = sound.groupby(["changeOccurred", "newCode"])["oldCode"].transform("nunique") > 1
    kind = pd.Series("renumbering", index=sound.index, dtype=str)
    kind = kind.mask(several_old, "merger").mask(several_new, "split")
    same = (sound["oldCode"] == sound["newCode"]) & (kind == "renumbering")
    frame = pd.DataFrame(
        {
            "from_municipality": sound["oldCode"],
            "to_municipality": sound["newCode"],
            "changed": sound["changeOccurred"],
            "kind": kind,
        }
    )
    names = tuple(Remark(int(row), "newName", "name_change_only", "left_out") for row in sound.index[same])
    return Units(_complete("municipality_changes", frame[~same]), (*remarks, *names))


def _with_numbers(frame: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    wrong = {column: ~frame[column].str.fullmatch(_NUMBER).astype(bool) for column in columns}
    remarks = tuple(
        Remark(int(row), column, "not_a_municipality_number", "rejected")
        for column, rows in wrong.items()
        for row in frame.index[rows]
    )
    return frame[~pd.DataFrame(wrong).any(axis=1)], remarks


def _complete(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    columns = [column.name for column in TABLES[table].delivered]
    return frame.reindex(columns=columns, fill_value="").sort_index().astype(str)


def _day_before(text: str) -> str:
    try:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text
