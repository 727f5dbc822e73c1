"""Linear programmes that are solved again and again, with other prices and bounds.

Of the relations among a region's cells many programmes are asked in a row. HiGHS keeps them, and
begins each where the last one ended: a few steps, where a programme of its own takes hundreds.
"""

import highspy
import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, FloatArray

NODES = 40
"""How many branches a whole-number programme may look into. Not a time limit: those differ by machine."""

GAP = 0.2
"""How much dearer than the best a whole-number solution may be."""

STEPS = 10
"""How many steps of the simplex method a programme may take per row and column."""

DUAL, PRIMAL = 1, 4
"""HiGHS' numbers of the simplex methods."""

_Options = dict[str, str | int | float]

_OPTIONS: _Options = {
    # One thread, no limit of time and nothing random: the same steps on every machine.
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_max_nodes": NODES,
    "mip_rel_gap": GAP,
}

_BY_STEPS: _Options = {
    "solver": "simplex",
    # Presolving would forget where the last programme ended.
    "presolve": "off",
    "simplex_scale_strategy": 0,
    "dual_simplex_cost_perturbation_multiplier": 0.0,
    "primal_simplex_bound_perturbation_multiplier": 0.0,
}

_INTERIOR: _Options = {"solver": "ipm", "run_crossover": "off"}
"""Some times faster where many cells are moved at once; what it finds is not made of whole steps."""


class _Quiet(highspy.Highs):
    """HiGHS that says nothing: it would name itself on standard output before it can be asked not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS' name
        """Called when it is made; turns all output off in place of calling back."""
        self.setOptionValue("output_flag", False)


class Programme:
    """``relations`` (m, n) that are to be 0, and the cells' bounds (n,).

    Solved by steps from one corner to the next, each programme from where the last ended, or from
    the ``interior``.
    """

    def __init__(
        self, relations: sparse.csc_array, low: FloatArray, high: FloatArray, *, interior: bool = False
    ) -> None:
        self._columns = np.arange(relations.shape[1], dtype=np.int32)
        self._model = _Quiet()
        limit: _Options = {"simplex_iteration_limit": STEPS * sum(relations.shape)}
        for name, value in (_OPTIONS | limit | (_INTERIOR if interior else _BY_STEPS)).items():
            self._model.setOptionValue(name, value)
        rows, columns = relations.shape
        kept, nothing = np.zeros(rows), np.zeros(columns)
        self._model.passModel(
            columns,
            rows,
            relations.nnz,
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            *(nothing, low, high, kept, kept),
            *(relations.indptr, relations.indices, relations.data),
            nothing.astype(np.int32),
        )
        self._low, self._high = low, high

    def least(
        self, price: FloatArray, low: FloatArray | None = None, high: FloatArray | None = None
    ) -> FloatArray | None:
        """The cheapest solution with these prices, and bounds other than before if any are given.

        None where there is none, or none was found.
        """
        count = len(self._columns)
        self._bound(self._low if low is None else low, self._high if high is None else high)
        self._model.changeColsCost(count, self._columns, price)
        return self._run()

    def _bound(self, low: FloatArray, high: FloatArray) -> None:
        changed = np.flatnonzero((low != self._low) | (high != self._high)).astype(np.int32)
        # A step of the method from other prices keeps to the bounds, one from other bounds to the prices.
        self._model.setOptionValue("simplex_strategy", DUAL if len(changed) else PRIMAL)
        if len(changed):
            self._model.changeColsBounds(len(changed), changed, low[changed], high[changed])
            self._low, self._high = low, high

    def in_whole_steps(self, whole: BoolArray) -> FloatArray | None:
        """The same solution, or one near it in price, with whole numbers in the columns ``whole``."""
        chosen = self._columns[whole]
        kinds = np.ones(len(chosen), dtype=np.uint8)
        self._model.changeColsIntegrality(len(chosen), chosen, kinds)
        self._model.setOptionValue("presolve", "on")
        found = self._run()
        self._model.setOptionValue("presolve", "off")
        self._model.changeColsIntegrality(len(chosen), chosen, 0 * kinds)
        return found

    def _run(self) -> FloatArray | None:
        self._model.run()
        solution = self._model.getSolution()
        status = self._model.getInfo().primal_solution_status
        if not solution.value_valid or status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return np.array(solution.col_value, dtype=np.float64)
