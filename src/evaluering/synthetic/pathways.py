"""Care pathways: coded points with waiting times, in any number, made piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from evaluering.synthetic.days import LAST_DAY
from evaluering.synthetic.draws import Draws, Floats
from evaluering.synthetic.rows import Row

PATHWAYS = (
    "voksne",
    "barn-og-unge",
    "rusbehandling",
    "psykoselidelser",
    "spiseforstyrrelser",
    "tvangslidelser",
    "utredning",
)
POINTS = (
    "start",
    "assessment_start",
    "clinical_decision",
    "treatment_start",
    "evaluation",
    "evaluation",
    "end",
)
FIRST_CODED = date(2019, 1, 1)
LIMITS = (
    ("start", "assessment_start", 14),
    ("assessment_start", "clinical_decision", 42),
    ("clinical_decision", "treatment_start", 14),
    ("treatment_start", "evaluation", 56),
)
"""Invented limits in days."""
PIECE = 50_000
"""Episodes made at a time; the bytes do not depend on it."""
_PATHWAY_SHARES = (0.34, 0.22, 0.2, 0.07, 0.05, 0.04, 0.08)
_PATHWAY_LOGS = (0.0, 0.2, -0.15, -0.3, 0.1, 0.15, 0.05)
_TRUST_LOGS = (-0.3, -0.1, 0.0, 0.1, 0.2, 0.35)
_TRUST_SHARES = (3.0, 2.0, 1.0)
_MEDIANS = (9.0, 30.0, 8.0, 45.0, 48.0, 60.0)
_SPREADS = (0.6, 0.45, 0.7, 0.25, 0.25, 0.6)
_APART = 3
_ASSESSED_ONLY, _SECOND_EVALUATION = 0.13, 0.35
_COLUMNS = 3 + len(_MEDIANS) + 2
_SEASON = (1.0, 1.0, 1.0, 0.95, 1.0, 0.95, 0.5, 0.95, 1.1, 1.05, 1.05, 0.75)
_INTRODUCED = 180
"""Days over which coding was taken into use."""
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday
_WEEK, _SATURDAY = 7, 5
Days = NDArray[np.int64]


@dataclass(frozen=True)
class _Starts:
    """The days episodes can start on, with their shares."""

    days: Days
    shares: Floats


@cache
def _starts() -> _Starts:
    """Working days from the first day of coding; fewer while it was introduced, in July and December."""
    first, last = _number(FIRST_CODED), _number(LAST_DAY)
    days = np.arange(first, last + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    weights = np.array(_SEASON)[months] * np.minimum((days - first + 30) / _INTRODUCED, 1.0)
    weights[_weekday(days) >= _SATURDAY] = 0.0
    return _Starts(days, weights / weights.sum())


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _weekday(days: Days) -> Days:
    return np.asarray((days + _EPOCH_WEEKDAY) % _WEEK)


def _working(days: Days) -> Days:
    """Saturdays moved to Friday, Sundays to Monday. Public holidays are left out of account."""
    weekdays = _weekday(days)
    return np.asarray(days - (weekdays == _SATURDAY) + (weekdays == _SATURDAY + 1))


def trust_shares(trusts: int) -> Floats:
    """The trusts' shares of all episodes."""
    weights = np.array([_TRUST_SHARES[place % len(_TRUST_SHARES)] for place in range(trusts)])
    return np.asarray(weights / weights.sum())


def share_within_limit(trusts: int) -> float:
    """The true share of episodes whose assessment starts within its limit: exact, over all start days."""
    starts, limit = _starts(), LIMITS[0][2]
    # The longest wait that, after weekends have moved, still ends within the limit: a Saturday counts as
    # the Friday before, a Sunday as the Monday after.
    ends = _weekday(starts.days + limit)
    within = limit + (ends == _SATURDAY - 1) - 1.0 * (ends == _SATURDAY + 1)
    logs = np.log(within + 1) - np.log(_MEDIANS[0])
    total = 0.0
    for trust, share in enumerate(trust_shares(trusts)):
        for own, weight in zip(_PATHWAY_LOGS, _PATHWAY_SHARES, strict=True):
            below = ndtr((logs - own - _TRUST_LOGS[trust % len(_TRUST_LOGS)]) / _SPREADS[0])
            total += float(share) * weight * float((below * starts.shares).sum())
    return total


