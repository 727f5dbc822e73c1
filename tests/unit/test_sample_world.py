"""The sample as a careful data manager would look at it."""

from datetime import date, timedelta

import pandas as pd
import pytest
from norwegian_municipalities import NAMES

from evaluering.synthetic.days import FIRST_DAY, LAST_DAY, is_working
from evaluering.synthetic.municipalities import LARGEST, SMALLEST
from evaluering.synthetic.names import FIRST_PARTS, municipality_names
from evaluering.synthetic.world import ROWS, STREAMED, World, make_rows, make_world
from evaluering.tables import INSTRUMENT_TABLES, TABLES


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(5, 61, 1)


@pytest.fixture(scope="module")
def tables(world) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(rows) for name, rows in make_rows(world, 1).items()}


def test_every_instrument_table_is_made() -> None:
    assert {*ROWS, *STREAMED} == {table.name for table in INSTRUMENT_TABLES}


@pytest.mark.parametrize("name", ROWS)
def test_rows_have_the_declared_columns_and_keys_of_their_own(tables, name) -> None:
    assert set(tables[name].columns) == {column.name for column in TABLES[name].delivered}
    assert not tables[name].duplicated(list(TABLES[name].key)).any()


@pytest.mark.parametrize("name", ROWS)
def test_every_identifier_refers_to_a_row(tables, name) -> None:
    for column in TABLES[name].delivered:
        if column.references:
            target = TABLES[column.references]
            given = set(tables[name][column.name].dropna()) - {""}
            assert given <= set(tables[column.references][target.key[0]])


def test_no_municipality_there_is_or_was_begins_like_an_invented_one() -> None:
    assert len(NAMES) > 350
    begun = [name for name in NAMES if name.lower().startswith(tuple(one.lower() for one in FIRST_PARTS))]
    assert begun == []


def test_no_invented_name_is_used_twice() -> None:
    assert len(set(municipality_names())) == len(municipality_names()) == 480


def test_numbers_lie_outside_the_real_numbering(tables) -> None:
    assert tables["municipalities"]["municipality"].str.fullmatch(r"9[0-8]\d\d").all()


def test_municipalities_are_many_small_and_few_large(tables) -> None:
    sizes = tables["municipalities"]["inhabitants"]
    assert (sizes.min(), sizes.max()) == (SMALLEST, LARGEST)
    assert 3_000 < sizes.median() < 8_000 < sizes.mean() < 16_000


def test_four_municipalities_become_two_and_one_becomes_two(tables) -> None:
    changes = tables["municipality_changes"]
    merged = changes[changes["kind"] == "merger"]
    split = changes[changes["kind"] == "split"]
    assert (merged["from_municipality"].nunique(), merged["to_municipality"].nunique()) == (4, 2)
    assert (split["from_municipality"].nunique(), split["to_municipality"].nunique()) == (1, 2)
    assert merged["changed"].unique().tolist() == [date(2022, 1, 1)]


def test_inhabitants_are_kept_when_municipalities_change(tables) -> None:
    sizes = tables["municipalities"].set_index("municipality")["inhabitants"]
    changes = tables["municipality_changes"]
    before = sizes[changes["from_municipality"].unique()].sum()
    assert sizes[changes["to_municipality"].unique()].sum() == before


def test_the_districts_add_up_to_their_city(tables) -> None:
    sizes = tables["municipalities"].set_index("municipality")["inhabitants"]
    districts = tables["city_districts"].groupby("municipality")["inhabitants"].sum()
    assert sizes[districts.index].to_dict() == districts.to_dict() == {districts.index[0]: LARGEST}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("conversations", "held"),
        ("function_scores", "scored"),
        ("screenings", "screened"),
        ("coordinating_units", "described"),
        ("applications", "received"),
        ("context_events", "began"),
    ],
)
def test_a_municipality_is_used_in_its_period_only(tables, name, day) -> None:
    units = tables["municipalities"].set_index("municipality")
    rows = tables[name][lambda found: found["municipality"] != ""]
    first, last = rows["municipality"].map(units["valid_from"]), rows["municipality"].map(units["valid_to"])
    assert (rows[day] >= first).all()
    assert (rows[day] <= last.fillna(LAST_DAY)).all()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("conversations", "held"),
        ("session_feedback", "held"),
        ("guidance_contacts", "planned"),
        ("gatherings", "start"),
        ("teams", "started"),
    ],
)
def test_what_happens_happens_on_working_days_of_the_study(tables, name, day) -> None:
    days = tables[name][day]
    assert days.between(FIRST_DAY, LAST_DAY).all()
    assert days.map(is_working).all()


def test_a_gathering_lasts_over_working_days(tables) -> None:
    for row in tables["gatherings"].itertuples():
        assert all(is_working(row.start + timedelta(days=more)) for more in range(row.days))


def test_conversations_are_spread_over_the_week_and_few_in_july(world) -> None:
    days = [one.held for user in make_world(10, 120, 1).helped for one in user.conversations]
    by_day = pd.Series([day.weekday() for day in days]).value_counts(normalize=True)
    assert by_day.between(0.14, 0.26).all()
    assert 0 < sum(day.month == 7 for day in days) / len(days) < 0.04


def test_conversations_come_in_order_while_the_team_works(world) -> None:
    for user in world.helped:
        days = [one.held for one in user.conversations]
        assert days == sorted(set(days))
        assert user.team.started < days[0]
        assert days[-1] <= (user.team.withdrawn or LAST_DAY)


def test_small_municipalities_have_few_users_and_some_none(world) -> None:
    users = pd.Series([user.place for user in world.helped]).value_counts()
    small = [users.get(place, 0) for place, one in enumerate(world.land.places) if one.inhabitants < 1000]
    assert 0 in small
    assert max(small) <= 6


