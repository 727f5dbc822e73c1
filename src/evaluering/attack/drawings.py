"""Drawings read back: their texts and the positions of what they show must follow from released numbers.

A coordinate has six decimals; a bar drawn from a number that was not rounded, or from a hidden one,
stands where no released number would put it.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from xml.etree import ElementTree as ET

from evaluering.attack.axes import Axes, Point, points_of, read_axes
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Layout, Report, ToldCell
from evaluering.attack.marks import CLOSE, boxes_in_place, heights, is_box, marked_rows, words_in_place
from evaluering.attack.page_texts import unexplained
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import single_spaced
from evaluering.attack.upright import (
    UPRIGHT,
    names_of,
    points_follow,
    read_chart,
    stands_beside,
    word_in_legend,
)
from evaluering.attack.wordings import Explained, needs_explaining

_BESIDE = 4.0
"""Points between the end of a bar and its number."""
_CORNERS = 4


def check_drawings(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every drawing of a page: its texts, and where its bars, dots, lines and numbers stand."""
    figures = [block for block in page.root.iter("div") if block.get("class") == "figure"]
    for figure in figures:
        layout = _layout_of(figure, explained.report)
        for drawing in figure.iter("svg"):
            if explained.report is None or layout is None:
                yield Found(file, Kind.COORDINATE, "a drawing that was not released")
            else:
                yield from _check(file, drawing, _Drawn(layout, explained.report), explained)
    inside = {drawing for figure in figures for drawing in figure.iter("svg")}
    if set(page.root.iter("svg")) - inside:
        yield Found(file, Kind.ELEMENT, "a drawing outside a figure")


def _layout_of(figure: ET.Element, report: Report | None) -> Layout | None:
    links = [link.get("href", "").removeprefix("data/").removesuffix(".csv") for link in figure.iter("a")]
    return next((report.layouts[name] for name in links if report and name in report.layouts), None)


class _Drawn:
    """What a figure was drawn from: the released cells of each place, and where their numbers lie."""

    def __init__(self, layout: Layout, report: Report) -> None:
        self.layout = layout
        self.groups = [[[report.cells[key] for key in keys] for keys in row] for row in layout.keys]
        self.marked = marked_rows(layout, self.groups)

    def cells(self) -> Iterator[list[ToldCell]]:
        """The cells of each place."""
        for row in self.groups:
            yield from row

    @property
    def stops(self) -> list[float]:
        """The numbers at which something may begin or end: 0, each value, and sums along a row."""
        values = {number for group in self.cells() for cell in group if (number := _number(cell)) is not None}
        return sorted({0.0} | values | {end for row in self._edges() for end in row})

    @property
    def middles(self) -> list[float]:
        """The middles of the parts of each row."""
        return [(low + high) / 2 for row in self._edges() for low, high in pairwise(row)]

    def _edges(self) -> Iterator[list[float]]:
        """Where the parts of each row begin and end."""
        for row in self.groups:
            found = [_number(group[0]) for group in row]
            parts = [number or 0.0 for number in found]
            if self.layout.drawn_as != "diverging_bars":
                yield [0.0, *accumulate(parts)]
            elif None not in found:
                half, odd = divmod(len(parts), 2)
                start = -(sum(parts[:half]) + odd * parts[half] / 2)
                yield [start + end for end in (0.0, *accumulate(parts))]


def _number(cell: ToldCell) -> float | None:
    return float(cell.value) if isinstance(cell.value, int | float) else None


def _check(file: str, drawing: ET.Element, drawn: _Drawn, explained: Explained) -> Iterator[Found]:
    if drawn.layout.drawn_as in UPRIGHT:
        yield from _check_upright(file, drawing, drawn, explained)
        return
    mirrored = drawn.layout.drawn_as == "diverging_bars"
    axes = read_axes(drawing, explained.language, is_mirrored=mirrored)
    place = f"drawing of {drawn.layout.id}"
    if axes is None:
        yield Found(file, Kind.COORDINATE, place)
        return
    marks = [text for text in drawing.iter("text") if _is_mark(text, explained)]
    if not (_positions_follow(drawing, axes, drawn) and words_in_place(marks, drawn.marked, axes)):
        yield Found(file, Kind.COORDINATE, place)
    for text in drawing.iter("text"):
        if text not in marks and text not in axes.ticks:
            yield from _check_text(file, text, axes, drawn, explained)


def _check_upright(file: str, drawing: ET.Element, drawn: _Drawn, explained: Explained) -> Iterator[Found]:
    chart = read_chart(drawing, drawn.layout, drawn.groups, explained.language)
    place = f"drawing of {drawn.layout.id}"
    if chart is None:
        yield Found(file, Kind.COORDINATE, place)
        return
    marks = [text for text in drawing.iter("text") if _is_mark(text, explained)]
    if not (points_follow(drawing, chart) and word_in_legend(marks, chart)):
        yield Found(file, Kind.COORDINATE, place)
    names = {explained.row_label(part) for part in names_of(drawn.layout)}
    names |= {single_spaced(form) for form in explained.message("sign.outside_limits")}
    for text in drawing.iter("text"):
        words = single_spaced("".join(text.itertext()))
        is_known = text in marks or text in chart.words or words in names or explained.labels_say(words)
        if is_known or not needs_explaining(words):
            continue
        if not any(explained.group_says(words, group) for group in drawn.cells()):
            yield Found(file, unexplained(words, explained.language), place)
        elif not stands_beside(text, chart):
            yield Found(file, Kind.COORDINATE, place)


def _is_mark(text: ET.Element, explained: Explained) -> bool:
    return single_spaced("".join(text.itertext())) in explained.message("sign.hidden_in_figure")


def _check_text(
    file: str, text: ET.Element, axes: Axes, drawn: _Drawn, explained: Explained
) -> Iterator[Found]:
    words = single_spaced("".join(text.itertext()))
    place = f"drawing of {drawn.layout.id}"
    if not needs_explaining(words) or explained.labels_say(words):
        return
    if not any(explained.group_says(words, group) for group in drawn.cells()):
        yield Found(file, unexplained(words, explained.language), place)
    elif not _stands_at(float(text.get("x", "nan")), axes, drawn):
        yield Found(file, Kind.COORDINATE, place)


def _positions_follow(drawing: ET.Element, axes: Axes, drawn: _Drawn) -> bool:
    shown, others = points_of(drawing)
    stops = [axes.place(stop) for stop in drawn.stops]
    across = all(_is_near(x, stops) for x, _ in shown)
    middles = [axes.place(middle) for middle in drawn.middles]
    rows, half = heights(drawn.layout, axes)
    boxes = [shape for shape in others if is_box(shape) and min(y for _, y in shape) > axes.top]
    rest = [shape for shape in others if shape not in boxes and not _behind_text(shape, middles)]
    edges = all(_on_an_edge(point, axes) for shape in rest for point in shape)
    return across and edges and boxes_in_place(boxes, drawn.marked, axes, rows) and _is_in(shown, rows, half)


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


def _is_in(points: Sequence[Point], rows: Sequence[float], half: float) -> bool:
    """Whether every point lies on the edge of a bar, or in the middle where there is none."""
    edges = [middle + side for middle in rows for side in (-half, half)]
    return all(_is_near(y, edges) for _, y in points)


def _is_near(position: float, places: Sequence[float]) -> bool:
    return any(abs(position - place) < CLOSE for place in places)
