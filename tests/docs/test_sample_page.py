"""The page about the sample says what the sample is."""

import re
from pathlib import Path

import typer

from evaluering.cli import app
from evaluering.synthetic.fault_names import MEANINGS, Fault
from evaluering.synthetic.sample import Order
from evaluering.synthetic.truth import true_effects

PAGE = (Path(__file__).parent.parent.parent / "docs/how-to/sample.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = PAGE.split(heading, 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_lists_every_fault_with_its_meaning() -> None:
    listed = {row[0].strip("`"): row[1].replace("`", "") for row in rows("\n## Faults")}
    assert listed == {fault.value: meaning for fault, meaning in MEANINGS.items()}


def test_the_page_lists_every_true_effect() -> None:
    listed = [name for row in rows("\n## What is true") for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(listed) == sorted(effect.name for effect in true_effects(5))


def test_the_page_lists_every_option_with_its_default() -> None:
    command = typer.main.get_command(app).commands["sample"]  # type: ignore[attr-defined]
    defaults = {option.opts[0]: option.default for option in command.params if option.name != "help"}
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows("# The synthetic network")}
    assert listed == {name: str(default) if default else "none" for name, default in defaults.items()}


def test_the_command_has_the_defaults_of_the_library() -> None:
    command = typer.main.get_command(app).commands["sample"]  # type: ignore[attr-defined]
    defaults = {option.name: option.default for option in command.params if option.name != "fault"}
    assert defaults == {name: value for name, value in vars(Order()).items() if name != "faults"}


def test_help_lists_every_fault() -> None:
    command = typer.main.get_command(app).commands["sample"]  # type: ignore[attr-defined]
    (told,) = [option.help for option in command.params if option.name == "fault"]
    assert all(fault in told for fault in [*Fault, "all"])
