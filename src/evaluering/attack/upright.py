"""Upright charts read back: every point must stand where a released number puts it, at its own place across.

Which place that is depends on the kind: rows stand across in control charts, small multiples and step
timelines, columns in slopes, and in a funnel the size does. Marks of hidden numbers stand on the floor,
each at its place; in a funnel there are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isclose
from xml.etree import ElementTree as ET

from evaluering.attack.axes import Point, plates_of, points_of, read_axes, value_of_tick
from evaluering.attack.known import Layout, ToldCell
from evaluering.attack.marks import CLOSE, is_box

UPRIGHT = frozenset({"slopes", "control_chart", "small_multiples", "funnel", "step_timeline"})
_PANELLED = frozenset({"control_chart", "small_multiples"})
_ROOM = {"slopes": 0.12}
"""Places of room outside the first and the last; half a place where nothing else is said."""
_TO_FLOOR, _HALF_BOX, _BESIDE = 4.32, 5.76, 8.0
"""Points: a mark above the floor, half its width, and a number beside its place."""
_TICK_TEXT = 8.0
"""Points the words of a tick may stand off it, down."""
_ENOUGH = 2
Row = Sequence[Sequence[ToldCell]]


@dataclass(frozen=True)
class Panel:
    """One frame, its value axis (a number's height is ``start + number * scale``) and what stands on it."""

    left: float
    top: float
    right: float
    bottom: float
    start: float
    scale: float
    ticks: tuple[ET.Element, ...]
    rows: tuple[Row, ...]

    def height(self, number: float) -> float:
        """Where a number stands, down."""
        return self.start + number * self.scale


@dataclass(frozen=True)
class Chart:
    """A chart's panels, the words that number its axes, and for a funnel its places across."""

    kind: str
    panels: tuple[Panel, ...]
    across: "Across"
    words: tuple[ET.Element, ...]


@dataclass(frozen=True)
class Across:
    """Places across: evenly spaced, or by size in a funnel."""

    start: float
    step: float

    def place(self, number: float) -> float:
        """Where a row, a column or a size stands."""
        return self.start + number * self.step


def read_chart(drawing: ET.Element, layout: Layout, groups: Sequence[Row], language: str) -> Chart | None:
    """The chart; None when its frames are not those of its rows, or its ticks lie on no straight line."""
    split = _split(layout, groups)
    frames = plates_of(drawing)[1:]
    if len(frames) != len(split):
        return None
    panels = [_panel(drawing, frame, rows, language) for frame, rows in zip(frames, split, strict=True)]
    known = tuple(panel for panel in panels if panel is not None)
    if len(known) < len(panels):
        return None
    words = tuple(tick for panel in known for tick in panel.ticks)
    if layout.drawn_as != "funnel":
        return Chart(layout.drawn_as, known, _even(layout, known[0]), words)
    sizes = read_axes(drawing, language)
    if sizes is None:
        return None
    return Chart("funnel", known, Across(sizes.start, sizes.scale), (*words, *sizes.ticks))


def _split(layout: Layout, groups: Sequence[Row]) -> list[tuple[Row, ...]]:
    if layout.drawn_as not in _PANELLED:
        return [tuple(groups)]
    pairs = list(zip(layout.rows, groups, strict=True))
    return [tuple(row for _, row in own) for _, own in groupby(pairs, key=lambda pair: pair[0][:-1])]


def _even(layout: Layout, panel: Panel) -> Across:
    number = len(layout.keys[0]) if layout.drawn_as == "slopes" else len(panel.rows)
    room = _ROOM.get(layout.drawn_as, 0.5)
    step = (panel.right - panel.left) / (number - 1 + 2 * room)
    return Across(panel.left + room * step, step)


def _panel(drawing: ET.Element, frame: Sequence[Point], rows: tuple[Row, ...], language: str) -> Panel | None:
    across, down = [x for x, _ in frame], [y for _, y in frame]
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    beside = [
        (float(text.get("y", "0")), value, text)
        for text in drawing.iter("text")
        if text.get("text-anchor") == "end"
        and float(text.get("x", "nan")) < left
        and top - _TICK_TEXT < float(text.get("y", "nan")) < bottom + _TICK_TEXT
        and (value := value_of_tick(text, language)) is not None
    ]
    marks = _tick_marks(drawing, left, (top, bottom))
    numbered = sorted(beside, key=lambda tick: tick[0])
    line = _line(marks, numbered)
    if line is None:
        return None
    return Panel(left, top, right, bottom, *line, tuple(text for _, _, text in numbered), rows)


def _tick_marks(drawing: ET.Element, left: float, frame: tuple[float, float]) -> list[float]:
    """Heights of the left side's ticks. One of the floor, which may stand in the corner, looks otherwise."""
    found = [
        (float(one.get("y", "nan")), one.get("xlink:href"))
        for one in drawing.iter("use")
        if isclose(float(one.get("x", "nan")), left, abs_tol=CLOSE)
    ]
    inside = [(y, look) for y, look in found if frame[0] - CLOSE < y < frame[1] + CLOSE]
    looks = {look for y, look in inside if y < frame[1] - CLOSE}
    return sorted(y for y, look in inside if look in looks)


def _line(marks: list[float], numbered: list[tuple[float, float, ET.Element]]) -> tuple[float, float] | None:
    """Start and scale of the value axis; None where marks and their numbers do not fit one straight line."""
    if len(marks) != len(numbered) or len(marks) < _ENOUGH or numbered[0][1] <= numbered[-1][1]:
        return None
    scale = (marks[-1] - marks[0]) / (numbered[-1][1] - numbered[0][1])
    start = marks[0] - numbered[0][1] * scale
    steps = [after[1] - before[1] for before, after in pairwise(numbered)]
    fits = all(
        isclose(mark, start + value * scale, abs_tol=CLOSE) and abs(at - mark) < _TICK_TEXT
        for mark, (at, value, _) in zip(marks, numbered, strict=True)
    )
    return (start, scale) if fits and all(isclose(one, steps[0], rel_tol=1e-6) for one in steps) else None


def points_follow(drawing: ET.Element, chart: Chart) -> bool:
    """Whether all that is drawn in a panel stands at a released number, and marks stand on the floor."""
    shown, others = points_of(drawing)
    allowed = [spot for panel in chart.panels for spot in _spots(chart, panel)]
    if not all(any(abs(x - a) < CLOSE and abs(y - b) < CLOSE for a, b in allowed) for x, y in shown):
        return False
    first = chart.panels[0].top
    below = [shape for shape in others if min(y for _, y in shape) > first - CLOSE]
    boxes = [shape for shape in below if is_box(shape)]
    rest = [point for shape in others if shape not in boxes for point in shape]
    return all(_on_an_edge(drawing, point, chart) for point in rest) and _marks_follow(boxes, chart)


def _spots(chart: Chart, panel: Panel) -> Iterator[Point]:
    """Where a panel's numbers stand."""
    if chart.kind == "slopes":
        whole = [row for row in panel.rows if all(_number(group[0]) is not None for group in row)]
        yield from _heights_at(panel, chart, enumerate(zip(*whole, strict=True)))
    elif chart.kind == "funnel":
        open_rows = [
            row for row in panel.rows if _number(row[0][0]) is not None and _number(row[1][0]) is not None
        ]
        yield from _heights_at(panel, chart, ((_number(row[0][0]) or 0.0, row[1:]) for row in open_rows))
    else:
        yield from _heights_at(panel, chart, enumerate(panel.rows))
    if chart.kind == "step_timeline":
        yield from _heights_at(panel, chart, enumerate(panel.rows, 1))


def _heights_at(panel: Panel, chart: Chart, rows: "Iterator[tuple[float, Row]]") -> Iterator[Point]:
    for place, row in rows:
        for group in row:
            for cell in group:
                if (number := _number(cell)) is not None:
                    yield chart.across.place(place), panel.height(number)


def _number(cell: ToldCell) -> float | None:
    return float(cell.value) if isinstance(cell.value, int | float) else None


def _hidden(row: Row) -> bool:
    return any(cell.status == "suppressed" for group in row for cell in group)


def _marks_follow(boxes: list[list[Point]], chart: Chart) -> bool:
    wanted = sorted(
        (chart.across.place(place), panel.bottom - _TO_FLOOR)
        for panel in chart.panels
        for place in _marked(chart.kind, panel)
    )
    shown = sorted((min(x for x, _ in box) + _HALF_BOX, max(y for _, y in box)) for box in boxes)
    return len(shown) == len(wanted) and all(
        abs(a - c) < CLOSE and abs(b - d) < CLOSE for (a, b), (c, d) in zip(shown, wanted, strict=True)
    )


def _marked(kind: str, panel: Panel) -> list[int]:
    if kind == "funnel":
        return []
    rows = list(zip(*panel.rows, strict=True)) if kind == "slopes" else list(panel.rows)
    return [place for place, row in enumerate(rows) if _hidden(row)]


def _on_an_edge(drawing: ET.Element, point: Point, chart: Chart) -> bool:
    """Whether a point that shows no number is a frame's, a tick's, the sheet's or the legend's."""
    x, y = point
    sheet = plates_of(drawing)[0]
    across = [value for value, _ in sheet] + [side for one in chart.panels for side in (one.left, one.right)]
    down = [value for _, value in sheet] + [side for one in chart.panels for side in (one.top, one.bottom)]
    if y < chart.panels[0].top - CLOSE or (_is_near(x, across) and _is_near(y, down)):
        return True
    return _is_tick(x, y, chart)


def _is_tick(x: float, y: float, chart: Chart) -> bool:
    """Whether a point is a tick on a left side (their heights are read already) or on a floor."""
    beside = any(_is_near(x, [one.left]) and one.top - CLOSE < y < one.bottom + CLOSE for one in chart.panels)
    below = any(_is_near(y, [one.bottom]) for one in chart.panels)
    number = (x - chart.across.start) / chart.across.step
    return beside or (below and (chart.kind == "funnel" or isclose(number, round(number), abs_tol=1e-3)))


def _is_near(position: float, places: Sequence[float]) -> bool:
    return any(abs(position - place) < CLOSE for place in places)


def stands_beside(text: ET.Element, chart: Chart) -> bool:
    """Whether a number written in the chart stands beside the first or the last place of slopes."""
    if chart.kind != "slopes":
        return False
    last = len(chart.panels[0].rows[0]) - 1
    ends = [chart.across.place(0) - _BESIDE, chart.across.place(last) + _BESIDE]
    return _is_near(float(text.get("x", "nan")), ends)


def names_of(layout: Layout) -> set[tuple[tuple[str, str], ...]]:
    """Places whose names may stand beside panels and below places across: parts of the rows' coordinates."""
    return {part for row in layout.rows for part in (row[-1:], row[:-1]) if part}


def word_in_legend(words: Sequence[ET.Element], chart: Chart) -> bool:
    """Whether the word for hidden numbers stands once above the panels; not at all where none is hidden."""
    hidden = any(_hidden(row) for panel in chart.panels for row in panel.rows)
    above = [word for word in words if float(word.get("y", "nan")) < chart.panels[0].top]
    return len(words) == len(above) == int(hidden)
