"""Every true effect of the sample is found again in large samples, within honest sampling error."""

from collections.abc import Callable
from functools import cache
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from estimates import (
    Found,
    alpha,
    between_variance,
    effect_given_unit_and_time,
    jackknifed,
    slope_within,
)

from evaluering.synthetic import users
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.measures import OUTCOME
from evaluering.synthetic.municipalities import trust_names
from evaluering.synthetic.pathways import episode_pieces
from evaluering.synthetic.surveys import answer_pieces
from evaluering.synthetic.truth import true_effects
from evaluering.synthetic.world import ROWS, World, make_world

NETWORKS, MUNICIPALITIES = 40, 400
SEEDS = (1, 2)


@cache
def world(seed: int) -> World:
    return make_world(NETWORKS, MUNICIPALITIES, seed)


@cache
def table(seed: int, name: str) -> pd.DataFrame:
    return pd.DataFrame(list(ROWS[name](world(seed), Draws(seed, f"rows {name}"))))


@cache
def benefits(seed: int) -> pd.DataFrame:
    """A row a user with two conversations: benefit, team, municipality and mean score of the first."""
    return benefits_in(table(seed, "activity_scores"), table(seed, "conversations"))


@cache
def benefits_of_all(seed: int) -> pd.DataFrame:
    """The same in a land where everybody comes back."""
    with patch.object(users, "lost", return_value=0.0):
        land = make_world(NETWORKS, MUNICIPALITIES, seed)
    names = ("activity_scores", "conversations")
    return benefits_in(*(pd.DataFrame(list(ROWS[name](land, Draws(seed, f"rows {name}")))) for name in names))


def benefits_in(scores: pd.DataFrame, conversations: pd.DataFrame) -> pd.DataFrame:
    means = scores.groupby(["user", "conversation"])["score"].mean().unstack()
    first = conversations.query("conversation == 1").set_index("user")
    joined = first[["team", "municipality"]].join((means[2] - means[1]).rename("value"))
    joined["first"] = means[1]
    return joined.dropna().rename(columns={"municipality": "unit"})


def own_teams(seed: int) -> pd.DataFrame:
    """Benefits where a municipality has one team and the team one municipality, all the time."""
    links = table(seed, "team_municipalities")
    alone = links.groupby("team")["municipality"].transform("size") == 1
    single = links.groupby("municipality")["team"].transform("size") == 1
    return benefits_of_all(seed)[lambda found: found["unit"].isin(links[alone & single]["municipality"])]


def benefit_of_all(found: pd.DataFrame) -> float:
    """Those who came back stand for those of the same first score who were lost."""
    return float(np.average(found["value"], weights=1 / (1 - found["first"].map(users.lost))))


def users_mean(seed: int) -> Found:
    return jackknifed(benefits(seed), "unit", benefit_of_all)


def spread_between(seed: int) -> Found:
    return jackknifed(own_teams(seed), "unit", lambda found: np.sqrt(between_variance(found)[0]))


def share_between(seed: int) -> Found:
    def estimate(found: pd.DataFrame) -> float:
        between, within = between_variance(found)
        return between / (between + within)

    return jackknifed(own_teams(seed), "unit", estimate)


def second_missing(seed: int) -> Found:
    left = set(table(seed, "withdrawals")["team"])
    found = table(seed, "conversations")[lambda rows: ~rows["team"].isin(left)]
    users = found.groupby("user").agg(team=("team", "first"), held=("conversation", "max")).reset_index()
    return jackknifed(users, "team", lambda rows: (rows["held"] == 1).mean())


def fulfilment_trend(seed: int) -> Found:
    started = table(seed, "teams").set_index("team")["started"]
    found = table(seed, "checklists").dropna(subset="answer")
    begun = found["team"].map(started)
    months = [
        (day.year - start.year) * 12 + day.month - start.month
        for day, start in zip(found["filled_in"], begun, strict=True)
    ]
    # Items differ in level: each is compared with itself.
    value = (found["answer"] != "no").astype(float)
    value -= value.groupby(found["item"]).transform("mean")
    return jackknifed(
        pd.DataFrame({"value": value, "time": months, "unit": found["team"]}), "unit", slope_within
    )


def inquiry_rate(seed: int) -> Found:
    asked = table(seed, "inquiries")["team"].value_counts()
    first = table(seed, "gatherings").query("number == 1").set_index("network")["start"]
    end = table(seed, "networks").set_index("network")["end"]
    left = table(seed, "withdrawals").set_index("team")["withdrawn"]
    teams = table(seed, "teams").set_index("team")["network"]
    last = teams.index.to_series().map(left).fillna(teams.map(end))
    months = [(until - since).days / 30.4375 for until, since in zip(last, teams.map(first), strict=True)]
    found = pd.DataFrame({"team": teams.index, "asked": teams.index.map(asked).fillna(0), "months": months})
    return jackknifed(found, "team", lambda rows: rows["asked"].sum() / rows["months"].sum())


def step_of(measure: str) -> Callable[[int], Found]:
    def estimate(seed: int) -> Found:
        found = table(seed, "measure_series")[lambda rows: rows["measure"] == measure]
        sums = found.groupby(found["month"] >= "2023-04")[["numerator", "denominator"]].sum()
        shares = sums["numerator"] / sums["denominator"]
        error = np.sqrt((shares * (1 - shares) / sums["denominator"]).sum())
        return Found(float(shares[True] - shares[False]), float(error))

    return estimate


