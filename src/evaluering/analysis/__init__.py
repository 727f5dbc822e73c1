"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    follow_up_inquiries,
    function_scores,
    gathering_time,
    goal_measurability,
    plans_carried_out,
    toolkit_benefit,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        toolkit_benefit.ANALYSIS,
        plans_carried_out.ANALYSIS,
        function_scores.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
