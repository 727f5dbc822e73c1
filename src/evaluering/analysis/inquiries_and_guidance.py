"""How often did teams ask for help, how soon were they answered, and were they guided unasked?

Estimand: inquiries per team-month from the network's first gathering (or the team's start when later)
until it withdrew or the network ended, at the latest to the parameter ``until`` (ISO day); a network
without an end is followed to the last day of any contact or gathering. Inquiries outside that time
are counted apart. The interval is Garwood's; where teams ask more unevenly than chance gives (index of
dispersion, p below 1 - level) it is the quasi-Poisson one over teams. Both are always shown, with
clusters of teams that share municipalities as sensitivity. Teams that never asked stand beside what
random arrival gives. Time to answer: Kaplan-Meier, unanswered inquiries followed to the team's last
day. Sources: ``statistics.rates``, ``occupancy`` and ``survival``. Checked by simulation on 2,000
synthetic networks (tests/simulation/inquiries_simulations.py), the normal interval beside it.
Few inquiries can mean little need or a high threshold; nothing here tells which.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluering.analysis import _contact_texts as texts
from evaluering.analysis._contact_time import Rates, by_team, exposures, inquiry_rates, inside
from evaluering.analysis._teams import Places, days_between, places, total_cell
from evaluering.analysis.cells import (
    NOTHING,
    count_cell,
    estimated_cells,
    level_cell,
    number_cell,
    share_cells,
    tested,
)
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.results import Cell, Claim, Estimate, Finding, Support, cell_key, undefined
from evaluering.statistics import proportions, rates, survival
from evaluering.statistics.occupancy import random_arrival
from evaluering.tables import TABLES
from evaluering.vocabulary import Design, Quantity, Unit

QUESTION = "inquiries_and_guidance"
_TABLES = ("teams", "networks", "gatherings", "withdrawals", "inquiries", "guidance_contacts")
_OPTIONAL = ("withdrawals", "guidance_contacts", "inquiries", "team_municipalities")
_SLICES = (*_TABLES, "team_municipalities")
CLAIM = ("inquiry_rate", "poisson_exact_or_by_team", "whole_network_period")
NO_TIME = "no team-month"
KINDS = ("topic", "channel")


@dataclass(frozen=True)
class _Contact:
    """Teams with some time in a network, what they asked, and how they were guided."""

    teams: pd.DataFrame
    inquiries: pd.DataFrame
    outside: int
    guidance: pd.DataFrame
    places: Places
    level: float

    @property
    def asked(self) -> "pd.Series[float]":
        """Inquiries of each team."""
        return by_team(self.inquiries, self.teams)

    @property
    def held(self) -> "pd.Series[float]":
        """Guidance contacts each team had."""
        return by_team(self.guidance[self.guidance["held"].notna()], self.teams)

    @property
    def months(self) -> "pd.Series[float]":
        """Months of each team."""
        return self.teams.set_index("team")["months"].astype("float64")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Two findings: what teams asked, and how they were guided, with how the two hang together."""
    given = _read(reader, parameters)
    found = inquiry_rates(
        given.asked, given.months, given.places.clusters(given.asked.index.tolist()), given.level
    )
    first = first_day(given.teams["first"])
    asked = (*_rate_cells(given, found), *_never_cells(given), *_answer_cells(given), *_kind_cells(given))
    level = level_cell("rates", given.level)
    never = float(rates.never(given.asked.to_numpy()).count)
    inquiries = Finding(
        id="inquiries",
        question=QUESTION,
        basis=reader.basis(*_SLICES),
        n=cell_key("rates", "teams"),
        cells=(*asked, level),
        tables=texts.inquiry_tables(),
        figures=(texts.rate_figure(),),
        statements=texts.of_inquiries((*asked, level), found, never),
        design=Design.DESCRIPTION,
        claim=Claim(*CLAIM, cell_key("rates", "rate"), first),
    )
    cells = tuple(_guidance_cells(given))
    guidance = Finding(
        id="guidance",
        question=QUESTION,
        basis=reader.basis(*_SLICES),
        n=cell_key("guidance", "teams"),
        cells=(*cells, level_cell("guidance", given.level)),
        tables=texts.guidance_tables(),
        statements=texts.of_guidance(cells),
        design=Design.ASSOCIATION,
    )
    return inquiries, guidance


