"""The mark of a hidden number in a figure: the same small patterned box and word for every one."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import ScaledTranslation

from evaluering.language import Catalogue
from evaluering.presentation.figures import style

WIDTH, HEIGHT, GAP = 0.16, 0.2, 0.06
"""Inches: the box, and the space on both sides of it."""
_LOOK: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": style.INK,
    "hatch": "////////",
    "hatchcolor": style.INK,
    "linewidth": 0.8,
}


def mark_hidden(axes: Axes, row: int, catalogue: Catalogue, start: float = 0.0) -> None:
    """Mark a hidden number of ``row``, beginning at ``start`` (in data units: where what is shown ends).

    Its size is in inches and its place is that of shown numbers or the axis' beginning, so that nothing
    of it depends on what it hides, and the axis does not stretch to it.
    """
    figure = axes.figure
    # The stub asks for an affine transform; the documented use of it is with data coordinates.
    place = figure.dpi_scale_trans + ScaledTranslation(start, row, axes.transData)  # type: ignore[arg-type]
    box = Rectangle((GAP, -HEIGHT / 2), WIDTH, HEIGHT, transform=place, clip_on=False, **_LOOK)
    # Not add_patch: that would stretch the axis to the box.
    axes.add_artist(box)
    axes.annotate(
        catalogue.text("sign.hidden_in_figure"),
        (start, row),
        xytext=((2 * GAP + WIDTH) * 72, 0),
        textcoords="offset points",
        va="center",
    )


def mark_hidden_at(axes: Axes, place: float) -> None:
    """Mark a hidden number of an upright chart: a box on the frame's floor at ``place`` (data units).

    The floor is the same for every hidden number, whatever it is; its word stands in the legend.
    """
    figure = axes.figure
    floor = ScaledTranslation(place, 0, axes.get_xaxis_transform())  # type: ignore[arg-type]  # as above
    box = Rectangle(
        (-WIDTH / 2, GAP), WIDTH, HEIGHT, transform=figure.dpi_scale_trans + floor, clip_on=False, **_LOOK
    )
    axes.add_artist(box)


def hidden_handle(catalogue: Catalogue) -> Patch:
    """The mark and its word for a legend."""
    return Patch(label=catalogue.text("sign.hidden_in_figure"), **_LOOK)
