"""Fulfilment and benefit: relations made by hand, within teams apart from between them."""

from math import isnan

import numpy as np
import pytest
from checklist_rows import checklist, checklists, conversation, scores
from scipy import stats

from sample_network import answered, given, table, value

QUESTION = "fulfilment_and_benefit"
TEAM = {"model": "team"}
FIRST, SECOND = "2022-01-01", "2022-03-01"


def form(user: str, yes: int, team: str = "t1", day: str = "2022-02-01") -> list[dict[str, object]]:
    """A checklist with so many of the eight items that count (2-8 and 10) answered yes, the others no."""
    eight = ("y" * yes).ljust(8, "n")
    return checklist(user, f"y{eight[:7]}n{eight[7:]}", team=team, day=day)


def talked(user: str, gain: int, team: str = "t1", start: int = 5, municipality: str = "m1"):
    """Two conversations about one activity, the second so many points above the first."""
    held = [
        conversation(user, number, day, team=team, municipality=municipality)
        for number, day in ((1, FIRST), (2, SECOND))
    ]
    return held, [*scores(user, 1, start), *scores(user, 2, start + gain)]


def tables(users, forms):
    return {
        "conversations": given("conversations", *(row for held, _ in users for row in held)),
        "activity_scores": given("activity_scores", *(row for _, scored in users for row in scored)),
        "checklists": checklists(*forms),
    }


def found(users, forms, **parameters):
    return answered(QUESTION, tables(users, forms), **parameters)[QUESTION]


def of_users(*rows, **parameters):
    """A finding on users written as (team, items answered yes, benefit)."""
    users = [talked(f"u{place}", gain, team) for place, (team, _, gain) in enumerate(rows)]
    forms = [form(f"u{place}", yes, team) for place, (team, yes, _) in enumerate(rows)]
    return found(users, forms, **parameters)


def opposed(*, noise: bool = False):
    """Within each of six teams a point more for each item more; between teams a point less for each.

    With ``noise`` two users have a point more than that, so that there is something to be unsure of.
    """
    rows = []
    for place, level in enumerate([2, 3, 4, 5, 6, 3]):
        rows += [(f"t{place}", level + step, step - level + 3) for step in (-1, 0, 1, 2)]
    if noise:
        rows = [(team, yes, gain + (place in (5, 10))) for place, (team, yes, gain) in enumerate(rows)]
    return rows


def test_a_relation_within_teams_is_told_apart_from_its_opposite_between_them():
    one = of_users(*opposed())
    # An item is 12.5 percentage points, and the effects are for 10.
    assert value(one, "association", "within", **TEAM) == pytest.approx(0.8)
    assert value(one, "association", "across", **TEAM) == pytest.approx(-0.8)


@pytest.mark.parametrize("model", ["random_level", "between", "adjusted"])
def test_every_model_tells_the_same_apart(model):
    rows = opposed(noise=True)
    users = [talked(f"u{place}", gain, team, 5 + place % 2) for place, (team, _, gain) in enumerate(rows)]
    forms = [form(f"u{place}", yes, team) for place, (team, yes, _) in enumerate(rows)]
    one = found(users, forms)
    assert value(one, "association", "within", model=model) == pytest.approx(0.8, abs=0.15)
    assert value(one, "association", "across", model=model) == pytest.approx(-0.8, abs=0.15)


def slopes(rows) -> tuple[float, float]:
    """Within by the pooled deviations, between by the line through the teams' means (teams of one size)."""
    teams = sorted({team for team, _, _ in rows})
    share = np.array([[10 * yes / 8 for name, yes, _ in rows if name == team] for team in teams])
    gain = np.array([[gain for name, _, gain in rows if name == team] for team in teams])
    apart = [(part - part.mean(axis=1, keepdims=True)).ravel() for part in (share, gain)]
    within = float(apart[0] @ apart[1] / (apart[0] @ apart[0]))
    return within, float(stats.linregress(share.mean(axis=1), gain.mean(axis=1)).slope)


def test_the_slopes_are_those_of_deviations_and_of_the_teams_means():
    rows = opposed(noise=True)
    one = of_users(*rows)
    within, across = slopes(rows)
    assert value(one, "association", "within", **TEAM) == pytest.approx(within)
    assert value(one, "association", "across", **TEAM) == pytest.approx(across)


