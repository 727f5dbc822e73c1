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


def network(counts: ArrayLike, networks: ArrayLike, counties: ArrayLike, **changed: ArrayLike) -> LinkedCells:
    """Municipalities in networks and crossing counties, by category and time, with all margins."""
    counts = np.asarray(counts, dtype=float)
    groups = [[f"n{group}" for group in networks], [f"c{group}" for group in counties]]
    names = [f"m{number}" for number in range(len(counts))]
    geography = [
        Sum(group, tuple(name for name, of in zip(names, listed, strict=True) if of == group))
        for listed in groups
        for group in sorted(set(listed))
    ]
    everywhere = [Sum("all", tuple(sorted(set(listed)))) for listed in groups]
    rows = dict(zip(names, counts, strict=True))
    for one in (*geography, *everywhere):
        rows[one.whole] = np.sum([rows[part] for part in one.of], axis=0)
    full = np.array(list(rows.values()))
    for axis in range(1, counts.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    others = [[*map(str, range(size))] for size in counts.shape[1:]]
    places = list(product(rows, *([*listed, "all"] for listed in others)))
    sums = [[*geography, *everywhere], *([Sum("all", tuple(listed))] for listed in others)]
    found = summed(places, full.ravel(), sums)
    return cells_of(found.values, found.relations.toarray(), **({"at": found.at} | changed))
