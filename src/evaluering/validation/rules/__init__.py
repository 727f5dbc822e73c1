"""Rules that need more than one row or table, by the part of the field they are about."""

from evaluering.validation.rules.care_pathways import CARE_PATHWAY_RULES
from evaluering.validation.rules.gatherings import GATHERING_RULES
from evaluering.validation.rules.improvement import IMPROVEMENT_RULES
from evaluering.validation.rules.periods import PERIOD_RULES
from evaluering.validation.rules.rule import CrossTableRule, Frames
from evaluering.validation.rules.studies import STUDY_RULES
from evaluering.validation.rules.surveys import SURVEY_RULES
from evaluering.validation.rules.toolkit import TOOLKIT_RULES

ALL_RULES: tuple[CrossTableRule, ...] = (
    *PERIOD_RULES,
    *GATHERING_RULES,
    *IMPROVEMENT_RULES,
    *TOOLKIT_RULES,
    *SURVEY_RULES,
    *STUDY_RULES,
    *CARE_PATHWAY_RULES,
)
"""In the order they are applied."""

__all__ = ["ALL_RULES", "CrossTableRule", "Frames"]
