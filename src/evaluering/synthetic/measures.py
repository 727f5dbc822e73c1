"""Measures and their monthly series: an outcome in every team, and a pair with and without a step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evaluering.synthetic.days import EPIDEMIC, MONTHS, month_index, month_of, month_text
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import NETWORK_EFFECT, STEP, STEP_MONTH
from evaluering.synthetic.goals import Goal
from evaluering.synthetic.municipalities import Land
from evaluering.synthetic.networks import Team
from evaluering.synthetic.rows import Row

STEP_MEASURE, TWIN_MEASURE = "measure-step", "measure-twin"
OUTCOME = "Syntetisk: andel fulgt opp innen 14 dager"
_FEWEST, _MOST = 5, 60
_PER_INHABITANT = 1 / 400
_PAIR_BASE, _PAIR_SIZE = 0.42, 75
_SEASON = {7: 0.55, 12: 0.85}
"""Less is done in July and December."""
_EPIDEMIC_DIP, _JULY_DIP, _YEARLY = -0.06, -0.03, 0.006
_LACKING = 0.04
_JULY = 7
_OTHER = {
    "process": ("Syntetisk: andel med individuell plan", "proportion", "up"),
    "result": ("Syntetisk: innleggelser per 100 brukere", "rate", "down"),
    "balancing": ("Syntetisk: overtid i timer per ansatt", "mean", "none"),
    "count": ("Syntetisk: antall koordineringsmøter", "count", "up"),
}


@dataclass(frozen=True)
class Measure:
    """A measure, the months it has values for, and the size of a usual denominator."""

    id: str
    team: Team
    goal: str | None
    kind: str
    name: str
    form: str
    better: str
    target: float | None
    months: range
    size: float


def make_measures(land: Land, teams: Sequence[Team], goals: Sequence[Goal], draws: Draws) -> list[Measure]:
    """Each team's outcome, taken from its records from the start of the study, and often one more."""
    made: list[Measure] = []
    for team in teams:
        size = sum(land.places[place].inhabitants for place in team.places) * _PER_INHABITANT
        size = min(max(size, _FEWEST), _MOST) * (0.8 + 0.4 * draws.uniform())
        until = month_index(team.withdrawn) if team.withdrawn else MONTHS
        first = next((goal.id for goal in goals if goal.team is team), None)
        target = draws.pick((0.6, 0.7, 0.8, 0.9)) if draws.chance(0.5) else None
        made.append(
            Measure(
                f"measure-{len(made) + 1:03d}",
                team,
                first,
                "result",
                OUTCOME,
                "proportion",
                "up",
                target,
                range(until),
                size,
            )
        )  # fmt: skip - one line a column is no clearer
        if draws.chance(0.65):
            made.append(_other(f"measure-{len(made) + 1:03d}", team, size, until, draws))
    keeper = next((team for team in teams if not team.withdrawn), teams[0])
    return made + [_pair(name, keeper) for name in (STEP_MEASURE, TWIN_MEASURE)]


def _other(number: str, team: Team, size: float, until: int, draws: Draws) -> Measure:
    kind = draws.weighted({"process": 0.55, "result": 0.15, "balancing": 0.18, "count": 0.12})
    name, form, better = _OTHER[kind]
    months = range(min(month_index(team.started) + draws.whole(1, 5), until - 1), until)
    shown = "process" if kind == "count" else kind
    return Measure(number, team, None, shown, name, form, better, None, months, size)


def _pair(name: str, team: Team) -> Measure:
    words = "med" if name == STEP_MEASURE else "uten"
    return Measure(
        name,
        team,
        None,
        "process",
        f"Syntetisk: andel {words} nytt skjema",
        "proportion",
        "up",
        None,
        range(12, MONTHS),
        _PAIR_SIZE,
    )  # fmt: skip - one line a column is no clearer


def measure_rows(measures: Sequence[Measure]) -> Iterator[Row]:
    """Rows of ``measures``."""
    for one in measures:
        yield {
            "measure": one.id,
            "team": one.team.id,
            "goal": one.goal,
            "kind": one.kind,
            "name": one.name,
            "form": one.form,
            "better": one.better,
            "target": one.target,
        }


def series_rows(measures: Sequence[Measure], draws: Draws) -> Iterator[Row]:
    """Rows of ``measure_series``; a month without anybody in it, or not reported, has no row."""
    for one in measures:
        base = _PAIR_BASE if one.id in (STEP_MEASURE, TWIN_MEASURE) else 0.35 + 0.2 * draws.uniform()
        for month in one.months:
            reported = not draws.chance(_LACKING)
            numerator, denominator = _value(one, month, base, draws)
            if reported and denominator != 0:
                yield {
                    "measure": one.id,
                    "month": month_text(month),
                    "numerator": numerator,
                    "denominator": denominator,
                }


def _value(one: Measure, month: int, base: float, draws: Draws) -> tuple[float, float | None]:
    size = draws.count(one.size * _SEASON.get(month_of(month).month, 1.0))
    if one.form == "count":
        return draws.count(2 + one.size / 12), None
    if one.form == "mean":
        return round(max(0.0, draws.normal(4.5, 0.9)), 1), size
    if one.form == "rate":
        return draws.count(size * 0.12), size
    return draws.successes(size, _probability(one)(month, base)), size


def _probability(one: Measure) -> Callable[[int, float], float]:
    if one.id == TWIN_MEASURE:
        return lambda _, base: base
    if one.id == STEP_MEASURE:
        return lambda month, base: base + STEP * (month_of(month) >= STEP_MONTH)
    if one.name == OUTCOME:
        return lambda month, base: base + calendar_effect(month) + NETWORK_EFFECT * works(one.team, month)
    # Any other process measure improves little by little once the team has begun.
    return lambda month, base: min(base + 0.006 * max(0, month - month_index(one.team.started)), 0.95)


def works(team: Team, month: int) -> bool:
    """Whether the network has worked on a team: from the month after its first gathering."""
    return month > month_index(team.network.gatherings[0])


def calendar_effect(month: int) -> float:
    """What the calendar does to every team's outcome: a slow rise, the epidemic, July."""
    day = month_of(month)
    dip = _EPIDEMIC_DIP if EPIDEMIC[0] <= day <= EPIDEMIC[1] else 0.0
    return _YEARLY * month / 12 + dip + (_JULY_DIP if day.month == _JULY else 0.0)
