"""How much of a release is hidden: by kind of reason for those who check it, in all for its readers."""

from collections import defaultdict
from collections.abc import Iterable

from evaluering.disclosure.judged import Judged, JudgedCell
from evaluering.results import InformationLoss
from evaluering.vocabulary import Quantity, Suppression

FEWEST_HIDDEN = 20
"""Of fewer hidden cells readers are not told the share: it could tell how many there are on a page."""
_RESTING = frozenset({Suppression.RESTS_ON_HIDDEN, Suppression.WEAK_SERIES})


def losses_of(judged: Judged) -> tuple[InformationLoss, ...]:
    """The loss of every report (question and variant), in order, but for those without cells."""
    cells: defaultdict[tuple[str, str], list[JudgedCell]] = defaultdict(list)
    for one in judged:
        own = [cell for cell in one.cells if cell.cell.kind is not Quantity.SETTING]
        cells[one.finding.question, one.finding.variant] += own
    return tuple(_loss(*report, own) for report, own in sorted(cells.items()) if own)


def told_share(losses: Iterable[InformationLoss]) -> float | None:
    """The share of all cells that is hidden, in whole percent, as readers are told it.

    None, and so not told, where no cell was judged, or some but fewer than ``FEWEST_HIDDEN`` are hidden.
    """
    known = tuple(losses)
    cells, hidden = sum(one.cells for one in known), sum(one.hidden for one in known)
    told = cells > 0 and (hidden == 0 or hidden >= FEWEST_HIDDEN)
    return round(hidden / cells, 2) if told else None


def _loss(question: str, variant: str, cells: list[JudgedCell]) -> InformationLoss:
    hidden = [one for one in cells if one.reason is not None]
    secondary = sum(one.reason is Suppression.LINKED for one in hidden)
    resting = sum(one.reason in _RESTING for one in hidden)
    primary = len(hidden) - secondary - resting
    return InformationLoss(
        question, variant, len(cells), primary, secondary, resting, _units(cells), _units(hidden)
    )


def _units(cells: Iterable[JudgedCell]) -> int:
    return sum(one.cell.support.n for one in cells if one.cell.support is not None)
