"""What did participants say of the gatherings: too little, suitable or too much of each kind of time?

Estimand: among filled-in forms, the share with each answer, and the balance (too much minus too
little); for usefulness the distribution, the median and the share of the two highest points.
Those who sat in the same room answer alike: with five gatherings or more each is a cluster (CR2 for the
balance, Korn-Graubard for the share of the highest points); with fewer, Tango's and Wilson's intervals
and a word that they may be too narrow. Shares of single answers have Wilson's. Forms are anonymous: who
answered at several gatherings cannot be told, so the intervals of all gatherings may still be too
narrow. The response rate is forms over those present, of gatherings with participation; forms name
no team, so one for a team or municipality alone is not given. Source:
``statistics.surveys``, ``proportions`` and ``clustered``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np
import pandas as pd

from evaluering.analysis import _rating_texts as texts
from evaluering.analysis._teams import gathering_rows, of_row, place_of, with_rows
from evaluering.analysis.cells import NOTHING, count_cell, count_of, estimated_cells, level_cell, number_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, counted, municipalities
from evaluering.results import Cell, Claim, Coordinates, Estimate, Finding, Support, cell_key
from evaluering.results.methods import BETWEEN
from evaluering.statistics import clustered, proportions, surveys
from evaluering.vocabulary import Design, Protects, Quantity, Unit

QUESTION = "participants_ratings"
TIMES = ("lectures_time", "team_work_time", "exchange_time")
ANSWERS = ("too_little", "suitable", "too_much")
_POINTS, _TOP = 5, 2
_TABLES = ("gatherings", "gathering_evaluations")
_OPTIONAL = ("participation", "team_municipalities")
_BALANCE, _SHARE = "clustered_mean_cr2", "clustered_share_korn_graubard"


@dataclass(frozen=True)
class _Forms:
    """The forms with their rows, who was there, where from; whether less than a network is asked for."""

    forms: pd.DataFrame
    present: pd.DataFrame
    origin: pd.DataFrame
    rows: tuple[str, ...]
    first: str
    level: float
    within: bool

    def support(self, forms: pd.DataFrame, marked: "pd.Series[bool] | None" = None) -> Support:
        """Those who filled in forms, and those ``marked`` among them.

        Their municipalities are those of the teams that were there.
        """
        near = self.origin[self.origin["gathering"].isin(set(forms["gathering"]))]
        found = behind(forms, "form", Protects.STAFF)
        if marked is not None:
            found = counted(forms, marked, "form", Protects.STAFF)
        return replace(found, municipalities=municipalities(near))


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """A finding for each kind of time, one for usefulness with the response rate beside it."""
    given = _read(reader, parameters)
    used = reader.basis(*_TABLES, *_OPTIONAL)
    made = [
        (
            time,
            _time_cells(given, time),
            Claim(f"balance_{time}", _BALANCE, "all_gatherings", _primary(time), given.first),
        )
        for time in TIMES
    ]
    made.append(("usefulness", _usefulness_cells(given), _usefulness_claim(given)))
    return tuple(
        Finding(
            id=name,
            question=QUESTION,
            basis=used,
            n=cell_key(name, "answered"),
            cells=(*cells, level_cell(name, given.level)),
            tables=texts.tables(name, given.rows),
            figures=(texts.figure(name, given.rows),),
            statements=texts.statements(name, cells, within=given.within),
            design=Design.DESCRIPTION,
            claim=claim,
        )
        for name, cells, claim in made
    )


def _primary(time: str) -> str:
    return cell_key(time, "balance")


def _usefulness_claim(given: _Forms) -> Claim:
    return Claim(
        "usefulness_two_highest",
        _SHARE,
        "all_gatherings",
        cell_key("usefulness", "top"),
        given.first,
    )


def _read(reader: Reader, parameters: Parameters) -> _Forms:
    gatherings = with_rows(reader.table("gatherings"))
    row = gatherings[["gathering", "row"]]
    forms = reader.table("gathering_evaluations").merge(row, on="gathering")
    forms["form"] = forms["gathering"] + "/" + forms["response"].astype(str)
    present = reader.table("participation").merge(row, on="gathering")
    origin = present[present["participants"] > 0].merge(reader.table("team_municipalities"), on="team")
    first = first_day(gatherings.loc[gatherings["gathering"].isin(set(forms["gathering"])), "start"])
    within = bool(parameters.get("team") or parameters.get("municipality"))
    # Forms name no team: those of the whole gathering are not to be set against one team's participants.
    present = present.iloc[:0] if within else present
    level = level_of(parameters)
    return _Forms(forms, present, origin, gathering_rows(gatherings), first, level, within)


def _time_cells(given: _Forms, time: str) -> list[Cell]:
    cells = [cell for row in given.rows for cell in _rated(given, time, row)]
    answers = given.forms.dropna(subset=[time])
    return [*cells, _clusters(time, answers, given.support(answers))]


def _by_gathering(found: Estimate, answers: pd.DataFrame, alone: Estimate) -> Estimate:
    """The estimate with gatherings as clusters, where there are enough of them and they vary.

    It names both methods: which of them was chosen tells how answers lie in gatherings.
    """
    enough = answers["gathering"].nunique() >= texts.FEWEST_GATHERINGS and not isnan(found.low)
    return replace(found if enough else alone, method=f"{alone.method}{BETWEEN}{found.method}")


def _balance(given: _Forms, time: str, answers: pd.DataFrame, alone: Estimate) -> Estimate:
    lean = answers[time].map({"too_little": -1.0, "suitable": 0.0, "too_much": 1.0}).to_numpy(dtype=float)
    found = clustered.mean(lean, answers["gathering"].tolist(), level=given.level, unit=Unit.SHARE).mean
    return _by_gathering(found, answers, alone)


def _top(given: _Forms, answers: pd.DataFrame, alone: Estimate) -> Estimate:
    best = (answers["usefulness"] > _POINTS - _TOP).to_numpy(dtype=float)
    found = proportions.clustered(best, answers["gathering"].tolist(), level=given.level).korn_graubard
    return _by_gathering(found, answers, alone)


def _rated(given: _Forms, time: str, row: str) -> list[Cell]:
    """Answers of one row: each answer's share, the balance, who left it open."""
    at, own = place_of(row), of_row(given.forms, row)
    answers = own.dropna(subset=[time])
    counts = [int((answers[time] == answer).sum()) for answer in ANSWERS]
    found = surveys.balance(counts[0], counts[1], counts[2], given.level)
    shares = (found.too_little, found.suitable, found.too_much)
    cells: list[Cell] = []
    for answer, share in zip(ANSWERS, shares, strict=True):
        chosen = given.support(answers, answers[time] == answer)
        cells += _share(time, (*at, ("answer", answer)), (share, chosen))
    balance = _balance(given, time, answers, found.difference)
    cells += estimated_cells(time, at, "balance", balance, Quantity.MODEL, given.support(answers))
    return [*cells, *_answered(given, time, at, own, answers)]