def test_the_level_asked_for_is_used():
    wide, narrow = of_users(*opposed(noise=True)), of_users(*opposed(noise=True), level=0.5)
    assert value(wide, "association", "within_low", **TEAM) < value(
        narrow, "association", "within_low", **TEAM
    )
    assert value(narrow, "association", "level") == 0.5


@pytest.mark.parametrize(("sign", "verdict"), [(1, "up"), (-1, "down")])
def test_what_may_be_said_follows_the_interval(sign, verdict):
    rows = [(team, yes, sign * gain) for team, yes, gain in opposed(noise=True)]
    users = [talked(f"u{place}", gain, team, 5) for place, (team, _, gain) in enumerate(rows)]
    forms = [form(f"u{place}", yes, team) for place, (team, yes, _) in enumerate(rows)]
    said = {one.message for one in found(users, forms).statements}
    assert f"fulfilment_and_benefit.may_say.{verdict}" in said


def band_of(answers: str, own: str = "") -> dict[str, int]:
    """In which band the one user with this checklist is."""
    one = found([talked("u1", 2)], [checklist("u1", answers, day="2022-02-01", own=own)])
    bands = {band: value(one, "bands", "users", band=band) for band in ("low", "middle", "high")}
    return {band: count for band, count in bands.items() if count}


@pytest.mark.parametrize("outer", ["yy", "nn", "yn", "--"])
def test_items_1_and_9_are_in_no_fulfilment_that_benefit_is_held_against(outer):
    first, ninth = outer
    assert band_of(f"{first}nnnnnnn{ninth}n") == {"low": 1}
    assert band_of(f"{first}yyyyyyy{ninth}y") == {"high": 1}


def test_items_that_did_not_apply_are_left_out():
    assert band_of("yyy-----y-") == {"high": 1}
    assert band_of("yyn-----y-") == {"middle": 1}


def test_a_teams_own_items_are_left_out():
    assert band_of("nyyyyynnnn", own=" xxxxx") == {"low": 1}


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ("yynn----y-", "middle"),
        ("yyyn----y-", "high"),
        ("yynnn---y-", "low"),
    ],
    ids=["a third", "two thirds", "a quarter"],
)
def test_a_third_belongs_to_the_middle_and_two_thirds_to_the_high_band(answers, band):
    assert band_of(answers) == {band: 1}


@pytest.mark.parametrize("answers", ["y-------y-", "yyyyy...y."], ids=["nothing applied", "four blank"])
def test_a_checklist_without_fulfilment_links_nobody(answers):
    one = found([talked("u1", 2)], [checklist("u1", answers, day="2022-02-01")])
    assert value(one, "linking", "paired") == 1
    assert value(one, "linking", "linked") == 0


def test_one_blank_item_is_left_out_as_one_that_nobody_answered():
    assert band_of("yyyn----y.") == {"high": 1}


def chosen(*forms):
    """The band and whether the checklist is from between the conversations."""
    one = found([talked("u1", 2)], list(forms))
    bands = [band for band in ("low", "middle", "high") if value(one, "bands", "users", band=band)]
    return bands, value(one, "linking", "between")


def numbered(rows, number: int):
    return [row | {"checklist": number} for row in rows]


def test_of_checklists_between_the_conversations_the_latest_counts():
    early, late = form("u1", 0, day=FIRST), numbered(form("u1", 8, day=SECOND), 2)
    assert chosen(early, late) == (["high"], 1)


def test_a_checklist_between_counts_before_one_just_after():
    between, after = form("u1", 0, day=FIRST), numbered(form("u1", 8, day="2022-03-02"), 2)
    assert chosen(between, after) == (["low"], 1)


def test_where_none_is_between_the_nearest_counts_and_is_told():
    before, after = form("u1", 0, day="2021-12-01"), numbered(form("u1", 8, day="2022-03-05"), 2)
    assert chosen(before, after) == (["high"], 0)


def test_of_two_as_near_the_earlier_counts():
    before, after = form("u1", 0, day="2021-12-30"), numbered(form("u1", 8, day="2022-03-03"), 2)
    assert chosen(before, after) == (["low"], 0)


def test_benefit_is_of_activities_scored_both_times():
    held, _ = talked("u1", 0)
    one = found([(held, [*scores("u1", 1, 2, 9), *scores("u1", 2, 5)])], [form("u1", 8)])
    assert value(one, "bands", "benefit") == 3
    assert value(one, "beside", "baseline_paired") == 2


