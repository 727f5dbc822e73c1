"""Fictitious municipalities: sizes, a merger of four into two, a split, districts, trusts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from statistics import NormalDist

from evaluering.synthetic.days import EPIDEMIC, LAST_DAY, MERGED, SPLIT, some_day
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.names import municipality_names
from evaluering.synthetic.rows import Row, yes

SMALLEST, LARGEST = 190, 120_000
_SIZES = NormalDist(8.55, 1.25)
"""Logarithm of inhabitants: a median of about 5,200, as in the country."""
_BEFORE = date(2002, 1, 1)
_MERGING = 20_000
_SPLITTING = 30_000
_COUNTIES = 9
_FIRST_COUNTY = 90
_LARGER_PART = 0.7
_PER_TRUST = 12
_FEWEST_TRUSTS = 4
_DISTRICTS = (0.31, 0.27, 0.23)


@dataclass(frozen=True)
class Municipality:
    """A municipality with its period of validity."""

    number: str
    name: str
    county: str
    inhabitants: int
    written_form: str
    valid_from: date = _BEFORE
    valid_to: date | None = None


@dataclass(frozen=True)
class Land:
    """Places as they were at the start, and what became of the ones that changed.

    ``successors`` gives the municipalities a place is part of after ``changes``.
    """

    places: tuple[Municipality, ...]
    later: tuple[Municipality, ...]
    successors: dict[int, tuple[Municipality, ...]]
    changes: tuple[tuple[str, str, date, str], ...]

    @property
    def every(self) -> tuple[Municipality, ...]:
        """All municipalities, former ones too, by number."""
        return tuple(sorted((*self.places, *self.later), key=lambda one: one.number))

    def at(self, place: int, day: date, turn: int = 0) -> Municipality:
        """The municipality a place is in on a day; ``turn`` chooses among the parts of a split one."""
        here = self.places[place]
        if here.valid_to is None or day <= here.valid_to:
            return here
        parts = self.successors[place]
        return parts[turn % len(parts)]


def make_land(count: int, blocks: Sequence[range], draws: Draws) -> Land:
    """``count`` municipalities; those that merge lie in one of ``blocks`` (the networks)."""
    sizes = draws.shuffled([_size(rank, count) for rank in range(count)])
    names = municipality_names()
    places = [_place(index, count, name, sizes[index], draws) for index, name in enumerate(names[:count])]
    merging = min(
        (range(start, start + 4) for block in blocks for start in range(block.start, block.stop - 3)),
        key=lambda window: (abs(sum(sizes[place] for place in window) - _MERGING), window.start),
    )
    splitting = min(
        set(range(count)) - set(merging), key=lambda place: (abs(sizes[place] - _SPLITTING), place)
    )
    return _changed(places, merging, splitting, names[count : count + 4])


def _size(rank: int, count: int) -> int:
    if rank in (0, count - 1):
        return SMALLEST if rank == 0 else LARGEST
    raw = exp(_SIZES.inv_cdf((rank + 0.5) / count))
    return round(min(max(raw, SMALLEST), LARGEST - 20_000))


def _place(index: int, count: int, name: str, size: int, draws: Draws) -> Municipality:
    county = index * _COUNTIES // count
    first = -(-county * count // _COUNTIES)
    western = county in (2, 3, 4)
    shares = {"nb": 0.15, "nn": 0.6, "neutral": 0.25} if western else {"nb": 0.6, "nn": 0.08, "neutral": 0.32}
    number = f"{_FIRST_COUNTY + county}{index - first + 1:02d}"
    return Municipality(number, name, _county(number), size, draws.weighted(shares))


def _county(number: str) -> str:
    return f"Syntetisk fylke {number[:2]}"


def _changed(places: list[Municipality], merging: range, splitting: int, names: Sequence[str]) -> Land:
    pairs = ((merging[0], merging[1]), (merging[2], merging[3]))
    merged = [
        _new(places, pair, sum(places[place].inhabitants for place in pair), (names[turn], 90 + turn, MERGED))
        for turn, pair in enumerate(pairs)
    ]
    larger = round(places[splitting].inhabitants * _LARGER_PART)
    sizes = (larger, places[splitting].inhabitants - larger)
    parts = [
        _new(places, (splitting,), size, (names[2 + turn], 95 + turn, SPLIT))
        for turn, size in enumerate(sizes)
    ]
    successors: dict[int, tuple[Municipality, ...]]
    successors = {place: (unit,) for pair, unit in zip(pairs, merged, strict=True) for place in pair}
    successors[splitting] = tuple(parts)
    changes = [
        (places[place].number, unit.number, unit.valid_from, "split" if place == splitting else "merger")
        for place, units in successors.items()
        for unit in units
    ]
    ended = [_ended(one, successors.get(place)) for place, one in enumerate(places)]
    return Land(tuple(ended), (*merged, *parts), successors, tuple(sorted(changes)))


def _new(
    places: Sequence[Municipality], former: Sequence[int], size: int, made: tuple[str, int, date]
) -> Municipality:
    name, serial, valid_from = made
    old = places[former[0]]
    return Municipality(f"{old.number[:2]}{serial}", name, old.county, size, old.written_form, valid_from)


def _ended(one: Municipality, successors: tuple[Municipality, ...] | None) -> Municipality:
    last = successors[0].valid_from - timedelta(days=1) if successors else None
    return Municipality(
        one.number, one.name, one.county, one.inhabitants, one.written_form, one.valid_from, last
    )


def municipality_rows(land: Land) -> Iterator[Row]:
    """Rows of ``municipalities``."""
    for one in land.every:
        yield {
            "municipality": one.number,
            "name": one.name,
            "county": one.county,
            "inhabitants": one.inhabitants,
            "written_form": one.written_form,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }


def change_rows(land: Land) -> Iterator[Row]:
    """Rows of ``municipality_changes``."""
    for former, new, changed, kind in land.changes:
        yield {"from_municipality": former, "to_municipality": new, "changed": changed, "kind": kind}


def district_rows(land: Land) -> Iterator[Row]:
    """Rows of ``city_districts``: the largest municipality has four that add up to it."""
    city = max(land.places, key=lambda one: (one.inhabitants, one.number))
    sizes = [round(city.inhabitants * share) for share in _DISTRICTS]
    for turn, size in enumerate([*sizes, city.inhabitants - sum(sizes)]):
        yield {
            "city_district": f"{city.number}{turn + 1:02d}",
            "municipality": city.number,
            "name": f"Syntetisk bydel {('nord', 'øst', 'sør', 'vest')[turn]}",
            "inhabitants": size,
            "valid_from": city.valid_from,
            "valid_to": city.valid_to,
        }


def trust_names(land: Land) -> list[str]:
    """The identifiers of the hospital trusts."""
    count = max(_FEWEST_TRUSTS, len(land.places) // _PER_TRUST)
    return [f"hf-{number:02d}" for number in range(1, count + 1)]


def trust_rows(land: Land) -> Iterator[Row]:
    """Rows of ``hospital_trusts``."""
    for place, trust in enumerate(trust_names(land)):
        yield {
            "hospital_trust": trust,
            "name": f"Syntetisk helseforetak {place + 1}",
            "region": f"Syntetisk helseregion {'ABCD'[place % 4]}",
            "valid_from": _BEFORE,
            "valid_to": None,
        }


def coordinating_unit_rows(land: Land, draws: Draws) -> Iterator[Row]:
    """Rows of ``coordinating_units``: described in 2021 and in 2024, where the municipality then exists."""
    for first, last in ((date(2021, 4, 6), date(2021, 6, 18)), (date(2024, 2, 5), date(2024, 4, 26))):
        for one in land.every:
            if one.valid_from <= first and (one.valid_to is None or one.valid_to >= last):
                yield _coordinating_unit(one, some_day(draws, first, last), draws)


def _coordinating_unit(one: Municipality, described: date, draws: Draws) -> Row:
    capacity = min(one.inhabitants / 40_000, 1.0)
    # Positions are reported in tenths, most often in fifths.
    positions = round(max(0.1, one.inhabitants / 11_000 + draws.normal(0.3, 0.25)) * 5) / 5
    return {
        "municipality": one.number,
        "described": described,
        "positions": positions,
        "appoints_coordinators": yes(draws.chance(0.8)),
        "trains_coordinators": yes(draws.chance(0.3 + 0.4 * capacity)),
        "keeps_overview": yes(draws.chance(0.35 + 0.3 * capacity)),
        "routines_with_hospital": yes(draws.chance(0.55)),
    }


def event_rows(land: Land, draws: Draws) -> Iterator[Row]:
    """Rows of ``context_events``: the epidemic, the new division, and what befalls single municipalities."""
    began = [("", *EPIDEMIC, "epidemic")]
    for unit in land.later[:2]:
        began.append((unit.number, MERGED, date(2022, 12, 30), "merger"))
    shares = {"leader_change": 0.4, "staffing": 0.3, "other_project": 0.2, "new_form": 0.06, "other": 0.04}
    for one in land.places:
        for _ in range(draws.count(0.5) if one.valid_to is None else 0):
            day = some_day(draws, date(2020, 9, 1), date(2024, 5, 31))
            lasts = timedelta(days=draws.whole(30, 400))
            began.append((one.number, day, min(day + lasts, LAST_DAY), draws.weighted(shares)))
    for number, (municipality, start, end, kind) in enumerate(began, 1):
        yield {
            "event": f"event-{number:03d}",
            "municipality": municipality,
            "began": start,
            "ended": None if end == LAST_DAY or kind == "leader_change" else end,
            "kind": kind,
        }
