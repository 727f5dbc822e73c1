"""Rows of drawings, and the marks of hidden numbers in them: where each must stand, to the point.

A mark is one box and one word of fixed size, where a shown number would begin. Anything else of it (its
width, its place, how many there are) could tell what it hides.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isclose
from xml.etree import ElementTree as ET

from evaluering.attack.axes import Axes, Point
from evaluering.attack.known import Layout, ToldCell

_WIDTH, _HEIGHT = 11.52, 14.4
_TO_BOX, _TO_WORD = 4.32, 20.16
"""Points: the box, and how far box and word stand from where a shown number would begin."""
_CORNERS = 4
CLOSE = 2e-3
"""Points a position may be off: coordinates are rounded to six decimals."""
_PARTS = 0.33
"""Half the height of a stacked bar, of the distance between two rows."""
Rows = Sequence[Sequence[Sequence[ToldCell]]]


def heights(layout: Layout, axes: Axes) -> tuple[tuple[float, ...], float]:
    """The middles of a figure's rows from the top, and how far above and below them a bar ends.

    Bars fill 0.8 of a row; stacked and diverging bars 0.66; dots stand on the middle. No
    rows for another kind of figure.
    """
    rows, high = len(layout.rows), max(axes.frame) - min(axes.frame)
    kinds = {
        "bars": (0.5, 0.5, 0.4),
        "stacked_bars": (0.6, 0.6, _PARTS),
        "dot_interval": (0.7, 0.6, 0.0),
        "diverging_bars": (0.6, 0.6, _PARTS),
    }
    if layout.drawn_as not in kinds:
        return (), 0.0
    above, below, half = kinds[layout.drawn_as]
    pitch = high / (rows - 1 + above + below)
    return tuple(min(axes.frame) + (number + above) * pitch for number in range(rows)), half * pitch


def is_box(shape: Sequence[Point]) -> bool:
    """Whether a shape has the size of a mark."""
    across, down = [x for x, _ in shape], [y for _, y in shape]
    return len(shape) == _CORNERS and (
        isclose(max(across) - min(across), _WIDTH, abs_tol=CLOSE)
        and isclose(max(down) - min(down), _HEIGHT, abs_tol=CLOSE)
    )


def marked_rows(layout: Layout, rows: Rows) -> dict[int, float]:
    """The rows with a hidden number that is drawn, each with the number at which its mark begins.

    A diverging bar that lacks a part is not drawn: its mark begins at zero.
    """
    drawn = slice(None) if layout.drawn_as in {"stacked_bars", "diverging_bars"} else slice(1)
    from_zero = layout.drawn_as == "diverging_bars"
    cells = {number: [group[0] for group in row[drawn]] for number, row in enumerate(rows)}
    return {
        number: sum(
            float(cell.value) for cell in row if isinstance(cell.value, int | float) and not from_zero
        )
        for number, row in cells.items()
        if any(cell.status == "suppressed" for cell in row)
    }


def boxes_in_place(
    boxes: Iterable[Sequence[Point]], marked: Mapping[int, float], axes: Axes, middles: Sequence[float]
) -> bool:
    """Whether there is one box for each marked row, in the middle of it, where its shown numbers end."""
    shown = sorted((sum(y for _, y in box) / _CORNERS, min(x for x, _ in box)) for box in boxes)
    wanted = [(middles[row], axes.place(number) + _TO_BOX) for row, number in sorted(marked.items())]
    return len(shown) == len(wanted) and all(
        abs(y - middle) < CLOSE and abs(x - place) < CLOSE
        for (y, x), (middle, place) in zip(shown, wanted, strict=True)
    )


def words_in_place(words: Sequence[ET.Element], marked: Mapping[int, float], axes: Axes) -> bool:
    """Whether there is one word for each marked row, beside its box."""
    shown = sorted((float(word.get("y", "nan")), float(word.get("x", "nan"))) for word in words)
    wanted = [axes.place(number) + _TO_WORD for _, number in sorted(marked.items())]
    return len(shown) == len(wanted) and all(
        abs(x - place) < CLOSE for (_, x), place in zip(shown, wanted, strict=True)
    )
