"""Who has a coordinator, a team and a plan; what coordinating units do."""

from functools import cache
from math import isnan

import pytest
from survey_rows import answers, items

from evaluering.synthetic.survey_instruments import USERS
from sample_network import answered, given, table, value

ASKED = tuple({"item": one, "kind": "single"} for one in ("coordinator", "team", "plan"))


def coordination(*submissions, **parameters):
    tables = {"survey_items": items(*ASKED), "survey_answers": answers(*submissions)}
    return answered("coordination_measures", tables, **parameters)["coordination"]


@cache
def sixty_five():
    """Sixty-five made-up users of whom 50 say yes to the first, 47 to the second, 45 to the third."""
    yes = {"coordinator": 50, "team": 47, "plan": 45}
    return coordination(
        *(
            {"role": "user"} | {item: "yes" if number < count else "no" for item, count in yes.items()}
            for number in range(65)
        )
    )


@pytest.mark.parametrize(
    ("measure", "percent"),
    [
        ("coordinator", (76.9, 65.4, 85.5)),
        ("team", (72.3, 60.4, 81.7)),
        ("plan", (69.2, 57.2, 79.1)),
    ],
)
def test_shares_of_65_users_have_the_published_intervals(measure, percent):
    found = [
        value(sixty_five(), "coordination", f"has{end}", coordination=measure)
        for end in ("", "_low", "_high")
    ]
    assert [round(100 * one, 1) for one in found] == list(percent)


def test_a_design_effect_of_two_leaves_half_as_many_users():
    found = sixty_five()
    # Wilson of p = 50/65 with n = 32.5, by hand: (p + z2/2n -+ z sqrt(pq/n + z2/4n2)) / (1 + z2/n).
    assert value(found, "coordination", "assumed_low", coordination="coordinator") == pytest.approx(
        0.6009, abs=1e-4
    )
    assert value(found, "coordination", "assumed_high", coordination="coordinator") == pytest.approx(
        0.8807, abs=1e-4
    )


def test_the_same_people_are_compared_with_themselves_and_three_tests_are_adjusted_together():
    found = sixty_five()
    # 3, 5 and 2 users have the first alone, nobody the second alone: p = 1/4, 1/16 and 1/2.
    tests = {
        pair: value(found, "pairs", "p_holm", pair=pair)
        for pair in ("coordinator_and_team", "coordinator_and_plan", "team_and_plan")
    }
    assert tests == pytest.approx(
        {"coordinator_and_team": 0.5, "coordinator_and_plan": 0.1875, "team_and_plan": 0.5}
    )
    assert value(found, "pairs", "difference", pair="coordinator_and_plan") == pytest.approx(100 * 5 / 65)


def test_pairs_are_among_those_who_answered_both():
    found = coordination(
        {"role": "user", "coordinator": "yes", "team": "no"}, {"role": "user", "coordinator": "yes"}
    )
    assert value(found, "pairs", "both", pair="coordinator_and_team") == 1


def test_do_not_know_gives_bounds_and_is_in_no_share():
    found = coordination(
        *({"role": "user", "coordinator": answer} for answer in ("yes", "no", "vet_ikke", "vet_ikke"))
    )
    shares = [
        value(found, "coordination", name, coordination="coordinator")
        for name in ("has", "as_no", "as_yes", "unknown")
    ]
    assert shares == [1 / 2, 1 / 4, 3 / 4, 1 / 2]


def test_staff_who_answer_are_not_counted_as_users():
    found = coordination({"role": "user", "coordinator": "yes"}, {"role": "leader", "coordinator": "no"})
    assert value(found, "coordination", "respondents") == 1
    assert value(found, "coordination", "has", coordination="coordinator") == 1.0


def test_users_and_relatives_are_parts_of_the_same_whole():
    found = coordination({"role": "user", "coordinator": "yes"}, {"role": "relative", "coordinator": "no"})
    parts = [
        value(found, "coordination", "has_n", coordination="coordinator", role=role)
        for role in ("user", "relative")
    ]
    assert sum(parts) == value(found, "coordination", "has_n", coordination="coordinator")


def test_items_of_other_names_can_be_asked_for():
    tables = {
        "survey_items": items({"item": "k1", "kind": "single"}),
        "survey_answers": answers({"role": "user", "k1": "yes"}),
    }
    found = answered("coordination_measures", tables, coordinator_item="k1")["coordination"]
    assert value(found, "coordination", "has", coordination="coordinator") == 1.0


def test_where_nobody_answered_shares_are_undefined():
    assert isnan(value(coordination(), "coordination", "has", coordination="plan"))


def units(*rows, municipalities=(), changes=()):
    tasks = dict.fromkeys(
        ("appoints_coordinators", "trains_coordinators", "keeps_overview", "routines_with_hospital"), "yes"
    )
    tables = {
        "coordinating_units": given("coordinating_units", *(tasks | row for row in rows)),
        "municipality_changes": given("municipality_changes", *changes),
        "municipalities": given(
            "municipalities",
            *({"name": "Sted", "county": "1", "valid_from": "2000-01-01"} | one for one in municipalities),
        ),
    }
    return answered("coordination_measures", tables)["coordinating_units"]


def test_positions_are_told_for_each_ten_thousand_inhabitants():
    found = units(
        {"municipality": "1", "described": "2020-01-01", "positions": 1},
        {"municipality": "1", "described": "2021-01-01", "positions": 2},
        {"municipality": "2", "described": "2020-01-01", "positions": 5},
        {"municipality": "3", "described": "2020-01-01", "positions": 5},
        municipalities=(
            {"municipality": "1", "inhabitants": 10_000},
            {"municipality": "2", "inhabitants": 50_000},
        ),
    )
    assert value(found, "units", "median", positions="per_10_000") == 1.5
    assert value(found, "units", "inhabitants_unknown") == 1


def test_tasks_are_compared_between_the_first_and_the_latest_description_of_the_same_municipality():
    found = units(
        {"municipality": "1", "described": "2020-01-01", "positions": 1, "keeps_overview": "no"},
        {"municipality": "1", "described": "2021-01-01", "positions": 1},
        {"municipality": "2", "described": "2020-01-01", "positions": 1},
    )
    assert value(found, "tasks", "has", unit_task="keeps_overview") == 1.0
    assert value(found, "tasks", "first_n", unit_task="keeps_overview") == 1
    assert value(found, "tasks", "change", unit_task="keeps_overview") == 100.0


@pytest.mark.parametrize(("kind", "pairs"), [("renumbering", 1), ("merger", 0)])
def test_a_municipality_is_compared_with_itself_under_a_new_number_but_not_after_a_merger(kind, pairs):
    found = units(
        {"municipality": "1", "described": "2020-01-01", "positions": 1},
        {"municipality": "2", "described": "2024-06-01", "positions": 1},
        changes=({"from_municipality": "1", "to_municipality": "2", "changed": "2024-01-01", "kind": kind},),
    )
    assert value(found, "units", "municipalities") == 1
    assert value(found, "tasks", "first_n", unit_task="keeps_overview") == pairs


def test_in_the_sample_the_shares_are_those_counted_by_hand():
    found = answered("coordination_measures", wave="bolge-1")["coordination"]
    rows = table("survey_answers")
    rows = rows[(rows["instrument"] == USERS) & (rows["wave"] == "bolge-1") & (rows["item"] == "team")]
    assert value(found, "coordination", "has", coordination="team") == pytest.approx(
        (rows["answer"] == "yes").mean()
    )
