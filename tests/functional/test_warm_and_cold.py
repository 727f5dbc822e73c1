"""A page is the same wherever its notebook runs: in a fork, in a process of its own, in a cold kernel."""

import os
import pickle
import re
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
from evaluering.vocabulary import Format
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
    # A child gets a copy of its own, and may number what is cited in it.
    assert rendering.render(pickle.loads(pickle.dumps(task))).files == forked[notebook].files
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
    assert (ended.value.kind, ended.value.reason == "") == (said, said == "done"), ended.value.reason
    assert ended.value.files == (forked["gathering_time"].files if said == "done" else {})


def _with_cell(task: Task, source: str) -> Task:

    notebook = nbformat.reads(task.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="added"))
    return replace(task, notebook=nbformat.writes(notebook).encode())


def _marked(call: Call, number: int) -> Call:
    """A report with a mark of its own in title and notebook, which looks for what others left behind."""
    (task,) = call.arguments
    source = (
        "import builtins, os, pathlib\n"
        "from evaluering.language import catalogue\n"
        "from evaluering.vocabulary import Language\n"
        "assert not hasattr(builtins, 'mark') and 'MARK' not in os.environ\n"
        "assert not pathlib.Path('mark').exists() and not catalogue(Language.BOKMAAL).has('mark')\n"
        f"builtins.mark = os.environ['MARK'] = '{_mark(number)}'\n"
        "pathlib.Path('mark').write_text(builtins.mark)\n"
        "_ = catalogue(Language.BOKMAAL).entries.add('mark', builtins.mark)"
    )
    marked = replace(task, job=replace(task.job, own_title=_mark(number), formats=(Format.HTML,)))
    return Call("page", call.function, (_with_cell(marked, source),))


def _mark(number: int) -> str:
    return f"KANARI-{number:04d}-SLUTT"


@pytest.mark.parametrize("reports", [16, pytest.param(500, marks=pytest.mark.long)])
def test_nothing_of_one_report_reaches_another(calls: dict[str, Call], reports: int, tmp_path: Path) -> None:
    kinds = list(calls.values())
    asked = (_marked(kinds[number % len(kinds)], number) for number in range(reports))
    with LocalWorkers(2, {**os.environ, "TMPDIR": str(tmp_path)}) as workers:
        done = {ended.place: ended.value for ended in workers.run(asked)}
    assert {one.reason for one in done.values()} == {""}
    for number, rendered in done.items():
        seen = {mark for file in rendered.files.values() for mark in re.findall(rb"KANARI-\d+-SLUTT", file)}
        assert seen == {_mark(number).encode()}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("runs", [30, pytest.param(1_000, marks=pytest.mark.long)])
def test_runs_in_a_row_leave_no_process_socket_file_or_memory_behind(
    calls: dict[str, Call], runs: int, tmp_path: Path
) -> None:
    call = _marked(calls["follow_up_inquiries"], 0)
    held: list[tuple[int, int]] = []
    largest: list[float] = []
    with LocalWorkers(1, {**os.environ, "TMPDIR": str(tmp_path)}) as workers:
        for ended in workers.run(call for _ in range(runs)):
            assert ended.value.reason == ""
            nursery = min(children(os.getpid()))
            held.append((resident_kb(nursery), len(list(Path(f"/proc/{nursery}/fd").iterdir()))))
            largest.append(ended.memory_mb)
    assert list(tmp_path.iterdir()) == []
    assert children(os.getpid()) == set()
    # After the first few runs nothing grows: neither the process that is forked from, nor its children.
    (memory, files), (last_memory, last_files) = held[9], held[-1]
    assert last_memory - memory < 1_000
    assert last_files == files
    assert max(largest[-10:]) < max(largest[:10]) * 1.02


def children(process: int) -> set[int]:
    """The processes that a process started to fork from."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    every = {int(number) for task in tasks for number in task.read_text().split()}
    return {
        number for number in every if b"publishing.kernels" in Path(f"/proc/{number}/cmdline").read_bytes()
    }


def resident_kb(process: int) -> int:
    """The memory a process holds, in kB."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if "VmRSS" in line]
    return int(line.split()[1])
