"""The how-to of releasing says what the commands do."""

import re
import tomllib
from pathlib import Path

import typer

from evaluering.cli import app
from evaluering.disclosure import CELLS
from evaluering.publishing.build_log import LOG
from evaluering.publishing.package import PACKAGE, READ_ME, SIGN_OFF
from evaluering.settings import Correction, ReleaseSettings
from evaluering.vocabulary import OutcomeKind

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
    listed = re.findall(r"^\| `([\w.-]+)` \|", TEXT.partition("## A second person")[2], re.MULTILINE)
    tables = ["attack.txt", "changes.csv", "information_loss.csv", "numbers.csv", "suppressed.csv"]
    assert sorted(listed) == sorted([READ_ME, "release", PACKAGE, SIGN_OFF, *tables])


def test_the_folder_of_cells_is_named() -> None:
    assert f"reports/{CELLS}" in TEXT


def test_every_event_and_outcome_of_the_log_is_told() -> None:
    log = TEXT.partition("`event` | holds")[2]
    assert re.findall(r"^\| `(\w+)` \|", log, re.MULTILINE)[:3] == ["start", "report", "end"]
    assert [kind.name for kind in OutcomeKind if f"`{kind.name.lower()}`" not in log] == []


def test_the_log_is_where_it_is_said_to_be() -> None:
    assert f".evaluering/logs/{LOG}" in TEXT
