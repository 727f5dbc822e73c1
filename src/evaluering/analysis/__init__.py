"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    follow_up_inquiries,
    fulfilment_and_benefit,
    gathering_time,
    goal_measurability,
    programme_fulfilment,
    self_assessment,
    team_progress,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        programme_fulfilment.ANALYSIS,
        fulfilment_and_benefit.ANALYSIS,
        team_progress.ANALYSIS,
        self_assessment.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
