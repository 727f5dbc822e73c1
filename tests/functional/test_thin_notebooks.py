"""Notebooks stay thin: they name what to show, and nothing else."""

import ast
import json
import re
from pathlib import Path

import pytest

from functional.commands import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FORBIDDEN_NAMES = {"open", "exec", "eval", "print", "pd", "pandas", "numpy", "Path", "os", "globals"}


def cells(file: Path, kind: str = "code") -> list[dict[str, object]]:
    """The cells of a kind, as stored."""
    return [c for c in json.loads(file.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell: dict[str, object]) -> str:
    """A cell's source."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)  # type: ignore[arg-type]


def code(file: Path) -> list[ast.AST]:
    """Every node of the notebook's code."""
    return [node for cell in cells(file) for node in ast.walk(ast.parse(source(cell)))]


pytestmark = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def test_every_code_cell_has_at_most_ten_lines(file: Path) -> None:
    assert [source(cell) for cell in cells(file) if len(source(cell).splitlines()) > 10] == []


def test_no_cell_defines_anything(file: Path) -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If)
    assert [type(node).__name__ for node in code(file) if isinstance(node, kinds)] == []


def test_only_our_package_is_imported(file: Path) -> None:
    imports = [node for node in code(file) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import evaluering as ev"]


def test_no_file_is_read_and_no_path_is_written(file: Path) -> None:
    names = {node.id for node in code(file) if isinstance(node, ast.Name)}
    texts = [n.value for n in code(file) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert names & FORBIDDEN_NAMES == set()
    assert [text for text in texts if not re.fullmatch(r"[a-z_]+", text)] == []


def test_no_outputs_and_no_counts_are_stored(file: Path) -> None:
    stored = [c for c in cells(file) if c["outputs"] or c["execution_count"] is not None]
    assert stored == []


def test_one_cell_is_tagged_as_parameters_and_holds_plain_typed_values(file: Path) -> None:
    (tagged,) = [cell for cell in cells(file) if "parameters" in cell["metadata"].get("tags", [])]  # type: ignore[attr-defined]
    body = ast.parse(source(tagged)).body
    assert all(isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) for line in body)
    assert source(tagged).startswith('language = "nb"')


def test_cell_ids_are_the_notebooks_name_and_a_running_number(file: Path) -> None:
    ids = [cell["id"] for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]
    slug = file.stem.replace("_", "-")
    assert ids == [f"{slug}-{number:02}" for number in range(1, len(ids) + 1)]


def test_the_notebooks_metadata_is_the_kernels_name_only(file: Path) -> None:
    metadata = json.loads(file.read_text(encoding="utf-8"))["metadata"]
    assert sorted(metadata) == ["kernelspec", "language_info"]
    assert metadata["language_info"] == {"name": "python"}
