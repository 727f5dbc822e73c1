"""Which themes do interviews hold, and how were they found?

Codebook studies: in how many interviews a theme is present, where most coders place at least one segment
under it (with two coders: both), and whether coders agree on segments. A person who speaks of something
often counts once. Reflexive studies: themes and the audit trail, and no coefficient of agreement. There is
no single primary number, so nothing is claimed in advance. Sources: Krippendorff 2011; Gwet 2008; on
reflexive analysis Braun V, Clarke V. Qual Res Psychol 2021;18:328-352.
"""

from evaluering.analysis._interviews_codebook import codebook_finding
from evaluering.analysis._interviews_reflexive import reflexive_finding
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.results import Finding


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """What there is of each approach; of no interviews at all, a codebook study of none.

    Parameter: ``level`` of intervals (default 0.95).
    """
    approaches = set(reader.table("interview_codes")["approach"])
    level = level_of(parameters)
    found = [codebook_finding(reader, level)] if approaches != {"reflexive"} else []
    return (*found, reflexive_finding(reader)) if "reflexive" in approaches else tuple(found)


ANALYSIS = Analysis(
    "interview_themes",
    ("interview_codes", "interview_segments", "interview_audit"),
    compute,
    optional=frozenset({"interview_audit"}),
)
