"""Linked tables that a statistics office's tool was tried on: nothing recovered, no more hidden.

Synthetic problems of other people, with what GaussSuppression 1.0.0 hid beyond the protected cells.
They are looked for in ``$EVALUERING_SHARED/suppression``, else beside the repository.
"""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from references import SHARED

from evaluering.disclosure.linked import check, protect
from linked_tables import network

PEER = {
    ("n10_q4", "public"): 149,
    ("n10_q4", "protected"): 115,
    ("n10_q12", "public"): 240,
    ("n10_q12", "protected"): 164,
    ("n61_q4", "public"): 251,
    ("n61_q4", "protected"): 109,
    ("n61_q12", "public"): 227,
    ("n61_q12", "protected"): 100,
    ("n357_q4", "public"): 678,
    ("n357_q4", "protected"): 286,
}
QUICK = ("n10_q4",)
CASES = [
    pytest.param(*case, id="-".join(case), marks=() if case[0] in QUICK else pytest.mark.long)
    for case in PEER
]
pytestmark = pytest.mark.third_party


@cache
def counts(name):
    """A problem's counts, with the network and county of every municipality."""
    file = SHARED / "suppression" / f"p_{name}.csv.gz"
    if not file.exists():
        pytest.skip("the third-party suppression problems are not beside this repository")
    read = pd.read_csv(file, dtype={"county": str})
    wide = read.pivot_table(index=["mun", "net", "county"], columns=["cat", "quarter"], values="count")
    places, shape = wide.index, [len(level) for level in wide.columns.levels]
    return (
        wide.to_numpy().reshape(len(wide), *shape),
        places.get_level_values("net"),
        places.get_level_values("county"),
    )


def problem(name, zeros, **changed):
    """The problem; with public zeros, a zero is never hidden and a hidden count is at least one."""
    cells = network(*counts(name))
    public = zeros == "public"
    hideable = (cells.values > 0) | (not public)
    known = {
        "protected": (cells.values <= 4) & hideable,
        "may_hide": hideable,
        "least": np.where(hideable & public, 1.0, 0.0),
        "cost": 1 + np.log1p(cells.values) / 10,
    }
    return network(*counts(name), **(known | changed))


def unbounded(name, zeros):
    """The problem as the peer sees it: only exact recovery counts, and nothing else is known."""
    n = network(*counts(name)).size
    known = {"least": [-np.inf] * n, "whole": [False] * n, "width": [0.0] * n}
    return problem(name, zeros, **known)


@pytest.mark.parametrize(("name", "zeros"), CASES)
def test_at_the_peers_protection_no_more_is_hidden_than_by_the_peer(name, zeros):
    cells = unbounded(name, zeros)
    pattern = protect(cells)
    assert not len(check(cells, pattern.hidden).determined)
    assert not len(pattern.unprotected)
    assert pattern.secondary.sum() <= PEER[name, zeros]


@pytest.mark.parametrize(("name", "zeros"), CASES)
def test_every_protected_count_is_five_wide_and_none_is_recovered(name, zeros):
    cells = problem(name, zeros)
    pattern = protect(cells)
    found = check(cells, pattern.hidden)
    assert not len(pattern.unprotected)
    assert not len(found.determined)
    assert not len(found.narrow)


@pytest.mark.long
def test_the_peers_kind_of_pattern_lets_public_zeros_tell_counts():
    """Hidden from exact recovery alone, counts known to be at least one lie in narrow intervals."""
    hidden = protect(unbounded("n10_q4", "public")).hidden
    assert len(check(problem("n10_q4", "public"), hidden).narrow)
