"""The municipalities' goals: mentions, national goals, coding and ratings."""

import pytest
from builders import answered, value, workspace_in

from evaluering.analysis.goal_screening import evidence, rules
from evaluering.errors import InputRefused
from evaluering.vocabulary import Criterion

CODING, RATINGS = "coding/municipal_goals_coding.csv", "coding/goal_ratings.csv"


@pytest.fixture
def mentions(findings):
    return findings["municipal_goals"]


@pytest.fixture
def screening(findings):
    return findings["goal_screening"]


def texts(finding, statement: str) -> list[object]:
    """The texts a statement lists."""
    (one,) = [one for one in finding.statements if one.id == statement]
    values = {cell.key: cell.value for cell in finding.cells}
    return [values[key] for key in dict(one.values)["goals"]]


def test_28_goals_were_named_91_times(mentions):
    numbers = {
        name: value(mentions, "goals", name) for name in ("goals", "mentions", "named_once", "most_mentions")
    }
    assert numbers == {"goals": 28, "mentions": 91, "named_once": 12, "most_mentions": 9}


def test_the_distribution_adds_up_to_all_goals_and_all_mentions(mentions):
    counts = {int(dict(c.at)["mentions"]): c.value for c in mentions.cells if c.table == "distribution"}
    assert counts == {9: 2, 8: 2, 7: 2, 6: 1, 5: 1, 4: 1, 3: 2, 2: 5, 1: 12}
    assert sum(counts.values()) == 28
    assert sum(number * goals for number, goals in counts.items()) == 91


def test_the_most_named_goals_are_listed_together(mentions):
    assert len(texts(mentions, "most_named")) == 2


def test_the_national_goal_no_municipality_took_up_is_named(mentions):
    assert texts(mentions, "not_taken_up") == ["Riktig bruk av sykehusinnleggelse"]


def test_the_note_s_national_goals_come_before_the_invitation_s(mentions):
    (table,) = [table for table in mentions.tables if table.id == "national"]
    order = [(dict(row)["national_source"], dict(row)["national_goal"]) for row in table.rows]
    assert order == [("note", str(n)) for n in range(1, 7)] + [("invitation", str(n)) for n in range(1, 6)]


@pytest.mark.parametrize(("minimum", "rows"), [(1, 28), (2, 16), (5, 8), (9, 2), (10, 0)])
def test_only_goals_named_often_enough_are_listed(tmp_path, minimum, rows):
    found = answered(workspace_in(tmp_path / "w"), "goal_measurability", minimum_mentions=minimum)
    (listed,) = [table for table in found["municipal_goals"].tables if table.id == "mentions"]
    assert len(listed.rows) == rows
    assert value(found["municipal_goals"], "goals", "mentions") == 91


def test_a_changed_raw_number_changes_what_follows_from_it(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / "published/municipal_goals_2014_2015.csv"
    file.write_text(file.read_text().replace("Økt fysisk aktivitet,goal,1", "Økt fysisk aktivitet,goal,11"))
    changed = answered(workspace, "goal_measurability")["municipal_goals"]
    assert value(changed, "goals", "mentions") == 101
    assert texts(changed, "most_named") == ["Økt fysisk aktivitet"]


@pytest.mark.parametrize("line", ["99,note,1,me,why", "1,note,99,me,why", "1,invitation,6,me,why"])
def test_coding_that_refers_to_a_goal_that_does_not_exist_is_refused(tmp_path, line):
    workspace = workspace_in(tmp_path / "w")
    with (workspace.raw / CODING).open("a") as stream:
        stream.write(line + "\n")
    with pytest.raises(InputRefused) as caught:
        answered(workspace, "goal_measurability")
    assert caught.value.found == "1 references to goals that do not"


def test_when_every_national_goal_is_served_that_is_said(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    with (workspace.raw / CODING).open("a") as stream:
        stream.write("1,note,3,me,why\n")
    found = answered(workspace, "goal_measurability")["municipal_goals"]
    (told,) = [one for one in found.statements if one.id == "not_taken_up"]
    assert (told.message, told.values) == ("goal_measurability.all_taken_up", ())


def fulfilled(finding, criterion: str) -> tuple[object, object]:
    counts = ("fulfilled", "overruled")
    return tuple(value(finding, "screening", name, criterion=criterion) for name in counts)


def test_a_rating_overrules_the_screening_both_ways(screening, tmp_path):
    workspace = workspace_in(tmp_path / "w")
    with (workspace.raw / RATINGS).open("a") as stream:
        stream.write("12,by_when,yes,me,why\n7,for_whom,no,me,why\n")
    rated = answered(workspace, "goal_measurability")["goal_screening"]
    by_when, for_whom = fulfilled(screening, "by_when")[0], fulfilled(screening, "for_whom")[0]
    assert fulfilled(rated, "by_when") == (by_when + 1, 1)
    assert fulfilled(rated, "for_whom") == (for_whom - 1, 1)
    assert value(rated, "evidence", "evidence", goal="12", criterion="by_when") == "rated.yes"
    assert value(rated, "evidence", "evidence", goal="7", criterion="for_whom") == "rated.no"


def test_a_rating_that_agrees_with_the_screening_is_shown_as_a_rating_too(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    with (workspace.raw / RATINGS).open("a") as stream:
        stream.write("7,for_whom,yes,me,why\n")
    rated = answered(workspace, "goal_measurability")["goal_screening"]
    assert value(rated, "evidence", "evidence", goal="7", criterion="for_whom") == "rated.yes"


def test_a_rating_of_a_goal_that_does_not_exist_is_refused(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    with (workspace.raw / RATINGS).open("a") as stream:
        stream.write("99,for_whom,yes,me,why\n")
    with pytest.raises(InputRefused, match="ratings of 1 goals that do not"):
        answered(workspace, "goal_measurability")


def test_the_file_of_ratings_may_be_absent(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    (workspace.raw / RATINGS).unlink()
    assert value(answered(workspace, "goal_measurability")["goal_screening"], "screening", "texts") == 28


def test_every_quoted_word_of_the_real_goals_stands_in_its_goal(screening):
    goals = {
        dict(cell.at)["goal"]: cell.value
        for cell in screening.cells
        if (cell.table, cell.measure) == ("evidence", "text")
    }
    quoted = [cell for cell in screening.cells if cell.measure == "evidence" and cell.unit == "text"]
    assert len(goals) == 28
    assert quoted
    assert all(cell.value in goals[dict(cell.at)["goal"]] for cell in quoted)


def test_every_criterion_has_rules():
    assert set(rules()) == set(Criterion)
    assert all(rules().values())


@pytest.mark.parametrize(
    ("goal", "criterion", "words"),
    [
        ("Minst 80 % av brukerne", "how_much", "80 %"),
        ("i gang innen sommeren 2016", "by_when", "innen sommeren"),
        ("Bedre pårørendearbeid", "for_whom", ""),
        ("tilbud til pårørende", "for_whom", "pårørende"),
        ("målt ved spørreundersøkelse", "measured_how", "spørreundersøkelse"),
        ("I 2016", "how_much", ""),
        ("", "for_whom", ""),
    ],
)
def test_the_words_that_fulfil_a_criterion_are_quoted(goal, criterion, words):
    assert evidence(goal)[Criterion(criterion)] == words
