"""Whether a programme was carried out as planned: points of a checklist."""

from dataclasses import dataclass
from math import nan

from evaluering.statistics import inputs

TOO_MANY_BLANKS = "more than two items are blank"
MOST_BLANKS = 2


@dataclass(frozen=True)
class Fulfilment:
    """Programme fulfilment of one checklist, as shares (0-1).

    ``programme`` is the programme's own rule; ``applicable`` the share of yes among items
    answered yes or no; ``lowest`` and ``highest`` hold the rule's value whatever the blank items
    would have been. NaN with a ``reason`` where a share cannot be given.
    """

    programme: float
    applicable: float
    lowest: float
    highest: float
    items: int
    not_applicable: int
    blank: int
    reason: str = ""


def fulfilment(yes: int, no: int, not_applicable: int, blank: int = 0, *, items: int = 10) -> Fulfilment:
    """Programme fulfilment of one checklist, by the programme's rule and among applicable items.

    Inputs: how many of the ``items`` (10) were answered yes, no and not applicable, and how many
    were left blank; whole numbers that sum to ``items``. Blank is not the same as not applicable:
    with one or two blanks the rule gives a lowest and a highest value only; with more, nothing.

    Formula: programme = (yes + not applicable) / items; applicable = yes / (yes + no), undefined
    when all were not applicable or blank; lowest counts blanks as no, highest as a point.

    Assumes that every item weighs the same. Raises ``ValueError`` when the counts do not sum to
    ``items``. Source: the user guide of the toolkit "What matters to you?" (yes and not applicable
    give 1 point, no gives 0); on measuring fidelity: Carroll C et al. Implement Sci 2007;2:40.
    Checked against the guide's own example (7 yes, 2 no, 1 not applicable: 80 percent) and
    enumeration of what blanks could have been.
    """
    good, bad = inputs.count(yes, "yes"), inputs.count(no, "no")
    free, empty = inputs.count(not_applicable, "not_applicable"), inputs.count(blank, "blank")
    if good + bad + free + empty != inputs.count(items, "items", least=1):
        raise ValueError(f"yes, no, not_applicable and blank must sum to {items}")
    if empty > MOST_BLANKS:
        return Fulfilment(nan, nan, nan, nan, items, free, empty, TOO_MANY_BLANKS)
    lowest, highest = (good + free) / items, (good + free + empty) / items
    applicable = good / (good + bad) if good + bad else nan
    programme = nan if empty else lowest
    return Fulfilment(programme, applicable, lowest, highest, items, free, empty, _reason(good + bad, empty))


def _reason(applicable: int, blank: int) -> str:
    reasons = ["blank items: only bounds"] if blank else []
    return "; ".join(reasons if applicable else [*reasons, "no item was applicable"])
