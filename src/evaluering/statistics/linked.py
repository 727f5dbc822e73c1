"""Clusters of two kinds that share units: teams of several municipalities, and the other way round."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evaluering.statistics.inputs import clusters

Labels = Sequence[Hashable] | NDArray[Any]


def linked_clusters(labels: Sequence[Labels]) -> tuple[int, ...]:
    """Clusters that nothing crosses: units that share any of several labels, directly or through others.

    Inputs: ``labels``, one or more sets of n labels each, units in the same order (each unit's team,
    each unit's municipality).

    Formula: the connected components of the graph of units and labels, numbered from 0 in the order they
    first occur. With one set of labels they are the clusters as given.

    Assumes that effects of both kinds of label are to be allowed for: clusters of one kind are
    independent only where no label of the other kind is shared. Many links leave few clusters. Raises
    ``ValueError`` for none, unequal lengths or missing labels. Source: Cameron AC, Miller DL. A
    practitioner's guide to cluster-robust inference. J Hum Resour 2015;50:317-372 (the larger, nesting
    clusters). Checked against components found by hand, and by the coverage of synthetic networks whose
    teams share municipalities.
    """
    if not labels:
        raise ValueError("labels must have at least one set of labels")
    n = len(labels[0])
    coded = [clusters(one, n) for one in labels]
    ends = np.cumsum([n, *(int(one.max(initial=-1)) + 1 for one in coded)])
    nodes = np.concatenate([one + start for one, start in zip(coded, ends, strict=False)])
    units = np.tile(np.arange(n), len(coded))
    graph = coo_array((np.ones(len(nodes)), (units, nodes)), shape=(ends[-1], ends[-1]))
    found = connected_components(graph, directed=False)[1][:n]
    numbers = {one: place for place, one in enumerate(dict.fromkeys(found.tolist()))}
    return tuple(numbers[one] for one in found.tolist())
