"""What the wheel ships: the workspace to start from, and never what somebody delivered."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"][
    "targets"
]


def test_deliveries_lie_outside_everything_that_is_shipped() -> None:
    shipped = [*BUILD["wheel"]["force-include"], *BUILD["sdist"]["include"]]
    assert [path for path in shipped if Path("data/raw/deliveries").is_relative_to(path)] == []


def test_every_embedded_raw_file_is_shipped() -> None:
    embedded = {path.relative_to(ROOT / "data/raw").as_posix() for path in (ROOT / "data/raw").rglob("*.csv")}
    starter = Path(str(files("evaluering") / "starter" / "data" / "raw"))
    assert {path.relative_to(starter).as_posix() for path in starter.rglob("*.csv")} == {
        name for name in embedded if not re.match("deliveries/|sample/", name)
    }


def test_deliveries_are_kept_out_of_the_repository_here_and_in_a_new_workspace() -> None:
    new = (files("evaluering") / "publishing" / "starter.py").read_text(encoding="utf-8")
    assert "/data/raw/deliveries/" in (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "/data/raw/deliveries/" in new


def test_the_sample_is_neither_shipped_nor_in_the_repository() -> None:
    shipped = [*BUILD["wheel"]["force-include"], *BUILD["sdist"]["include"]]
    assert [path for path in shipped if Path("data/raw/sample").is_relative_to(path)] == []
    assert "/data/raw/sample/" in (ROOT / ".gitignore").read_text(encoding="utf-8")
