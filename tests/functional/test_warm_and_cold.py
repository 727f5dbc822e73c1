"""A page is the same wherever its notebook runs: in a fork, in a process of its own, in a cold kernel."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from evaluering.disclosure import read_ledger
from evaluering.publishing import execute, rendering
from evaluering.publishing.kernels import Call, LocalWorkers
from evaluering.publishing.prepare import ledger_file, prepare
from evaluering.publishing.render import Rendering, call_of
from evaluering.publishing.task import Rendered, Task
from evaluering.publishing.works import works_of
from evaluering.workspace import load_workspace
from functional.commands import ROOT

NOTEBOOKS = sorted(file.stem for file in (ROOT / "notebooks").glob("*.ipynb"))
OUTPUTS = """
import sys
print("first"); print("second"); print("aside", file=sys.stderr)
display({"a": 1}, 2)
"last"
"""


@pytest.fixture(scope="module")
def calls(built: Path) -> dict[str, Call]:
    """The call for each report's page, by notebook."""
    workspace = load_workspace(built)
    with LocalWorkers(1, os.environ) as workers:
        prepared = prepare(workspace, read_ledger(ledger_file(workspace)), workers)
        every = Rendering(workspace, prepared.plan.jobs, prepared.released, workers)
        return {job.question: call_of(every, job, works_of(workspace, job)) for job in prepared.plan.jobs}


@pytest.fixture(scope="module")
def forked(calls: dict[str, Call]) -> dict[str, Rendered]:
    """What came of each in a fork."""
    with LocalWorkers(2, os.environ) as workers:
        ended = list(workers.run(list(calls.values())))
    return {list(calls)[one.place]: one.value for one in ended}


def test_every_notebook_is_compared(calls: dict[str, Call], forked: dict[str, Rendered]) -> None:
    assert sorted(calls) == sorted(forked) == NOTEBOOKS
    assert all("index.html" in one.files and "report.pdf" in one.files for one in forked.values())


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_cold_kernel_gives_the_same_bytes(
    calls: dict[str, Call], forked: dict[str, Rendered], notebook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    cold = execute._cold
    monkeypatch.setattr(execute, "_cold", lambda run: (started.append(notebook), cold(run))[1])
    monkeypatch.setattr(execute, "trouble_with_forking", lambda: "asked for")
    (task,) = calls[notebook].arguments
    assert rendering.render(task).files == forked[notebook].files
    assert started == [notebook]


def test_a_process_of_its_own_gives_the_same_bytes(
    calls: dict[str, Call], forked: dict[str, Rendered]
) -> None:
    notebook = NOTEBOOKS[0]
    with LocalWorkers(1, os.environ, forks=False) as workers:
        (ended,) = workers.run([calls[notebook]])
    assert ended.value.files == forked[notebook].files


def test_the_engine_can_be_used_with_papermill_itself(tmp_path: Path) -> None:
    sources = (OUTPUTS, "name", "1 / 0", "open('ran', 'w')")
    warm, cold = (_outputs(tmp_path, sources, engine) for engine in ("evaluering", "nbclient"))
    kinds = [one.output_type for one in warm[0]]
    assert kinds == ["stream", "stream", "display_data", "display_data", "execute_result"]
    assert warm[1][0].data["text/plain"] == "'y'"
    assert warm[:2] == cold[:2]
    assert (warm[2][0].ename, warm[2][0].evalue) == (cold[2][0].ename, cold[2][0].evalue)
    assert warm[3] == cold[3] == []


def _outputs(folder: Path, sources: Sequence[str], engine: str) -> list[list[Any]]:
    """The outputs of cells with these sources, run by papermill's command."""
    given, made = folder / "given.ipynb", folder / f"{engine}.ipynb"
    cells = [nbformat.v4.new_code_cell("name = 'x'", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), given)
    asked = ["-p", "name", "y", "--kernel", "python3", "--language", "python", "--engine", engine]
    command = [sys.executable, "-m", "papermill", str(given), str(made), *asked]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    assert done.returncode == 1
    every = [one for one in nbformat.read(made, as_version=4).cells if one.cell_type == "code"]
    # papermill puts in the cell of given parameters, and one before the cell that failed.
    return [one.outputs for one in every if one.source in sources]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os; assert 'EVALUERING_SECRET' not in os.environ", "done"),
        ("import os; assert not any('data' in name for name in os.listdir())", "done"),
        ("import evaluering.presentation.elements as e; e.render_element = lambda *_: 'forged'", "done"),
        ("import os; os._exit(0)", "failed in the notebook"),
        ("import sys; sys.exit('so long')", "failed in the notebook"),
    ],
)
def test_a_notebook_in_a_fork_has_no_more_than_in_a_kernel(
    calls: dict[str, Call], forked: dict[str, Rendered], source: str, said: str
) -> None:
    call = calls["gathering_time"]
    (task,) = call.arguments
    with LocalWorkers(1, {**os.environ, "EVALUERING_SECRET": "1"}) as workers:
        (ended,) = workers.run([Call(call.stage, call.function, (_with_cell(task, source),))])
    assert ended.value.kind == said
    assert ended.value.files == (forked["gathering_time"].files if said == "done" else {})


def _with_cell(task: Task, source: str) -> Task:

    notebook = nbformat.reads(task.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="added"))
    return replace(task, notebook=nbformat.writes(notebook).encode())
