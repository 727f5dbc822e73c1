"""What an adversary makes of a release before it is published: the one place where it is asked."""

from evaluering.publishing.staging import Staged
from evaluering.workspace import Workspace


def attack_lines(workspace: Workspace, staged: Staged) -> tuple[str, ...] | None:  # noqa: ARG001 - for it alone
    """What the adversary found in a staged release, a line each; ``None``: this version has none.

    A reviewer is told which of the two it is: silence is not a pass.
    """
    return None
