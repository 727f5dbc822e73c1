"""Axes shared by the figures: number format, labels, no superfluous lines."""

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from evaluering.language import Catalogue, show_tick
from evaluering.vocabulary import Unit

_WHOLE = (Unit.COUNT, Unit.MINUTES)


def finish(axes: Axes, labels: list[str], title: str, unit: Unit, catalogue: Catalogue) -> None:
    """Name rows from the top, number the value axis in the report's language, start at zero or below."""
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlabel(title)
    axes.set_xlim(left=min(0.0, axes.dataLim.x0))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=unit in _WHOLE))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: show_tick(value, unit, catalogue.language)))
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True)