def test_scores_have_heaps_ties_and_a_ceiling(tables) -> None:
    shares = tables["activity_scores"].groupby("conversation")["score"].value_counts(normalize=True).unstack()
    assert set(tables["activity_scores"]["score"]) == set(range(1, 11))
    assert shares.loc[1, 5] > shares.loc[1, 4]
    assert shares.loc[2, 10] > 5 * shares.loc[1].get(10, 0)


def test_teams_have_three_to_seven_members_and_one_leader_at_a_time(tables) -> None:
    at_start = tables["team_members"].merge(tables["teams"], on="team").query("joined == started")
    assert at_start.groupby("team").size().between(3, 7).all()
    assert (at_start[at_start["role"] == "leader"].groupby("team").size() == 1).all()


def test_representatives_recruited_are_members(tables) -> None:
    at_start = tables["team_members"].merge(tables["teams"], on="team").query("joined == started")
    members = at_start[at_start["role"] == "user_representative"].groupby("team").size()
    told = tables["user_representatives"].set_index("team")["number"]
    assert told[told > 0].to_dict() == members.to_dict()


def test_a_team_that_withdrew_is_at_no_later_gathering(tables) -> None:
    left = tables["withdrawals"].set_index("team")["withdrawn"]
    came = tables["participation"].merge(tables["gatherings"], on="gathering")
    late = came["team"].map(left)
    assert (late.isna() | (came["start"] <= late)).all()


def test_ten_to_a_dozen_inquiries_come_from_the_default_network_as_a_rule() -> None:
    counts = [len(list(ROWS["inquiries"](make_world(5, 61, seed), _draws(seed)))) for seed in range(1, 9)]
    assert 8 <= sum(counts) / len(counts) <= 16


def _draws(seed: int):
    from evaluering.synthetic.draws import Draws

    return Draws(seed, "rows inquiries")


def test_means_copied_into_checklists_are_those_of_the_conversations(tables) -> None:
    means = tables["activity_scores"].groupby(["user", "conversation"])["score"].mean().round(2)
    copied = tables["checklists"].dropna(subset="what_matters_mean")
    assert set(copied["item"]) == {1, 9}
    for row in copied.itertuples():
        assert row.what_matters_mean == means[row.user, 1 if row.item == 1 else 2]


def test_a_checklist_has_ten_items(tables) -> None:
    assert tables["checklists"].groupby(["user", "checklist"])["item"].agg(list).map(len).eq(10).all()


def test_status_reports_are_delivered_before_their_gathering(tables) -> None:
    reports = tables["status_reports"].merge(tables["gatherings"], on="gathering").dropna(subset="delivered")
    assert (reports["delivered"] < reports["start"]).all()


def test_wordings_of_a_goal_follow_each_other(tables) -> None:
    worded = tables["goal_wordings"].sort_values(["goal", "version"]).groupby("goal")["worded"]
    assert worded.apply(lambda days: days.is_monotonic_increasing and days.is_unique).all()


def test_every_wording_is_rated_by_both_definitions_and_several_raters(tables) -> None:
    rated = tables["goal_ratings_by_rater"].groupby(["goal", "version"])
    assert len(rated) == len(tables["goal_wordings"])
    assert (rated["definition"].nunique() == 3).all()
    assert rated["rater"].nunique().between(2, 3).all()


def test_numerators_of_proportions_lie_within_their_denominators(tables) -> None:
    series = tables["measure_series"].merge(tables["measures"], on="measure")
    shares = series[series["form"] == "proportion"]
    assert (shares["numerator"] <= shares["denominator"]).all()
    assert (shares["denominator"] > 0).all()


def test_items_held_do_not_overlap_and_were_planned(tables) -> None:
    items = tables["programme_items"]
    for _, day in items.groupby(["gathering", "day_number", "basis"]):
        assert (day["start"].iloc[1:].to_numpy() >= day["end"].iloc[:-1].to_numpy()).all()
    held = items[items["basis"] == "held"].set_index(["gathering", "day_number", "item"]).index
    planned = items[items["basis"] == "planned"].set_index(["gathering", "day_number", "item"]).index
    assert held.isin(planned).all()
    assert len(held) < len(planned)


def test_nodes_of_an_artefact_hang_on_earlier_ones(tables) -> None:
    nodes = tables["improvement_artefacts"]
    assert (nodes["parent"].isna() == (nodes["node"] == 1)).all()
    assert (nodes["parent"].dropna() < nodes["node"][nodes["parent"].notna()]).all()


def test_free_text_says_that_it_is_synthetic(tables) -> None:
    for name, frame in tables.items():
        for column in TABLES[name].delivered:
            if column.free_text:
                texts = frame[column.name].dropna()
                assert texts[texts != ""].str.startswith("Syntetisk").all(), f"{name}.{column.name}"


def test_a_table_more_would_change_no_other(world) -> None:
    rows = make_rows(world, 1)
    assert list(ROWS["goals"](world, None)) == rows["goals"]  # needs no random numbers of its own
    from evaluering.synthetic.draws import Draws

    for name in ("plans", "screenings"):
        assert list(ROWS[name](world, Draws(1, f"rows {name}"))) == rows[name]


def test_checklists_come_in_order() -> None:
    days: dict[str, list[date]] = {}
    for one in make_world(10, 120, 1).checklists:
        days.setdefault(one.user.id, []).append(one.day)
    assert any(len(own) > 1 for own in days.values())
    assert all(own == sorted(set(own)) for own in days.values())
