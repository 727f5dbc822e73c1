"""The how-to of releasing says what the commands do."""

import re
import tomllib
from pathlib import Path

import typer

from evaluering.cli import app
from evaluering.disclosure import CELLS
from evaluering.publishing.package import PACKAGE, READ_ME, SIGN_OFF
from evaluering.settings import Correction, ReleaseSettings

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "how-to" / "release.md").read_text(encoding="utf-8")
BLOCKS = {kind: re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL) for kind in ("sh", "toml")}


def test_every_command_and_option_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for line in "".join(BLOCKS["sh"]).splitlines():
        name, *words = line.partition("#")[0].split()[1:]
        options = {option for one in commands[name].params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_settings_are_valid_and_all_of_them_are_shown() -> None:
    release, correction = map(tomllib.loads, BLOCKS["toml"])
    assert release["release"].keys() == ReleaseSettings.model_fields.keys()
    ReleaseSettings.model_validate(release["release"])
    (note,) = correction["correction"]
    Correction.model_validate(note)


def test_every_file_of_a_package_is_listed() -> None:
    listed = re.findall(r"^\| `([\w.-]+)` \|", TEXT, re.MULTILINE)
    tables = ["attack.txt", "changes.csv", "information_loss.csv", "numbers.csv", "suppressed.csv"]
    assert sorted(listed) == sorted([READ_ME, "release", PACKAGE, SIGN_OFF, *tables])


def test_the_folder_of_cells_is_named() -> None:
    assert f"reports/{CELLS}" in TEXT
