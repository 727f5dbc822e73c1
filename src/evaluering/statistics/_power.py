"""Power of a test of one effect with a known standard error, and what must be so for a power asked."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan

from scipy import optimize, special

from evaluering.statistics import inputs

MOST = 1e7
"""The largest n, or multiple of the standard error, looked at; beyond it a power counts as out of reach."""

Increasing = Callable[[float], float]


@dataclass(frozen=True)
class Rule:
    """When the test says that there is an effect.

    ``strict`` counts a two-sided rejection in the wrong direction as power too, which is what the
    probability of rejecting is; R's ``power.t.test`` leaves it out unless told.
    """

    alpha: float = 0.05
    sides: int = 2
    strict: bool = True

    def __post_init__(self) -> None:
        """Refuse what is no rule."""
        share(self.alpha, "alpha")
        if self.sides not in (1, 2):
            raise ValueError("sides must be 1 or 2")


@dataclass(frozen=True)
class Precision:
    """Standard error of the effect, degrees of freedom, and the standard error when there is none."""

    se: float
    df: float
    null_se: float


Precise = Callable[[float, float], Precision]
"""From n and effect to the precision."""


@dataclass(frozen=True)
class Question:
    """Two of effect, n and power; the third is asked for."""

    effect: float | None
    n: float | None
    power: float | None
    least_n: float = 2.0
    most_effect: float = inf

    @property
    def unknown(self) -> str:
        """What is asked for."""
        return next(name for name in ("effect", "n", "power") if getattr(self, name) is None)


@dataclass(frozen=True)
class Answer:
    """All three, and the precision they go with."""

    effect: float
    n: float
    power: float
    precision: Precision
    reason: str = ""


def share(value: float, name: str) -> float:
    """A number strictly between 0 and 1. Raises ``ValueError`` otherwise."""
    if not inputs.is_number(value) or not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1")
    return float(value)


def question(effect: float | None, n: float | None, power: float | None, alpha: float) -> Question:
    """Two of the three, checked."""
    if [effect, n, power].count(None) != 1:
        raise ValueError("give two of effect, n and power; the third is found")
    if effect is not None and (not inputs.is_number(effect) or not isfinite(effect)):
        raise ValueError("effect must be a number")
    if n is not None:
        inputs.positive(n, "n")
    if power is not None and not alpha < share(power, "power"):
        raise ValueError("power must be more than alpha, which is reached without any effect")
    return Question(effect, n, power)


def of_test(effect: float, precision: Precision, rule: Rule) -> float:
    """The probability that the test rejects. NaN without degrees of freedom."""
    if not precision.df > 0 or not precision.se > 0:
        return nan
    critical = _quantile(1 - rule.alpha / rule.sides, precision.df) * precision.null_se / precision.se
    shift = abs(effect) / precision.se
    right_way = 1 - _below(critical, precision.df, shift)
    wrong_way = _below(-critical, precision.df, shift) if rule.sides == 2 and rule.strict else 0.0
    return min(1.0, right_way + wrong_way)


def answer(asked: Question, precise: Precise, rule: Rule) -> Answer:
    """Find the third number; NaN with a reason where nothing reaches the power asked."""
    start = precise(asked.n or MOST, asked.effect or 0.0)
    reason = _unusable(start)
    if not reason:
        found, reason = _FINDERS[asked.unknown](asked, precise, rule)
    if reason:
        return Answer(_given(asked.effect), _given(asked.n), _given(asked.power), _NO_PRECISION, reason)
    effect, n = found
    precision = precise(n, effect)
    return Answer(effect, n, of_test(effect, precision, rule), precision)


def least(power_at: Increasing, target: float, low: float, most: float) -> float:
    """Where an increasing power first reaches ``target``: ``low`` if it is there already, NaN if never."""
    if power_at(low) >= target:
        return low
    step, below = low or 1.0, low
    while below < most:
        above = min(below + step, most)
        if power_at(above) >= target:
            return float(optimize.brentq(lambda x: power_at(x) - target, below, above, xtol=1e-12))
        below, step = above, 2 * step
    return nan


def _given(value: float | None) -> float:
    return nan if value is None else value


_NO_PRECISION = Precision(nan, nan, nan)


def _unusable(precision: Precision) -> str:
    if not precision.df > 0:
        return "too few observations or clusters: no degrees of freedom are left"
    if not precision.se > 0:
        return "the effect cannot be told apart from time in this design"
    return ""


def _power_of(asked: Question, _precise: Precise, _rule: Rule) -> tuple[tuple[float, float], str]:
    return (asked.effect or 0.0, asked.n or nan), ""


def _n_for(asked: Question, precise: Precise, rule: Rule) -> tuple[tuple[float, float], str]:
    effect, power = asked.effect or 0.0, asked.power or nan
    n = least(lambda n: of_test(effect, precise(n, effect), rule), power, asked.least_n, MOST)
    return (
        effect,
        n,
    ), "" if n > 0 else "no n reaches this power: the effect is too small, or clusters too few"


def _effect_for(asked: Question, precise: Precise, rule: Rule) -> tuple[tuple[float, float], str]:
    n, power = asked.n or nan, asked.power or nan
    # Searched in standard errors, so that the unit of the outcome does not matter.
    unit = precise(n, 0.0).se
    most = min(MOST, asked.most_effect / unit)
    multiple = least(lambda m: of_test(m * unit, precise(n, m * unit), rule), power, 0.0, most)
    return (multiple * unit, n), "" if multiple > 0 else "no possible effect would be found with this power"


_FINDERS = {"power": _power_of, "n": _n_for, "effect": _effect_for}


def _quantile(at: float, df: float) -> float:
    return float(special.ndtri(at) if df == inf else special.stdtrit(df, at))


def _below(critical: float, df: float, shift: float) -> float:
    if df == inf:
        return float(special.ndtr(critical - shift))
    # scipy gives NaN where the lower tail is smaller than its own rounding error.
    tail = float(special.nctdtr(df, shift, critical))
    return 0.0 if isnan(tail) else tail
