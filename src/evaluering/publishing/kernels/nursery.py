"""The process that only imports, and forks a child for each call.

It reads no data, draws no figure and takes no call itself: a child gets its call over a channel that is
handed through, so that nothing of one call can reach the next. It ends, with all its children, when the
process that started it is gone.
"""

import gc
import os
import shutil
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from select import select

from evaluering.publishing.kernels.child import serve
from evaluering.publishing.kernels.forking import fork, trouble_with_forking

REQUEST = 16
"""Length of a request: the name of a stage, filled up with spaces."""
STAGES: dict[str, tuple[str, ...]] = {
    "": (),
    "compute": ("evaluering.publishing.compute", "evaluering.analysis"),
    "page": ("evaluering.publishing.preloaded",),
    "formats": ("evaluering.publishing.preloaded", "evaluering.publishing.preloaded_formats"),
}
"""What is imported before a call of a stage is served."""
_PATIENCE = 0.5


@dataclass(frozen=True)
class Refusal:
    """What a nursery that may not fork answers, instead of a child's number: why not."""

    reason: str


class Nursery:
    """Serves requests on ``line``: a stage's name, and the channel that its child is to serve.

    Without a channel what the stage needs is imported, ahead of its calls. ``folder`` is removed at the end.
    """

    def __init__(self, line: socket.socket, folder: str) -> None:
        self._line, self._folder = line, folder
        self._children: set[int] = set()

    def run(self) -> None:
        """Serve until the other end is closed."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            while self._next():
                self._reap()
        finally:
            self._end()

    def _end(self) -> None:
        """Leave nothing behind: what started this process may have been killed."""
        for number in self._children:
            with suppress(ProcessLookupError):
                os.killpg(number, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _next(self) -> bool:
        ready, _, _ = select([self._line], [], [], _PATIENCE if self._children else None)
        if not ready:
            return True
        request, channels, _, _ = socket.recv_fds(self._line, REQUEST, 1)
        if not request:
            return False
        stage = request.decode().strip()
        for module in STAGES[stage]:
            import_module(module)
        if channels:
            self._serve(Connection(channels[0]))
        return True

    def _serve(self, channel: Connection) -> None:
        trouble = trouble_with_forking()
        with channel:
            if trouble:
                channel.send(Refusal(trouble))
                return
            gc.freeze()
            self._children.add(fork(lambda: self._child(channel), leads=True))

    def _child(self, channel: Connection) -> None:
        self._line.close()
        serve(channel)

    def _reap(self) -> None:
        while self._children:
            number, _ = os.waitpid(-1, os.WNOHANG)
            if not number:
                return
            self._children.discard(number)
