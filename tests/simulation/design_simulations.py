"""Do planned studies find effects as often as their plans say? Simulated, with the naive analysis beside.

Each function takes replications and a seed, and gives rates with their Monte Carlo standard errors
(``<name>_mcse``).
"""

from math import sqrt

import numpy as np
from scipy import stats

from evaluering.statistics import design

GOLDEN = (sqrt(5) - 1) / 2
ROUNDS = 40
"""Golden-section steps: the ratio of variances is then known to a part in 10^8."""


def rates(**seen: np.ndarray) -> dict[str, float]:
    """Shares of true values with their Monte Carlo standard errors."""
    found = {}
    for name, values in seen.items():
        share = float(np.mean(values))
        found[name] = share
        found[f"{name}_mcse"] = sqrt(share * (1 - share) / len(values))
    return found


class MixedModel:
    """Random-intercept REML for many balanced cluster-period data sets at once.

    Split into what varies within and between clusters, a data set's likelihood needs nothing but
    small cross products; c = 1 / (1 + n T tau^2/sigma^2) in (0, 1] is found by golden section.
    """

    def __init__(self, steps: list[int], n: int) -> None:
        first = np.repeat(np.arange(len(steps)), steps)
        periods = len(steps) + 1
        exposed = (np.arange(periods)[None, :] > first[:, None]).astype(float)
        calendar = np.broadcast_to(np.eye(periods), (len(first), periods, periods))
        self.columns = np.concatenate([calendar, exposed[:, :, None]], axis=2)
        self.exposed, self.n = exposed, n
        self.groups, self.periods = exposed.shape
        between = np.broadcast_to(self.columns.mean(axis=1, keepdims=True), self.columns.shape)
        self.within_x, self.between_x = self.columns - between, between
        self.a_within = n * np.einsum("gtp,gtq->pq", self.within_x, self.within_x)
        self.a_between = n * np.einsum("gtp,gtq->pq", between, between)

    def fit(self, means: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Effects and standard errors from cell means (data sets x clusters x periods)."""
        centre = means.mean(axis=2, keepdims=True)
        within, between = means - centre, np.broadcast_to(centre, means.shape)
        self.b_within = self.n * np.einsum("gtp,rgt->rp", self.within_x, within)
        self.b_between = self.n * np.einsum("gtp,rgt->rp", self.between_x, between)
        self.s_within = self.n * (within**2).sum(axis=(1, 2)) + inside
        self.s_between = self.n * (between**2).sum(axis=(1, 2))
        c = np.exp(self._search(np.full(len(means), -12.0), np.zeros(len(means))))
        inverse, estimate, residual = self._solve(c)
        return estimate[:, -1], np.sqrt(residual / self._df() * inverse[:, -1, -1])

    def _df(self) -> int:
        return self.groups * self.periods * self.n - self.columns.shape[2]

    def _solve(self, c: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        inverse = np.linalg.inv(self.a_within + c[:, None, None] * self.a_between)
        b = self.b_within + c[:, None] * self.b_between
        estimate = np.einsum("rpq,rq->rp", inverse, b)
        return inverse, estimate, self.s_within + c * self.s_between - (estimate * b).sum(axis=1)

    def _loss(self, log_c: np.ndarray) -> np.ndarray:
        inverse, _, residual = self._solve(np.exp(log_c))
        return -self.groups * log_c + self._df() * np.log(residual) - np.linalg.slogdet(inverse)[1]

    def _search(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        for _ in range(ROUNDS):
            left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
            better = self._loss(left) < self._loss(right)
            low, high = np.where(better, low, left), np.where(better, right, high)
        middle = (low + high) / 2
        # Golden section never reaches the end where the clusters do not differ.
        return np.where(self._loss(np.zeros_like(middle)) <= self._loss(middle), 0.0, middle)


def _wedge(
    model: MixedModel, replications: int, rng: np.random.Generator, effect: float, gamma: float
) -> tuple[np.ndarray, np.ndarray]:
    shape = (replications, model.groups, model.periods)
    tau = sqrt(0.05 / 0.95 - gamma**2)
    means = tau * rng.standard_normal(shape[:2])[:, :, None] + gamma * rng.standard_normal(shape)
    means += rng.standard_normal(shape) / sqrt(model.n) + effect * model.exposed + 0.1 * np.arange(shape[2])
    inside = rng.chisquare(model.groups * model.periods * (model.n - 1), replications)
    return means, inside


def _ordinary(model: MixedModel, means: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The naive statistic: least squares on period and exposure, as if all were independent."""
    x = model.columns.reshape(-1, model.columns.shape[2])
    flat = means.reshape(len(means), -1)
    inverse = np.linalg.inv(x.T @ x)
    estimate = flat @ x @ inverse
    residual = model.n * ((flat - estimate @ x.T) ** 2).sum(axis=1) + inside
    return estimate[:, -1] / np.sqrt(residual / model._df() * inverse[-1, -1] / model.n)


def _wedge_rates(steps: list[int], effect: float, replications: int, seed: int) -> dict[str, float]:
    model, rng = MixedModel(steps, 10), np.random.default_rng(seed)
    z, t = stats.norm.ppf(0.975), stats.t.ppf(0.975, model.groups - 2)
    estimate, se = model.fit(*_wedge(model, replications, rng, effect, 0.0))
    null = _wedge(model, replications, rng, 0.0, 0.0)
    null_estimate, null_se = model.fit(*null)
    seen = rates(
        power_normal=np.abs(estimate / se) > z,
        power_t=np.abs(estimate / se) > t,
        type_one_normal=np.abs(null_estimate / null_se) > z,
        type_one_t=np.abs(null_estimate / null_se) > t,
        type_one_naive=np.abs(_ordinary(model, *null)) > z,
    )
    plans = {
        f"formula_{reference}": design.stepped_wedge(
            steps, effect, 10, sigma=1.0, icc=0.05, reference=reference
        ).power
        for reference in ("normal", "t")
    }
    return {**seen, **plans}


def wedge_of_24_clusters(replications: int, seed: int) -> dict[str, float]:
    """24 clusters in four steps, ten in each period, ICC .05: mixed model by REML."""
    return _wedge_rates([6, 6, 6, 6], 0.25, replications, seed)


def wedge_of_9_clusters(replications: int, seed: int) -> dict[str, float]:
    """9 clusters in three steps: too few for the normal reference."""
    return _wedge_rates([3, 3, 3], 0.45, replications, seed)


def wedge_with_periods_that_differ(replications: int, seed: int) -> dict[str, float]:
    """CAC .5, analysed as if it were 1: the model of Hussey and Hughes finds effects that are none."""
    model, rng = MixedModel([6, 6, 6, 6], 10), np.random.default_rng(seed)
    gamma = sqrt(0.5 * 0.05 / 0.95)
    estimate, se = model.fit(*_wedge(model, replications, rng, 0.0, gamma))
    plan = design.stepped_wedge([6] * 4, 0.25, 10, sigma=1.0, icc=0.05, cac=0.5, reference="normal")
    # With all variances known, the generalised least squares of the plan itself.
    known = _known_variances(model, _wedge(model, replications, rng, 0.25, gamma)[0], gamma)
    none = _known_variances(model, _wedge(model, replications, rng, 0.0, gamma)[0], gamma)
    z = stats.norm.ppf(0.975)
    seen = rates(
        type_one_naive=np.abs(estimate / se) > z,
        type_one_known=np.abs(none) > z,
        power_known=np.abs(known) > z,
    )
    return {**seen, "formula": plan.power}


def _known_variances(model: MixedModel, means: np.ndarray, gamma: float) -> np.ndarray:
    tau2 = 0.05 / 0.95 - gamma**2
    v = np.eye(model.periods) * (1 / model.n + gamma**2) + tau2
    weighted = np.einsum("gtp,ts->gsp", model.columns, np.linalg.inv(v))
    inverse = np.linalg.inv(np.einsum("gsp,gsq->pq", weighted, model.columns))
    estimate = np.einsum("gsp,rgs->rp", weighted, means) @ inverse
    return estimate[:, -1] / sqrt(inverse[-1, -1])


def two_groups_of_clusters(replications: int, seed: int) -> dict[str, float]:
    """Six clusters of twenty in each group, ICC .1: t test of cluster means, and of people."""
    rng, m, icc, effect = np.random.default_rng(seed), 20, 0.1, 0.7
    plan = design.two_means(effect, n=6 * m, cluster_size=m, icc=icc)
    unclustered = design.two_means(effect, n=6 * m)
    found = [_clusters_and_people(rng, replications, m, icc, shift) for shift in (effect, 0.0)]
    (power, _), (type_one, naive) = found
    seen = rates(power=power < 0.05, type_one=type_one < 0.05, type_one_naive=naive < 0.05)
    return {**seen, "formula": plan.power, "formula_unclustered": unclustered.power}


def _clusters_and_people(
    rng: np.random.Generator, replications: int, m: int, icc: float, shift: float
) -> tuple[np.ndarray, np.ndarray]:
    people = sqrt(icc) * rng.standard_normal((replications, 2, 6, 1))
    people = people + sqrt(1 - icc) * rng.standard_normal((replications, 2, 6, m))
    people[:, 1] += shift
    means, everyone = people.mean(axis=3), people.reshape(replications, 2, -1)
    by_means = stats.ttest_ind(means[:, 0], means[:, 1], axis=1).pvalue
    return by_means, stats.ttest_ind(everyone[:, 0], everyone[:, 1], axis=1).pvalue


def paired_in_municipalities(replications: int, seed: int) -> dict[str, float]:
    """Changes of people in eight municipalities of ten, ICC .1: t test of their means."""
    rng, m, groups, icc, effect = np.random.default_rng(seed), 10, 8, 0.1, 0.5
    plan = design.paired(effect, n=groups * m, cluster_size=m, icc=icc)
    change = sqrt(icc) * rng.standard_normal((replications, groups, 1))
    change = change + sqrt(1 - icc) * rng.standard_normal((replications, groups, m))
    p_of = {shift: stats.ttest_1samp(change.mean(axis=2) + shift, 0, axis=1).pvalue for shift in (0, effect)}
    naive = stats.ttest_1samp(change.reshape(replications, -1), 0, axis=1).pvalue
    seen = rates(power=p_of[effect] < 0.05, type_one=p_of[0] < 0.05, type_one_naive=naive < 0.05)
    return {**seen, "formula": plan.power}


def width_of_agreement(replications: int, seed: int) -> dict[str, float]:
    """AC1 .7 among three raters, one in five yes: width and coverage with the goals planned."""
    rng, raters, prevalence, value = np.random.default_rng(seed), 3, 0.2, 0.7
    plan = design.agreement_sample(value, prevalence, 0.3, raters=raters)
    goals = int(np.ceil(plan.goals))
    # The correlation of raters that gives this AC1, and independent draws from the beta-binomial.
    correlation = 1 - (1 - plan.observed) / (2 * prevalence * (1 - prevalence))
    shape = (1 - correlation) / correlation
    chance_of_yes = rng.beta(prevalence * shape, (1 - prevalence) * shape, (replications, goals))
    low, high = _gwet(rng.binomial(raters, chance_of_yes), raters)
    seen = rates(coverage=(low <= value) & (value <= high))
    return {**seen, "mean_width": float(np.mean(high - low)), "planned_width": 0.3, "goals": float(goals)}


def _gwet(yes: np.ndarray, raters: int) -> tuple[np.ndarray, np.ndarray]:
    """Gwet's AC1 of yes and no, and its interval on t with goals - 1 df."""
    goals = yes.shape[1]
    agreeing = (yes * (yes - 1) + (raters - yes) * (raters - yes - 1)) / (raters * (raters - 1))
    share = yes.mean(axis=1, keepdims=True) / raters
    chance, observed = 2 * share * (1 - share), agreeing.mean(axis=1, keepdims=True)
    ac1 = (observed - chance) / (1 - chance)
    each = (agreeing - chance) / (1 - chance)
    own = share * (1 - yes / raters) + (1 - share) * yes / raters
    each = each - 2 * (1 - ac1) * (own - chance) / (1 - chance)
    se = np.sqrt(((each - ac1) ** 2).sum(axis=1) / (goals * (goals - 1)))
    half = stats.t.ppf(0.975, goals - 1) * se
    return ac1[:, 0] - half, ac1[:, 0] + half