def _read(reader: Reader, parameters: Parameters) -> _Contact:
    tables = {name: reader.table(name) for name in _TABLES}
    teams = exposures(tables, str(parameters.get("until", "")), _last_day(tables))
    teams = teams[teams["months"] > 0]
    inquiries = inside(tables["inquiries"], teams, "asked")
    guidance = inside(tables["guidance_contacts"], teams, "planned")
    outside = len(tables["inquiries"]) - len(inquiries)
    behind = places(reader.table("team_municipalities"))
    return _Contact(teams, inquiries, outside, guidance, behind, level_of(parameters))


def _last_day(tables: dict[str, pd.DataFrame]) -> str:
    columns = (
        ("gatherings", "start"),
        ("inquiries", "asked"),
        ("guidance_contacts", "planned"),
        ("guidance_contacts", "held"),
    )
    known = [day for name, column in columns for day in tables[name][column].tolist() if isinstance(day, str)]
    return max(known, default="")


def _rate_cells(given: _Contact, found: Rates | None) -> list[Cell]:
    """Inquiries, team-months, and the rate with each interval."""
    counts, months = given.asked, given.months
    support = given.places.amounts(counts)
    about = (Quantity.TOTAL, given.places.amounts(months))
    cells = [
        total_cell("rates", (), "inquiries", counts, given.places),
        number_cell(("rates", (), "months"), (float(months.sum()), Unit.NUMBER, NOTHING), *about),
        count_cell("rates", (), "teams", given.places.support(counts.index)),
        number_cell(("rates", (), "outside"), (given.outside, Unit.COUNT, NOTHING), Quantity.TOTAL, support),
    ]
    none = undefined(NO_TIME, Unit.RATE, "garwood")
    shown = {
        "rate": found.chosen if found else none,
        "exact": found.exact if found else none,
        "by_team": found.by_team.rate if found else none,
        "by_municipality": found.by_municipality.rate if found else none,
    }
    for measure, estimate in shown.items():
        cells += _interval("rates", measure, estimate, support)
    index = found.by_team.index if found else float("nan")
    p = found.by_team.p if found else float("nan")
    return [
        *cells,
        number_cell(("rates", (), "dispersion"), (index, Unit.RATIO, NOTHING), Quantity.TEST, support),
        number_cell(("rates", (), "dispersion_p"), (p, Unit.PROBABILITY, NOTHING), Quantity.TEST, support),
    ]


def _interval(table: str, measure: str, estimate: Estimate, support: Support) -> tuple[Cell, ...]:
    return estimated_cells(table, (), measure, estimate, Quantity.MODEL, support)


def _never_cells(given: _Contact) -> list[Cell]:
    """Teams that never asked, and how many of so few inquiries would by chance leave out."""
    counts = given.asked
    quiet = counts.index[counts == 0]
    support = given.places.support(counts.index, quiet)
    cells = list(share_cells("never", (), "never", support))
    arrival = random_arrival(int(counts.sum()), len(counts), given.level) if len(counts) else None
    about = (Quantity.MODEL, given.places.support(counts.index))
    expected = arrival.expected_empty if arrival else float("nan")
    low, high = (arrival.low, arrival.high) if arrival else (float("nan"), float("nan"))
    by_chance = {
        "expected": (expected, Unit.EXPECTED_COUNT, NOTHING),
        "expected_low": (low, Unit.COUNT, NOTHING),
        "expected_high": (high, Unit.COUNT, NOTHING),
    }
    return [
        *cells,
        *(
            tested(number_cell(("never", (), name), value, *about), "random_arrival")
            for name, value in by_chance.items()
        ),
    ]


