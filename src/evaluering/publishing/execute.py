"""Running a notebook with papermill, in a process that gets no more than it needs."""

import json
import logging
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from evaluering.errors import ContractBroken, NotebookFailed
from evaluering.publishing.kernels.cold import KERNEL_TROUBLE, cold_kernel
from evaluering.publishing.kernels.engine import NAME
from evaluering.publishing.kernels.forking import answer_of_fork, trouble_with_forking
from evaluering.publishing.plan import Job
from evaluering.publishing.session import REPORT_VARIABLE, STORE_VARIABLE, asked_as_text

_ALLOWED_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""What a notebook's process inherits; everything else of the environment stays outside."""


def _check_parameters_cell(file: Path, job: Job) -> None:
    """Refuse a notebook whose parameters cell does not hold exactly the declared names."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        found = set(papermill.inspect_notebook(str(file)))
    except Exception as error:
        # nbformat and papermill raise many kinds for a file that is no notebook.
        raise _parameters_fault(job, f"no readable notebook ({type(error).__name__})") from None
    declared = {name for name, _ in job.parameters} | {"language"}
    if found != declared:
        raise _parameters_fault(job, f"{', '.join(sorted(found)) or 'no parameters cell'}")


def _parameters_fault(job: Job, found: str) -> ContractBroken:
    return ContractBroken(
        f"notebooks/{job.question}.ipynb",
        expected=f"a cell tagged 'parameters' with {', '.join(['language', *dict(job.parameters)])}",
        found=found,
        next_step="make the parameters cell and evaluering.toml agree",
    )


@dataclass(frozen=True)
class Stopped:
    """Why a notebook stopped: its cell in the executed notebook (-1: none) and the kind of exception."""

    cell: int
    kind: str
    traceback: str = ""


@dataclass(frozen=True)
class _Run:
    """A notebook's file with its parameters, and the folder and variables it runs with."""

    file: Path
    parameters: dict[str, Any]
    home: Path
    variables: Mapping[str, str]


def execute(job: Job, notebook: bytes | None, released: bytes) -> NotebookNode:
    """The notebook with its outputs; what it may show is ``released``, the store of this report alone.

    It runs in a fork of this process, which has then only imported and been given its report, and in a
    kernel of its own where a fork is not safe. Raises ``ContractBroken`` before anything of it runs when its
    parameters are not those declared, and ``NotebookFailed`` with the cell and the kind of exception.
    """
    if notebook is None:
        raise _parameters_fault(job, "no such notebook")
    with tempfile.TemporaryDirectory(prefix="ev-") as folder:
        run = _prepared(Path(folder), job, notebook, released)
        _check_parameters_cell(run.file, job)
        done = _cold(run) if trouble_with_forking() else _forked(run)
    if isinstance(done, Stopped):
        raise _failed(job, notebook, done)
    return done


def _prepared(folder: Path, job: Job, notebook: bytes, released: bytes) -> _Run:
    home = folder / "home"
    home.mkdir()
    file, store = folder / f"{job.question}.ipynb", folder / f"{sha256(released).hexdigest()}.json"
    file.write_bytes(notebook)
    store.write_bytes(released)
    parameters = {"language": job.language.value, **dict(job.parameters)}
    return _Run(file, parameters, home, _variables(job, home, store))


def _variables(job: Job, home: Path, store: Path) -> dict[str, str]:
    variables = {name: os.environ[name] for name in _ALLOWED_VARIABLES if name in os.environ}
    return variables | {
        "HOME": str(home),
        "IPYTHONDIR": str(home),
        "MPLCONFIGDIR": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        STORE_VARIABLE: str(store),
        REPORT_VARIABLE: asked_as_text(job),
    }


def _cold(run: _Run) -> NotebookNode | Stopped:
    return _papermill(run, **cold_kernel(run.home, run.variables))


def _forked(run: _Run) -> NotebookNode | Stopped:
    # As JSON: what a notebook's process sends must not be able to do anything here.
    answer = answer_of_fork(lambda: json.dumps(_in_fork(run)).encode())
    if answer is None:
        return Stopped(-1, "its process was ended")
    told = json.loads(answer)
    return Stopped(**told["stopped"]) if "stopped" in told else nbformat.from_dict(told)


def _in_fork(run: _Run) -> dict[str, Any]:
    _strip(run.variables)
    done = _papermill(run, engine_name=NAME)
    return {"stopped": asdict(done)} if isinstance(done, Stopped) else done


def _strip(variables: Mapping[str, str]) -> None:
    """Take from this process what a notebook's own kernel would not have either."""
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _papermill(run: _Run, **how: Any) -> NotebookNode | Stopped:
    try:
        done: NotebookNode = papermill.execute_notebook(
            str(run.file),
            None,
            parameters=run.parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=str(run.home),
            **how,
        )
    except PapermillExecutionError as error:
        return Stopped(error.cell_index, error.ename, "\n".join(error.traceback))
    except KERNEL_TROUBLE as error:
        return Stopped(-1, f"{type(error).__name__}: the kernel stopped")
    return done


def _failed(job: Job, notebook: bytes, stopped: Stopped) -> NotebookFailed:
    place = f" in cell {_number_in_file(notebook, stopped.cell)}" if stopped.cell >= 0 else ""
    error = NotebookFailed(
        f"report {job.report_id}",
        expected="every cell to run",
        found=f"{stopped.kind}{place}",
        next_step=f"open notebooks/{job.question}.ipynb in JupyterLab; the traceback is in .evaluering/logs",
    )
    error.traceback = stopped.traceback
    return error


def _number_in_file(notebook: bytes, index: int) -> int:
    """A cell's number in the notebook's file, counted from 1.

    ``index`` is its place in the executed notebook, where papermill has put a cell in after the
    tagged one.
    """
    tags = [cell.metadata.get("tags", []) for cell in nbformat.reads(notebook, as_version=4).cells]
    tagged = next(place for place, given in enumerate(tags) if "parameters" in given)
    return index + 1 if index <= tagged else index