def episode_pieces(trusts: list[str], count: int, draws: Draws, piece: int = PIECE) -> Iterator[pa.Table]:
    """``count`` episodes as tables of ``care_pathway_episodes``, ``piece`` episodes at a time.

    An episode uses one row of random numbers, so the pieces joined are the same for any ``piece``.
    """
    for first in range(0, count, piece):
        rows = min(piece, count - first)
        yield _episodes(trusts, first, draws.uniforms(rows, _COLUMNS))


def _episodes(trusts: list[str], first: int, drawn: Floats) -> pa.Table:
    trust = _chosen(trust_shares(len(trusts)), drawn[:, 0])
    pathway = _chosen(np.array(_PATHWAY_SHARES), drawn[:, 1])
    start = _starts().days[_chosen(_starts().shares, drawn[:, 2])]
    logs = np.array(_PATHWAY_LOGS)[pathway] + np.array(_TRUST_LOGS)[trust % len(_TRUST_LOGS)]
    days = _coded(start, logs, drawn[:, 3:])
    shown = days <= _number(LAST_DAY)
    which, point = np.nonzero(shown)
    return pa.table(
        {
            "episode": _names(first, len(drawn)).take(pa.array(which)),
            "hospital_trust": pa.array(trusts).take(pa.array(trust[which])),
            "care_pathway": pa.array(PATHWAYS).take(pa.array(pathway[which])),
            "point": pa.array(POINTS).take(pa.array(point)),
            "coded": pa.array(days[which, point].astype(np.int32), pa.int32()).cast(pa.date32()),
        }
    )


def _coded(start: Days, logs: Floats, drawn: Floats) -> Days:
    """The day of each point; what did not happen lies after every day there is."""
    waits = np.floor(
        np.exp(np.log(_MEDIANS) + logs[:, None] + np.array(_SPREADS) * ndtri(drawn[:, : len(_MEDIANS)]))
    ).astype(np.int64)
    days = [start]
    for place in range(len(_MEDIANS)):
        # A second evaluation is never on the day of the first, wherever weekends move it.
        least = _APART if place == len(_MEDIANS) - 2 else 0
        days.append(_working(days[-1] + np.maximum(waits[:, place], least)))
    never = np.int64(10**7)
    no_treatment = drawn[:, -2] < _ASSESSED_ONLY
    once = (drawn[:, -1] >= _SECOND_EVALUATION) | no_treatment
    end = np.where(
        no_treatment,
        _working(days[1] + waits[:, 5]),
        _working(np.where(once, days[4], days[5]) + waits[:, 5]),
    )
    for place in (2, 3, 4):
        days[place] = np.where(no_treatment, never, days[place])
    days[5] = np.where(once, never, days[5])
    return np.column_stack([*days[:6], end])


def _chosen(shares: Floats, drawn: Floats) -> Days:
    edges = np.cumsum(shares)
    return np.searchsorted(edges / edges[-1], drawn, side="right").astype(np.int64)


def _names(first: int, count: int) -> pa.Array:
    numbers = pa.array(np.arange(first + 1, first + count + 1)).cast(pa.string())
    return pc.binary_join_element_wise("episode", pc.utf8_lpad(numbers, 8, "0"), "-")


def limit_rows() -> Iterator[Row]:
    """Rows of ``pathway_limits``: the same for every pathway."""
    for pathway in PATHWAYS:
        for from_point, to_point, days in LIMITS:
            yield {
                "care_pathway": pathway,
                "from_point": from_point,
                "to_point": to_point,
                "days": days,
                "valid_from": FIRST_CODED,
            }
