"""The closed family of figures, drawn from released values as SVG."""

from markupsafe import Markup

from evaluering.language import Catalogue
from evaluering.presentation.figures import bars, dot_interval, stacked_bars
from evaluering.presentation.figures.svg import FigureText, to_svg
from evaluering.results import FigureLayout, ReleasedFinding
from evaluering.vocabulary import FigureKind

_KINDS = {
    FigureKind.STACKED_BARS: stacked_bars.draw,
    FigureKind.BARS: bars.draw,
    FigureKind.DOT_INTERVAL: dot_interval.draw,
}


def figure_svg(
    finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue, text: FigureText
) -> Markup:
    """The figure as an SVG element, text as text, with title and description."""
    svg = to_svg(_KINDS[layout.kind](finding, layout, catalogue), text)
    return Markup(svg)  # noqa: S704 - our own serialiser has escaped its texts
