"""Documents that cannot rot: what they say is compared with the code."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
import typer

from evaluering import errors
from evaluering.cli import app
from evaluering.deliveries import load_delivery
from evaluering.publishing.plan import make_plan
from evaluering.workspace import load_workspace

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = [
    line.split("#")[0].split()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


def tables(text: str) -> list[list[str]]:
    """The cells of every table row in a Markdown text, headers and rulers left out."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("- ")]


@pytest.mark.parametrize("words", [words for words in COMMANDS if words[0] == "make"], ids=" ".join)
def test_every_make_target_of_the_readme_exists(words: list[str]) -> None:
    assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("words", [words for words in COMMANDS if words[0] == "evaluering"], ids=" ".join)
def test_every_evaluering_command_of_the_readme_exists(words: list[str]) -> None:
    assert words[1] in typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_every_command_of_the_program_is_in_the_readme() -> None:
    shown = {words[1] for words in COMMANDS if words[0] == "evaluering"}
    only_in_help = {"pseudonymise"}
    assert set(typer.main.get_command(app).commands) - only_in_help == shown  # type: ignore[attr-defined]


def test_the_papermill_command_of_the_readme_names_a_notebook_and_its_declared_parameters() -> None:
    (words,) = [words for words in COMMANDS if words[0] == "papermill"]
    declared = load_workspace(ROOT).configuration.notebooks[Path(words[1]).stem].parameters
    assert (ROOT / words[1]).is_file()
    assert {words[index + 1] for index, word in enumerate(words) if word == "-p"} <= declared.keys()


def test_the_readme_lists_exactly_the_notebooks_there_are() -> None:
    listed = {row[0].strip("`") for row in tables(README) if row[0].startswith("`")}
    assert listed == {file.stem for file in (ROOT / "notebooks").glob("*.ipynb")}


def test_the_readme_says_how_many_reports_make_reports_builds() -> None:
    words = {3: "three"}
    assert f"{words[len(make_plan(load_workspace(ROOT).configuration).jobs)]}\nreports" in README


def test_the_exit_codes_of_the_readme_are_those_of_the_errors() -> None:
    listed = {int(row[0]) for row in tables(README) if row[0].isdigit()}
    classes = [error for error in vars(errors).values() if isinstance(error, type)]
    codes = {error.exit_code for error in classes if issubclass(error, errors.EvalueringError)}
    assert listed == codes | {0}


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} -> {target}"


def test_the_module_map_is_what_the_modules_say() -> None:
    script = subprocess.run(
        [sys.executable, ROOT / "scripts" / "module-map"], capture_output=True, text=True, check=True
    )
    assert script.stdout in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_list_of_tables_is_what_the_declarations_say() -> None:
    script = subprocess.run(
        [sys.executable, ROOT / "scripts" / "table-list"], capture_output=True, text=True, check=True
    )
    assert script.stdout == (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_method_pages_are_what_docstrings_and_drawn_examples_say(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "method-pages"), str(tmp_path)]
    subprocess.run(script, check=True)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.md"))
    assert written
    lagging = [
        str(path)
        for path in written
        if not (ROOT / "docs" / path).exists()
        or (ROOT / "docs" / path).read_text("utf-8") != (tmp_path / path).read_text("utf-8")
    ]
    assert lagging == []


def test_the_mappings_in_the_how_to_are_valid(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "deliveries.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "delivery.toml").write_text("\n".join(examples), encoding="utf-8")
    assert [(file.format, file.table) for file in load_delivery(tmp_path).file] == [
        ("", "measure_series"),
        ("", "plans"),
        ("nettskjema", "survey_answers"),
        ("redcap", "survey_answers"),
        ("limesurvey", "survey_answers"),
        ("redcap", "function_scores"),
        ("data_package", "resource_use"),
        ("municipality_classification", "municipalities"),
        ("municipality_classification", "municipality_changes"),
    ]


def test_every_module_says_what_it_is() -> None:
    script = subprocess.run(
        [sys.executable, ROOT / "scripts" / "module-map"], capture_output=True, text=True, check=True
    )
    assert [row[0] for row in tables(script.stdout) if not row[1]] == []


def test_environment_yml_is_generated_from_pyproject() -> None:
    script = subprocess.run(
        [sys.executable, ROOT / "scripts" / "environment"], capture_output=True, text=True, check=True
    )
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == script.stdout


def test_every_dependency_has_its_reason() -> None:
    listed = {row[0] for row in tables((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))}
    declared = {
        re.split(r"[<>=]", line)[0]
        for group in (
            PROJECT["project"]["dependencies"],
            *PROJECT["project"]["optional-dependencies"].values(),
            PROJECT["build-system"]["requires"],
        )
        for line in group
    }
    assert listed - {"package"} == declared


def test_the_installed_package_declares_the_same_dependencies_as_pyproject() -> None:
    installed = {line for line in requires("evaluering") or [] if "extra ==" not in line}
    assert installed == set(PROJECT["project"]["dependencies"])


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    names = [row[1] for row in tables((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))]
    missing = [name for name in names if name != "in code" and name.lower() not in code.lower()]
    assert missing == []


def test_the_changelog_knows_this_version_and_tells_which_numbers_changed() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = changelog.split("\n## ")[1]
    assert latest.startswith(PROJECT["project"]["version"])
    assert "### Numbers that changed" in latest


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_file_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    blocks = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 100
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


def test_the_locks_agree_and_hold_the_build_backend() -> None:
    pins = [
        dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-test.lock")
    ]
    assert "hatchling" in pins[0]
    assert pins[0].items() <= pins[1].items()


def test_every_file_of_raw_data_has_its_source_in_the_data_readme() -> None:
    text = (ROOT / "data" / "raw" / "README.md").read_text(encoding="utf-8")
    files = {file.name for file in (ROOT / "data" / "raw").rglob("*.csv")}
    assert [name for name in sorted(files) if f"`{name}`" not in text] == []


def test_no_file_of_the_project_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")
    found = [
        name
        for name in listed.stdout.splitlines()
        if any(host in (ROOT / name).read_bytes().decode("utf-8", "replace") for host in hosts)
    ]
    assert found == []
