"""Was a finding planned before the data? Registered plans against what an analysis did."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from evaluering.results import Finding
from evaluering.settings import RegisteredPlan
from evaluering.vocabulary import Standing


def first_day(days: "pd.Series[str]") -> str:
    """The earliest of some ISO days, for a claim's first data; empty where none is known."""
    known = days.dropna()
    return str(known.min()) if len(known) else ""


def with_standing(finding: Finding, plans: Sequence[RegisteredPlan]) -> Finding:
    """The finding, marked as planned or exploratory by the registered plans of its question.

    Planned is a claim whose outcome, model and time point were registered before the day of its first
    data. Of several plans for the outcome the one that comes nearest counts.
    """
    return replace(finding, standing=_standing(finding, plans))


def _standing(finding: Finding, plans: Sequence[RegisteredPlan]) -> Standing:
    claim = finding.claim
    if claim is None:
        return Standing.NOT_REGISTERED
    about = [plan for plan in plans if (plan.analysis, plan.outcome) == (finding.question, claim.outcome)]
    found = {_compared(claim.model, claim.time_point, claim.first_data, plan) for plan in about}
    return min(found, key=_NEAREST.index, default=Standing.NOT_REGISTERED)


def _compared(model: str, time_point: str, first_data: str, plan: RegisteredPlan) -> Standing:
    if plan.model != model:
        return Standing.ANOTHER_MODEL
    if plan.time_point != time_point:
        return Standing.ANOTHER_TIME_POINT
    if not first_data:
        return Standing.UNDATED
    return Standing.PLANNED if plan.registered.isoformat() < first_data else Standing.REGISTERED_LATE


_NEAREST = (
    Standing.PLANNED,
    Standing.REGISTERED_LATE,
    Standing.UNDATED,
    Standing.ANOTHER_TIME_POINT,
    Standing.ANOTHER_MODEL,
)
