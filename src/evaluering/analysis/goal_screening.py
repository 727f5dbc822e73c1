"""A transparent, rule-based screening of goal texts for what makes a goal measurable."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from evaluering.vocabulary import Criterion


@cache
def rules() -> dict[Criterion, dict[str, re.Pattern[str]]]:
    """The screening rules by criterion and rule name, as written in ``goal_screen.toml``."""
    text = (files("evaluering.analysis") / "goal_screen.toml").read_text(encoding="utf-8")
    return {
        Criterion(criterion): {name: re.compile(pattern, re.IGNORECASE) for name, pattern in named.items()}
        for criterion, named in tomllib.loads(text).items()
    }


def evidence(goal: str) -> dict[Criterion, str]:
    """For each criterion the words of ``goal`` that fulfil it, or "" where none do.

    The words are always a substring of the goal. A screening sees words, not meaning: it is an
    illustration, not a verdict. Rules: ``goal_screen.toml``.
    """
    return {criterion: _first_match(goal, named) for criterion, named in rules().items()}


def _first_match(goal: str, named: dict[str, re.Pattern[str]]) -> str:
    matches = (pattern.search(goal) for pattern in named.values())
    return next((match.group(0) for match in matches if match), "")
