"""What a plan is: the terms it may be given, and the frozen results of planning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Any, TypedDict

import numpy as np

from evaluering.statistics._design_effects import Clustering
from evaluering.statistics._power import Answer, Question, Rule
from evaluering.statistics._stepped_wedge import Wedge


class Terms(TypedDict, total=False):
    """Of the test: see the module's words."""

    alpha: float
    sides: int
    strict: bool


class GroupTerms(Terms, total=False):
    """Of the test, and of people within clusters of mean size, ICC and coefficient of variation."""

    cluster_size: float
    icc: float
    cluster_cv: float


class WedgeTerms(Terms, total=False):
    """Of the test, the outcome, the correlations and the layout of a stepped wedge."""

    sigma: float
    mu0: float
    icc: float
    cac: float
    tau: float
    gamma: float
    reference: str
    by_exposure: bool
    baseline_periods: int
    final_periods: int


@dataclass(frozen=True)
class Plan:
    """A planned comparison: what was given, what was found, and what it rests on.

    ``solved`` names the one of effect, n and power that was found. ``n`` is per group (pairs; per
    cluster and period in a stepped wedge, the mean where sizes differ), not rounded: ``whole_n`` is.
    ``se`` is the standard error of the effect, ``observations`` all of them, ``clusters`` all of
    them (NaN without clustering). Where nothing can be found, NaN with a ``reason``.
    """

    effect: float
    n: float
    power: float
    solved: str
    alpha: float
    se: float
    df: float
    design_effect: float
    observations: float
    clusters: float
    method: str
    source: str
    reason: str = ""

    @property
    def whole_n(self) -> float:
        """``n`` rounded up; what differs from a whole number by rounding error alone is not."""
        return nan if isnan(self.n) else float(np.ceil(self.n - 1e-9 * max(1.0, self.n)))


@dataclass(frozen=True)
class Curve:
    """Plans along a variable: ``at`` holds its values, ``along`` its name."""

    along: str
    at: tuple[float, ...]
    plans: tuple[Plan, ...]

    @property
    def power(self) -> tuple[float, ...]:
        """The power at each value."""
        return tuple(plan.power for plan in self.plans)

    @property
    def n(self) -> tuple[float, ...]:
        """The n at each value."""
        return tuple(plan.n for plan in self.plans)

    @property
    def effect(self) -> tuple[float, ...]:
        """The effect at each value."""
        return tuple(plan.effect for plan in self.plans)


@dataclass(frozen=True)
class Detectable:
    """The smallest true effect a study would find: ``multiple`` standard errors."""

    effect: float
    multiple: float
    power: float
    alpha: float
    se: float
    df: float
    method: str
    source: str
    reason: str = ""


@dataclass(frozen=True)
class AgreementSample:
    """How many things to rate for an interval of a given width.

    ``goals`` is not rounded; ``variance`` is that of one rated thing; ``observed`` and ``chance``
    are the agreements that the coefficient and the prevalence imply.
    """

    goals: float
    raters: int
    value: float
    width: float
    level: float
    variance: float
    observed: float
    chance: float
    method: str
    source: str
    reason: str = ""


def planned(asked: Question, found: Answer, rule: Rule, method: str, source: str) -> Plan:
    """A plan of the answer to what was asked."""
    return Plan(
        effect=found.effect,
        n=found.n,
        power=found.power,
        solved=asked.unknown,
        alpha=rule.alpha,
        se=found.precision.se,
        df=found.precision.df,
        design_effect=1.0,
        observations=nan,
        clusters=nan,
        method=method,
        source=source,
        reason=found.reason,
    )


def clustered(plan: Plan, clustering: Clustering, observations: float) -> Plan:
    """The plan with what its clusters cost."""
    clusters = observations / clustering.divisor if clustering.known else nan
    factor = clustering.factor
    return replace(plan, design_effect=factor, observations=observations, clusters=clusters)


def wedged(plan: Plan, wedge: Wedge) -> Plan:
    """The plan with the size of its stepped wedge."""
    observations = plan.n * float(wedge.layout.sizes.sum())
    # Nothing measured has no precision to compare with.
    independent = 4 * wedge.variances(plan.effect).total / observations if observations else nan
    return replace(
        plan,
        n=plan.n * wedge.layout.mean_size,
        observations=observations,
        clusters=wedge.layout.clusters,
        design_effect=plan.se**2 / independent,
    )


def rule_of(terms: Mapping[str, Any], known: type = Terms) -> Rule:
    """The rule of the test that the terms ask for. Raises ``ValueError`` for a term that is not known."""
    unknown = set(terms) - set(known.__annotations__)
    if unknown:
        raise ValueError(f"no such term: {', '.join(sorted(unknown))}")
    return Rule(**{name: terms[name] for name in ("alpha", "sides", "strict") if name in terms})


def one_number(n: Any) -> float | None:
    """``n`` where it is one number, and some number where it is one for each cluster."""
    return n if n is None or np.ndim(n) == 0 else 1.0
