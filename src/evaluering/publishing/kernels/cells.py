"""A notebook's cells, run by an IPython session in this very process."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config


class _Publisher(DisplayPublisher):
    """Keeps what ``display`` is given."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,  # noqa: ARG002 - as IPython calls it
        *,
        transient: Any = None,
        update: Any = False,
        **_: Any,
    ) -> None:
        """Keep it, or change what is shown under the same id."""
        outputs = _outputs(self.shell)
        output = new_output("display_data", data=data, metadata=metadata or {})
        shown = (transient or {}).get("display_id")
        if shown and update:
            self.shell.displayed[shown].update(data=output.data, metadata=output.metadata)
            return
        if shown:
            self.shell.displayed[shown] = output
        outputs.append(output)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002 - as IPython calls it
        """Forget what the cell has shown."""
        _outputs(self.shell).clear()


class _Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Nothing is printed."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value in every form it has."""
        output = new_output(
            "execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count
        )
        _outputs(self.shell).append(output)

    def finish_displayhook(self) -> None:
        """Print nothing after it either."""
        self._is_active = False


class _Shell(InteractiveShell):
    """A session that shows nothing by itself."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def init_history(self) -> None:
        """Keep no history on disk."""
        self.config.HistoryManager.enabled = False
        super().init_history()

    def init_completer(self) -> None:
        """Complete nothing: nobody types here."""
        self.Completer: Any = None

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        _outputs(self).append(
            new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        )


def _outputs(shell: Any) -> list[NotebookNode]:
    kept: list[NotebookNode] = shell.kept
    return kept


class _Stream(TextIOBase):
    """What is printed, in its place among a cell's other outputs."""

    def __init__(self, name: str, shell: Any) -> None:
        self._called, self._shell = name, shell

    def write(self, text: str) -> int:
        """Keep the text; what is printed in a row stays together."""
        kept = _outputs(self._shell)
        if kept and kept[-1].output_type == "stream" and kept[-1].name == self._called:
            kept[-1].text += text
        elif text:
            kept.append(new_output("stream", name=self._called, text=text))
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """Never."""
        return False


class Cells:
    """A session in this process. There can be one in a process, and it is never clean again.

    What a cell leaves behind in imported modules stays; therefore a process that runs a notebook here is
    to end with it.
    """

    def __init__(self) -> None:
        shell: Any = _Shell.instance(config=Config())
        shell.kept, shell.displayed = [], {}
        self._shell = shell

    def run(self, cell: NotebookNode) -> bool:
        """Run a code cell and give it its outputs; whether it ran to its end."""
        self._shell.kept = cell.outputs = []
        with self._streams():
            done = self._shell.run_cell(cell.source, store_history=True)
        cell.execution_count = done.execution_count
        return bool(done.success)

    @contextmanager
    def _streams(self) -> Iterator[None]:
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream("stdout", self._shell), _Stream("stderr", self._shell)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
