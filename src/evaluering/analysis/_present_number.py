"""One municipality under its numbers: renumberings and mergers followed to the present number."""

import pandas as pd

_FOLLOWED = ("renumbering", "merger")


def present_number(numbers: "pd.Series[str]", changes: pd.DataFrame) -> "pd.Series[str]":
    """The number each municipality has today, so that one is not counted, or clustered, as two.

    ``changes`` are rows of ``municipality_changes``. Renumberings and mergers are followed to their end; a
    municipality that was split keeps its number, for nobody can tell which part a row came from.
    """
    after = _successors(changes)
    known = {number: _last(str(number), after) for number in numbers.dropna().unique()}
    return numbers.map(known).astype(object)


def merged(changes: pd.DataFrame) -> frozenset[str]:
    """The numbers that were given up in a merger: what they did before is not what the new one did."""
    return frozenset(changes.loc[changes["kind"] == "merger", "from_municipality"].astype(str))


def _successors(changes: pd.DataFrame) -> dict[str, str]:
    followed = changes[changes["kind"].isin(_FOLLOWED)].sort_values("changed")
    return dict(
        zip(followed["from_municipality"].astype(str), followed["to_municipality"].astype(str), strict=True)
    )


def _last(number: str, after: dict[str, str]) -> str:
    seen = {number}
    while number in after and after[number] not in seen:
        number = after[number]
        seen.add(number)
    return number
