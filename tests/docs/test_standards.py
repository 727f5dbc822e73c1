"""The project's own standards for its code."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}
FUNCTIONS = [
    node
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its docstring left out."""
    start = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - start.lineno + 1


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_ruff_finds_nothing() -> None:
    done = run("ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout


def test_everything_is_formatted() -> None:
    done = run("ruff", "format", "--no-cache", "--check", "src", "tests", "scripts")
    assert done.returncode == 0, done.stdout


def test_mypy_strict_finds_nothing_in_src(tmp_path: Path) -> None:
    done = run("mypy", "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout


def test_the_import_rule_holds() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT / "src")))
def test_a_module_has_at_most_400_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def test_half_of_all_functions_have_at_most_ten_lines() -> None:
    assert statistics.median(body_length(function) for function in FUNCTIONS) <= 10


def test_no_module_is_called_utils() -> None:
    assert [file.name for file in SOURCES if "util" in file.name] == []


def test_only_tests_assert() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    nested_or_overriding = {"over", "kernel_spec"}
    assert [name for name in silent if name.split()[-1] not in nested_or_overriding] == []


def test_only_the_command_line_and_the_notebook_session_read_the_environment() -> None:
    readers = {
        str(file.relative_to(ROOT / "src" / "evaluering"))
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    # execute.py hands the allow-listed part on to a notebook; a cluster's worker gives its own to children.
    assert readers == {
        "cli.py",
        "publishing/session.py",
        "publishing/execute.py",
        "publishing/kernels/cluster.py",
    }


def test_the_safe_filter_is_in_no_template() -> None:
    templates = (ROOT / "src").rglob("*.j2")
    assert [file.name for file in templates if "safe" in file.read_text(encoding="utf-8")] == []


def test_importing_the_package_loads_none_of_the_heavy_libraries() -> None:
    code = "import evaluering, sys; print(sorted({'pandas', 'matplotlib', 'papermill'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_check_starts_without_the_libraries_of_statistics_figures_and_notebooks() -> None:
    heavy = "{'scipy', 'matplotlib', 'seaborn', 'papermill', 'nbconvert', 'pandera', 'openpyxl'}"
    code = f"import evaluering.publishing.report_status, sys; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
