"""Drawings read back: their texts and the positions of what they show must follow from released numbers.

A coordinate has six decimals; a bar drawn from a number that was not rounded, or from a hidden one,
stands where no released number would put it.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from xml.etree import ElementTree as ET

from evaluering.attack.axes import Axes, Point, points_of, read_axes
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Layout, ReleasedCell, Report
from evaluering.attack.page_texts import unexplained
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import single_spaced
from evaluering.attack.wordings import Explained, needs_explaining

_CLOSE = 2e-3
"""How many hundredths of a point a position may be off: coordinates are rounded to six decimals."""
_BESIDE = 4.0
"""Points between the end of a bar and its number."""
_CORNERS = 4
_SAMES = 2
"""Different heights within a row: the edges of a bar, or the one line of a dot and its interval."""


def check_drawings(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every drawing of a page: its texts, and where its bars, dots, lines and numbers stand."""
    for figure in page.root.iter("figure"):
        layout = _layout_of(figure, explained.report)
        for drawing in figure.iter("svg"):
            if explained.report is None or layout is None:
                yield Found(file, Kind.COORDINATE, "a drawing that was not released")
            else:
                yield from _check(file, drawing, _Drawn(layout, explained.report), explained)
    inside = sum(len(list(figure.iter("svg"))) for figure in page.root.iter("figure"))
    if len(list(page.root.iter("svg"))) > inside:
        yield Found(file, Kind.ELEMENT, "a drawing outside a figure")


def _layout_of(figure: ET.Element, report: Report | None) -> Layout | None:
    links = [link.get("href", "").removeprefix("data/").removesuffix(".csv") for link in figure.iter("a")]
    return next((report.layouts[name] for name in links if report and name in report.layouts), None)


class _Drawn:
    """What a figure was drawn from: the released cells of each place, and where their numbers lie."""

    def __init__(self, layout: Layout, report: Report) -> None:
        self.id = layout.id
        self.groups = [[[report.cells[key] for key in keys] for keys in row] for row in layout.keys]

    def cells(self) -> Iterator[list[ReleasedCell]]:
        """The cells of each place."""
        for row in self.groups:
            yield from row

    @property
    def stops(self) -> list[float]:
        """The numbers at which something may begin or end: 0, each value, and sums along a row."""
        values = {number for group in self.cells() for cell in group if (number := _number(cell)) is not None}
        return sorted({0.0} | values | {end for row in self._sums() for end in row})

    @property
    def middles(self) -> list[float]:
        """The middles of the parts of each row."""
        return [(low + high) / 2 for row in self._sums() for low, high in pairwise([0.0, *row])]

    def _sums(self) -> list[list[float]]:
        return [list(accumulate((_number(group[0]) or 0.0) for group in row)) for row in self.groups]


def _number(cell: ReleasedCell) -> float | None:
    return float(cell.value) if isinstance(cell.value, int | float) else None


def _check(file: str, drawing: ET.Element, drawn: _Drawn, explained: Explained) -> Iterator[Found]:
    axes = read_axes(drawing, explained.language)
    place = f"drawing of {drawn.id}"
    if axes is None:
        yield Found(file, Kind.COORDINATE, place)
        return
    if not _positions_follow(drawing, axes, drawn):
        yield Found(file, Kind.COORDINATE, place)
    for text in drawing.iter("text"):
        words = single_spaced("".join(text.itertext()))
        if text in axes.ticks or not needs_explaining(words) or explained.labels_say(words):
            continue
        if not any(explained.cells_say(words, group) for group in drawn.cells()):
            yield Found(file, unexplained(words), place)
        elif not _stands_at(float(text.get("x", "nan")), axes, drawn):
            yield Found(file, Kind.COORDINATE, place)


def _positions_follow(drawing: ET.Element, axes: Axes, drawn: _Drawn) -> bool:
    shown, others = points_of(drawing)
    stops = [axes.place(stop) for stop in drawn.stops]
    across = all(_is_near(x, stops) for x, _ in shown)
    middles = [axes.place(middle) for middle in drawn.middles]
    edges = all(
        _on_an_edge(point, axes) for shape in others if not _behind_text(shape, middles) for point in shape
    )
    return across and edges and _in_rows([y for _, y in shown])


def _on_an_edge(point: Point, axes: Axes) -> bool:
    """Whether something that shows no number stands at an edge, a tick, or in the legend above."""
    x, y = point
    return y < axes.top or (_is_near(x, axes.across) and _is_near(y, axes.down))


def _behind_text(shape: list[Point], middles: Sequence[float]) -> bool:
    """Whether a shape is the plate behind a number in the middle of a bar's part."""
    across = [x for x, _ in shape]
    return len(shape) == _CORNERS and _is_near((min(across) + max(across)) / 2, middles)


def _stands_at(x: float, axes: Axes, drawn: _Drawn) -> bool:
    at_ends = [axes.place(stop) + beside for stop in drawn.stops for beside in (0.0, _BESIDE)]
    return _is_near(x, at_ends) or _is_near(x, [axes.place(middle) for middle in drawn.middles])


def _in_rows(heights: list[float]) -> bool:
    """Whether all rows are drawn alike: the same few heights, again and again at the same distance."""
    levels: list[float] = []
    for height in sorted(heights):
        if not levels or height - levels[-1] > _CLOSE:
            levels.append(height)
    return len(levels) <= _SAMES or any(_are_alike(levels, levels[number] - levels[0]) for number in (1, 2))


def _are_alike(levels: list[float], step: float) -> bool:
    offsets: list[float] = []
    for level in levels:
        offset = (level - levels[0]) % step
        if not _is_near(offset, [base + turn for base in offsets for turn in (-step, 0.0, step)]):
            offsets.append(offset)
    return len(offsets) <= _SAMES


def _is_near(position: float, places: Sequence[float]) -> bool:
    return any(abs(position - place) < _CLOSE for place in places)
