"""The closed family of figures, drawn from released values as SVG."""

from markupsafe import Markup

from evaluering.language import Catalogue
from evaluering.presentation.figures import (
    bars,
    diverging,
    dot_interval,
    funnel,
    series,
    slopes,
    stacked_bars,
    steps,
)
from evaluering.presentation.figures.svg import FigureText, to_svg
from evaluering.presentation.prose import NO_REFERENCES, References, sentence
from evaluering.results import FigureLayout, ReleasedFinding
from evaluering.vocabulary import FigureKind

_KINDS = {
    FigureKind.STACKED_BARS: stacked_bars.draw,
    FigureKind.BARS: bars.draw,
    FigureKind.DOT_INTERVAL: dot_interval.draw,
    FigureKind.DIVERGING_BARS: diverging.draw,
    FigureKind.SLOPES: slopes.draw,
    FigureKind.CONTROL_CHART: series.draw_one,
    FigureKind.SMALL_MULTIPLES: series.draw,
    FigureKind.FUNNEL: funnel.draw,
    FigureKind.STEP_TIMELINE: steps.draw,
}


def figure_svg(
    finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue, text: FigureText
) -> Markup:
    """The figure as an SVG element, text as text, with title and description."""
    svg = to_svg(_KINDS[layout.kind](finding, layout, catalogue), text)
    return Markup(svg)  # noqa: S704 - our own serialiser has escaped its texts


def described(
    finding: ReleasedFinding,
    layout: FigureLayout,
    catalogue: Catalogue,
    references: References = NO_REFERENCES,
) -> str:
    """The figure in words: what kind it is, what it shows, the main finding, and that numbers are hidden.

    The analysis' own description names the kind itself; without it (a number it shows is hidden) the kind
    is all that may be told.
    """
    words = sentence(finding, layout.alt, catalogue, references)
    if layout.alt.values:
        return words
    return f"{catalogue.text(f'figure_kind.{layout.kind}')} {words}"
