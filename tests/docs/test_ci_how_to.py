"""The recipes for CI are sound YAML, say the same, and name nothing that does not exist."""

import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml

from evaluering.cli import app
from evaluering.settings import Format

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
TEXT = (HOW_TO / "ci.md").read_text(encoding="utf-8")
FILES = {
    name: (HOW_TO / "ci" / name).read_text(encoding="utf-8")
    for name in ("github-actions.yml", "gitlab-ci.yml")
}
GITHUB, GITLAB = map(yaml.safe_load, FILES.values())
STEPS = GITHUB["jobs"]["release"]["steps"]
NAMED = {step["name"]: step["run"].splitlines() for step in STEPS if "run" in step}
PREPARING = ("System packages", "Install")
RUN = [line for name, lines in NAMED.items() if name not in PREPARING for line in lines]
COMMANDS = [
    shlex.split(line) for line in [*RUN, *GITLAB["release"]["script"]] if line.startswith("evaluering ")
]
PRIVATE = ("data/", "problems", "review", "internal", "texts", ".evaluering")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_option_exists(words):
    commands = typer.main.get_command(app).commands
    options = {option for one in commands[words[1]].params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_both_recipes_run_the_same_commands_in_the_same_order():
    assert GITLAB["release"]["script"] == RUN


def test_a_release_is_checked_built_verified_and_attacked_before_it_is_kept_and_uploaded():
    order = [words[1] for words in map(shlex.split, RUN) if words[0] == "evaluering"]
    assert order == ["check", "build", "verify", "attack"]
    assert RUN.index("evaluering attack") < RUN.index("git -C kept push --quiet origin HEAD:releases")
    assert STEPS[-1]["uses"].startswith("actions/upload-artifact@")


def test_nothing_but_the_site_is_uploaded():
    uploads = [step["with"]["path"] for step in STEPS if "upload" in step.get("uses", "")]
    assert uploads == ["site"]
    assert GITLAB["release"]["artifacts"]["paths"] == ["site/"]
    assert "cp -aL reports/latest site" in RUN


@pytest.mark.parametrize("recipe", FILES.values(), ids=FILES)
def test_no_private_folder_and_no_cache_is_in_a_recipe(recipe):
    said = "\n".join(line.partition(" #")[0] for line in recipe.splitlines() if not line.startswith("#"))
    unwanted = (*PRIVATE, "cache:", "/cache@", "continue-on-error", "|| true", "allow_failure")
    assert [name for name in unwanted if name in said] == []


@pytest.mark.parametrize("recipe", [*FILES.values(), TEXT], ids=[*FILES, "ci.md"])
def test_no_address_of_a_server_is_named(recipe):
    assert re.findall(r"https?://|\b[\w-]+\.(?:com|org|io|net)\b", recipe) == []


def test_one_release_at_a_time():
    assert GITHUB["concurrency"]["group"]
    assert GITLAB["release"]["resource_group"]


@pytest.mark.parametrize("recipe", FILES.values(), ids=FILES)
def test_the_packages_of_formats_are_those_the_text_names(recipe):
    installed = set(re.findall(r"\blib[\w.-]+", recipe))
    assert installed == set(re.findall(r"`(lib[\w.-]+)`", TEXT))


def test_every_format_is_in_the_text():
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == {one.value for one in Format}


def test_every_private_folder_is_named_in_the_text():
    assert [name for name in ("data/raw/deliveries", *PRIVATE[1:]) if f"`{name}`" not in TEXT] == []
