"""Small linked tables of made-up counts, for tests of secondary suppression."""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from evaluering.disclosure.linked import LinkedCells, Sum, summed

SMALL = 4
"""Counts up to this many are protected in these tests."""


def cells_of(values: ArrayLike, relations: ArrayLike, **changed: ArrayLike) -> LinkedCells:
    """Whole numbers from 0 up, the small ones protected by a width of 5, unless said otherwise."""
    values = np.asarray(values, dtype=float)
    n = len(values)
    given = {
        "protected": values <= SMALL,
        "latent": np.zeros(n, dtype=bool),
        "may_hide": np.ones(n, dtype=bool),
        "least": np.zeros(n),
        "most": np.full(n, np.inf),
        "width": np.full(n, 5.0),
        "cost": np.log2(values + 2),
        "whole": np.ones(n, dtype=bool),
        "at": None,
    }
    for name, array in changed.items():
        kind = float if given[name] is None else given[name].dtype
        given[name] = np.asarray(array, dtype=int if name == "at" else kind)
    rows = sparse.csr_array(np.asarray(relations, dtype=float).reshape(len(relations), n))
    return LinkedCells(values=values, relations=rows, **given)


def table(counts: ArrayLike, **changed: ArrayLike) -> LinkedCells:
    """A table of counts of any dimensions, with all its margins, as linked cells."""
    counts = np.asarray(counts, dtype=float)
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    names = [[*map(str, range(size - 1)), "all"] for size in counts.shape]
    dimensions = [[Sum("all", tuple(listed[:-1]))] for listed in names]
    found = summed(list(product(*names)), counts.ravel(), dimensions)
    return cells_of(found.values, found.relations.toarray(), **({"at": found.at} | changed))