def network_effect(seed: int) -> Found:
    first = table(seed, "gatherings").query("number == 1").set_index("network")["start"]
    begun = table(seed, "teams").set_index("team")["network"].map(first).map(lambda day: f"{day:%Y-%m}")
    followed = table(seed, "measures")[lambda rows: rows["name"] == OUTCOME].set_index("measure")["team"]
    found = table(seed, "measure_series")[lambda rows: rows["measure"].isin(followed.index)]
    team = found["measure"].map(followed)
    frame = pd.DataFrame(
        {
            "value": found["numerator"] / found["denominator"],
            "weight": found["denominator"],
            "treated": found["month"] > team.map(begun),
            "unit": team,
            "time": found["month"],
        }
    )
    return jackknifed(frame, "unit", effect_given_unit_and_time)


def rater_agreement(seed: int) -> Found:
    found = table(seed, "goal_ratings_by_rater").query(
        "version == 1 and definition == 'note_2016' and criterion == 'measurable'"
    )
    return jackknifed(found.rename(columns={"goal": "unit", "fulfilled": "verdict"}), "unit", alpha)


def measurable_goals(seed: int) -> Found:
    parts = ("fra 20 til 60", "innen utgangen", "blant voksne", "målt hver")
    found = table(seed, "goal_wordings").query("version == 1")
    whole = found["wording"].map(lambda text: all(part in text for part in parts))
    return jackknifed(
        pd.DataFrame({"goal": found["goal"], "whole": whole}), "goal", lambda r: r["whole"].mean()
    )


def coder_agreement(seed: int) -> Found:
    found = table(seed, "interview_segments").query("study == 'brukerstudien' and theme == 'medvirkning'")
    unit = found["interview"] + "/" + found["segment"].astype(str)
    frame = pd.DataFrame({"interview": found["interview"], "unit": unit, "verdict": found["present"]})
    return jackknifed(frame, "interview", alpha)


def assessment_change(seed: int) -> Found:
    def estimate(rows: pd.DataFrame) -> float:
        means = rows.groupby("wave")["score"].mean()
        return means["after"] - means["before"]

    found = table(seed, "self_assessments").dropna(subset="score")
    found = found[found.groupby("team")["wave"].transform("nunique") == 2]
    return jackknifed(found, "team", estimate)


def at_risk(seed: int) -> Found:
    found = table(seed, "screenings")
    return jackknifed(found, "municipality", lambda rows: (rows["result"] == "at_risk").mean())


def large_benefit(seed: int) -> Found:
    pieces = answer_pieces(world(seed).land, 60_000, Draws(seed, "rows survey_answers"))
    found = pd.concat(piece.to_pandas() for piece in pieces).query("item == 'benefit'")
    return jackknifed(found, "respondent", lambda rows: rows["answer"].isin(["4", "5"]).mean())


def within_limit(seed: int) -> Found:
    trusts = trust_names(world(seed).land)
    (piece,) = episode_pieces(trusts, 50_000, Draws(seed, "rows care_pathway_episodes"))
    found = piece.to_pandas()[lambda rows: rows["point"].isin(["start", "assessment_start"])]
    days = pd.to_datetime(found["coded"]).groupby([found["episode"], found["point"]]).first().unstack()
    followed = days[days["start"] < "2024-07-01"]
    kept = ((followed["assessment_start"] - followed["start"]).dt.days <= 14).mean()
    return Found(float(kept), float(np.sqrt(kept * (1 - kept) / len(followed))))


ESTIMATORS: dict[str, Callable[[int], Found]] = {
    "perceived_benefit": users_mean,
    "perceived_benefit_between_municipalities": spread_between,
    "perceived_benefit_icc": share_between,
    "second_conversation_missing": second_missing,
    "programme_fulfilment_trend": fulfilment_trend,
    "inquiry_rate": inquiry_rate,
    "measure_step": step_of("measure-step"),
    "measure_twin_step": step_of("measure-twin"),
    "network_effect": network_effect,
    "rater_agreement": rater_agreement,
    "measurable_goals": measurable_goals,
    "coder_agreement": coder_agreement,
    "self_assessment_change": assessment_change,
    "at_risk": at_risk,
    "large_benefit_in_survey": large_benefit,
    "assessment_within_limit": within_limit,
}


def truth(seed: int, name: str) -> float:
    effects = true_effects(len(trust_names(world(seed).land)))
    return next(effect.value for effect in effects if effect.name == name)


def test_every_true_effect_has_an_estimator() -> None:
    assert {effect.name for effect in true_effects(5)} == ESTIMATORS.keys()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_truth_is_found_again_within_sampling_error(name: str, seed: int) -> None:
    found = ESTIMATORS[name](seed)
    assert found.agrees_with(truth(seed, name)), (found, truth(seed, name))


@pytest.mark.parametrize("name", ["perceived_benefit", "programme_fulfilment_trend", "network_effect"])
def test_the_sampling_error_is_small_enough_to_tell_the_effect_from_none(name: str) -> None:
    assert not ESTIMATORS[name](1).agrees_with(0.0)


def test_those_who_came_back_gained_less_than_all_who_started() -> None:
    too_low = jackknifed(benefits(1), "unit", lambda found: found["value"].mean() - benefit_of_all(found))
    assert too_low.value < -3.5 * too_low.error


def test_another_seed_gives_other_data_with_the_same_truth() -> None:
    assert not benefits(1)["value"].reset_index(drop=True).equals(benefits(2)["value"].reset_index(drop=True))
    assert true_effects(33) == true_effects(len(trust_names(world(2).land)))
