"""Networks, their gatherings in time, and the teams: who took part, joined and left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from evaluering.synthetic.days import EPIDEMIC, after, is_working, month_of, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.municipalities import Land
from evaluering.synthetic.rows import Row, yes

_STEPS = 6
"""Networks start in turns, a quarter apart; the seventh starts with the first."""
_FIRST_GATHERING = 20
_GATHERINGS = (0, 122, 244, 366)
_TINY, _LARGE = 1_500, 50_000
_MOST_TOGETHER = 3
_FIELDS = (
    "psykisk helse og rus",
    "gode pasientforløp for eldre",
    "kronisk sykdom",
    "tidlig innsats for barn og unge",
    "oppfølging av personer med store og sammensatte behov",
)


@dataclass(frozen=True)
class Network:
    """A learning network: its places and the days of its gatherings."""

    number: int
    places: range
    start: date
    end: date
    gatherings: tuple[date, ...]

    @property
    def id(self) -> str:
        """Its identifier."""
        return f"network-{self.number:02d}"

    @property
    def kind(self) -> str:
        """Every fifth network is one of follow-up teams."""
        return "follow_up_team" if self.number % len(_FIELDS) == 0 else "improvement_team"


@dataclass(frozen=True)
class Team:
    """A team: where it comes from, its members by role, and whether it left."""

    id: str
    network: Network
    places: tuple[int, ...]
    started: date
    roles: tuple[str, ...]
    withdrawn: date | None = None
    reason: str = ""

    @property
    def last(self) -> date:
        """The last day of its work in the network."""
        return self.withdrawn or self.network.end

    @property
    def representatives(self) -> int:
        """User representatives among its members."""
        return self.roles.count("user_representative")

    def active(self, day: date) -> bool:
        """Whether it works on a day."""
        return self.started <= day <= self.last


def blocks(networks: int, municipalities: int) -> tuple[range, ...]:
    """The places of each network: neighbours, as regional networks have."""
    edges = [number * municipalities // networks for number in range(networks + 1)]
    return tuple(range(low, high) for low, high in pairwise(edges))


def make_networks(places: Sequence[range]) -> tuple[Network, ...]:
    """A network for each block of places, started in turns.

    In each round the first network's last gathering is held together with the second's.
    """
    firsts = [_first_gathering(turn) for turn in range(len(places))]
    made = []
    for turn, (block, first) in enumerate(zip(places, firsts, strict=True)):
        days = [_tuesday(after(first, days)) for days in _GATHERINGS]
        if turn % _STEPS == 0 and turn + 1 < len(places):
            days[-1] = _tuesday(after(firsts[turn + 1], _GATHERINGS[-1]))
        start = month_of(_month(turn) - 7)
        made.append(Network(turn + 1, block, start, days[-1] + timedelta(days=80), tuple(days)))
    return tuple(made)


def _month(turn: int) -> int:
    return _FIRST_GATHERING + 3 * (turn % _STEPS)


def _first_gathering(turn: int) -> date:
    return _tuesday(month_of(_month(turn)) + timedelta(days=7))


def _tuesday(day: date) -> date:
    """The next Tuesday that, with the day after, is a working day."""
    day += timedelta(days=(1 - day.weekday()) % 7)
    while not (is_working(day) and is_working(day + timedelta(days=1))):
        day += timedelta(days=7)
    return day


def make_teams(land: Land, networks: Sequence[Network], draws: Draws) -> tuple[Team, ...]:
    """The teams: one a municipality, but two in large ones, and tiny neighbours share one.

    About one in ten withdraws between the first and the third gathering.
    """
    teams: list[Team] = []
    for network in networks:
        for places in _shared(land, network.places):
            started = after(network.start, draws.whole(45, 150))
            number = f"team-{len(teams) + 1:03d}"
            teams.append(Team(number, network, places, started, _roles(draws)))
    leaving = set(draws.shuffled(range(len(teams)))[: max(1, round(len(teams) / 10))])
    return tuple(
        _leaving(team, land, draws) if place in leaving else team for place, team in enumerate(teams)
    )


def _shared(land: Land, places: range) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    tiny: list[int] = []
    for place in places:
        size = land.places[place].inhabitants
        if size < _TINY:
            tiny.append(place)
        else:
            found += [(place,)] * (2 if size > _LARGE else 1)
    found += [tuple(tiny[low : low + _MOST_TOGETHER]) for low in range(0, len(tiny), _MOST_TOGETHER)]
    return found


def _roles(draws: Draws) -> tuple[str, ...]:
    size = int(draws.weighted({"3": 0.04, "4": 0.28, "5": 0.38, "6": 0.24, "7": 0.06}))
    roles = ["leader"]
    roles += ["user_representative"] * int(draws.weighted({"0": 0.33, "1": 0.57, "2": 0.10}))
    roles += ["coordinator"] * draws.chance(0.6) + ["hospital_representative"] * draws.chance(0.25)
    roles += ["general_practitioner"] * draws.chance(0.08) + ["service_manager"] * draws.chance(0.35)
    return tuple((roles + ["professional"] * size)[:size])


def _leaving(team: Team, land: Land, draws: Draws) -> Team:
    first, _, third, _ = team.network.gatherings
    withdrawn = some_day(draws, after(first, 20), third)
    shares = {"time": 0.38, "staffing": 0.3, "leadership": 0.14, "relevance": 0.12, "other": 0.06}
    if first < EPIDEMIC[1]:
        shares["epidemic"] = 0.4
    if any(land.places[place].valid_to for place in team.places):
        shares["merger"] = 0.5
    return Team(
        team.id, team.network, team.places, team.started, team.roles, withdrawn, draws.weighted(shares)
    )


def network_rows(networks: Sequence[Network], trusts: int) -> Iterator[Row]:
    """Rows of ``networks``."""
    for one in networks:
        yield {
            "network": one.id,
            "name": f"Syntetisk nettverk {one.number}",
            "field": _FIELDS[(one.number - 1) % len(_FIELDS)],
            "start": one.start,
            "end": one.end,
            "municipalities_planned": max(20, (len(one.places) + 4) // 5 * 5 + 10),
            "hospital_trusts_planned": max(1, trusts // 2),
        }


def application_rows(land: Land, networks: Sequence[Network], draws: Draws) -> Iterator[Row]:
    """Rows of ``applications``: all who took part, and some more."""
    serial = 0
    for network in networks:
        before = network.start - timedelta(days=140)
        for place in network.places:
            # Some were turned down or drew back, and joined by a second application.
            first = draws.weighted({"recruited": 0.91, "withdrawn": 0.05, "declined": 0.04})
            outcomes = ["recruited"] if first == "recruited" else [first, "recruited"]
            for turn, outcome in enumerate(outcomes):
                serial += 1
                opened = before + timedelta(days=40 * turn)
                received = some_day(draws, opened, opened + timedelta(days=35))
                municipality = land.at(place, received, place).number
                yield _application(f"application-{serial:03d}", municipality, received, draws) | {
                    "network": network.id,
                    "outcome": outcome,
                }


def _application(application: str, municipality: str, received: date, draws: Draws) -> Row:
    return {
        "application": application,
        "municipality": municipality,
        "received": received,
        "anchored": yes(draws.chance(0.82)),
        "user_involvement": yes(draws.chance(0.64)),
        "individual_plan_in_use": yes(draws.chance(0.71)),
        "hospital_involved": yes(draws.chance(0.38)),
        "goals": "Syntetisk: bedre samarbeid om tjenestene" if draws.chance(0.7) else "",
    }


def team_rows(teams: Sequence[Team]) -> Iterator[Row]:
    """Rows of ``teams``."""
    for team in teams:
        yield {
            "team": team.id,
            "network": team.network.id,
            "cohort": (team.network.number - 1) // _STEPS + 1,
            "kind": team.network.kind,
            "started": team.started,
        }


def team_municipality_rows(land: Land, teams: Sequence[Team]) -> Iterator[Row]:
    """Rows of ``team_municipalities``: every municipality a team was part of while it worked."""
    for team in teams:
        units = {
            land.at(place, day, turn).number
            for place in team.places
            for day in (team.started, team.last)
            for turn in (0, 1)
        }
        for number in sorted(units):
            yield {"team": team.id, "municipality": number}


def member_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``team_members``; some leave early and are replaced."""
    serial = 0
    for team in teams:
        for role in team.roles:
            changed = some_day(draws, after(team.started, 90), team.last) if draws.chance(0.1) else None
            spells = [(team.started, changed or team.withdrawn)]
            if changed and changed < team.last and draws.chance(0.7):
                spells.append((after(changed, 1), team.withdrawn))
            for joined, left in spells:
                serial += 1
                yield {
                    "team": team.id,
                    "member": f"member-{serial:04d}",
                    "role": role,
                    "joined": joined,
                    "left": max(joined, left) if left else None,
                }


def withdrawal_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``withdrawals``."""
    for team in teams:
        if team.withdrawn:
            yield {
                "team": team.id,
                "withdrawn": team.withdrawn,
                "reason": team.reason,
                "explanation": "Syntetisk: vi rakk det ikke ved siden av driften"
                if draws.chance(0.6)
                else "",
            }


def representative_rows(teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``user_representatives``, in step with the members' roles."""
    shares = {"no_local_organisation": 0.36, "none_trained": 0.3, "health": 0.12, "time": 0.14, "other": 0.08}
    for team in teams:
        recruited = team.representatives > 0
        yield {
            "team": team.id,
            "recruited": yes(recruited),
            "number": team.representatives,
            "compensated": yes(draws.chance(0.68)) if recruited else None,
            "obstacle": "none" if recruited and draws.chance(0.6) else draws.weighted(shares),
        }
