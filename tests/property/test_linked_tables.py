"""What holds for every pattern of hidden cells over linked tables, against other ways of finding out."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from evaluering.disclosure.linked import check, protect
from evaluering.disclosure.linked.elimination import determined
from linked_tables import cells_of, network, table

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(5, 40))
FEW = settings(max_examples=25)


@st.composite
def small_tables(draw):
    """Tables of two by two or two by three counts, with margins."""
    columns = draw(st.integers(2, 3))
    counts = draw(st.lists(COUNT, min_size=2 * columns, max_size=2 * columns))
    return table(np.reshape(counts, (2, columns)))


@st.composite
def networks(draw, most=8):
    """Networks of municipalities with crossing counties, and none, one or two further dimensions."""
    size = draw(st.integers(3, most))
    shape = (size, *draw(st.sampled_from([(), (2,), (3,), (2, 2)])))
    counts = draw(st.lists(COUNT, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    groups = [draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)) for _ in range(2)]
    return network(np.reshape(counts, shape), *groups)


def tables_like(cells, hidden, spread=5):
    """Every table that agrees with the shown cells, hidden inner counts differing by at most ``spread``."""
    inner = np.flatnonzero(hidden & (cells.at < cells.at.max(axis=0)).all(axis=1))
    ranges = [np.arange(max(0, v - spread), v + spread + 1) for v in cells.values[inner]]
    listed = list(product(*ranges))
    tried = np.array(listed, dtype=np.int16).reshape(len(listed), len(inner))
    changes = tried - cells.values[inner].astype(np.int16)
    # Each margin's change is the sum of its inner counts'; a shown margin may not change.
    for margin in np.flatnonzero((cells.at == cells.at.max(axis=0)).any(axis=1)):
        below = (cells.at[inner] == cells.at[margin]) | (cells.at[margin] == cells.at.max(axis=0))
        change = changes[:, below.all(axis=1)].sum(axis=1)
        kept = (change == 0) if not hidden[margin] else (cells.values[margin] + change >= 0)
        changes, tried = changes[kept], tried[kept]
    return inner, tried


def whole_width(cells, hidden, cell):
    """How far apart the least and most whole numbers are that a hidden cell can have."""
    rows = cells.relations[:, np.flatnonzero(hidden)]
    kept = LinearConstraint(rows, *([rows @ cells.values[hidden]] * 2))
    aim = (np.flatnonzero(hidden) == cell).astype(float)
    reach = np.minimum(cells.most[hidden], cells.values[hidden] + 60)
    ends = [
        milp(
            sign * aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(cells.least[hidden], reach),
            constraints=kept,
        )
        for sign in (1, -1)
    ]
    return -ends[1].fun - ends[0].fun


@FEW
@given(small_tables())
def test_counting_out_all_tables_leaves_every_protected_count_five_wide(cells):
    pattern = protect(cells)
    inner, tables = tables_like(cells, pattern.hidden)
    widths = np.ptp(tables, axis=0)
    assert (widths[cells.protected[inner]] >= 5).all()
    assert (widths >= 1).all()


@FEW
@given(networks(most=5))
def test_whole_number_programmes_leave_every_protected_count_five_wide(cells):
    pattern = protect(cells)
    widths = [whole_width(cells, pattern.hidden, cell) for cell in np.flatnonzero(cells.protected)]
    assert not len(pattern.unprotected)
    assert all(width >= 5 - 1e-6 for width in widths)


@FEW
@given(networks())
def test_the_check_finds_nothing_in_a_pattern(cells):
    pattern = protect(cells)
    found = check(cells, pattern.hidden)
    assert not len(found.determined)
    assert not len(found.narrow)
    assert not len(found.unbounded)


@FEW
@given(networks())
def test_protected_cells_are_hidden_and_secondary_are_the_rest(cells):
    pattern = protect(cells)
    assert pattern.hidden[cells.protected].all()
    assert (pattern.secondary == (pattern.hidden & ~cells.protected)).all()


@FEW
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_cells_does_not_matter(cells, random):
    order = np.array(random.sample(range(cells.size), cells.size))
    rows = np.array(random.sample(range(cells.relations.shape[0]), cells.relations.shape[0]), dtype=int)
    shuffled = cells.taken(order, cells.relations[rows][:, order])
    assert (protect(shuffled).hidden == protect(cells).hidden[order]).all()


@FEW
@given(networks(most=5), st.data())
def test_cells_are_unprotected_exactly_when_hiding_all_that_may_be_is_not_enough(cells, data):
    out = np.array(data.draw(st.lists(st.booleans(), min_size=cells.size, max_size=cells.size)))
    cells = replace(cells, may_hide=~out | cells.protected)
    pattern = protect(cells)
    everything = check(cells, cells.may_hide)
    assert not (pattern.hidden & ~cells.may_hide).any()
    assert set(everything.narrow) <= set(pattern.unprotected)
    for cell in pattern.unprotected:
        assert whole_width(cells, cells.may_hide, cell) < 5 - 1e-6


@FEW
@given(networks(most=5))
def test_hiding_small_counts_alone_is_found_out_whenever_whole_numbers_tell(cells):
    found = check(cells, cells.protected)
    widths = {cell: whole_width(cells, cells.protected, cell) for cell in np.flatnonzero(cells.protected)}
    known = [cell for cell, width in widths.items() if width < 1e-6]
    assert set(found.narrow) <= {cell for cell, width in widths.items() if width < 5 - 1e-6}
    # Linear programmes see no more than whole numbers allow: all they call known is known.
    assert set(found.determined) <= set(known)


@given(st.integers(1, 6), st.integers(1, 9), st.randoms(use_true_random=False))
def test_determined_cells_are_those_that_no_null_vector_moves(relations, size, random):
    rows = np.array([[random.choice([-1, 0, 0, 1, 2]) for _ in range(size)] for _ in range(relations)])
    cells = cells_of(np.zeros(size), rows)
    hidden = np.array([random.random() < 0.8 for _ in range(size)])
    among = rows[:, hidden].astype(float)
    _, strengths, directions = np.linalg.svd(among, full_matrices=True)
    null = directions[int((strengths > 1e-9).sum()) :]
    expected = np.flatnonzero(hidden)[(np.abs(null) < 1e-9).all(axis=0)]
    assert determined(cells.relations, hidden).tolist() == expected.tolist()
