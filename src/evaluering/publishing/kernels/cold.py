"""A kernel in a process of its own: slower to start than a forked session, and with the same outputs."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError

KERNEL_TROUBLE = (DeadKernelError, TimeoutError, RuntimeError)
"""What running a notebook raises when its kernel would not start or is no more."""
_START_TIMEOUT = 120


class _QuietKernelManager(AsyncKernelManager):
    """Starts this Python, over a socket in a private folder, with a bare environment."""

    variables: Mapping[str, str]
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


def cold_kernel(folder: Path, variables: Mapping[str, str]) -> dict[str, Any]:
    """What papermill is told so that it starts such a kernel, with nothing but ``variables`` around it."""
    own = {"folder": str(folder), "variables": {**variables, "JUPYTER_RUNTIME_DIR": str(folder)}}
    return {
        "kernel_manager_class": type("KernelManager", (_QuietKernelManager,), own),
        "start_timeout": _START_TIMEOUT,
    }
