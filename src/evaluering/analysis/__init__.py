"""One question per file: declared slices of processed tables to findings."""

from evaluering.analysis import (
    coordination_measures,
    early_identification,
    follow_up_inquiries,
    follow_up_study_effect,
    fulfilment_and_benefit,
    function_scores,
    gathering_programmes,
    gathering_time,
    goal_measurability,
    goals_set,
    indicator_series,
    inquiries_and_guidance,
    interrupted_measures,
    interview_themes,
    participants_ratings,
    participation,
    pathway_times,
    plans_carried_out,
    programme_fulfilment,
    rater_agreement,
    resource_use,
    self_assessment,
    session_feedback,
    survey_results,
    team_progress,
    toolkit_benefit,
    user_involvement,
)
from evaluering.analysis.reader import Analysis, Reader

ANALYSES: dict[str, Analysis] = {
    analysis.question: analysis
    for analysis in (
        gathering_time.ANALYSIS,
        follow_up_inquiries.ANALYSIS,
        goal_measurability.ANALYSIS,
        coordination_measures.ANALYSIS,
        early_identification.ANALYSIS,
        follow_up_study_effect.ANALYSIS,
        fulfilment_and_benefit.ANALYSIS,
        function_scores.ANALYSIS,
        gathering_programmes.ANALYSIS,
        goals_set.ANALYSIS,
        indicator_series.ANALYSIS,
        inquiries_and_guidance.ANALYSIS,
        interrupted_measures.ANALYSIS,
        interview_themes.ANALYSIS,
        participants_ratings.ANALYSIS,
        participation.ANALYSIS,
        pathway_times.ANALYSIS,
        plans_carried_out.ANALYSIS,
        programme_fulfilment.ANALYSIS,
        rater_agreement.ANALYSIS,
        resource_use.ANALYSIS,
        self_assessment.ANALYSIS,
        session_feedback.ANALYSIS,
        survey_results.ANALYSIS,
        team_progress.ANALYSIS,
        toolkit_benefit.ANALYSIS,
        user_involvement.ANALYSIS,
    )
}
"""Every analysis by the question it answers; a notebook bears the question's name."""

__all__ = ["ANALYSES", "Analysis", "Reader"]
