"""What an adversary makes of a release before it is published: asked by build and by review."""

from dataclasses import dataclass

from evaluering.attack import Found
from evaluering.disclosure import Ledger
from evaluering.publishing.attacked import attack_staged
from evaluering.publishing.handover import Handover, handover
from evaluering.publishing.staging import Staged
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Verdict:
    """What the attack was told of a staged release, and what it found."""

    told: Handover
    found: tuple[Found, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What was found, a line each."""
        return tuple(one.line for one in self.found)


def verdict(workspace: Workspace, ledger: Ledger, staged: Staged) -> Verdict:
    """Attack a staged release that would follow on ``ledger``."""
    told = handover(workspace, staged, ledger.withdrawn)
    return Verdict(told, attack_staged(workspace, staged.release, staged.files, told))
