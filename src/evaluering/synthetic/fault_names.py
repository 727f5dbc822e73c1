"""The faults that can be planted in the sample; light, so that the command line can list them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from evaluering.errors import WrongUse

ALL = "all"


class Fault(StrEnum):
    """What can be planted."""

    INFORMATIVE_ATTRITION = "informative_attrition"
    DROP_OUTS = "drop_outs"
    UNFINISHED_MONTHS = "unfinished_months"
    TWO_LANGUAGE_ANSWERS = "two_language_answers"
    DECIMAL_COMMA = "decimal_comma"
    DUPLICATE_PSEUDONYM = "duplicate_pseudonym"
    SCORES_OUT_OF_RANGE = "scores_out_of_range"
    MERGED_MUNICIPALITY = "merged_municipality"


MEANINGS: Mapping[Fault, str] = {
    Fault.INFORMATIVE_ATTRITION: "second conversations missing more often the higher the first mean was",
    Fault.DROP_OUTS: "teams that stop reporting in the middle without withdrawing",
    Fault.UNFINISHED_MONTHS: "the last month of every series holds a part of its numbers only",
    Fault.TWO_LANGUAGE_ANSWERS: "answers in bokmål and nynorsk, mapped in delivery.toml",
    Fault.DECIMAL_COMMA: "decimal commas, declared in delivery.toml, and a few rows with a point",
    Fault.DUPLICATE_PSEUDONYM: "one pseudonym used for two persons",
    Fault.SCORES_OUT_OF_RANGE: "scores of 0 and 11",
    Fault.MERGED_MUNICIPALITY: "a former municipality used after its period",
}
"""What each fault is, as shown in help and documents."""


def chosen_faults(names: Sequence[str]) -> tuple[Fault, ...]:
    """The faults of these names in the order they are planted; ``all`` stands for every one.

    Raises ``WrongUse`` for a name that is no fault.
    """
    unknown = set(names) - {*Fault, ALL}
    if unknown:
        raise WrongUse(
            "evaluering sample --fault",
            expected=", ".join([*Fault, ALL]),
            found=f"{len(unknown)} other names",
            next_step="see docs/how-to/sample.md for what each fault is",
        )
    return tuple(fault for fault in Fault if ALL in names or fault in names)
