"""Curated quotes: what the file is held to, who is counted, what may leave. All words are invented."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from builders import basis
from judging import PROTECTED, behind, count, found, number, release

from evaluering.disclosure import Beside, ChosenText, Ledger, Rules, solve
from evaluering.errors import HeldByDisclosure, InputRefused
from evaluering.language import catalogue
from evaluering.presentation import Element, Page, render_element
from evaluering.publishing.contract import refuse_divided_quotes
from evaluering.publishing.plan import Job
from evaluering.publishing.session import texts_of
from evaluering.results import ReleasedText
from evaluering.settings import Contract
from evaluering.tables import TABLES
from evaluering.texts import Answers, counted_quotes, read_quotes
from evaluering.texts.exposing import Pointers, spoken_names
from evaluering.texts.quotes import COLUMNS
from evaluering.vocabulary import ElementKind, Language, Protects, Quantity, TextKind, Unit, Voice

ROW = {
    "quote": "q1",
    "question": "participants_ratings",
    "group": "comments",
    "table": "gathering_evaluations",
    "column": "comment",
    "item": "",
    "level": "nation",
    "network": "",
    "text": "Vi trengte mer tid sammen.",
    "approved_by": "Fagleder",
    "approved": "2026-11-01",
}
SECRET = "KANARI-7f3a"


def write(root: Path, *rows: dict[str, str]) -> Path:
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS)
    out.writeheader()
    out.writerows({**ROW, **row} for row in rows)
    (root / "texts").mkdir(exist_ok=True)
    (root / "texts/quotes.csv").write_text(text.getvalue(), encoding="utf-8")
    return root


def read(root: Path, *rows: dict[str, str]):
    return read_quotes(write(root, *rows), {"participants_ratings"})


def answers(persons: int, network: str = "n1", comment: str = "ord", roles: int = 9) -> Answers:
    """So many persons with a comment at the gathering of a network, and one without."""
    names = [f"r{number}" for number in range(persons + 1)]
    given = pd.DataFrame({"gathering": "g1", "response": names})
    words = given.assign(comment=[*[comment] * persons, None])
    members = pd.DataFrame(
        [(f"m{role}{one}", role, "t1") for role in ("leader", "coordinator") for one in range(roles)],
        columns=["member", "role", "team"],
    )
    tables = {
        "gathering_evaluations": given,
        "gatherings": pd.DataFrame({"gathering": ["g1"], "network": [network]}),
        "networks": pd.DataFrame({"network": ["n1", "n2"]}),
        "teams": pd.DataFrame({"team": ["t1", "team-77"], "network": ["n1", "n2"]}),
        "team_municipalities": pd.DataFrame({"team": ["t1"], "municipality": ["9901"]}),
        "municipalities": pd.DataFrame(
            {"municipality": ["9901", "9902"], "name": ["Eikevåg - Eaikva", "Os"]}
        ),
        "team_members": members,
    }
    return Answers(tables, {"gathering_evaluations": words})


def chosen(**changed: object) -> ReleasedText:
    text = ReleasedText("q", TextKind.QUOTE, "question", "g", "", "t", "", "Ord.", "Fagleder", "2026-11-01")
    return replace(text, **changed)


def test_every_free_text_says_whom_it_is_by():
    spoken = {
        (name, column.name): column.voice
        for name, table in TABLES.items()
        for column in table.columns
        if column.free_text
    }
    quotable = {place for place, voice in spoken.items() if voice is Voice.PERSONS}
    assert quotable == {
        ("gathering_evaluations", "comment"),
        ("survey_answers", "text"),
        ("interview_segments", "segment_text"),
    }
    assert spoken["activity_scores", "activity_text"] is Voice.WITHHELD


def test_quotes_are_of_tables_whose_rows_name_a_respondent():
    for table in TABLES.values():
        if any(column.voice is Voice.PERSONS for column in table.columns):
            assert any(column.person for column in table.columns), table.name


def test_without_a_file_there_are_no_quotes(tmp_path):
    assert read_quotes(tmp_path, {"participants_ratings"}).rows == ()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"level": "municipality"}, "column level: wrong_level"),
        ({"level": "team"}, "column level: wrong_level"),
        ({"level": "network", "network": ""}, "column network: wrong_network"),
        ({"network": "n1"}, "column network: wrong_network"),
        ({"column": "usefulness"}, "column column: not_quotable"),
        ({"table": "activity_scores", "column": "activity_text"}, "column column: not_quotable"),
        ({"table": "goal_wordings", "column": "wording"}, "column column: not_quotable"),
        ({"item": "a/b"}, "column item: wrong_item"),
        ({"table": "survey_answers", "column": "text"}, "column item: wrong_item"),
        (
            {
                "table": "interview_segments",
                "column": "segment_text",
                "level": "network",
                "network": "n1",
            },
            "column network: wrong_network",
        ),
        ({"approved_by": ""}, "column approved_by: not_approved"),
        ({"approved": "i går"}, "column approved: no_day"),
        ({"question": "another"}, "column question: undeclared_notebook"),
        ({"quote": "Q 1"}, "column quote: no_id"),
        ({"text": "på\nto linjer"}, "column text: not_printable"),
        ({"text": "x" * 601}, "column text: not_printable"),
    ],
)
def test_a_faulty_row_is_refused_by_number_column_and_rule(tmp_path, row, told):
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, {"quote": "q0", "text": "Noe annet."}, row)
    assert refused.value.found == f"row 2, {told}"


def test_the_same_words_may_not_be_quoted_twice(tmp_path):
    with pytest.raises(InputRefused, match="row 1, column text: used_twice"):
        read(tmp_path, {}, {"quote": "q2"})


def test_a_refused_file_never_has_its_words_repeated(tmp_path):
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, {"text": f"{SECRET}\n", "approved": SECRET, "level": SECRET, "group": SECRET})
    assert SECRET not in str(refused.value)


def test_a_column_too_many_is_counted_and_not_named(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/quotes.csv").write_text(f"{','.join(COLUMNS)},{SECRET}\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="1 undeclared") as refused:
        read_quotes(tmp_path, {"participants_ratings"})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ring meg på 912 34 567.", "telephone_number"),
        ("Skriv til kari@eksempel.no.", "e_mail"),
        ("Nummeret er 02013299997.", "identity_number"),
        ("Jeg heter Kari og har det bra.", "name_after_cue"),
        ("Se https://eksempel.no.", "web_address"),
        ("Slik er det i Eikevåg.", "name_of_place"),
        ("eikevågs tjenester er gode", "name_of_place"),
        ("I Eaikva er det bra.", "name_of_place"),
        ("Her i Os er det bra.", "name_of_place"),
        ("Laget team-77 hjalp oss.", "name_of_place"),
        ("Brukerrepresentanten sa ifra.", "role_of_few"),
        ("Som eneste i tjenesten så jeg det.", "set_apart"),
        ("En mannlig psykolog hjalp oss.", "person_described"),
        ("Min 83-åring ble hørt.", "person_described"),
    ],
)
def test_d28_and_d31_words_that_point_to_someone_are_refused_by_rule(tmp_path, text, rule):
    file = read(tmp_path, {"text": text})
    with pytest.raises(InputRefused) as refused:
        counted_quotes(file, answers(20), 5)
    assert refused.value.found == f"row 1, column text: {rule}"


def test_a_short_name_counts_only_as_it_is_written():
    assert Pointers(frozenset({"Os"})).rule_broken("Det hjalp oss alle, os imellom.") == ""


def test_a_role_may_be_named_where_many_hold_it(tmp_path):
    file = read(tmp_path, {"text": "Koordinatoren fulgte opp."})
    assert len(counted_quotes(file, answers(20, roles=5), 5)) == 1
    with pytest.raises(InputRefused, match="role_of_few"):
        counted_quotes(file, answers(20, roles=4), 5)


def test_parallel_names_of_a_place_are_names_each():
    assert spoken_names("Eikevåg - Eaikva") == {"Eikevåg", "Eaikva"}


def test_respondents_are_counted_from_the_answers_with_words_in_them(tmp_path):
    (quote,) = counted_quotes(read(tmp_path, {}), answers(12), 5)
    assert quote.respondents == 12


@pytest.mark.parametrize(("network", "counted"), [("n1", 12), ("n2", 0)])
def test_respondents_are_those_of_the_network_alone(tmp_path, network, counted):
    file = read(tmp_path, {"level": "network", "network": network})
    (quote,) = counted_quotes(file, answers(12), 5)
    assert quote.respondents == counted


def test_blank_comments_are_no_words(tmp_path):
    (quote,) = counted_quotes(read(tmp_path, {}), answers(12, comment="  "), 5)
    assert quote.respondents == 0


def test_who_answers_from_no_known_place_counts_for_no_network(tmp_path):
    given = answers(12)
    placeless = given.tables["gathering_evaluations"].assign(gathering=None)
    words = given.free_text["gathering_evaluations"].assign(gathering=None)
    unknown = Answers({**given.tables, "gathering_evaluations": placeless}, {"gathering_evaluations": words})
    (quote,) = counted_quotes(read(tmp_path, {"level": "network", "network": "n1"}), unknown, 5)
    assert quote.respondents == 0


def test_a_network_nobody_delivered_is_refused_without_its_name(tmp_path):
    with pytest.raises(InputRefused, match="another one") as refused:
        counted_quotes(read(tmp_path, {"level": "network", "network": SECRET}), answers(12), 5)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(("respondents", "is_released"), [(10, True), (9, False), (0, False)])
def test_a_quote_needs_ten_who_answered_in_words(respondents, is_released):
    asked = [ChosenText(chosen(), respondents)]
    if is_released:
        assert [one.text for one in solve([], PROTECTED, Ledger(), beside=Beside(asked)).texts] == ["Ord."]
    else:
        with pytest.raises(HeldByDisclosure, match="quote q of too few answers"):
            solve([], PROTECTED, Ledger(), beside=Beside(asked))


def test_no_exemption_lets_a_quote_of_fewer_than_ten_through():
    with pytest.raises(HeldByDisclosure):
        solve([], replace(PROTECTED, base=3), Ledger(), beside=Beside([ChosenText(chosen(), 9)]))


def test_under_rules_that_judge_nothing_no_words_leave():
    with pytest.raises(HeldByDisclosure, match="rules that judge nothing"):
        solve([], Rules(), Ledger(), beside=Beside([ChosenText(chosen(), 50)]))


def test_d29_quotes_leave_in_the_same_order_whatever_the_order_of_rows():
    asked = [ChosenText(chosen(id=f"q{n}", text=f"Ord {n}."), 50) for n in range(8)]
    one, other = (solve([], PROTECTED, Ledger(), beside=Beside(some)).texts for some in (asked, asked[::-1]))
    assert one == other
    assert [text.id for text in one] != [f"q{n}" for n in range(8)]


def job(**parameters: str) -> Job:
    return Job("r-nb", "question", Language.BOKMAAL, tuple(parameters.items()), Contract(findings=("f",)))


def test_a_quote_is_for_pages_on_exactly_its_part_of_the_study():
    asked = [ChosenText(chosen(), 50), ChosenText(chosen(id="n", network="n1", text="Andre."), 50)]
    released = solve([], PROTECTED, Ledger(), beside=Beside(asked))
    parts = ({}, {"network": "n1"}, {"network": "n2"}, {"municipality": "9901"}, {"team": "t1"})
    shown = [[text.id for text in texts_of(job(**part), released)] for part in parts]
    assert shown == [["q"], ["n"], [], [], []]


ONE = (chosen(),)


def page(*cells, texts=ONE, table="t") -> Page:
    made = release(found(*cells, bases=(basis(table, Protects.STAFF),)))
    return Page("question", made.findings, (), (), catalogue(Language.BOKMAAL), texts=texts)


QUOTES = (Element(ElementKind.QUOTES, "g"),)


def test_d29_quotes_are_not_placed_beside_numbers_that_divide_those_quoted():
    by_role = number("n", 20, Quantity.COUNT, behind(20), Unit.COUNT, role="leader")
    with pytest.raises(HeldByDisclosure, match="quotes beside f"):
        refuse_divided_quotes(job(), page(by_role), QUOTES)
    refuse_divided_quotes(job(), page(by_role, table="other"), QUOTES)
    refuse_divided_quotes(job(), page(by_role), ())
    refuse_divided_quotes(job(), page(count(20)), QUOTES)


def test_a_quote_is_printed_word_for_word_and_harmless():
    shown = str(render_element(page(count(20), texts=(chosen(text="Mer <b>tid</b> & ro."),)), QUOTES[0]))
    assert shown == "<blockquote><p>«Mer &lt;b&gt;tid&lt;/b&gt; &amp; ro.»</p></blockquote>"
