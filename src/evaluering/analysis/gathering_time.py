"""How was the time at the gatherings split, against the aim of short lectures, work and exchange?"""

from evaluering.analysis.gathering_hours import SLICE as HOURS
from evaluering.analysis.gathering_hours import hours_finding
from evaluering.analysis.gathering_programme import SLICE as PROGRAMME
from evaluering.analysis.gathering_programme import programme_finding
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.results import Finding


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """The planned split 2014-2015 in hours, and 2021-2022 in minutes with overlaps as bounds."""
    limit = int(parameters["long_lecture_minutes"])
    return hours_finding(reader), programme_finding(reader, limit)


ANALYSIS = Analysis("gathering_time", (HOURS, PROGRAMME), compute)
