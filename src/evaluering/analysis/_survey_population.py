"""What a known population adds to a survey: the response rate, and narrower intervals where many answered."""

from collections.abc import Iterator

from evaluering.analysis import _survey as surveys
from evaluering.analysis._survey import Survey
from evaluering.analysis.cells import estimated_cells
from evaluering.analysis.support import behind, counted
from evaluering.errors import WrongUse
from evaluering.results import Cell, Support
from evaluering.statistics import proportions
from evaluering.statistics.surveys import response_rate
from evaluering.vocabulary import Quantity, Unit


def population_cells(survey: Survey, population: int, level: float) -> Iterator[Cell]:
    """Response rate, and for each likert item the highest points with finite population correction.

    Nothing when ``population`` is 0, for unknown. Raises ``WrongUse`` when more answered than that.
    """
    if population == 0:
        return
    told = behind(surveys.respondents(survey.answers), "respondent", survey.protects)
    if population < told.n:
        raise WrongUse(
            "parameter population",
            expected="at least as many as answered",
            found="fewer",
            next_step="mend the report's parameters in evaluering.toml, or leave it out",
        )
    rate = response_rate(told.n, population).rate
    # Who did not answer is not known, so neither is the set of all.
    of_all = Support(survey.protects, population, told.municipalities, told.n, within=told.units)
    yield Cell("respondents", (), "response", rate, Unit.SHARE, kind=Quantity.SHARE, support=of_all)
    yield Cell("respondents", (), "population", population, Unit.COUNT, kind=Quantity.SETTING)
    for item in survey.of_kind("likert"):
        known = surveys.known(survey.answers, item)
        support = counted(known, known["top"].astype(bool), "respondent", survey.protects)
        found = proportions.finite_population(support.counted or 0, support.n, population, level)
        at = (("item", item.name),)
        yield from estimated_cells("likert", at, "top_finite", found, Quantity.SHARE, support)
