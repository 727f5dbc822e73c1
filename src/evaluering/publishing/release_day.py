"""The day of a release: given, never read from a clock, so that the same input gives the same bytes."""

from evaluering.disclosure import Ledger
from evaluering.errors import WrongUse
from evaluering.workspace import CONFIGURATION, Workspace


def day_of(workspace: Workspace, ledger: Ledger, otherwise: str = "") -> str:
    """The day given for a release in ISO form, ``otherwise`` when none is.

    Raises ``WrongUse`` for a day before that of an earlier release.
    """
    given = workspace.configuration.release.date
    day = given.isoformat() if given else otherwise
    last = max((entry.date for entry in ledger.entries), default="")
    if day and day < last:
        raise WrongUse(
            "the day of the release",
            expected=f"a day not before {last}, that of an earlier release",
            found=day,
            next_step=f"give the day with --date, or in {CONFIGURATION} under [release]",
        )
    return day
