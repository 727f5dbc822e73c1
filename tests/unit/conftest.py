"""The real findings and their release, computed once for all unit tests."""

from pathlib import Path

import pytest
from builders import DEFAULTS, answered, workspace_in

from evaluering.disclosure import Ledger, Rules, solve
from evaluering.language import Catalogue, catalogue
from evaluering.results import Finding, Released, ReleasedFinding
from evaluering.vocabulary import Language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty delivery ``a`` in a workspace of its own."""
    made = workspace_in(tmp_path / "w").raw / "deliveries/a"
    made.mkdir(parents=True)
    return made


@pytest.fixture(scope="session")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    """Every finding of the embedded data with the default parameters, by id."""
    workspace = workspace_in(tmp_path_factory.mktemp("real") / "workspace")
    return {name: one for question in DEFAULTS for name, one in answered(workspace, question).items()}


@pytest.fixture(scope="session")
def release(findings: dict[str, Finding]) -> Released:
    """What disclosure control lets through of the real findings."""
    return solve(list(findings.values()), Rules(), Ledger())


@pytest.fixture(scope="session")
def by_id(release: Released) -> dict[str, ReleasedFinding]:
    """The released findings by id."""
    return {finding.id: finding for finding in release.findings}


@pytest.fixture(scope="session")
def nb() -> Catalogue:
    """The bokmål catalogue."""
    return catalogue(Language.BOKMAAL)