def _answer_cells(given: _Contact) -> list[Cell]:
    """How many were answered, and the median days to an answer."""
    asked = given.inquiries
    days = asked["days_to_answer"].astype("float64")
    unanswered = asked["answered_by"] == "nobody"
    waited = days_between(asked["asked"], asked["last"])
    lasted = days.where(~unanswered, waited)
    observed = [None if np.isnan(day) else bool(seen) for day, seen in zip(lasted, ~unanswered, strict=True)]
    found = survival.kaplan_meier(lasted.to_numpy(), observed, level=given.level).median
    support = given.places.support(asked["team"])
    answered = by_team(asked[~unanswered], given.teams)
    return [
        total_cell("answers", (), "inquiries", given.asked, given.places),
        total_cell("answers", (), "answered", answered, given.places),
        *estimated_cells("answers", (), "median", found, Quantity.QUANTILE, support),
    ]


def _kind_cells(given: _Contact) -> list[Cell]:
    """Inquiries and held guidance by topic and by channel."""
    held = given.guidance[given.guidance["held"].notna()]
    cells = []
    for kind in KINDS:
        allowed = next(one.allowed for one in TABLES["inquiries"].columns if one.name == kind)
        for value in allowed:
            for measure, rows in (("inquiries", given.inquiries), ("guidance", held)):
                own = by_team(rows[rows[kind] == value], given.teams)
                cells.append(total_cell(f"{kind}s", ((kind, value),), measure, own, given.places))
        for measure, rows in (("inquiries", given.inquiries), ("guidance", held)):
            cells.append(total_cell(f"{kind}s", (), measure, by_team(rows, given.teams), given.places))
    return cells


def _guidance_cells(given: _Contact) -> list[Cell]:
    """Contacts planned and held, per team-month, teams without any, and who asked among the guided."""
    counts, guided, asked = given.held, given.held > 0, given.asked > 0
    every = counts.index
    planned = by_team(given.guidance, given.teams)
    support = given.places.support(every)
    months = float(given.months.sum())
    rate = float(counts.sum()) / months if months else float("nan")
    return [
        count_cell("guidance", (), "teams", support),
        total_cell("guidance", (), "planned", planned, given.places),
        total_cell("guidance", (), "held", counts, given.places),
        *_share_held(given),
        number_cell(
            ("guidance", (), "rate"), (rate, Unit.RATE, NOTHING), Quantity.MEAN, given.places.amounts(counts)
        ),
        *share_cells("guidance", (), "guided", given.places.support(every, every[guided])),
        *share_cells("guidance", (), "neither", given.places.support(every, every[~guided & ~asked])),
        *_relation(given, guided, asked),
    ]


def _share_held(given: _Contact) -> tuple[Cell, ...]:
    """The share of planned contacts that were held, with teams as clusters."""
    contacts = given.guidance
    was_held = contacts["held"].notna()
    found = proportions.clustered(
        was_held.to_numpy(dtype=float), contacts["team"].tolist(), level=given.level
    ).korn_graubard
    support = given.places.support(contacts["team"], contacts.loc[was_held, "team"])
    return estimated_cells("guidance", (), "share_held", found, Quantity.SHARE, support)


def _relation(given: _Contact, guided: "pd.Series[bool]", asked: "pd.Series[bool]") -> list[Cell]:
    """Who asked among teams that were guided and among those that were not; guided minus not guided."""
    cells: list[Cell] = []
    groups: list[Support] = []
    for name, group in (("guided", guided), ("not_guided", ~guided)):
        teams = asked.index[group]
        support = given.places.support(teams, asked.index[group & asked])
        cells += share_cells("relation", (("guidance", name),), "asked", support)
        groups.append(support)
    one, other = groups
    difference = proportions.difference(
        one.counted or 0, one.n, other.counted or 0, other.n, level=given.level
    )
    return [*cells, *_interval("relation", "difference", difference, given.places.support(asked.index))]


ANALYSIS = Analysis(QUESTION, _SLICES, compute, optional=frozenset(_OPTIONAL), claims=(CLAIM,))
