"""Faults that can be planted in the sample, each with an account of what was planted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import exp

from evaluering.synthetic.days import MERGED, MONTHS, SPLIT, month_text
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.fault_names import Fault
from evaluering.synthetic.measures import STEP_MEASURE
from evaluering.synthetic.rows import Row
from evaluering.synthetic.world import World

Tables = dict[str, list[Row]]
_FEW = 5


@dataclass(frozen=True)
class Planted:
    """What a fault planted: rows touched by table, and the rows ``check`` must reject by rule.

    ``rejected`` is empty for a fault that is no error of any row.
    """

    fault: Fault
    rows: Mapping[str, int]
    rejected: Mapping[str, int] = field(default_factory=dict)


def plant(faults: Sequence[Fault], tables: Tables, world: World, seed: int) -> tuple[Planted, ...]:
    """Plant the faults in ``tables``, in the order they are declared; each has random numbers of its own."""
    return tuple(
        _PLANTERS[fault](tables, world, Draws(seed, f"fault {fault}")) for fault in Fault if fault in faults
    )


def _informative_attrition(tables: Tables, world: World, draws: Draws) -> Planted:
    """Users lose all conversations but the first with a probability that rises with the first mean."""
    gone = {
        user.id
        for user in world.helped
        if len(user.conversations) > 1
        and draws.chance(0.75 / (1 + exp(-1.2 * (user.conversations[0].mean - 4.5))))
    }
    before = {name: len(tables[name]) for name in ("conversations", "activity_scores")}
    for name in before:
        tables[name] = [row for row in tables[name] if row["user"] not in gone or row["conversation"] == 1]
    for row in tables["checklists"]:
        if row["user"] in gone and row["item"] == 9:  # noqa: PLR2004 - the item with the second mean
            row["what_matters_mean"] = None
    return Planted(
        Fault.INFORMATIVE_ATTRITION, {name: count - len(tables[name]) for name, count in before.items()}
    )


def _drop_outs(tables: Tables, world: World, draws: Draws) -> Planted:
    """A quarter of the teams report nothing after their second gathering, and nobody wrote why."""
    kept = {one.team.id for one in world.followed if one.id == STEP_MEASURE}
    staying = [team for team in world.teams if not team.withdrawn and team.id not in kept]
    stopped = draws.shuffled(staying)[: max(1, len(staying) // 4)]
    ends = {team.id: team.network.gatherings[1] for team in stopped}
    measured = {one.id: one.team.id for one in world.followed}
    third = {one.id for one in world.met if one.number > 2}  # noqa: PLR2004 - the second gathering
    series, reports = tables["measure_series"], tables["status_reports"]
    tables["measure_series"] = [
        row
        for row in series
        if (team := measured[str(row["measure"])]) not in ends or str(row["month"]) <= f"{ends[team]:%Y-%m}"
    ]
    tables["status_reports"] = [
        row for row in reports if row["team"] not in ends or row["gathering"] not in third
    ]
    return Planted(
        Fault.DROP_OUTS,
        {
            "teams": len(ends),
            "measure_series": len(series) - len(tables["measure_series"]),
            "status_reports": len(reports) - len(tables["status_reports"]),
        },
    )


def _unfinished_months(tables: Tables, _: World, draws: Draws) -> Planted:
    """In the last month four in ten of a proportion's cases are there, and those mostly the slow ones."""
    touched = 0
    for row in tables["measure_series"]:
        numerator, denominator = row["numerator"], row["denominator"]
        if row["month"] != month_text(MONTHS - 1) or not isinstance(denominator, int):
            continue
        if isinstance(numerator, int):
            kept, others = draws.successes(numerator, 0.3), draws.successes(denominator - numerator, 0.5)
            row["numerator"], row["denominator"] = kept, max(1, kept + others)
            touched += 1
    return Planted(Fault.UNFINISHED_MONTHS, {"measure_series": touched})


RESPONSIBLE = {
    "user": ("Bruker", "Brukar"),
    "coordinator": ("Koordinator", "Koordinator"),
    "municipality": ("Kommunen", "Kommunen"),
    "hospital": ("Sykehuset", "Sjukehuset"),
    "general_practitioner": ("Fastlegen", "Fastlegen"),
    "relative": ("Pårørende", "Pårørande"),
    "other": ("Annen", "Annan"),
}
"""Answers in bokmål and nynorsk for who is responsible in a plan."""


