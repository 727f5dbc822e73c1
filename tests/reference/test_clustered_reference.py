"""Clustered numbers against values computed by R, carried here as data."""

import json
from pathlib import Path

import numpy as np
import pytest
from references import case, near

from evaluering.statistics import clustered

R = json.loads((Path(__file__).parent / "clustered_r.json").read_text(encoding="utf-8"))
COVERS = {"clustered_change_8_municipalities": ["cr2_t"]}


def by_id(one: dict) -> str:
    return one["id"]


def test_the_t_of_a_mean_is_clubsandwich_s():
    reference = case("clustered_change_8_municipalities")
    found = clustered.mean(reference.input["change"], reference.input["municipality"]).mean
    reference.expects("cr2_t", found.value / found.se)


@pytest.mark.parametrize("one", R["cr2"], ids=by_id)
def test_a_regression_is_clubsandwich_s(one):
    found = clustered.regression(one["y"], one["X"], one["cluster"])
    for place, estimate in enumerate(found.estimates):
        near(estimate.value, one["beta"][place], 1e-10, f"coefficient {place}")
        if estimate.se is not None:
            near(estimate.se, one["se"][place], 1e-10, f"standard error {place}")
            near(estimate.df, one["df"][place], 1e-9, f"degrees of freedom {place}")
            near(estimate.p, one["p"][place] if estimate.df >= 4 else float("nan"), 1e-9, f"p {place}")


def test_only_effects_of_single_clusters_are_refused_where_clubsandwich_gives_numbers():
    """R gives standard errors of 1e-15 or, for control clusters, those of the year effects alone."""
    for one in R["cr2"]:
        found = clustered.regression(one["y"], one["X"], one["cluster"]).estimates
        refused = [place for place, estimate in enumerate(found) if estimate.se is None]
        of_clusters = [0, *range(2, 13)] if "effects of clusters" in one["id"] else []
        assert refused == of_clusters


@pytest.mark.parametrize("one", R["wild_bootstrap"], ids=by_id)
def test_an_enumerated_bootstrap_is_every_refit_in_r(one):
    found = clustered.wild_bootstrap(one["y"], one["X"], one["cluster"], one["coefficient"])
    near(found.t, one["t"], 1e-10, "t")
    near(found.estimate.p, one["p"], 1e-12, "p")
    assert (found.draws, found.enumerated) == (one["draws"], True)


@pytest.mark.parametrize(("arms", "values"), [(False, "one"), (True, "two")])
def test_cluster_means_are_compared_as_r_s_t_test_does(arms, values):
    one = R["cluster_means"]
    found = clustered.cluster_means_test(one["y"], one["cluster"], one["arm"] if arms else None)
    for name, wanted in one[values].items():
        near(getattr(found, name), wanted, 1e-10, name)


@pytest.mark.parametrize("one", R["icc"], ids=by_id)
def test_intervals_of_an_intracluster_correlation_are_those_solved_in_r(one):
    found = clustered.icc(one["y"], one["cluster"])
    near(
        [found.anova.value, found.anova.low, found.anova.high],
        [one["anova"], *one["anova_ci"]],
        1e-9,
        "anova",
    )
    near([found.reml.value, found.reml.low, found.reml.high], [one["reml"], *one["reml_ci"]], 1e-7, "reml")


def test_the_reference_names_programs_version_and_calls():
    assert "clubSandwich 0.5.8" in R["program"]
    assert R["version"].startswith("R version 4.2.2")
    listed = [one for part in R.values() if isinstance(part, list) for one in part] + [R["cluster_means"]]
    assert all(one["call"] for one in listed)


def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    raised = np.where(values > 1e-12, np.abs(values), 1.0) ** exponent * (values > 1e-12)
    return (vectors * raised) @ vectors.T


@pytest.mark.parametrize("one", R["cr2"], ids=by_id)
def test_small_matrices_give_what_the_definition_with_large_ones_gives(one):
    y, x, cluster = np.array(one["y"]), np.array(one["X"]), np.array(one["cluster"])
    bread = np.linalg.inv(x.T @ x)
    hat = np.eye(len(y)) - x @ bread @ x.T
    groups = [np.flatnonzero(cluster == label) for label in np.unique(cluster)]
    arms = [power(hat[np.ix_(rows, rows)], -0.5) @ x[rows] @ bread for rows in groups]
    scores = np.array([arm.T @ (hat @ y)[rows] for arm, rows in zip(arms, groups, strict=True)])
    found = clustered.regression(y, x, cluster).estimates
    for place in [place for place in range(x.shape[1]) if found[place].se is not None]:
        pulled = np.array([hat[rows].T @ arm[:, place] for arm, rows in zip(arms, groups, strict=True)])
        gram = pulled @ pulled.T
        near(found[place].se, np.sqrt(np.sum(scores[:, place] ** 2)), 1e-10, "standard error")
        near(found[place].df, np.trace(gram) ** 2 / np.sum(gram**2), 1e-8, "degrees of freedom")
