"""Running a notebook with papermill, in a kernel that gets no more than it needs."""

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from evaluering.errors import ContractBroken, NotebookFailed
from evaluering.publishing.plan import Job
from evaluering.publishing.session import STORE_VARIABLE, WORKSPACE_VARIABLE
from evaluering.workspace import Workspace

_ALLOWED_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""What a kernel inherits; everything else of the environment stays outside."""
_START_TIMEOUT = 120
_CELL_TIMEOUT = 600


class _QuietKernelManager(AsyncKernelManager):
    """Starts this Python, over a socket in a private folder, with a bare environment."""

    variables: dict[str, str]
    folder: str

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.transport = "ipc"
        self.connection_file = str(Path(self.folder) / "kernel.json")
        self.ip = str(Path(self.folder) / "socket")

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        return await super()._async_pre_start_kernel(**{**kwargs, "env": dict(self.variables)})

    pre_start_kernel = _async_pre_start_kernel


def check_parameters_cell(workspace: Workspace, job: Job) -> None:
    """The notebook is there, and its parameters cell holds exactly the declared names.

    Raises ``ContractBroken`` before any kernel starts.
    """
    file = workspace.notebook_file(job.question)
    if not file.is_file():
        raise _parameters_fault(job, "no such notebook")
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


def execute(workspace: Workspace, job: Job, store: Path) -> NotebookNode:
    """The notebook with its outputs.

    Raises ``NotebookFailed`` with the cell and the kind of exception; the traceback goes to a log
    only the owner can read, for it may hold data.
    """
    with tempfile.TemporaryDirectory(prefix="ev-") as folder:
        manager = type("KernelManager", (_QuietKernelManager,), _kernel_settings(workspace, store, folder))
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(workspace.notebook_file(job.question)),
                None,
                parameters={"language": job.language.value, **dict(job.parameters)},
                kernel_name="python3",
                kernel_manager_class=manager,
                progress_bar=False,
                cwd=folder,
                start_timeout=_START_TIMEOUT,
                execution_timeout=_CELL_TIMEOUT,
            )
            return executed
        except PapermillExecutionError as error:
            _log(workspace, job, "\n".join(error.traceback))
            number = _number_in_file(workspace.notebook_file(job.question), error.cell_index)
            raise _failed(job, f"{error.ename} in cell {number}") from None
        except (DeadKernelError, TimeoutError, RuntimeError) as error:
            raise _failed(job, f"{type(error).__name__}: the kernel stopped") from None


def _number_in_file(file: Path, index: int) -> int:
    """A cell's number in the notebook's file, counted from 1.

    ``index`` is its place in the executed notebook, where papermill has put a cell in after the
    tagged one.
    """
    tags = [cell.metadata.get("tags", []) for cell in nbformat.read(file, as_version=4).cells]
    tagged = next(place for place, given in enumerate(tags) if "parameters" in given)
    return index + 1 if index <= tagged else index


def _kernel_settings(workspace: Workspace, store: Path, folder: str) -> dict[str, object]:
    variables = {name: os.environ[name] for name in _ALLOWED_VARIABLES if name in os.environ}
    variables |= {
        "HOME": folder,
        "IPYTHONDIR": folder,
        "JUPYTER_RUNTIME_DIR": folder,
        "MPLCONFIGDIR": folder,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        STORE_VARIABLE: str(store),
        WORKSPACE_VARIABLE: str(workspace.root),
    }
    return {"variables": variables, "folder": folder}


def _failed(job: Job, found: str) -> NotebookFailed:
    return NotebookFailed(
        f"report {job.report_id}",
        expected="every cell to run",
        found=found,
        next_step=f"open notebooks/{job.question}.ipynb in JupyterLab; the traceback is in .evaluering/logs",
    )


def _log(workspace: Workspace, job: Job, text: str) -> None:
    folder = workspace.private / "logs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{job.report_id}.log"
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
