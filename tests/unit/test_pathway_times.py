"""Pathway times: worked out by hand, open ones counted rightly, months of start, and the sample's truth."""

from functools import cache
from math import isnan

import numpy as np
import pandas as pd
import pytest

from evaluering.statistics import survival
from evaluering.synthetic.pathways import share_within_limit
from pathways_in_memory import episodes, waits, within
from sample_network import answered, given, value
from sample_network import table as sample_table

QUESTION = "pathway_times"
START, ASSESSED = "start", "assessment_start"
POINTS = (START, ASSESSED)


def limit(days=14, since="2019-01-01", pathway="voksne", points=POINTS):
    return {
        "care_pathway": pathway,
        "from_point": points[0],
        "to_point": points[1],
        "days": days,
        "valid_from": since,
    }


def pathway(name, trust="h1", kind="voksne", **points):
    """The coded points of one pathway."""
    about = {"episode": name, "hospital_trust": trust, "care_pathway": kind}
    return [about | {"point": point, "coded": day} for point, day in points.items()]


def found(*pathways, limits=(), **parameters):
    rows = [row for one in pathways for row in one]
    tables = {
        "care_pathway_episodes": given("care_pathway_episodes", *rows),
        "pathway_limits": given("pathway_limits", *(limits or (limit(),))),
    }
    return answered(QUESTION, tables, **parameters)[QUESTION]


def three(**last):
    """One within 14 days, one after 20, one open since 2 January; the data end on 31 January."""
    return (
        pathway("a", start="2020-01-01", assessment_start="2020-01-11"),
        pathway("b", start="2020-01-01", assessment_start="2020-01-21"),
        pathway("c", start="2020-01-02"),
        pathway("d", start="2020-01-10", assessment_start="2020-01-31", **last),
    )


def test_the_share_within_the_limit_counts_those_who_still_wait():
    assert value(found(*three()), "times", "within") == pytest.approx(1 / 4)
    assert value(found(*three()), "times", "open") == 1


def test_the_median_is_that_of_kaplan_and_meier():
    # Days 10, 20, 21 seen, 29 open: S is 3/4, 1/2, 1/4, so the median lies midway from 20 to 21.
    assert value(found(*three()), "times", "median") == pytest.approx(20.5)


def test_the_limit_itself_is_within_and_the_day_after_is_not():
    on_time = pathway("a", start="2020-01-01", assessment_start="2020-01-15")
    late = pathway("b", start="2020-01-01", assessment_start="2020-01-16")
    assert value(found(on_time, late), "times", "within_count") == 1
    assert value(found(on_time, late), "times", "within") == pytest.approx(1 / 2)


def test_a_limit_of_no_days_is_kept_on_the_day_itself():
    same = pathway("a", start="2020-01-01", assessment_start="2020-01-01")
    next_day = pathway("b", start="2020-01-01", assessment_start="2020-01-02")
    assert value(found(same, next_day, limits=(limit(0),)), "times", "within") == pytest.approx(1 / 2)


def test_a_pathway_is_held_to_the_limit_in_force_when_it_started():
    limits = (limit(14), limit(30, since="2020-01-05"))
    assert value(found(*three(), limits=limits), "times", "within_count") == 2


def test_each_pathway_has_a_limit_of_its_own():
    others = (pathway("e", kind="unge", start="2020-01-01", assessment_start="2020-01-20"),)
    limits = (limit(14), limit(21, pathway="unge"))
    both = found(*three(), *others, limits=limits)
    assert value(both, "times", "within_count", care_pathway="unge") == 1
    assert value(both, "times", "within_count", care_pathway="voksne") == 1
    assert value(both, "times", "within_n") == 5


def test_a_pathway_without_a_limit_is_left_out():
    assert value(found(*three(), *(pathway("e", kind="unge", start="2020-01-01"),)), "times", "within_n") == 4


def test_a_pathway_coded_at_two_trusts_is_the_one_s_of_its_last_row():
    moved = [*pathway("a", start="2020-01-01"), *pathway("a", trust="h2", assessment_start="2020-01-11")]
    assert value(found(moved), "times", "within_n", hospital_trust="h1") == 1


def test_a_point_that_is_not_coded_is_reached_by_nobody():
    assert value(found(*three(), to_point="nowhere"), "times", "within_n") == 0


def test_a_pathway_that_ended_without_the_point_is_counted_apart():
    ended = pathway("e", start="2020-01-01", end="2020-01-09")
    both = found(*three(), ended)
    assert value(both, "times", "within_n") == 4
    assert value(both, "pairs", "ended", pathway_time="start_to_assessment_start") == 1


