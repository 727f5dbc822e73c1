"""Which goals did the municipalities set, which national goals do they serve, are they measurable?"""

from evaluering.analysis.goal_mentions import mentions_finding
from evaluering.analysis.goal_screening_finding import screening_finding
from evaluering.analysis.goals import CODING, GOALS, NATIONAL, RATINGS
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.results import Finding


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """The goals with their mentions and national goals, and the screening as an illustration."""
    minimum = int(parameters["minimum_mentions"])
    return mentions_finding(reader, minimum), screening_finding(reader, minimum)


ANALYSIS = Analysis("goal_measurability", (GOALS, NATIONAL, CODING, RATINGS), compute)
