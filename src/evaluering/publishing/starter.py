"""A new workspace, laid out from the files shipped with the package."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from evaluering.errors import EnvironmentProblem, OwnFault, WrongUse
from evaluering.workspace import CONFIGURATION

_IGNORED = """# Made by evaluering; can be made again.
/data/processed/
/codebook/
/forms/
/reports/
/review/
/.evaluering/

# Data about people does not belong in a repository.
/data/raw/deliveries/

# Invented data, made by evaluering sample.
/data/raw/sample/
"""


def make_workspace(folder: Path) -> None:
    """Lay out a workspace in ``folder``: settings, notebooks and the published figures.

    Raises ``WrongUse`` when the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(
            str(folder),
            expected="a folder that does not exist, or is empty",
            found="one with something in it",
            next_step="choose another folder",
        )
    starter = files("evaluering") / "starter"
    if not starter.is_dir():
        raise OwnFault(
            "evaluering init",
            expected="the starter files of the installed package",
            found="none",
            next_step="install the built wheel, not the source folder",
        )
    try:
        for name in (CONFIGURATION, "notebooks", "data"):
            _copy(starter / name, folder / name)
        (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    except OSError as error:
        raise EnvironmentProblem(
            str(folder),
            expected="a folder that can be written to",
            found=type(error).__name__,
            next_step="choose another folder, or check rights and free space",
        ) from None


def _copy(source: Traversable, target: Path) -> None:
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for child in source.iterdir():
            _copy(child, target / child.name)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