def _share(table: str, at: Coordinates, found: tuple[Estimate, Support], name: str = "share") -> list[Cell]:
    """A share with its interval and count; its base is the cell ``answered`` of the row."""
    estimate, support = found
    cells = estimated_cells(table, at, name, estimate, Quantity.SHARE, support)
    return [*cells, count_cell(table, at, "count" if name == "share" else f"{name}_count", support)]


def _answered(
    given: _Forms, table: str, at: Coordinates, own: pd.DataFrame, answers: pd.DataFrame
) -> tuple[Cell, Cell]:
    """How many answered the question, and how many forms left it open."""
    left_open = pd.Series(~own.index.isin(answers.index), index=own.index)
    return (
        count_cell(table, at, "answered", given.support(answers)),
        count_cell(table, at, "unanswered", given.support(own, left_open)),
    )


def _clusters(table: str, answers: pd.DataFrame, support: Support) -> Cell:
    number = int(answers["gathering"].nunique())
    return count_of(table, (), "gatherings", number, support)


def _usefulness_cells(given: _Forms) -> list[Cell]:
    cells = [cell for row in given.rows for cell in (*_useful(given, row), *_response(given, row))]
    answers = given.forms.dropna(subset=["usefulness"])
    return [*cells, _clusters("usefulness", answers, given.support(answers))]


def _useful(given: _Forms, row: str) -> list[Cell]:
    """The distribution, the median and the two highest points of one row."""
    at, own = place_of(row), of_row(given.forms, row)
    answers = own.dropna(subset=["usefulness"])
    found = surveys.likert(answers["usefulness"].to_numpy(dtype=float), _POINTS, _TOP, given.level)
    cells: list[Cell] = []
    for point, share in enumerate(found.shares, 1):
        place = (*at, ("usefulness", str(point)))
        cells += _share("usefulness", place, (share, given.support(answers, answers["usefulness"] == point)))
    top = given.support(answers, answers["usefulness"] > _POINTS - _TOP)
    cells += _share("usefulness", at, (_top(given, answers, found.top), top), "top")
    about = (Quantity.QUANTILE, given.support(answers))
    cells.append(number_cell(("usefulness", at, "median"), (found.median, Unit.POINTS, NOTHING), *about))
    return [*cells, *_answered(given, "usefulness", at, own, answers)]


def _response(given: _Forms, row: str) -> list[Cell]:
    """Forms over those present, of the gatherings whose participation is known."""
    present = of_row(given.present, row)
    known = of_row(given.forms, row)
    known = known[known["gathering"].isin(set(present["gathering"]))]
    invited = int(present["participants"].sum())
    told = given.support(known)
    # Who was present and gave no form is not known, so neither is the set of all.
    support = Support(
        Protects.STAFF, max(invited, len(known)), told.municipalities, len(known), within=told.units
    )
    about = (Quantity.SHARE, support)
    at, rate = place_of(row), _rate(len(known), invited)
    base = Support(Protects.STAFF, invited, support.municipalities)
    return [
        number_cell(("usefulness", at, "response"), (rate, Unit.SHARE, NOTHING), *about),
        count_cell("usefulness", at, "response_count", support),
        count_cell("usefulness", at, "response_n", base),
    ]


def _rate(forms: int, invited: int) -> float:
    """The response rate; NaN when more forms came in than were present, or nobody is known to have been."""
    return surveys.response_rate(forms, invited).rate if forms <= invited else float(np.nan)


def _claims() -> Sequence[tuple[str, str, str]]:
    return [(f"balance_{time}", _BALANCE, "all_gatherings") for time in TIMES]


ANALYSIS = Analysis(
    QUESTION,
    (*_TABLES, *_OPTIONAL),
    compute,
    optional=frozenset(_OPTIONAL),
    claims=(*_claims(), ("usefulness_two_highest", _SHARE, "all_gatherings")),
)
