"""What is timed: every public statistic, its data, and the peers that compute the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

Run = Callable[[], object]


@dataclass(frozen=True)
class Peer:
    """Another program's way to the same numbers.

    ``run`` is a function, or an R expression over the case's data, that gives the numbers to compare, in
    the order of ours (it may give fewer); ``agrees``: within what relative difference, None where the
    method differs; ``lacks``: what it leaves out that ours computes, or computes besides.
    """

    name: str
    run: Run | str
    lacks: str = ""
    agrees: float | None = 1e-6
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A statistic on data of a size; ``aim`` in milliseconds where one was set."""

    statistic: str
    size: str
    ours: Run
    peers: tuple[Peer, ...] = ()
    data: dict[str, object] = field(default_factory=dict)
    aim: float | None = None


def cases() -> list[Case]:
    """All of them."""
    from cases_of_groups import cases as of_groups
    from cases_of_models import cases as of_models
    from cases_of_raters import cases as of_raters
    from cases_of_shares import cases as of_shares

    return [*of_shares(), *of_groups(), *of_raters(), *of_models()]


R_ONLY = "R has packages for it that Debian does not carry"
COUNTS = "arithmetic on counts"
NO_PEER = {
    "agreement.brennan_prediger": f"irrCAC: {R_ONLY}",
    "agreement.conger_kappa": f"irrCAC: {R_ONLY}",
    "agreement.gwet": f"irrCAC: {R_ONLY}",
    "agreement.landis_koch": "six normal probabilities",
    "agreement.percent": f"irrCAC: {R_ONLY}",
    "agreement.specific_agreement": "an interval of our own",
    "agreement_clustered.gwet": "agreement.gwet with resampled clusters",
    "agreement_clustered.percent": "agreement.percent with resampled clusters",
    "before_after.missing_at_random": "a mean and what is added to it",
    "before_after.regression_to_the_mean": "three means",
    "design.agreement_sample": "none known",
    "design.curve_over_icc": "repeats the others",
    "design.curve_over_n": "repeats the others",
    "design.design_effect": "one line",
    "design.fewest_raters": "none known",
    "design.minimum_detectable_effect": "one line",
    "design.stepped_wedge": f"swCRTdesign: {R_ONLY}",
    "differences.did": "arithmetic on four means",
    "differences.staggered": f"did: {R_ONLY}",
    "fidelity.fulfilment": COUNTS,
    "funnel.adjust": f"FunnelPlotR: {R_ONLY}",
    "funnel.limits": f"FunnelPlotR: {R_ONLY}",
    "linked.linked_clusters": "scipy connected_components, which it calls",
    "multiplicity.signals_by_chance": f"poibin: {R_ONLY}",
    "occupancy.random_arrival": "none known",
    "paired.change": "arithmetic on the form's scores",
    "paired.changes": "arithmetic on the form's scores",
    "paired.exact_level": "two values of a distribution that is kept",
    "paired.rank_biserial": "effectsize gives it; Debian carries another version than was compared",
    "proportions.effective_size": "one line",
    "proportions.finite_population": "an interval of our own",
    "proportions.paired_difference": f"PropCIs: {R_ONLY}",
    "proportions.with_design_effect": "proportions.interval of another number of persons",
    "rates.never": COUNTS,
    "responsiveness.minimal_detectable_change": "one line",
    "spc.anhoej": f"qicharts2: {R_ONLY}",
    "spans.clock_minutes": "arithmetic on times of day",
    "spans.minutes_of_items": "arithmetic on times of day",
    "spc.chart": f"qicharts2: {R_ONLY}",
    "spc.false_alarm": "none known",
    "spc.limit_alarm": "none known",
    "spc.plot_the_dots": f"NHSRplotthedots: {R_ONLY}",
    "spc.run_limits": "two numbers",
    "surveys.balance": f"PropCIs: {R_ONLY}",
    "surveys.bounds": COUNTS,
    "surveys.response_rate": COUNTS,
}
"""Public statistics that are not timed, and why."""
