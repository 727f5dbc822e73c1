"""Answers to the surveys, in any number, made piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evaluering.synthetic.draws import Draws, Floats
from evaluering.synthetic.municipalities import Land
from evaluering.synthetic.survey_instruments import INSTRUMENTS, STAFF, USERS, Item

WAVES = {"bolge-1": date(2022, 11, 14), "bolge-2": date(2024, 3, 11)}
PIECE = 2_000
"""Respondents made at a time; the bytes do not depend on it."""
_ROLES = {
    "coordinator": (STAFF, 0.3),
    "leader": (STAFF, 0.1),
    "team_member": (STAFF, 0.22),
    "general_practitioner": (STAFF, 0.04),
    "user": (USERS, 0.17),
    "relative": (USERS, 0.17),
}
_RESPONDS = (0.85, 0.6)
_SKIPPED = 0.03
"""Share of asked items left unanswered."""
_TEXT = "Syntetisk: det har blitt bedre"
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Slot:
    """A place where an answer can stand: an item, or one option of an item with many answers."""

    instrument: str
    item: Item
    option: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """What can stand in the column ``answer``."""
        if self.option:
            return (self.option,)
        return {"number": ("number",), "free_text": ("text",)}.get(self.item.kind, tuple(self.item.shares))


def _slots() -> tuple[_Slot, ...]:
    return tuple(
        _Slot(instrument, item, option)
        for instrument, items in INSTRUMENTS.items()
        for item in items
        for option in (item.shares if item.kind == "multiple" else [""])
    )


SLOTS = _slots()
_PERSON = 2
_WAVE_COLUMNS = 1 + 2 * len(SLOTS)
_COLUMNS = _PERSON + len(WAVES) * _WAVE_COLUMNS


def answer_pieces(land: Land, least: int, draws: Draws, piece: int = PIECE) -> Iterator[pa.Table]:
    """Tables of ``survey_answers`` with at least ``least`` rows together; the last respondent is complete.

    A respondent uses one row of random numbers, so the pieces joined are the same for any ``piece``.
    """
    first, made = 0, 0
    while made < least:
        table, owners = _answers(land, first, draws.uniforms(piece, _COLUMNS))
        lacking = least - made
        if table.num_rows > lacking:
            whole = int(np.searchsorted(owners, owners[lacking - 1], side="right"))
            table = table.slice(0, whole)
        yield table
        made += table.num_rows
        first += piece


def _answers(land: Land, first: int, drawn: Floats) -> tuple[pa.Table, NDArray[np.int64]]:
    role = _chosen([share for _, share in _ROLES.values()], drawn[:, 0])
    weights = [one.inhabitants**0.6 for one in land.places]
    place = _chosen(weights, drawn[:, 1])
    parts = []
    for wave in range(len(WAVES)):
        low = _PERSON + wave * _WAVE_COLUMNS
        parts.append(_wave(wave, role, drawn[:, low : low + _WAVE_COLUMNS]))
    given = np.stack([part[0] for part in parts], axis=1)
    codes = np.stack([part[1] for part in parts], axis=1)
    who, waves, slot = np.nonzero(given)
    picked = codes[who, waves, slot]
    table = pa.table(
        {
            "instrument": _taken([one.instrument for one in SLOTS], slot),
            "wave": _taken(list(WAVES), waves),
            "respondent": _names(first, len(drawn)).take(pa.array(who)),
            "role": _taken(list(_ROLES), role[who]),
            "municipality": _municipalities(land, place[who], waves, first + who),
            "item": _taken([one.item.name for one in SLOTS], slot),
            "answer": _texts([one.answers for one in SLOTS], slot, picked),
            "number": _numbers(slot, picked),
            "text": _free_texts(slot),
        }
    )
    return table, who


def _wave(wave: int, role: NDArray[np.int64], drawn: Floats) -> tuple[Flags, NDArray[np.int64]]:
    """Which slots hold an answer, and which one, for every person in a wave."""
    came = drawn[:, 0] < _RESPONDS[wave]
    instrument = np.array([name for name, _ in _ROLES.values()])[role]
    given = np.zeros((len(drawn), len(SLOTS)), dtype=bool)
    codes = np.zeros((len(drawn), len(SLOTS)), dtype=np.int64)
    for number, slot in enumerate(SLOTS):
        value, skipped = drawn[:, 1 + 2 * number], drawn[:, 2 + 2 * number]
        chosen, codes[:, number] = _slot_answers(slot, value)
        asked = came & (instrument == slot.instrument) & _asked(slot, given, codes)
        given[:, number] = asked & chosen & (skipped >= _SKIPPED)
    return given, codes


def _slot_answers(slot: _Slot, value: Floats) -> tuple[Flags, NDArray[np.int64]]:
    if slot.option or slot.item.kind == "free_text":
        share = slot.item.shares[slot.option or "text"]
        return value < share, np.zeros(len(value), dtype=np.int64)
    return np.ones(len(value), dtype=bool), _chosen(list(slot.item.shares.values()), value)


def _asked(slot: _Slot, given: Flags, codes: NDArray[np.int64]) -> Flags:
    if not slot.item.asked_if:
        return np.ones(len(given), dtype=bool)
    item, answer = slot.item.asked_if
    (deciding,) = [
        number
        for number, one in enumerate(SLOTS)
        if one.instrument == slot.instrument and one.item.name == item
    ]
    return np.asarray(given[:, deciding] & (codes[:, deciding] == SLOTS[deciding].answers.index(answer)))


def _chosen(shares: list[float], drawn: Floats) -> NDArray[np.int64]:
    edges = np.cumsum(np.array(shares))
    return np.searchsorted(edges / edges[-1], drawn, side="right").astype(np.int64)


def _taken(items: list[str], which: NDArray[np.int64]) -> pa.Array:
    return pa.array(items).take(pa.array(which))


def _texts(vocabulary: list[tuple[str, ...]], slot: NDArray[np.int64], picked: NDArray[np.int64]) -> pa.Array:
    starts = np.cumsum([0, *(len(words) for words in vocabulary)])[:-1]
    flat = [word for words in vocabulary for word in words]
    # A number item's choice is its number, not its answer.
    is_number = np.array([one.item.kind == "number" for one in SLOTS])[slot]
    return _taken(flat, starts[slot] + np.where(is_number, 0, picked))


def _numbers(slot: NDArray[np.int64], picked: NDArray[np.int64]) -> pa.Array:
    widest = max(len(one.item.shares) for one in SLOTS)
    values = np.zeros((len(SLOTS), widest), dtype=np.int64)
    is_number = np.array([one.item.kind == "number" for one in SLOTS])
    for number in np.flatnonzero(is_number):
        shares = SLOTS[number].item.shares
        values[number, : len(shares)] = [int(value) for value in shares]
    return pa.array(values[slot, picked], mask=~is_number[slot])


def _free_texts(slot: NDArray[np.int64]) -> pa.Array:
    is_text = np.array([one.item.kind == "free_text" for one in SLOTS])[slot]
    return pc.if_else(pa.array(is_text), pa.scalar(_TEXT), pa.scalar(None, pa.string()))


def _municipalities(
    land: Land, place: NDArray[np.int64], wave: NDArray[np.int64], serial: NDArray[np.int64]
) -> pa.Array:
    numbers = [
        [[land.at(number, day, turn).number for turn in (0, 1)] for day in WAVES.values()]
        for number in range(len(land.places))
    ]
    return pa.array(np.array(numbers)[place, wave, serial % 2].tolist(), pa.string())


def _names(first: int, count: int) -> pa.Array:
    numbers = pa.array(np.arange(first + 1, first + count + 1)).cast(pa.string())
    return pc.binary_join_element_wise("respondent", pc.utf8_lpad(numbers, 7, "0"), "-")
