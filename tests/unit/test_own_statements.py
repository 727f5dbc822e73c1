"""Organisations' own texts: theirs at once, others' once approved. All words are invented."""

import csv
import io

import pandas as pd
import pytest
from judging import PROTECTED

from evaluering.disclosure import Beside, ChosenText, Ledger, solve
from evaluering.errors import HeldByDisclosure, InputRefused
from evaluering.results import ReleasedText
from evaluering.texts import Answers, approved_statements, own_statements, read_approvals
from evaluering.texts.statements import COLUMNS, OWN
from evaluering.vocabulary import TextKind

ROW = {
    "statement": "s1",
    "question": "goals_set",
    "group": "goals",
    "level": "nation",
    "network": "",
    "table": "goal_wordings",
    "column": "wording",
    "element": "g1/1",
    "approved_by": "Teamleder",
    "approved": "2026-11-01",
}
SECRET = "KANARI-7f3a"


def read(root, *rows):
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS)
    out.writeheader()
    out.writerows({**ROW, **row} for row in rows)
    (root / "texts").mkdir()
    (root / "texts/approvals.csv").write_text(text.getvalue(), encoding="utf-8")
    return read_approvals(root, {"goals_set"})


def answers(wording: str = "Flere får plan innen jul.") -> Answers:
    teams = pd.DataFrame({"team": ["t1", "t2"], "network": ["n1", "n1"]})
    goals = pd.DataFrame({"goal": ["g1", "g2"], "team": ["t1", "t2"]})
    keys = pd.DataFrame({"goal": ["g1", "g2"], "version": [1, 1]})
    reports = pd.DataFrame({"team": ["t1", "t2"], "gathering": ["s1", "s1"]})
    words = {
        "goal_wordings": keys.assign(wording=[wording, "Et annet mål."]),
        "status_reports": reports.assign(promoters=["", None], inhibitors=["Lite tid.", "Mye fravær."]),
    }
    tables = {
        "teams": teams,
        "goals": goals,
        "goal_wordings": keys,
        "status_reports": reports,
        "networks": pd.DataFrame({"network": ["n1"]}),
        "gatherings": pd.DataFrame({"gathering": ["s1"], "network": ["n1"]}),
        "team_municipalities": pd.DataFrame({"team": ["t1", "t2"], "municipality": ["9901", "9902"]}),
    }
    return Answers(tables, words)


def test_goals_and_what_promotes_or_inhibits_work_are_organisations_own_texts():
    assert OWN["goal_wordings"] == ("wording",)
    assert OWN["status_reports"] == ("promoters", "inhibitors")
    assert not {"activity_scores", "withdrawals", "inquiries", "gathering_evaluations"} & OWN.keys()


def test_a_team_sees_its_own_texts_and_no_other_teams():
    assert own_statements(answers(), "t1") == ("Flere får plan innen jul.", "Lite tid.")


def test_others_see_what_was_approved_in_the_words_of_the_delivery(tmp_path):
    (one,) = approved_statements(read(tmp_path, {}), answers())
    assert (one.text.text, one.text.item, one.text.kind) == (
        "Flere får plan innen jul.",
        "g1/1",
        TextKind.STATEMENT,
    )


def test_an_approved_statement_needs_no_ten_respondents(tmp_path):
    chosen = approved_statements(read(tmp_path, {}), answers())
    assert [one.id for one in solve([], PROTECTED, Ledger(), beside=Beside(chosen)).texts] == ["s1"]


def test_a_statement_without_approval_is_held():
    text = ReleasedText("s", TextKind.STATEMENT, "q", "g", "", "t", "e", "Ord.", "", "")
    with pytest.raises(HeldByDisclosure, match="statement s without approval"):
        solve([], PROTECTED, Ledger(), beside=Beside([ChosenText(text)]))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"approved_by": ""}, "column approved_by: not_approved"),
        ({"approved": "2026-13-01"}, "column approved: no_day"),
        ({"level": "municipality"}, "column level: wrong_level"),
        ({"table": "gathering_evaluations", "column": "comment"}, "column column: not_an_own_text"),
        ({"table": "goals", "column": "status"}, "column column: not_an_own_text"),
        ({"element": ""}, "column element: no_element"),
    ],
)
def test_a_faulty_approval_is_refused_by_row_and_rule(tmp_path, row, told):
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, row)
    assert refused.value.found == f"row 1, {told}"


@pytest.mark.parametrize(
    ("element", "wording", "rule"),
    [
        ("g9/1", "Ord.", "no_such_text"),
        ("g1/1", "Ring 912 34 567.", "telephone_number"),
        ("g1/1", f"{SECRET}\nto linjer", "not_printable"),
    ],
)
def test_an_element_that_cannot_be_printed_is_refused_without_its_words(tmp_path, element, wording, rule):
    file = read(tmp_path, {"element": element})
    with pytest.raises(InputRefused) as refused:
        approved_statements(file, answers(wording))
    assert refused.value.found == f"row 1, column element: {rule}"
