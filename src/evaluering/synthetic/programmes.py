"""Programmes of the gatherings, as planned and as held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluering.synthetic.draws import Draws
from evaluering.synthetic.gatherings import Gathering
from evaluering.synthetic.rows import Row

_TOPICS = {
    "welcome": "Velkommen",
    "presentation": "Et team forteller om arbeidet sitt",
    "lecture": "Foredrag om forbedringsarbeid",
    "group_work": "Gruppearbeid",
    "plenary": "Oppsummering i plenum",
    "break": "Pause",
    "lunch": "Lunsj",
}
_DAY = (
    ("welcome", 15),
    ("lecture", 45),
    ("break", 15),
    ("group_work", 60),
    ("plenary", 30),
    ("lunch", 60),
    ("lecture", 40),
    ("presentation", 30),
    ("break", 15),
    ("group_work", 55),
    ("plenary", 25),
)
_DIGITAL = (
    ("welcome", 10),
    ("lecture", 35),
    ("group_work", 40),
    ("break", 15),
    ("presentation", 20),
    ("lunch", 45),
    ("lecture", 30),
    ("group_work", 40),
    ("plenary", 20),
)
_SPEAKERS = {
    "organiser": 0.38,
    "directorate_of_health": 0.14,
    "county_governor": 0.1,
    "research_centre": 0.14,
    "hospital": 0.1,
    "user_organisation": 0.14,
}
_START = 9 * 60
_CANCELLED = 0.04


@dataclass(frozen=True)
class _Item:
    activity: str
    minutes: int
    affiliation: str | None
    group_form: str | None


def programme_rows(gatherings: Sequence[Gathering], draws: Draws) -> Iterator[Row]:
    """Rows of ``programme_items``: planned on the five minutes, held with lectures that run over."""
    for gathering in gatherings:
        for day in range(1, gathering.days + 1):
            items = [
                _planned(activity, minutes, gathering, draws) for activity, minutes in _template(gathering)
            ]
            yield from _rows(gathering, day, "planned", list(enumerate(items, 1)))
            held = [(number, _held(item, draws)) for number, item in enumerate(items, 1)]
            kept = [(number, item) for number, item in held if not _dropped(item, draws)]
            yield from _rows(gathering, day, "held", kept)


def _template(gathering: Gathering) -> tuple[tuple[str, int], ...]:
    return _DIGITAL if gathering.form == "digital" else _DAY


def _planned(activity: str, minutes: int, gathering: Gathering, draws: Draws) -> _Item:
    # Lectures grow and group work shrinks from the first gathering to the last.
    turn = 5 * (gathering.number - 1)
    change = {"lecture": turn, "group_work": -turn}.get(activity, 0)
    if activity in ("lecture", "group_work", "plenary"):
        change += 5 * draws.whole(-1, 1)
    speaker = {"lecture": draws.weighted(_SPEAKERS), "presentation": "team", "welcome": "organiser"}
    form = draws.weighted({"own_team": 0.55, "across_municipalities": 0.45})
    return _Item(
        activity, minutes + change, speaker.get(activity), form if activity == "group_work" else None
    )


def _held(item: _Item, draws: Draws) -> _Item:
    low, high = {"lecture": (-1, 4), "group_work": (-3, 0), "welcome": (0, 2)}.get(item.activity, (-1, 1))
    return _Item(item.activity, item.minutes + 5 * draws.whole(low, high), item.affiliation, item.group_form)


def _dropped(item: _Item, draws: Draws) -> bool:
    return draws.chance(_CANCELLED) and item.activity in ("plenary", "presentation")


def _rows(gathering: Gathering, day: int, basis: str, items: Sequence[tuple[int, _Item]]) -> Iterator[Row]:
    clock = _START if day == 1 else _START - 30
    for number, item in items:
        yield {
            "gathering": gathering.id,
            "day_number": day,
            "item": number,
            "basis": basis,
            "start": _time(clock),
            "end": _time(clock + item.minutes),
            "topic": f"{_TOPICS[item.activity]} (syntetisk)",
            "activity": item.activity,
            "affiliation": item.affiliation,
            "group_form": item.group_form,
        }
        clock += item.minutes


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
