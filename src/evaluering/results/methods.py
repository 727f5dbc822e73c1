"""Families of methods: what is said of a method on a page is said of its whole family.

A choice within a family may follow the data (exact for few units, approximate for many), so the name of a
method could tell of a hidden number. The name of its family cannot.
"""

from collections.abc import Iterable

BETWEEN = " | "
"""Between the names of methods that may each have made a number, whichever of them did."""
FAMILIES: dict[str, tuple[str, ...]] = {
    "share": ("wilson", "exact", "goodman", "sison_glaz", "sison-glaz"),
    "share_in_clusters": ("logit_t", "korn_graubard", "clustered", "wilson_of_teams"),
    "difference_of_shares": ("newcombe", "miettinen_nurminen", "mee"),
    "paired_shares": ("tango", "mcnemar"),
    "rate": ("garwood", "quasi_poisson", "conditional_exact"),
    "clustered_mean": ("mean, CR2", "least squares, CR2", "restricted wild cluster bootstrap", "t test of"),
    "mean": ("Student's t", "Welch's t"),
    "mixed_model": ("reml", "laplace", "missing at random"),
    "standardised_change": ("standardised response mean", "standardised difference"),
    "ranks": ("Mann-Whitney", "Hodges-Lehmann", "Cliff's delta", "signed rank", "matched-pairs"),
    "odds": ("Fisher", "cumulative logit"),
    "time_to_event": ("kaplan_meier",),
    "interrupted_series": ("reml_ar1", "ols", "newey_west", "quasipoisson", "controlled", "segmented"),
    "difference_in_differences": ("did", "two_way_cr2", "staggered_"),
    "agreement": (
        *("percent", "specific_agreement", "gwet", "fleiss_kappa", "conger_kappa", "cohen_kappa"),
        *("brennan_prediger", "krippendorff_alpha"),
    ),
    "scale": ("cronbach_alpha",),
    "rater_reliability": ("ICC", "kendall_w"),
    "control_chart": ("spc.", "anhoej"),
    "funnel": ("funnel.",),
    "several_tests": ("holm", "benjamini_hochberg"),
    "quantiles": ("quantiles",),
    "regression_to_the_mean": ("regression to the mean",),
    "study_size": ("two_sample_t", "paired_t", "two_proportions", "stepped_wedge_gls", "linearised_"),
    "random_arrival": ("random_arrival",),
    "clustering": ("anova, Wald's", "reml, profile", "kish"),
    "person_score": ("matched activities", "all scored activities"),
}
"""Each family with how the names of its methods begin."""


def families(methods: Iterable[str]) -> tuple[str, ...]:
    """The families of these methods, each once, in alphabetical order; "" is the method of no estimate.

    Raises ``KeyError`` naming a method that belongs to none: it would stand on a page with no note.
    """
    names = {name for method in methods for name in method.split(BETWEEN) if name}
    return tuple(sorted({family(name) for name in names}))


def family(method: str) -> str:
    """The family of one method: that which names the longest beginning of it."""
    found = [
        (len(start), name)
        for name, starts in FAMILIES.items()
        for start in starts
        if method.startswith(start)
    ]
    if not found:
        raise KeyError(method)
    return max(found)[1]
