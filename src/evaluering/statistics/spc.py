"""Statistical process control: is a series more than chance, and since when?

Points are numbered from 1, as on the chart. Missing points are gaps: they belong to no run, and no
moving range reaches across them. Limits rest on what the user declares (a baseline, phases,
points left out), never on what an algorithm picks.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from evaluering.results import Estimate
from evaluering.statistics import _dots, _false_alarms, _limit_alarms, _runs, inputs
from evaluering.statistics._chart_points import Series, Stretches, points, series, stretches
from evaluering.statistics._control_lines import Lines, lines
from evaluering.statistics._moving_ranges import NELSON
from evaluering.statistics._runs import RunLimits, Runs
from evaluering.statistics.inputs import Floats, Numbers

SOURCES = {
    "run": _runs.ANHOEJ,
    "xmr": "Montgomery DC. Introduction to Statistical Quality Control. 6th ed. Wiley 2009, ch. 6.",
    "mr": "Montgomery DC. Introduction to Statistical Quality Control. 6th ed. Wiley 2009, ch. 6.",
    "pp": "Laney DB. Improved control charts for attributes. Qual Eng 2002;14:531-537.",
    "up": "Laney DB. Improved control charts for attributes. Qual Eng 2002;14:531-537.",
    "g": "Benneyan JC. Number-between g-type statistical quality control charts for monitoring adverse "
    "events. Health Care Manag Sci 2001;4:305-318.",
    "t": "Nelson LS. A control chart for parts-per-million nonconforming items. J Qual Technol "
    "1994;26:239-240.",
}
ATTRIBUTES = "Montgomery DC. Introduction to Statistical Quality Control. 6th ed. Wiley 2009, ch. 7."
NO_RUNS_OF_RANGES = "moving ranges share points, so that their runs are not those of independent points"


@dataclass(frozen=True)
class Phase:
    """A stretch of points with lines of its own: from point ``first`` to ``last``.

    ``n_baseline`` points set the lines. ``mean`` differs from ``centre`` where the centre line is
    another number (run, g, t). ``sigma_z`` is Laney's; below 1 it did not narrow the limits.
    ``reason`` says why there are no limits, where the kind of chart has them.
    """

    first: int
    last: int
    n_baseline: int
    centre: float
    mean: float
    sigma_z: float
    runs: Runs
    reason: str


@dataclass(frozen=True)
class Chart:
    """A chart, point by point: plotted value, centre line and limits, NaN where there are none.

    ``no_lower`` marks points whose lower limit lies at the end of the scale, so that nothing can
    fall below it; ``no_upper`` likewise. ``sigma_signals`` are the numbers of points outside
    their limits, excluded ones among them. ``n`` points were observed and ``missing`` were not.
    """

    kind: str
    y: tuple[float, ...]
    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    no_lower: tuple[bool, ...]
    no_upper: tuple[bool, ...]
    sigma_signals: tuple[int, ...]
    excluded: tuple[int, ...]
    phases: tuple[Phase, ...]
    n: int
    missing: int
    screened: bool
    method: str
    source: str

    @property
    def n_useful(self) -> int:
        """Points off their centre line, in all phases."""
        return sum(phase.runs.n_useful for phase in self.phases)

    @property
    def signal(self) -> bool:
        """Whether any point lies outside its limits or any phase has a signal in its runs."""
        return bool(self.sigma_signals) or any(phase.runs.signal for phase in self.phases)


def chart(  # noqa: PLR0913 - each is a choice that the chart's caption must name
    y: Numbers,
    n: Numbers | None = None,
    kind: str = "run",
    *,
    freeze: int | None = None,
    split: Numbers | int | None = None,
    exclude: Numbers | None = None,
    screened: bool = False,
) -> Chart:
    """A run chart or control chart with its centre line, limits and signals.

    Inputs: ``y``, one value for each point in order of time, and ``n``, their denominators; both in
    one dimension, None or NaN where a point is missing. ``kind`` and what it needs:

    - ``run``: any values (or ``y``/``n``). Centre: median. No limits.
    - ``xmr``: any values (or ``y``/``n``). Mean +/- 3 mean(MR) / 1.128.
    - ``mr``: any values; the points are their moving ranges. Mean(MR); upper 3.267 mean(MR).
    - ``p``: counts ``y`` of ``n``. pbar +/- 3 sqrt(pbar (1 - pbar) / n), pbar = sum y / sum n.
    - ``u``: counts ``y`` over exposures ``n``, in the unit the rate is per. ubar +/- 3 sqrt(ubar / n).
    - ``pp`` and ``up``: p and u with limits widened by Laney's sigma_z = mean|z_i - z_(i-1)| / 1.128,
      z_i the standardised points. A sigma_z below 1 is reported and narrows nothing.
    - ``c``: counts. Mean +/- 3 sqrt(mean).
    - ``g``: whole numbers of cases or days between events. Centre: median;
      limits: mean +/- 3 sqrt(mean (mean + 1)).
    - ``t``: times between events, above 0. An xmr chart of y^(1/3.6), transformed back.

    ``freeze``: the lines rest on the first so many points (12 or more, better 20-24; all, while there
    are fewer). ``split``: a new phase begins after each of these points. Not both. ``exclude``: points
    drawn but left out of lines and runs. ``screened``: moving ranges of 3.267 mean(MR) or more are left
    out, once, before limits are set; chance alone then signals more often (``false_alarm``).

    Limits stop at 0, and at 1 for p and pp. A share of no one (``n`` = 0) is missing. A moving range
    reaches across an excluded point but never across a missing one; ``exclude`` in an mr chart leaves
    out the range that ends at the point. Lines that the data do not allow are NaN, and the phase says
    why. Runs are judged phase by phase (``anhoej``), not for mr.

    Assumes independent points, and the distribution the kind is named after: binomial for p, Poisson
    for u and c, geometric for g, exponential for t, nearly normal for xmr; pp and up allow
    variation between points beyond it. Raises ``ValueError`` for text, infinity, counts that are
    none, denominators that are missing, too many or too small, positions that are no points, both
    ``freeze`` and ``split``, screening without moving ranges, and times of 0 in a t chart.
    Source: Montgomery 2009 ch. 6-7; Laney 2002; Nelson 1982 (screening), 1994 (t); Benneyan 2001 (g);
    Anhøj and Olesen 2014 (runs). Checked against qicharts2 0.8.1 in R 4.2.2 (cases spc_*, run_*), from
    which it differs where sigma_z is below 1 (limits narrower than p there) and where the points that
    set the limits do not vary (limits on the centre line there, none here).
    """
    drawn = series(y, n, kind, screened)
    over = stretches(len(drawn.y), freeze, split, exclude)
    found = [lines(kind, points(drawn, over, one, screened)) for one in over.slices]
    lower, upper = (np.concatenate(ends) for ends in zip(*(one.clipped for one in found), strict=True))
    return Chart(
        kind=kind,
        y=tuple(drawn.y.tolist()),
        centre=tuple(_each(found, over).tolist()),
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        no_lower=sum((one.no_lower for one in found), ()),
        no_upper=sum((one.no_upper for one in found), ()),
        sigma_signals=_outside(drawn.y, lower, upper),
        excluded=_numbers(~over.included),
        phases=tuple(map(partial(_phase, kind, drawn, over), over.slices, found)),
        n=int((~np.isnan(drawn.y)).sum()),
        missing=int(np.isnan(drawn.y).sum()) - (kind == "mr" and len(drawn.y) > 0),
        screened=screened,
        method=f"spc.{kind}" + (".screened" if screened else ""),
        source=SOURCES.get(kind, ATTRIBUTES) + (f" Screened: {NELSON}" if screened else ""),
    )


def anhoej(y: Numbers, centre: Numbers | float) -> Runs:
    """Runs about a centre line, judged by Anhøj's two rules: too long a run, or too few crossings.

    Inputs: ``y``, values in order of time, one dimension, None or NaN where missing; ``centre``,
    one number, or one for each point.

    Formula, with n the useful points (not missing, not on the line): a signal when the longest run
    is above round(log2 n) + 3, or the crossings are below the 5 % quantile of the binomial
    distribution with n - 1 trials and probability 1/2. ``false_alarm`` is the exact probability of
    either when nothing but chance is at work and the line is fixed; about the points' own median
    it is less (``false_alarm``). With fewer than 10 useful points the rules say little.

    Assumes independent points that fall above and below the line with equal probability.
    Raises ``ValueError`` for text, infinity, or centres that are missing or too many.
    Source: Anhøj and Olesen 2014. Checked against qicharts2 0.8.1 in R 4.2.2 (cases run_anhoej_*,
    anhoej_critical_values) and, for the probability, against all sequences for small n.
    """
    values = inputs.sample(y, "y")
    line = inputs.complete(np.atleast_1d(np.asarray(centre)), "centre")
    if len(line) not in (1, len(values)):
        raise ValueError(f"centre must be one number, or one for each of {len(values)} points")
    return _runs.judged(values, np.broadcast_to(line, values.shape) if len(line) == 1 else line)


def run_limits(n: int) -> RunLimits:
    """The longest run and the fewest crossings that chance explains among ``n`` useful points.

    Input: ``n``, a whole number of points off the centre line, 1 or more.

    Formula: longest run round(log2 n) + 3; crossings the smallest c with P(C <= c) >= 0.05,
    C binomial with n - 1 trials and probability 1/2. A run longer than the one, or fewer crossings
    than the other, is a signal.

    Assumes independent points that fall above and below the line with equal probability.
    Raises ``ValueError`` when ``n`` is not such a number. Source: Anhøj and Olesen 2014.
    Checked against R 4.2.2 (``round(log2(n)) + 3`` and ``qbinom``) for n = 10 to 100
    (case anhoej_critical_values).
    """
    return _runs.limits_of(inputs.count(n, "n", least=1))


def false_alarm(kind: str, n: int, centre: str = "fixed") -> Estimate:
    """The probability that a series of ``n`` points signals though nothing but chance is at work.

    Inputs: ``n``, a whole number of points, 1 or more (for rules of runs: useful points). ``kind``:

    - ``either``, ``long_run``, ``few_crossings``: Anhøj's rules, about a ``fixed`` centre line
      (default) or the points' own ``median``. Exact. About the own median n must be even, since half
      of the useful points then lie on either side.
    - ``xmr``: any point outside limits set from the same points, not screened (``xmr_screened``: screened).
      ``xmr_runs``: that, or Anhøj's rules about the mean. ``dots``: any rule of ``plot_the_dots``, not
      screened. Simulated: 20 000 series
      of normal values, the same ones each time, so that the number repeats; ``se`` is the Monte
      Carlo error, ``low`` and ``high`` a 95 % interval for it.

    For p, u, c, g and t charts the probability also depends on the level and the denominators:
    not offered.

    Formula, about a fixed line: each point lengthens the run or crosses with probability 1/2; the
    distribution of (present run, crossings) is carried from point to point. About the own median:
    N(k runs of at most L) = 2 K(n/2, floor(k/2)) K(n/2, ceil(k/2)) of C(n, n/2) orders, K(m, r) the
    ways to write m as r ordered numbers from 1 to L.

    Assumes independent points, symmetric about the line; normal for the simulated rules.
    Raises ``ValueError`` for another kind, centre or n, and for a median where the rule has a mean.
    Source: the formulas are derived from the rules (Anhøj and Olesen 2014; Montgomery 2009).
    Checked against all sequences for n up to 16, and against case anhoej_false_positive_exact.
    """
    return _false_alarms.estimate(kind, inputs.count(n, "n", least=1), centre)


def limit_alarm(drawn: Chart, n: Numbers | None = None) -> Estimate:
    """The probability that some point of this chart falls outside its limits by chance alone.

    Inputs: ``drawn``, a chart of ``kind`` p, u, c, pp or up; ``n``, its denominators, as given to
    ``chart`` (not for c). Points without limits or denominator do not count.

    Formula: 1 - prod (1 - a_i), a_i the probability of a count below the lower or above the upper limit
    of point i: binomial (n_i, centre) for p, Poisson (centre n_i) for u and c, exact; 2 Phi(-3) for pp and
    up. Beside it stands the probability of the rules of runs (``anhoej``): the two are not added up.

    Assumes independent points and a centre line known without error: one drawn from few points of the
    same series signals somewhat differently. Raises ``ValueError`` for another kind, denominators of
    another number. Source: Montgomery 2009 ch. 7. Checked against all outcomes of small charts, and
    simulation.
    """
    if drawn.kind not in _limit_alarms.KINDS:
        raise ValueError(f"kind must be one of {', '.join(_limit_alarms.KINDS)}")
    y = np.asarray(drawn.y)
    sizes = np.ones_like(y) if n is None else inputs.sample(n, "n")
    if len(sizes) != len(y):
        raise ValueError(f"n must have one denominator for each of {len(y)} points")
    limits = (np.asarray(drawn.lower), np.asarray(drawn.upper))
    return _limit_alarms.estimate(
        drawn.kind, np.asarray(drawn.centre), limits, np.where(np.isnan(y), np.nan, sizes)
    )


def plot_the_dots(  # noqa: PLR0913 - each is a choice that the chart's caption must name
    y: Numbers,
    better: str,
    target: float | None = None,
    *,
    freeze: int | None = None,
    split: Numbers | int | None = None,
    rules: str = "nhs",
    screened: bool = False,
) -> _dots.Dots:
    """An XmR chart read by the NHS rules "making data count": variation, and assurance of a target.

    Inputs: ``y``, values in order of time, one dimension, None or NaN where missing; ``better``: ``up``,
    ``down`` or ``none`` (neither way is an improvement); ``target``, one number or None. ``freeze``,
    ``split`` and ``screened`` as in ``chart``. (The NHS spreadsheets never screen; the NHS package
    for R does unless told not to.)

    Formula: limits mean +/- 2.66 mean(MR). Each point gets the first special cause that fits:
    ``outside`` the limits; in a ``trend`` (each of 7 points in a row above the last, or below);
    ``two_of_three`` points in a row beyond two thirds of the way to the limits but within them, all
    three on one side of the mean; in a ``shift`` (7 points in a row on one side). ``rules``: ``nhs``
    as said, or ``trend_6_shift_8``. Missing points are passed over. Assurance, from the last phase and
    better ``up``: target above the upper limit: ``consistent_fail``; below the lower:
    ``consistent_pass``; else ``inconsistent``; the other way round for ``down``; empty without a
    target or a better way. Where limits are undefined so are both, and ``reason`` says why.

    Assumes independent points, nearly normal. The rules together signal often by chance alone:
    ``false_alarm("dots", n)``. Raises ``ValueError`` for text, infinity, unknown options, positions that
    are no points, and both ``freeze`` and ``split``. Source: NHS England, Making Data Count; Nelson
    1982 (screening). Checked against NHSRplotthedots 0.2.2 in R 4.2.2 (cases nhs_ptd_*), which gives
    points that do not vary limits on the mean.
    """
    _dots.check(better, target, rules)
    values = inputs.sample(y, "y")
    over = stretches(len(values), freeze, split, None)
    return _dots.read(values, over, _dots.Reading(better, target, rules, screened))


def _each(found: list[Lines], over: Stretches) -> Floats:
    return np.concatenate(
        [np.full(one.stop - one.start, line.centre) for one, line in zip(over.slices, found, strict=True)]
    )


def _outside(y: Floats, lower: Floats, upper: Floats) -> tuple[int, ...]:
    return _numbers((_runs.sides(y, upper) > 0) | (_runs.sides(y, lower) < 0))


def _numbers(marked: _dots.Flags) -> tuple[int, ...]:
    return tuple((np.flatnonzero(marked) + 1).tolist())


def _phase(kind: str, drawn: Series, over: Stretches, one: slice, line: Lines) -> Phase:
    y, included = drawn.y[one], over.included[one]
    sets = included & over.baseline[one] & ~np.isnan(y)
    return Phase(
        first=one.start + 1,
        last=one.stop,
        n_baseline=int(sets.sum()),
        centre=line.centre,
        mean=line.mean,
        sigma_z=line.sigma_z,
        runs=_runs_of(kind, y[included], line),
        reason=line.reason,
    )


def _runs_of(kind: str, y: Floats, line: Lines) -> Runs:
    if kind == "mr":
        missing = int(np.isnan(y).sum())
        return _runs.no_runs(len(y) - missing, missing, NO_RUNS_OF_RANGES)
    return _runs.judged(y, np.full(y.shape, line.centre))
