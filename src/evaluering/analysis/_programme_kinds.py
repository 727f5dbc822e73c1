"""Kinds of time in delivered programmes, and which of their items are certainly or perhaps of a kind."""

from collections.abc import Mapping

import pandas as pd

from evaluering.analysis._programme_time import Bounds, share_of_time
from evaluering.statistics.spans import clock_minutes, minutes_of_items
from evaluering.vocabulary import Activity

BASES = ("planned", "held")
LECTURES = ("lecture_own", "lecture_external", "lecture_unknown")
_GROUPS = ("own_team_work", "exchange", "group_work_unknown")
KINDS = (*LECTURES, *_GROUPS, "plenary", "break")
WORKING = ("lecture_own", "lecture_external", "own_team_work", "exchange", "plenary")
"""Kinds that share the time that is no break; what is unknown may be of either of two."""
_CERTAIN_AND_PERHAPS = {
    "lecture_own": (("lecture_own",), ("lecture_unknown",)),
    "lecture_external": (("lecture_external",), ("lecture_unknown",)),
    "own_team_work": (("own_team_work",), ("group_work_unknown",)),
    "exchange": (("exchange",), ("group_work_unknown",)),
    "plenary": (("plenary",), ()),
    "lecture": (LECTURES, ()),
    "work_and_exchange": (_GROUPS, ()),
    "break": (("break",), ()),
}
SHOWN = tuple(_CERTAIN_AND_PERHAPS)
SHARED = ("lecture", "own_team_work", "exchange", "work_and_exchange")
"""Kinds whose shares answer the aim."""
_PLAIN = {
    "welcome": Activity.PLENARY,
    "presentation": Activity.PLENARY,
    "plenary": Activity.PLENARY,
    "break": Activity.BREAK,
    "lunch": Activity.BREAK,
}
_FORMS = {"own_team": Activity.OWN_TEAM_WORK, "across_municipalities": Activity.EXCHANGE}


def timed(items: pd.DataFrame, gatherings: pd.DataFrame) -> pd.DataFrame:
    """Items of known gatherings with their kind, row and minutes; each day and basis is a programme."""
    own = items.merge(gatherings[["gathering", "row"]], on="gathering")
    own = own.sort_values(["gathering", "day_number", "basis", "item"], ignore_index=True)
    programme = list(zip(own["gathering"], own["day_number"], own["basis"], strict=True))
    found = minutes_of_items(
        clock_minutes(own["start"].tolist()), clock_minutes(own["end"].tolist()), programme
    )
    columns = zip(own["activity"], own["affiliation"], own["group_form"], strict=True)
    kinds = pd.Series([_kind(*one) for one in columns], index=own.index, dtype=object)
    return own.assign(activity=kinds, minutes_low=found.low, minutes_high=found.high, minutes_new=found.new)


def _kind(activity: str, affiliation: object, form: object) -> str:
    """A lecture is the organisers' own when its speaker works there; group work is what its form says."""
    if activity == "lecture":
        known = isinstance(affiliation, str)
        return "lecture_unknown" if not known else f"lecture_{_own_or_external(str(affiliation))}"
    if activity == "group_work":
        return _FORMS[form] if isinstance(form, str) else "group_work_unknown"
    return _PLAIN[activity]


def _own_or_external(affiliation: str) -> str:
    return "own" if affiliation == "organiser" else "external"


def minutes_of(parts: Mapping[str, Bounds], kind: str) -> Bounds:
    """Minutes of a shown kind: what is perhaps of it counts at most, never at least."""
    certain, perhaps = _CERTAIN_AND_PERHAPS[kind]
    return Bounds(
        sum((parts[one].low for one in certain), 0.0),
        sum((parts[one].high for one in (*certain, *perhaps)), 0.0),
    )


def share_of(parts: Mapping[str, Bounds], kind: str) -> Bounds:
    """Bounds of a shown kind's share of the time that is no break."""
    certain, perhaps = _CERTAIN_AND_PERHAPS[kind]
    others = [one for one in KINDS if one not in (*certain, *perhaps, "break")]
    return share_of_time(parts, certain, others, perhaps)
