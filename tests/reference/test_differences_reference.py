"""Differences in differences against R: packages did and clubSandwich."""

import json
from pathlib import Path

import pytest
from references import near

from evaluering.statistics.differences import Comparison, staggered, two_way

REFERENCE = json.loads((Path(__file__).parent / "differences.json").read_text(encoding="utf-8"))
PANEL, EXPECTED = REFERENCE["panel"], REFERENCE["expected"]
FIRST = [start or None for start in PANEL["first_treated"]]
TREATED = [
    int(start > 0 and time >= start)
    for start, time in zip(PANEL["first_treated"], PANEL["period"], strict=True)
]
HOLES = {3, 17, 18, 60, 101}


def influence(control: str):
    comparison = Comparison(control=control, inference="influence")
    return staggered(PANEL["y"], PANEL["unit"], PANEL["period"], FIRST, comparison=comparison)


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_group_time_effects_are_those_of_did(control):
    found, expected = influence(control).group_time, EXPECTED[control]
    assert [cell.group for cell in found] == expected["group"]
    assert [cell.time for cell in found] == expected["t"]
    near([cell.effect.value for cell in found], expected["att"], 1e-10, "att")
    near([cell.effect.se or 0.0 for cell in found], expected["se"], 1e-10, "se")


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_the_event_study_is_that_of_did(control):
    found, expected = influence(control), EXPECTED[control]["dynamic"]
    kept = [place for place, since in enumerate(expected["egt"]) if since != -1]
    assert [event.since for event in found.by_event_time] == [expected["egt"][place] for place in kept]
    values, errors = ([expected[key][place] for place in kept] for key in ("att", "se"))
    near([event.effect.value for event in found.by_event_time], values, 1e-10, "att")
    near([event.effect.se for event in found.by_event_time], errors, 1e-10, "se")
    near(found.average_by_event_time.value, expected["overall"], 1e-10, "overall")
    near(found.average_by_event_time.se, expected["overall_se"], 1e-10, "overall")


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_the_summaries_are_those_of_did(control):
    found, expected = influence(control), EXPECTED[control]
    near(found.overall.value, expected["simple"]["overall"], 1e-10, "simple")
    near(found.overall.se, expected["simple"]["overall_se"], 1e-10, "simple")
    near([one.effect.value for one in found.by_group], expected["bygroup"]["att"], 1e-10, "group")
    near([one.effect.se for one in found.by_group], expected["bygroup"]["se"], 1e-10, "group")
    near(found.average_by_group.value, expected["bygroup"]["overall"], 1e-10, "group")


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_the_average_by_group_counts_the_sizes_of_the_groups_themselves(control):
    """did 2.1.2 takes the variation of other groups' sizes: its standard error here is a fourth too small."""
    found, expected = influence(control).average_by_group, EXPECTED[control]
    near(found.se, expected["bygroup_own_groups"], 1e-10, "group")
    assert found.se > 1.25 * expected["bygroup"]["overall_se"]


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_the_joint_test_before_the_start_is_wald_s_on_the_event_study_of_did(control):
    found, expected = influence(control).pre_trend, EXPECTED[control]
    near(
        [found.statistic, found.df, found.p],
        [expected[f"wald{key}"] for key in ("", "_df", "_p")],
        1e-9,
        "wald",
    )


def without(rows: set[int]) -> list[float | None]:
    return [None if row in rows else y for row, y in enumerate(PANEL["y"], 1)]


@pytest.mark.parametrize(
    ("name", "y", "cluster"),
    [
        ("two_way", PANEL["y"], None),
        ("two_way_region", PANEL["y"], PANEL["region"]),
        ("two_way_unbalanced", without(HOLES), None),
    ],
)
def test_two_way_effects_are_those_of_lm_and_club_sandwich(name, y, cluster):
    found = two_way(y, PANEL["unit"], PANEL["period"], TREATED, cluster=cluster).effect
    for key, wanted in EXPECTED[name].items():
        near(getattr(found, key), wanted, 1e-9, f"{name}: {key}")


@pytest.mark.parametrize(("name", "rows"), [("negative", set()), ("negative_unbalanced", HOLES)])
def test_negative_weights_are_those_of_the_cleared_treatment_in_r(name, rows):
    found = two_way(without(rows), PANEL["unit"], PANEL["period"], TREATED)
    near(found.negative_weights, EXPECTED[name], 1e-10, name)
