"""A survey as an analysis sees it: one instrument, its items, and one submission for each respondent."""

from dataclasses import dataclass
from re import findall
from typing import Any

import pandas as pd

from evaluering.analysis._present_number import present_number
from evaluering.analysis.reader import Parameters, Reader
from evaluering.errors import WrongUse
from evaluering.vocabulary import Protects

SLICES = ("survey_items", "survey_options", "survey_answers", "municipality_changes")
OPTIONAL = frozenset({"survey_options", "municipality_changes"})
UNKNOWN = frozenset({"do_not_know", "dont_know", "not_sure", "unknown", "vet_ikke"})
"""Options that say "do not know"; on a scale every answer that is no number says so."""
_TOP = 2
_USERS = ("user", "relative")


@dataclass(frozen=True)
class Item:
    """An item of the instrument; ``low`` and ``high`` are the ends of a scale, ``options`` with wording."""

    name: str
    kind: str
    wording: str
    low: int = 0
    high: int = 0
    asked_if: tuple[str, str] | None = None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def points(self) -> int:
        """How many points the scale has."""
        return self.high - self.low + 1

    @property
    def top(self) -> int:
        """How many of the highest points count as agreeing: two, or one on a scale of two points."""
        return min(_TOP, self.points - 1)


@dataclass(frozen=True)
class Survey:
    """One instrument: its items in order, every submission, and the one that counts for each respondent.

    ``answers`` holds the answers of the wave asked for, or of each respondent's latest wave; ``every``
    those of all waves. ``protects`` is persons as soon as a user or relative answered, else staff.
    """

    instrument: str
    waves: tuple[str, ...]
    items: tuple[Item, ...]
    answers: pd.DataFrame
    every: pd.DataFrame
    protects: Protects

    def of_kind(self, *kinds: str) -> tuple[Item, ...]:
        """The items of these kinds, in the instrument's order."""
        return tuple(item for item in self.items if item.kind in kinds)


def survey_of(reader: Reader, parameters: Parameters, instrument: str = "") -> Survey:
    """The survey that ``instrument`` and the parameters ``instrument`` and ``wave`` ask for.

    Without an instrument it is the first in order of name among those answered, without a wave each
    respondent counts once, with the latest submission; waves are ordered by name, numbers in it as
    numbers. Raises ``WrongUse`` for a wave that the instrument does not have.
    """
    answers = reader.table("survey_answers")
    name = instrument or str(parameters.get("instrument", "")) or min(answers["instrument"], default="")
    every = answers[answers["instrument"] == name].reset_index(drop=True)
    every["municipality"] = present_number(every["municipality"], reader.table("municipality_changes"))
    waves = tuple(sorted(every["wave"].unique(), key=_natural))
    wave = str(parameters.get("wave", ""))
    if wave and waves and wave not in waves:
        raise WrongUse(
            "parameter wave",
            expected=f"one of {', '.join(waves)}",
            found="another wave",
            next_step="mend the report's parameters in evaluering.toml",
        )
    return Survey(
        name,
        waves,
        _items(reader, name, every),
        of_wave(every, wave) if wave else latest(every, waves),
        every,
        Protects.PERSONS if every["role"].isin(_USERS).any() else Protects.STAFF,
    )


def of_wave(every: pd.DataFrame, wave: str) -> pd.DataFrame:
    """The answers of one wave."""
    return every[every["wave"] == wave].reset_index(drop=True)


def latest(every: pd.DataFrame, waves: tuple[str, ...]) -> pd.DataFrame:
    """The answers of each respondent's latest submission."""
    order = every["wave"].map({wave: place for place, wave in enumerate(waves)})
    last = order.groupby(every["respondent"]).transform("max")
    return every[order == last].reset_index(drop=True)


def respondents(answers: pd.DataFrame) -> pd.DataFrame:
    """One row for each respondent: respondent, role, municipality."""
    own = answers.sort_values("respondent", kind="stable").drop_duplicates("respondent")
    return own[["respondent", "role", "municipality"]].reset_index(drop=True)


