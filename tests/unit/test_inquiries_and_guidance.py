"""How often teams asked, how soon they were answered, and whether they were guided."""

from functools import cache
from math import isnan

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from network_tables import gatherings, networks, origins, teams, withdrawals
from scipy import stats

from evaluering.analysis._teams import places
from evaluering.statistics import rates
from evaluering.synthetic.truth import true_effects
from sample_network import answered, given, said, table, value

QUESTION = "inquiries_and_guidance"
A_MONTH = 30.4375
MONTHS = (334 + 90 + 304) / A_MONTH


def inquiry(team: str, asked: str, days: int | None = None, topic: str = "goals") -> dict[str, object]:
    return {
        "team": team,
        "asked": asked,
        "channel": "video",
        "topic": topic,
        "answered_by": "nobody" if days is None else "organiser",
        "days_to_answer": days,
    }


def inquiries(*rows: dict[str, object]) -> pd.DataFrame:
    return given("inquiries", *({"inquiry": f"i{n}"} | row for n, row in enumerate(rows)))


def guidance(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    made = [
        {"contact": f"c{n}", "team": team, "planned": day, "held": held, "channel": "visit", "topic": "tools"}
        for n, (team, day, held) in enumerate(rows)
    ]
    return given("guidance_contacts", *made)


def small() -> dict[str, pd.DataFrame]:
    """Three teams of one network: all of it 334 days, withdrawn after 90, started 30 days late."""
    return {
        "networks": networks(("n1", "2024-01-01", "2024-12-31"), ("n2", "2024-01-01", "2024-12-31")),
        "gatherings": gatherings(("g1", "n1", 1, "2024-02-01"), ("g2", "n1", 2, "2024-06-01")),
        "teams": teams(
            ("a", "n1", "2024-01-10"),
            ("b", "n1", "2024-01-10"),
            ("c", "n1", "2024-03-02"),
            ("d", "n2", "2024-01-10"),
        ),
        "withdrawals": withdrawals(("b", "2024-05-01")),
        "team_municipalities": origins(("a", "m1"), ("a", "m2"), ("b", "m2"), ("c", "m3"), ("d", "m4")),
        "inquiries": inquiries(
            inquiry("a", "2024-02-01", 2),
            inquiry("a", "2024-07-01"),
            inquiry("a", "2024-12-31", 4, "tools"),
            inquiry("b", "2024-05-01", 6),
            inquiry("b", "2024-06-01", 1),
            inquiry("d", "2024-06-01", 1),
        ),
        "guidance_contacts": guidance(
            ("a", "2024-03-01", "2024-03-05"), ("a", "2024-04-01", None), ("b", "2024-06-01", "2024-06-01")
        ),
    }


@cache
def of_small():
    return answered(QUESTION, small())


@cache
def of_sample():
    return answered(QUESTION)


def test_a_team_can_ask_from_the_first_gathering_until_it_leaves_or_the_network_ends():
    found = of_small()["inquiries"]
    assert value(found, "rates", "months") == pytest.approx(MONTHS)
    assert value(found, "rates", "teams") == 3


def test_inquiries_outside_a_teams_time_are_counted_apart():
    found = of_small()["inquiries"]
    assert value(found, "rates", "inquiries") == 4
    assert value(found, "rates", "outside") == 2


def test_the_rate_is_inquiries_over_team_months_with_garwoods_interval():
    found = of_small()["inquiries"]
    assert value(found, "rates", "exact") == pytest.approx(4 / MONTHS)
    assert value(found, "rates", "exact_low") == pytest.approx(stats.chi2.ppf(0.025, 8) / 2 / MONTHS)
    assert value(found, "rates", "exact_high") == pytest.approx(stats.chi2.ppf(0.975, 10) / 2 / MONTHS)


def test_the_team_clustered_interval_is_that_of_a_quasi_poisson_regression():
    found = of_small()["inquiries"]
    months = np.array([334, 90, 304]) / A_MONTH
    model = sm.GLM([3, 1, 0], np.ones(3), family=sm.families.Poisson(), exposure=months)
    fit = model.fit(scale="X2")
    half = stats.t.ppf(0.975, 2) * fit.bse[0]
    assert value(found, "rates", "by_team_low") == pytest.approx(np.exp(fit.params[0] - half))
    assert value(found, "rates", "dispersion") == pytest.approx(fit.scale)


def test_teams_that_share_a_municipality_are_one_cluster_in_the_sensitivity():
    found = of_small()["inquiries"]
    expected = rates.dispersion([4, 0], [(334 + 90) / A_MONTH, 304 / A_MONTH]).rate
    assert value(found, "rates", "by_municipality_high") == pytest.approx(expected.high)


def test_teams_joined_through_a_third_are_one_cluster():
    pairs = [("a", "m1"), ("b", "m2"), ("c", "m1"), ("c", "m2"), ("e", "m5")]
    labels = places(origins(*pairs)).clusters(["a", "b", "c", "e", "unknown"])
    assert labels[0] == labels[1] == labels[2]
    assert len(set(labels)) == 3


def test_teams_that_never_asked_stand_beside_what_chance_leaves_out():
    found = of_small()["inquiries"]
    assert value(found, "never", "never_count") == 1
    assert value(found, "never", "never") == pytest.approx(1 / 3)
    assert value(found, "never", "expected") == pytest.approx(3 * (2 / 3) ** 4)


def test_an_unanswered_inquiry_counts_in_the_time_to_an_answer():
    # Answers after 2, 4 and 6 days and one never: half are answered from day 4 until day 6.
    assert value(of_small()["inquiries"], "answers", "median") == 5.0
    assert value(of_small()["inquiries"], "answers", "answered") == 3


def test_topics_and_channels_add_up_to_all_inquiries_and_all_guidance_held():
    found = of_sample()["inquiries"]
    for table_of, dimension in (("topics", "topic"), ("channels", "channel")):
        for measure in ("inquiries", "guidance"):
            parts = [
                cell.value
                for cell in found.cells
                if (cell.table, cell.measure) == (table_of, measure)
                and cell.at
                and cell.at[0][0] == dimension
            ]
            assert sum(parts) == value(found, table_of, measure)


def test_guidance_is_counted_as_planned_and_as_held():
    found = of_small()["guidance"]
    assert (value(found, "guidance", "planned"), value(found, "guidance", "held")) == (2, 1)
    assert value(found, "guidance", "share_held") == 0.5
    assert value(found, "guidance", "rate") == pytest.approx(1 / MONTHS)


def test_a_team_neither_asking_nor_guided_is_counted():
    found = of_small()["guidance"]
    assert (value(found, "guidance", "neither_count"), value(found, "guidance", "neither_n")) == (1, 3)


def test_who_asked_is_told_apart_by_whether_they_were_guided():
    found = of_small()["guidance"]
    assert value(found, "relation", "asked", guidance="guided") == 1.0
    assert value(found, "relation", "asked", guidance="not_guided") == 0.5


def uneven(each: list[int]) -> dict[str, pd.DataFrame]:
    """Teams of one network that asked so many times each."""
    names = [f"t{n}" for n in range(len(each))]
    asked = [
        inquiry(name, "2024-05-01", 3) for name, times in zip(names, each, strict=True) for _ in range(times)
    ]
    return small() | {
        "teams": teams(*((name, "n1", "2024-01-10") for name in names)),
        "withdrawals": withdrawals(),
        "team_municipalities": origins(*((name, f"m{name}") for name in names)),
        "inquiries": inquiries(*asked),
        "guidance_contacts": guidance(),
    }


def test_where_teams_ask_unevenly_the_interval_spoken_of_has_teams_as_clusters():
    found = answered(QUESTION, uneven([9, 0, 0, 0, 0, 0, 0, 0, 1, 0]))["inquiries"]
    assert said(found, "rate") == "rate.by_team"
    assert said(found, "spread") == "spread.uneven"
    assert said(found, "never") == "never.more"
    assert value(found, "rates", "rate_high") == value(found, "rates", "by_team_high")
    assert value(found, "rates", "rate_high") > value(found, "rates", "exact_high")


def test_where_they_ask_as_chance_gives_it_is_the_exact_one():
    found = answered(QUESTION, uneven([1, 0, 2, 1, 0, 1]))["inquiries"]
    assert said(found, "rate") == "rate.exact"
    assert value(found, "rates", "rate_low") == value(found, "rates", "exact_low")


def test_where_every_team_asked_once_fewer_were_silent_than_chance_gives():
    found = answered(QUESTION, uneven([1] * 12))["inquiries"]
    assert said(found, "never") == "never.fewer"
    assert value(found, "rates", "dispersion") == 0


def test_without_any_inquiry_the_rate_is_zero_with_an_upper_limit():
    found = answered(QUESTION, uneven([0, 0, 0]))["inquiries"]
    assert (value(found, "rates", "rate"), value(found, "rates", "rate_low")) == (0, 0)
    assert value(found, "rates", "rate_high") == pytest.approx(3.688879 * A_MONTH / (3 * 334), rel=1e-6)
    assert isnan(value(found, "rates", "by_team"))
    assert isnan(value(found, "answers", "median"))
    assert (said(found, "never"), said(found, "answers")) == ("never.nobody", "answers.none")


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_teams_are_no_obstacle(number):
    found = answered(QUESTION, uneven([1] * number))["inquiries"]
    assert value(found, "rates", "rate") == pytest.approx(A_MONTH / 334)


def test_without_any_row_everything_is_undefined_with_a_reason():
    for found in answered(QUESTION, {}).values():
        for cell in found.cells:
            assert not (isinstance(cell.value, float) and isnan(cell.value)) or cell.reason
    assert said(answered(QUESTION, {})["inquiries"], "rate") == "rate.undefined"


def test_a_network_without_an_end_is_followed_to_the_last_day_of_the_data_or_the_day_asked_for():
    tables = small() | {"networks": networks(("n1", "2024-01-01", None), ("n2", "2024-01-01", None))}
    found = answered(QUESTION, tables)["inquiries"]
    assert value(found, "rates", "months") == pytest.approx(MONTHS)
    sooner = answered(QUESTION, tables, until="2024-03-02")["inquiries"]
    assert value(sooner, "rates", "months") == pytest.approx((30 + 30) / A_MONTH)


def test_a_team_has_its_own_numbers():
    found = answered(QUESTION, small(), team="a")["inquiries"]
    assert (value(found, "rates", "teams"), value(found, "rates", "inquiries")) == (1, 3)


def test_a_network_has_its_own_teams_only():
    found = answered(QUESTION, network="network-02")["inquiries"]
    own = set(table("teams").query("network == 'network-02'")["team"])
    assert value(found, "rates", "teams") == len(own)
    assert value(found, "rates", "inquiries") == int(table("inquiries")["team"].isin(own).sum())


def test_the_true_rate_of_the_sample_lies_in_the_interval():
    (truth,) = [one.value for one in true_effects(4) if one.name == "inquiry_rate"]
    found = of_sample()["inquiries"]
    assert value(found, "rates", "rate_low") <= truth <= value(found, "rates", "rate_high")


def test_every_inquiry_of_the_sample_is_inside_or_outside():
    found = of_sample()["inquiries"]
    assert value(found, "rates", "inquiries") + value(found, "rates", "outside") == len(table("inquiries"))


def test_few_inquiries_are_never_said_to_be_little_need():
    kept = {one.message for one in of_sample()["inquiries"].statements if one.group == "may_not_say"}
    assert {f"{QUESTION}.need_or_threshold", f"{QUESTION}.not_no_need"} <= kept
