"""How time at the gatherings was planned: the published hours and minutes."""

import pytest
from builders import answered, value, workspace_in

from evaluering.analysis.gathering_programme import Bounds, share_bounds
from evaluering.results import rounded
from evaluering.vocabulary import Activity

HOURS, PROGRAMME = "gathering_hours_2014_2015", "gathering_programme_2021_2022"


@pytest.fixture
def hours(findings):
    return findings[HOURS]


@pytest.fixture
def programme(findings):
    return findings[PROGRAMME]


def share(finding, gathering: str, activity: str) -> object:
    (cell,) = [
        cell
        for cell in finding.cells
        if cell.measure == "share" and dict(cell.at) == {"gathering": gathering, "activity": activity}
    ]
    return rounded(cell)


def minutes(finding, gathering: str, activity: str) -> tuple[object, object]:
    return tuple(
        value(finding, "programme", f"minutes_{end}", gathering=gathering, activity=activity)
        for end in ("low", "high")
    )


@pytest.mark.parametrize(
    ("gathering", "total", "part"),
    [("1", 12.25, 0.449), ("2", 9.0, 0.389), ("3", 9.0, 0.333), ("4", 7.25, 0.172)],
)
def test_the_hours_of_a_gathering_and_the_share_of_group_work_and_plenary(hours, gathering, total, part):
    assert value(hours, "hours", "hours", gathering=gathering, activity="all") == total
    assert share(hours, gathering, "group_work_and_plenary") == part


def test_the_total_share_is_of_summed_hours_and_not_the_mean_of_shares(hours):
    assert value(hours, "hours", "hours", gathering="total", activity="all") == 37.5
    assert value(hours, "hours", "hours", gathering="total", activity="group_work_and_plenary") == 13.25
    assert share(hours, "total", "group_work_and_plenary") == 0.353
    assert round((0.449 + 0.389 + 0.333 + 0.172) / 4, 3) != 0.353


def test_without_the_joint_conference_the_share_is_higher(hours):
    assert share(hours, "without_joint_conference", "group_work_and_plenary") == 0.397


@pytest.mark.parametrize("gathering", ["1", "2", "3", "4", "total"])
def test_the_shares_of_a_gathering_add_up_to_one(hours, gathering):
    parts = ("lecture_own", "lecture_external", "group_work_and_plenary")
    assert sum(share(hours, gathering, part) for part in parts) == pytest.approx(1, abs=0.0015)


def test_a_falling_share_is_told_as_falling(hours):
    (told,) = [one for one in hours.statements if one.id == "development_hours"]
    assert told.message == "gathering_time.development.fell"


def test_a_changed_raw_hour_changes_hours_shares_and_wording(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / "published/gathering_hours_2014_2015.csv"
    file.write_text(file.read_text().replace("4,1.75,4.25,1.25", "4,1.75,4.25,9.25"))
    changed = answered(workspace, "gathering_time")[HOURS]
    assert value(changed, "hours", "hours", gathering="4", activity="all") == 15.25
    assert share(changed, "4", "group_work_and_plenary") == 0.607
    assert value(changed, "hours", "hours", gathering="total", activity="all") == 45.5
    (told,) = [one for one in changed.statements if one.id == "development_hours"]
    assert told.message == "gathering_time.development.varied"


def test_a_gathering_without_hours_has_an_undefined_share_with_a_reason(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / "published/gathering_hours_2014_2015.csv"
    file.write_text(file.read_text().replace("4,1.75,4.25,1.25", "4,0,0,0"))
    shares = [
        cell
        for cell in answered(workspace, "gathering_time")[HOURS].cells
        if cell.measure == "share" and dict(cell.at)["gathering"] == "4"
    ]
    assert {(rounded(cell), cell.reason) for cell in shares} == {(None, "no_hours")}


@pytest.mark.parametrize(
    ("gathering", "activity", "bounds"),
    [
        ("1", "lecture", (195, 195)),
        ("1", "own_team_work", (45, 45)),
        ("1", "exchange", (0, 0)),
        ("1", "plenary", (75, 75)),
        ("1", "break", (75, 75)),
        ("2", "lecture", (150, 150)),
        ("2", "own_team_work", (45, 45)),
        ("2", "exchange", (30, 30)),
        ("2", "plenary", (75, 75)),
        ("2", "break", (90, 90)),
        ("3", "lecture", (140, 140)),
        ("3", "own_team_work", (0, 0)),
        ("3", "exchange", (45, 75)),
        ("3", "plenary", (105, 105)),
        ("3", "break", (55, 85)),
        ("4", "lecture", (105, 105)),
        ("4", "own_team_work", (60, 60)),
        ("4", "exchange", (0, 0)),
        ("4", "plenary", (120, 120)),
        ("4", "break", (75, 75)),
        ("total", "lecture", (590, 590)),
        ("total", "own_team_work", (150, 150)),
        ("total", "exchange", (75, 105)),
        ("total", "plenary", (375, 375)),
        ("total", "break", (295, 325)),
    ],
)
def test_the_minutes_of_a_kind_of_time(programme, gathering, activity, bounds):
    assert minutes(programme, gathering, activity) == bounds


@pytest.mark.parametrize(
    ("gathering", "covered"), [("1", 390), ("2", 390), ("3", 375), ("4", 360), ("total", 1515)]
)
def test_the_covered_time_runs_from_the_first_item_to_the_last(programme, gathering, covered):
    assert value(programme, "programme", "covered", gathering=gathering) == covered


def test_the_firm_parts_and_the_overlap_make_up_the_covered_time(programme):
    firm = [cell for cell in programme.cells if cell.measure == "firm" and dict(cell.at)["gathering"] == "3"]
    assert {dict(cell.at)["activity"]: cell.value for cell in firm} == {
        "lecture": 140,
        "own_team_work": 0,
        "exchange": 45,
        "plenary": 105,
        "break": 55,
        "overlap": 30,
    }


def test_lectures_are_counted_and_measured(programme):
    numbers = {cell.measure: cell.value for cell in programme.cells if cell.table == "lectures"}
    assert numbers == {"lectures": 16, "long_lectures": 7, "longest": 60, "limit": 30}


def test_the_limit_for_long_lectures_is_a_parameter(tmp_path):
    finding = answered(workspace_in(tmp_path / "w"), "gathering_time", long_lecture_minutes=59)[PROGRAMME]
    assert value(finding, "lectures", "long_lectures") == 3


def test_minutes_of_lectures_by_affiliation_add_up_to_all_lectures(programme):
    by_affiliation = {
        dict(cell.at)["affiliation"]: cell.value
        for cell in programme.cells
        if cell.table == "lecturers"
        and cell.measure == "minutes_low"
        and dict(cell.at)["gathering"] == "total"
    }
    assert by_affiliation == {
        "county_governor": 45,
        "directorate_of_health": 455,
        "municipality": 30,
        "organiser": 45,
        "research_centre": 15,
    }
    assert sum(by_affiliation.values()) == 590


def test_an_overlap_between_a_break_and_group_work_moves_the_share_between_exact_bounds():
    parts = {
        Activity.LECTURE: Bounds(140, 140),
        Activity.OWN_TEAM_WORK: Bounds(0, 0),
        Activity.EXCHANGE: Bounds(45, 75),
        Activity.PLENARY: Bounds(105, 105),
    }
    share = share_bounds(parts, (Activity.EXCHANGE,))
    assert (share.low, share.high) == (45 / 290, 75 / 320)