def asked(answers: pd.DataFrame, item: Item) -> pd.DataFrame:
    """Those who were asked the item: by its skip rule, else all; whoever answered was asked."""
    persons = respondents(answers)
    if item.asked_if is None:
        return persons
    decided = (answers["item"] == item.asked_if[0]) & (answers["answer"] == item.asked_if[1])
    met = set(answers.loc[decided | (answers["item"] == item.name), "respondent"])
    return persons[persons["respondent"].isin(met)].reset_index(drop=True)


def answered(answers: pd.DataFrame, item: Item) -> pd.DataFrame:
    """The answers to an item, sorted by respondent, with ``point`` (1 the lowest) and ``unknown``."""
    rows = answers[answers["item"] == item.name].sort_values(["respondent", "answer"], ignore_index=True)
    if item.kind != "likert":
        return rows.assign(unknown=rows["answer"].isin(UNKNOWN))
    numbers = pd.to_numeric(rows["answer"], errors="coerce").astype(float)
    inside = numbers.between(item.low, item.high)
    return rows.assign(point=(numbers - item.low + 1).where(inside), unknown=numbers.isna())


def known(answers: pd.DataFrame, item: Item) -> pd.DataFrame:
    """The answers on the scale of a likert item, with ``top``: whether it is one of the highest points."""
    rows = answered(answers, item)
    rows = rows[rows["point"].notna()].reset_index(drop=True)
    return rows.assign(top=rows["point"] > item.points - item.top)


def _items(reader: Reader, instrument: str, every: pd.DataFrame) -> tuple[Item, ...]:
    items, options = reader.table("survey_items"), reader.table("survey_options")
    own = items[items["instrument"] == instrument].sort_values(["order", "item"])
    worded = options[options["instrument"] == instrument]
    return tuple(
        _item(row, worded[worded["item"] == row["item"]], every[every["item"] == row["item"]])
        for row in own.to_dict("records")
    )


def _item(row: dict[Any, Any], options: pd.DataFrame, answers: pd.DataFrame) -> Item:
    name, kind = str(row["item"]), str(row["kind"])
    low, high = _scale(row, answers) if kind == "likert" else (0, 0)
    rule = (row["asked_if_item"], row["asked_if_answer"])
    skips = not any(pd.isna(part) or part == "" for part in rule)
    return Item(
        name,
        kind,
        _wording(row["text_nb"], name),
        low,
        high,
        (str(rule[0]), str(rule[1])) if skips else None,
        _options(options, answers) if kind in ("single", "multiple") else (),
    )


def _scale(row: dict[Any, Any], answers: pd.DataFrame) -> tuple[int, int]:
    """The declared ends; an undeclared end is the outermost answer, and the scale has two points or more."""
    numbers = pd.to_numeric(answers["answer"], errors="coerce").dropna()
    low = int(numbers.min() if len(numbers) else 1) if pd.isna(row["scale_low"]) else int(row["scale_low"])
    high = int(numbers.max() if len(numbers) else 1) if pd.isna(row["scale_high"]) else int(row["scale_high"])
    return low, max(high, low + 1)


def _options(options: pd.DataFrame, answers: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Declared options as they stand, then those only met in answers."""
    worded = {str(row["option"]): row["text_nb"] for row in options.to_dict("records")}
    names = [*worded, *sorted(set(answers["answer"].dropna()) - worded.keys())]
    return tuple((name, _wording(worded.get(name), name)) for name in names)


def _wording(text: object, name: str) -> str:
    return name if text is None or pd.isna(text) or not text else str(text)  # type: ignore[call-overload]


def _natural(wave: str) -> tuple[tuple[bool, int, str], ...]:
    """Sorts wave 10 after wave 9."""
    parts = findall(r"\d+|\D+", wave)
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
