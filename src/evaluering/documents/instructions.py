"""The words on the first sheet of every form, in three languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Instructions:
    """How to fill in a form, in one language."""

    language: str
    title: str
    steps: tuple[str, ...]
    column: str
    meaning: str
    values: str


@cache
def instructions() -> tuple[Instructions, ...]:
    """The instructions in bokmål, nynorsk and English, in that order."""
    content = tomllib.loads((files("evaluering.documents") / "instructions.toml").read_text(encoding="utf-8"))
    return tuple(
        Instructions(
            language,
            words["title"],
            tuple(words["steps"]),
            words["column"],
            words["meaning"],
            words["values"],
        )
        for language, words in content.items()
    )
