"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    follow_up_inquiries,
    gathering_time,
    goal_measurability,
    goals_set,
    interview_themes,
    rater_agreement,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        goals_set.ANALYSIS,
        interview_themes.ANALYSIS,
        rater_agreement.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
