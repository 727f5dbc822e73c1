"""One measure's chart: its kind by the declared form, its baseline, its signals and what chance gives."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd

from evaluering.results import Estimate, undefined
from evaluering.statistics import spc
from evaluering.statistics.inputs import Floats
from evaluering.statistics.spc import Chart
from evaluering.vocabulary import Unit

FEWEST = 12
"""Fewer points, or a shorter baseline, and there is a run chart, or all points make the centre line."""
LARGE = 1_000
"""Denominators from which binomial and Poisson limits are too narrow in practice (Laney's charts)."""
UNITS = {"proportion": Unit.SHARE, "rate": Unit.RATE, "count": Unit.NUMBER, "mean": Unit.NUMBER}
_KINDS = {"proportion": ("p", "pp"), "rate": ("u", "up"), "count": ("c", "c"), "mean": ("xmr", "xmr")}
NO_LIMITS = "a run chart has no limits"


@dataclass(frozen=True)
class Reading:
    """A measure's chart over every month from its first to its last.

    ``months`` are their numbers; ``rows`` the values by month, NaN in gaps. ``baseline`` is ``declared``
    (the months before the network's first gathering, 12 or more with a value) or ``own`` (all).
    ``alarm_runs`` and ``alarm_limits`` are the probabilities that chance alone signals, by Anhøj's rules
    and by a point outside the limits. ``variation`` and ``assurance`` follow the NHS rules, empty where
    they do not apply.
    """

    months: Floats
    rows: pd.DataFrame
    chart: Chart
    baseline: str
    alarm_runs: Estimate
    alarm_limits: Estimate
    variation: str
    assurance: str

    @property
    def runs_signal(self) -> bool:
        """Whether a run is too long, or crossings too few."""
        return any(phase.runs.signal for phase in self.chart.phases)

    @property
    def limits_signal(self) -> bool:
        """Whether a point lies outside the limits."""
        return bool(self.chart.sigma_signals)

    @property
    def signal(self) -> str:
        """``none``, ``runs``, ``limits`` or ``both``."""
        both = (self.runs_signal, self.limits_signal)
        return {(False, False): "none", (True, False): "runs", (False, True): "limits"}.get(both, "both")


def reading(rows: pd.DataFrame, first_gathering: float) -> Reading:
    """The chart of one measure's rows (one month each, sorted); ``first_gathering`` may be NaN.

    Kind: proportion p, or Laney's p' where denominators are 1,000 or more on average; rate u (u');
    count c; mean XmR; fewer than 12 months with a value, or values that are no counts: run chart.
    """
    months = np.arange(rows["month"].min(), rows["month"].max() + 1)
    every = rows.set_index("month").reindex(months)
    kind = _kind(every)
    freeze = _freeze(every, months, first_gathering)
    drawn = _drawn(every, kind, freeze)
    variation, assurance = _dots(every, rows, freeze)
    return Reading(
        months,
        every,
        drawn,
        "own" if freeze is None else "declared",
        _alarm_runs(drawn),
        _alarm_limits(every, drawn),
        variation,
        assurance,
    )


def _kind(every: pd.DataFrame) -> str:
    form = str(every["form"].dropna().iloc[0])
    if every["value"].notna().sum() < FEWEST or not _counted(every, form):
        return "run"
    usual, large = _KINDS[form]
    return large if every["denominator"].mean() >= LARGE else usual


def _counted(every: pd.DataFrame, form: str) -> bool:
    """Whether values are what the form's chart needs: whole counts, none above its whole denominator."""
    if form == "mean":
        return True
    seen = every[every["value"].notna()]
    counts, sizes = seen["numerator"], seen["denominator"]
    whole = bool(((counts >= 0) & (counts == counts.round())).all())
    if form == "proportion":
        return whole and bool(((counts <= sizes) & (sizes == sizes.round())).all())
    return whole


def _freeze(every: pd.DataFrame, months: Floats, first_gathering: float) -> int | None:
    before = months < first_gathering
    observed = every["value"].notna().to_numpy()
    enough = (before & observed).sum() >= FEWEST and (~before & observed).any()
    return int(before.sum()) if enough else None


def _drawn(every: pd.DataFrame, kind: str, freeze: int | None) -> Chart:
    if kind in ("run", "xmr"):
        return spc.chart(every["value"].to_numpy(dtype=float), kind=kind, freeze=freeze)
    counts = every["numerator"].where(every["value"].notna()).to_numpy(dtype=float)
    return spc.chart(counts, _sizes(every, kind), kind, freeze=freeze)


def _sizes(every: pd.DataFrame, kind: str) -> Floats | None:
    return None if kind == "c" else every["denominator"].to_numpy(dtype=float)


def _dots(every: pd.DataFrame, rows: pd.DataFrame, freeze: int | None) -> tuple[str, str]:
    """The NHS's reading of the values: variation now, and whether the target is met as things stand."""
    if rows["value"].notna().sum() < FEWEST:
        return "", ""
    target = float(rows["target"].iloc[0])
    found = spc.plot_the_dots(
        every["value"].to_numpy(dtype=float),
        str(rows["better"].iloc[0]),
        None if isnan(target) else target,
        freeze=freeze,
    )
    return found.variation, found.assurance


def _alarm_runs(drawn: Chart) -> Estimate:
    runs = drawn.phases[0].runs
    if not runs.n_useful:
        return undefined(runs.reason or "no useful points", Unit.PROBABILITY, runs.method)
    value = runs.false_alarm
    return Estimate(value, nan, nan, nan, runs.n_useful, Unit.PROBABILITY, runs.method, runs.source)


def _alarm_limits(every: pd.DataFrame, drawn: Chart) -> Estimate:
    if drawn.kind == "run":
        return undefined(NO_LIMITS, Unit.PROBABILITY, "spc.limit_alarm")
    if drawn.kind == "xmr":
        return spc.false_alarm("xmr", max(drawn.n, 1))
    return spc.limit_alarm(drawn, _sizes(every, drawn.kind))