def _two_language_answers(tables: Tables, world: World, _: Draws) -> Planted:
    """Municipalities with nynorsk answer in nynorsk, the others in bokmål."""
    nynorsk = {user.id for user in world.helped if world.land.places[user.place].written_form == "nn"}
    for row in tables["plans"]:
        row["responsible"] = RESPONSIBLE[str(row["responsible"])][row["user"] in nynorsk]
    return Planted(Fault.TWO_LANGUAGE_ANSWERS, {"plans": len(tables["plans"])})


def _decimal_comma(tables: Tables, _: World, draws: Draws) -> Planted:
    """All numbers of the session feedback with a comma, but a few rows that still have a point."""
    rows = tables["session_feedback"]
    given = [place for place, row in enumerate(rows) if row["outcome"] is not None]
    pointed = set(draws.shuffled(given)[:_FEW])
    for place, row in enumerate(rows):
        for name in ("outcome", "relation"):
            if row[name] is not None and not (place in pointed and name == "outcome"):
                row[name] = str(row[name]).replace(".", ",")
    return Planted(
        Fault.DECIMAL_COMMA, {"session_feedback": len(rows)}, {"session_feedback not_a_number": len(pointed)}
    )


def _duplicate_pseudonym(tables: Tables, world: World, draws: Draws) -> Planted:
    """Other persons' first conversations come in again under pseudonyms that are already in use."""
    used = {row["user"] for row in tables["conversations"]}
    users = draws.shuffled([user for user in world.helped if user.id in used])
    pairs = list(zip(users[:_FEW], users[_FEW : 2 * _FEW], strict=False))
    for first, second in pairs:
        row = next(row for row in tables["conversations"] if row["user"] == second.id)
        # Held on another day, so that it is no mere repetition of the row.
        held = second.conversations[0].held + timedelta(days=1)
        tables["conversations"].append(
            row | {"user": first.id, "held": held, "municipality": second.municipality(world.land, held)}
        )
    # Nothing says which of the two is right, so both rows of a pair are rejected.
    rejected = {"conversations key_used_twice": 2 * len(pairs)}
    return Planted(Fault.DUPLICATE_PSEUDONYM, {"conversations": len(pairs)}, rejected)


def _scores_out_of_range(tables: Tables, _: World, draws: Draws) -> Planted:
    """Scores of 0 (not done) and 11 (a slip of the pen)."""
    chosen = draws.shuffled(tables["activity_scores"])[: 2 * _FEW]
    for turn, row in enumerate(chosen):
        row["score"] = 0 if turn < len(chosen) // 2 else 11
    rejected = {"activity_scores one_outside_the_scale": len(chosen)}
    return Planted(Fault.SCORES_OUT_OF_RANGE, {"activity_scores": len(chosen)}, rejected)


def _merged_municipality(tables: Tables, world: World, draws: Draws) -> Planted:
    """Last conversations reported under the number of a municipality that no longer was."""
    former = [one.number for one in world.land.places if one.valid_to]
    last = {user.id: user.conversations[-1] for user in world.helped if len(user.conversations) > 1}
    late = [
        row
        for row in tables["conversations"]
        if (one := last.get(str(row["user"])))
        and one.number == row["conversation"]
        and one.held >= max(MERGED, SPLIT)
        and row["held"] == one.held
    ]
    chosen = draws.shuffled(late)[:_FEW]
    for row in chosen:
        row["municipality"] = draws.pick(former)
    return Planted(
        Fault.MERGED_MUNICIPALITY,
        {"conversations": len(chosen)},
        {"conversations outside_period_of_validity": len(chosen)},
    )


_PLANTERS: Mapping[Fault, Callable[[Tables, World, Draws], Planted]] = {
    Fault.INFORMATIVE_ATTRITION: _informative_attrition,
    Fault.DROP_OUTS: _drop_outs,
    Fault.UNFINISHED_MONTHS: _unfinished_months,
    Fault.TWO_LANGUAGE_ANSWERS: _two_language_answers,
    Fault.DECIMAL_COMMA: _decimal_comma,
    Fault.DUPLICATE_PSEUDONYM: _duplicate_pseudonym,
    Fault.SCORES_OUT_OF_RANGE: _scores_out_of_range,
    Fault.MERGED_MUNICIPALITY: _merged_municipality,
}