def test_of_evaluations_the_first_counts():
    points = ("treatment_start", "evaluation")
    rows = [
        *pathway("a", start="2020-01-01", treatment_start="2020-02-01", evaluation="2020-04-01"),
        *pathway("a", evaluation="2020-03-01"),
    ]
    both = found(rows, limits=(limit(56, points=points),), from_point=points[0], to_point=points[1])
    assert value(both, "times", "median") == 29


def test_the_last_months_are_left_out_until_all_are_followed_to_the_limit():
    late = pathway("e", start="2020-02-20")
    seen = pathway("f", start="2020-02-01", assessment_start="2020-02-25")
    both = found(*three(), late, seen)
    shown = [dict(row)["month"] for table in both.tables if table.id == "months" for row in table.rows]
    assert shown == ["2020-01"]
    assert value(both, "months", "within_n", month="2020-01") == 4
    assert value(both, "months", "excluded") == 2


def test_by_month_of_end_the_quick_are_counted_where_coding_begins():
    # Everybody waits 10 or 30 days by turns, from the first day of coding on.
    day = np.arange(np.datetime64("2019-01-01"), np.datetime64("2019-04-01"))
    wait = np.where(np.arange(len(day)) % 2, 30, 10)
    end = day + wait
    by_start = (wait[day < np.datetime64("2019-02-01")] <= 14).mean()
    by_end = (wait[end < np.datetime64("2019-02-01")] <= 14).mean()
    assert by_start == pytest.approx(0.5, abs=0.02)
    assert by_end > 0.8
    pathways = [
        pathway(f"e{place}", start=str(day[place]), assessment_start=str(end[place]))
        for place in range(len(day))
    ]
    assert value(found(*pathways), "months", "within", month="2019-01") == pytest.approx(by_start)


@pytest.mark.parametrize("pathways", [0, 1, 2])
def test_few_pathways_give_reasons_and_no_exception(pathways):
    few = found(*three()[:pathways])
    assert value(few, "times", "within_n") == pathways
    for cell in few.cells:
        if isinstance(cell.value, float) and isnan(cell.value):
            assert cell.reason, cell.key


def test_pathways_that_are_all_open_have_no_median():
    few = found(pathway("a", start="2020-01-01"), pathway("b", start="2020-02-01"))
    assert isnan(value(few, "times", "median"))


def test_all_within_and_none_within_have_a_share_and_say_why_there_is_no_interval():
    few = found(pathway("a", start="2020-01-01", assessment_start="2020-01-03"))
    assert value(few, "times", "within") == 1
    assert isnan(value(few, "times", "within_low"))


@cache
def of_sample(**parameters):
    return answered(QUESTION, **parameters)[QUESTION]


def test_the_sample_s_true_share_lies_in_the_interval():
    low, high = (value(of_sample(), "times", f"within_{end}") for end in ("low", "high"))
    assert low <= share_within_limit(5) <= high


def test_the_share_of_all_agrees_with_counting_those_followed_to_the_limit():
    frame = sample_table("care_pathway_episodes")
    dates = frame[frame["point"].isin(POINTS)].pivot_table(
        index="episode", columns="point", values="coded", aggfunc="min"
    )
    days = (pd.to_datetime(dates[ASSESSED]) - pd.to_datetime(dates[START])).dt.days
    assert value(of_sample(), "times", "within_count") == int((days <= 14).sum())


def test_trusts_add_up_to_all_and_too_few_trusts_are_not_adjusted():
    trusts = [f"hf-0{number}" for number in range(1, 6)]
    parts = [value(of_sample(), "times", "within_count", hospital_trust=trust) for trust in trusts]
    assert sum(parts) == value(of_sample(), "times", "within_count")
    assert all(isnan(value(of_sample(), "funnel", "z_adjusted", hospital_trust=trust)) for trust in trusts)
    assert "pathway_times.caveat.few" in {said.message for said in of_sample().statements}


def test_the_quickest_and_the_slowest_trust_lie_outside_the_funnel():
    positions = [value(of_sample(), "funnel", "position", hospital_trust=f"hf-0{n}") for n in (1, 5)]
    assert positions[0] == "funnel_position.far_above"
    assert positions[1] in ("funnel_position.below", "funnel_position.far_below")


def test_a_trust_s_report_holds_its_own_pathways_only():
    own = of_sample(hospital_trust="hf-02")
    assert value(own, "times", "within_n") == value(of_sample(), "times", "within_n", hospital_trust="hf-02")


def test_leaving_open_pathways_out_would_make_waits_look_shorter():
    rows = waits(
        episodes(sample_table("care_pathway_episodes")),
        sample_table("pathway_limits"),
        ("treatment_start", "evaluation"),
    )
    rows = rows[rows["began"] > rows["began"].max() - 120]
    right = survival.kaplan_meier(rows["days"].to_numpy(float), rows["reached"].to_numpy(bool), 56).within[0]
    seen = rows[rows["reached"]]
    assert within(seen).mean() > right.value + 0.03
