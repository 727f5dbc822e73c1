"""The engine ``evaluering`` for papermill: cells run in papermill's own process, without a kernel.

``papermill --engine evaluering notebook.ipynb out.ipynb`` uses it as it is. Under a build it runs in a
forked child, so that one notebook can leave nothing to the next.
"""

from typing import Any

from papermill.engines import Engine

from evaluering.publishing.kernels.cells import Cells

NAME = "evaluering"


class InProcessEngine(Engine):
    """Runs a notebook's code cells in order, until one fails.

    A cell tagged ``raises-exception`` may fail, as in other engines. ``execution_timeout`` and
    ``start_timeout`` are not kept: who starts the process sets its limits.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:  # noqa: ARG003 - there is no kernel
        """Run the cells of ``nb_man``'s notebook; a failed cell is marked and the last that runs."""
        cells = Cells()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            sound = cell.cell_type != "code" or not cell.source.strip() or cells.run(cell)
            if not sound and "raises-exception" not in cell.metadata.get("tags", []):
                nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                return
            nb_man.cell_complete(cell, cell_index=index)
