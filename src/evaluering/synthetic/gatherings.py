"""Gatherings: who came, what they said afterwards, and the packages that prepared them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from evaluering.synthetic.days import EPIDEMIC, before
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.networks import Network, Team
from evaluering.synthetic.rows import Row, yes

_TASKS = (
    "Beskriv hvorfor teamet vil bedre tjenesten",
    "Kartlegg dagens praksis sammen med brukere",
    "Sett ett mål som kan måles",
    "Velg indikatorer og finn tall for utgangspunktet",
    "Prøv ut ett tiltak i liten skala",
    "Gå gjennom målingene i teamet",
    "Vurder om endringen er en forbedring",
    "Lag en plan for å holde på endringen",
    "Del erfaringene med de andre teamene",
)
_TIME = {"too_little": 0.24, "suitable": 0.58, "too_much": 0.18}


@dataclass(frozen=True)
class Gathering:
    """A gathering of a network."""

    network: Network
    number: int
    start: date
    form: str
    joint: bool

    @property
    def id(self) -> str:
        """Its identifier."""
        return f"gathering-{self.network.number:02d}-{self.number}"

    @property
    def days(self) -> int:
        """Two days where people meet, one where they meet on the screen."""
        return 1 if self.form == "digital" else 2


def make_gatherings(networks: Sequence[Network], draws: Draws) -> tuple[Gathering, ...]:
    """Every gathering; digital during the epidemic, and now and then later."""
    every = [day for network in networks for day in set(network.gatherings[-1:])]
    made = []
    for network in networks:
        for number, day in enumerate(network.gatherings, 1):
            epidemic = day <= EPIDEMIC[1]
            joint = number == len(network.gatherings) and every.count(day) > 1
            shares = {"in_person": 0.7, "digital": 0.2, "mixed": 0.1}
            form = "digital" if epidemic else "in_person" if joint else draws.weighted(shares)
            made.append(Gathering(network, number, day, form, joint))
    return tuple(made)


def gathering_rows(gatherings: Sequence[Gathering]) -> Iterator[Row]:
    """Rows of ``gatherings``."""
    for one in gatherings:
        yield {
            "gathering": one.id,
            "network": one.network.id,
            "number": one.number,
            "start": one.start,
            "days": one.days,
            "form": one.form,
            "joint": yes(one.joint),
        }


@dataclass(frozen=True)
class Attendance:
    """How many of a team came."""

    gathering: Gathering
    team: Team
    participants: int
    representatives: int


def make_attendance(
    gatherings: Sequence[Gathering], teams: Sequence[Team], draws: Draws
) -> tuple[Attendance, ...]:
    """Every active team at every gathering of its network; now and then nobody comes."""
    made = []
    for gathering in gatherings:
        for team in teams:
            if team.network.number == gathering.network.number and team.active(gathering.start):
                share = 0.86 - 0.05 * gathering.number
                users = draws.successes(team.representatives, share - 0.1)
                others = draws.successes(len(team.roles) - team.representatives, share)
                made.append(Attendance(gathering, team, users + others, users))
    return tuple(made)


def participation_rows(attendance: Sequence[Attendance], draws: Draws) -> Iterator[Row]:
    """Rows of ``participation``."""
    for one in attendance:
        yield {
            "gathering": one.gathering.id,
            "team": one.team.id,
            "participants": one.participants,
            "user_representatives": one.representatives,
            "manager_present": yes(
                one.participants > one.representatives and draws.chance(0.62 - 0.06 * one.gathering.number)
            ),
        }


def evaluation_rows(attendance: Sequence[Attendance], draws: Draws) -> Iterator[Row]:
    """Rows of ``gathering_evaluations``: some six in ten of those present answer."""
    serial = 0
    for one in attendance:
        for _ in range(draws.successes(one.participants, 0.6)):
            serial += 1
            useful = draws.weighted({"1": 0.02, "2": 0.08, "3": 0.26, "4": 0.43, "5": 0.21})
            yield {
                "gathering": one.gathering.id,
                "response": f"response-{serial:05d}",
                "lectures_time": _opinion(draws, one.gathering.number, 0.3),
                "team_work_time": _opinion(draws, one.gathering.number, -0.2),
                "exchange_time": _opinion(draws, one.gathering.number, -0.35),
                "usefulness": None if draws.chance(0.03) else useful,
                "comment": "Syntetisk: mer tid sammen med de andre" if draws.chance(0.12) else "",
            }


def _opinion(draws: Draws, number: int, lean: float) -> str | None:
    """More say too much as ``lean`` is above 0; people who were there together disagree."""
    if draws.chance(0.04):
        return None
    tilt = lean * (0.6 + 0.1 * number)
    shares = {"too_little": _TIME["too_little"] * (1 - tilt), "suitable": _TIME["suitable"]}
    return draws.weighted(shares | {"too_much": _TIME["too_much"] * (1 + tilt)})


def package_id(gathering: Gathering) -> str:
    """The package that prepares for a gathering."""
    return f"package-{gathering.network.number:02d}-{gathering.number}"


def package_rows(gatherings: Sequence[Gathering], draws: Draws) -> Iterator[Row]:
    """Rows of ``preparation_packages``."""
    for one in gatherings:
        yield {
            "preparation_package": package_id(one),
            "gathering": one.id,
            "title": f"Syntetisk forberedelsespakke {one.number}",
            "sent": before(one.start, 7 * draws.whole(4, 6)),
        }


def _wordings(gathering: Gathering) -> tuple[str, ...]:
    first = 2 * gathering.number - 1
    return _TASKS[first : first + 2] if gathering.number > 1 else _TASKS[:3]


def task_rows(gatherings: Sequence[Gathering]) -> Iterator[Row]:
    """Rows of ``tasks``."""
    for one in gatherings:
        for number, wording in enumerate(_wordings(one), 1):
            yield {
                "preparation_package": package_id(one),
                "task": number,
                "wording": f"{wording} (syntetisk)",
            }


def task_status_rows(gatherings: Sequence[Gathering], teams: Sequence[Team], draws: Draws) -> Iterator[Row]:
    """Rows of ``task_status``: fewer tasks are done as time goes."""
    for one in gatherings:
        for team in (team for team in teams if team.network.number == one.network.number):
            if not team.active(one.start):
                continue
            diligence = draws.normal(0, 0.25)
            for number in range(1, len(_wordings(one)) + 1):
                done = min(max(0.68 - 0.08 * one.number + diligence, 0.05), 0.95)
                left = {"partly": 0.45, "not_done": 0.35, "not_reported": 0.2}
                status = "done" if draws.chance(done) else draws.weighted(left)
                yield {
                    "preparation_package": package_id(one),
                    "task": number,
                    "team": team.id,
                    "status": status,
                }