def lost_and_back():
    users = [talked("u1", 3, start=2), talked("u2", 1, start=4)]
    held, scored = talked("u3", 0, start=9)
    return [*users, (held[:1], scored[:1])]


def test_users_without_a_second_conversation_are_told_and_bound_the_change():
    one = found(lost_and_back(), [form("u1", 8), form("u2", 0), form("u3", 4)])
    steps = [value(one, "linking", name) for name in ("first", "paired", "linked", "between")]
    assert steps == [3, 2, 2, 2]
    assert value(one, "beside", "baseline_lost") == 9
    assert value(one, "beside", "worst") == pytest.approx((3 + 1 + (1 - 9)) / 3)
    assert value(one, "beside", "best") == pytest.approx((3 + 1 + (10 - 9)) / 3)


def test_regression_to_the_mean_is_expected_of_those_who_came_back_from_below_the_mean_of_all():
    one = found(lost_and_back(), [], reliability=0.75)
    # A quarter of the way from 3 up to the mean of all, 5.
    assert value(one, "beside", "expected_regression") == pytest.approx(0.5)


def undefined_alone(one) -> bool:
    numbers = [cell for cell in one.cells if not isinstance(cell.value, str)]
    return all(bool(cell.reason) for cell in numbers if isnan(cell.value))


@pytest.mark.parametrize("rows", [[], [("t1", 4, 1)], [("t1", 2, 1), ("t2", 6, 3)]], ids=["0", "1", "2"])
def test_nobody_one_user_and_two_give_no_slope_within_teams(rows):
    one = of_users(*rows)
    assert isnan(value(one, "association", "within", **TEAM))
    assert value(one, "bands", "users") == len(rows)
    assert undefined_alone(one)
    assert "fulfilment_and_benefit.may_say.undefined" in {said.message for said in one.statements}


def test_one_team_has_no_interval_and_a_reason():
    one = of_users(("t1", 1, 0), ("t1", 4, 2), ("t1", 7, 1), ("t1", 2, 3))
    assert isnan(value(one, "association", "within_low", **TEAM))
    assert undefined_alone(one)


@pytest.mark.parametrize(
    "rows", [[(f"t{n}", 4, n % 3) for n in range(12)], [(f"t{n % 6}", 4, 2) for n in range(12)]]
)
def test_with_fulfilment_all_alike_there_is_no_relation_and_a_reason(rows):
    one = of_users(*rows)
    assert isnan(value(one, "association", "within", **TEAM))
    assert undefined_alone(one)


def test_with_benefit_all_alike_nothing_is_claimed():
    one = of_users(*((team, yes, 2) for team, yes, _ in opposed()))
    assert value(one, "association", "within", **TEAM) == pytest.approx(0, abs=1e-9)
    assert "fulfilment_and_benefit.may_say.undefined" in {said.message for said in one.statements}


def test_municipalities_as_clusters_are_those_of_the_users():
    rows = opposed(noise=True)
    users = [
        talked(f"u{place}", gain, team, municipality=f"m{team}") for place, (team, _, gain) in enumerate(rows)
    ]
    one = found(users, [form(f"u{place}", yes, team) for place, (team, yes, _) in enumerate(rows)])
    for measure in ("within", "within_low", "across", "across_high"):
        by_team = value(one, "association", measure, **TEAM)
        assert value(one, "association", measure, model="municipality") == pytest.approx(by_team)


def test_users_of_the_samples_networks_add_up_to_all():
    names = list(table("networks")["network"])
    parts = [value(answered(QUESTION, network=name)[QUESTION], "bands", "users") for name in names]
    assert all(parts)
    assert sum(parts) == value(answered(QUESTION)[QUESTION], "bands", "users")


def test_users_of_the_bands_add_up_to_all():
    one = answered(QUESTION)[QUESTION]
    parts = [value(one, "bands", "users", band=band) for band in ("low", "middle", "high")]
    assert sum(parts) == value(one, "bands", "users") > 0


def test_the_sample_has_no_relation_and_most_seeds_intervals_say_so():
    ones = [answered(QUESTION, seed=seed)[QUESTION] for seed in range(1, 9)]
    covered = [
        value(one, "association", "within_low", **TEAM)
        <= 0
        <= value(one, "association", "within_high", **TEAM)
        for one in ones
    ]
    # Of 8 intervals at 95 percent, fewer than 6 cover with a probability below .006.
    assert sum(covered) >= 6
