"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    coordination_measures,
    early_identification,
    follow_up_inquiries,
    gathering_time,
    goal_measurability,
    resource_use,
    session_feedback,
    survey_results,
    user_involvement,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        survey_results.ANALYSIS,
        coordination_measures.ANALYSIS,
        early_identification.ANALYSIS,
        user_involvement.ANALYSIS,
        session_feedback.ANALYSIS,
        resource_use.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
