"""Help in plain text: every command with its whole sentence, errors of use, and nothing heavy loaded."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from evaluering.cli import app
from functional.commands import run

COMMANDS = typer.main.get_command(app).commands


def test_help_lists_every_command_with_its_whole_sentence(tmp_path: Path) -> None:
    told = " ".join(run(tmp_path, "--help").out.split())
    cut = [
        name for name, command in COMMANDS.items() if f"{name} {' '.join(command.help.split())}" not in told
    ]
    assert cut == []
    assert "..." not in told.partition("Commands:")[2]


def test_help_of_a_command_lists_its_options(tmp_path: Path) -> None:
    told = run(tmp_path, "build", "--help").out
    assert [option.opts[0] for option in COMMANDS["build"].params if option.opts[0] not in told] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "--joobs", "3"], "No such option: --joobs"),
        (["nosuch"], "No such command 'nosuch'"),
        (["sheet"], "Missing argument"),
        (["build", "--jobs", "0"], "Invalid value for '--jobs'"),
    ],
    ids=["option", "command", "argument", "value"],
)
def test_wrong_use_of_the_command_line_says_what_is_wrong_and_ends_with_2(
    tmp_path: Path, words: list[str], said: str
) -> None:
    done = run(tmp_path, *words)
    assert done.code == 2
    assert said in done.err
    assert "--help" in done.err


@pytest.mark.parametrize("words", [["--help"], ["list", "--help"]], ids=" ".join)
def test_help_loads_no_library_but_that_of_the_command_line(words: list[str]) -> None:
    heavy = "{'rich', 'pygments', 'markdown_it', 'pandas', 'numpy', 'pyarrow', 'duckdb'}"
    code = (
        f"import sys; sys.argv = {['evaluering', *words]}; import evaluering.cli as cli\n"
        f"try: cli.main()\nexcept SystemExit: print(sorted({heavy} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
