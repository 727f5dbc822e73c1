"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    follow_up_inquiries,
    follow_up_study_effect,
    gathering_time,
    goal_measurability,
    indicator_series,
    interrupted_measures,
    pathway_times,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        follow_up_study_effect.ANALYSIS,
        indicator_series.ANALYSIS,
        interrupted_measures.ANALYSIS,
        pathway_times.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
