"""The problems of a check as a page and a data file: complete, bounded, and without a value."""

import csv
import io
import re

import pytest

from evaluering.errors import Fault, InputRefused
from evaluering.presentation import CheckedFile, Unchecked, problems_csv, problems_page
from evaluering.publishing.problems import of_account, of_refusal, of_unused
from evaluering.results import Account, Remark

MANY = 5_000


def faulty(number: int = 1, name: str = "deliveries/kommune/a.csv") -> CheckedFile:
    remarks = tuple(Remark(row, "score", "empty", "rejected") for row in range(1, number + 1))
    return CheckedFile(name, "", Account(name, "d", number, 0, number, 0), remarks)


def lines(*files: CheckedFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(problems_csv(files).decode("utf-8"))))


def test_the_data_file_says_file_sheet_row_column_rule_and_handling():
    one = CheckedFile("a.xlsx", "plans", None, (Remark(3, "area", "empty", "rejected"),))
    assert lines(one) == [
        {
            "file": "a.xlsx",
            "sheet": "plans",
            "row": "3",
            "column": "area",
            "rule": "empty",
            "handling": "rejected",
        }
    ]


def test_the_data_file_has_every_problem():
    assert len(lines(faulty(MANY))) == MANY


def test_no_name_in_the_data_file_is_a_formula():
    one = CheckedFile("=1+1.csv", "@x", None, (Remark(1, "+a", "empty", "rejected"),))
    (line,) = lines(one)
    assert (line["file"], line["sheet"], line["column"]) == ("'=1+1.csv", "'@x", "'+a")


def test_the_page_shows_some_of_many_problems_and_says_where_the_rest_is(nb):
    page = problems_page((faulty(MANY),), (), "s", nb)
    assert page.count("<tr>") < 100
    assert "Her vises 25 av 5\u00a0000." in page
    assert len(page) < 50_000


def test_a_common_problem_hides_no_rare_one(nb):
    many = faulty(MANY)
    rare = Remark(MANY + 1, "score", "above_maximum", "rejected")
    page = problems_page((CheckedFile(many.file, "", None, (*many.problems, rare)),), (), "s", nb)
    assert f'<th scope="row">{MANY + 1}</th>' in page


def test_a_thousand_faulty_files_make_no_endless_page(nb):
    files = tuple(faulty(30, f"deliveries/d/{number}.csv") for number in range(1000))
    assert problems_page(files, (), "s", nb).count('<a href="#rule-') == 3_000


def test_when_all_is_well_the_page_says_so(nb):
    page = problems_page((CheckedFile("a.csv", "", Account("a.csv", "d", 1, 1, 0, 0), ()),), (), "s", nb)
    assert "Alt er i orden: 1 fil er kontrollert" in page
    assert "Hva feilene betyr" not in page


def test_invented_deliveries_are_labelled_on_the_page(nb):
    files = (CheckedFile("sample/a.csv", "", Account("sample/a.csv", "d", 1, 1, 0, 0), ()),)
    page = problems_page(files, (), "s", nb, is_synthetic=True)
    assert "syntetiske: alt i dem er oppdiktet" in page
    assert "Leveransen sample" in page
    assert "syntetiske" not in problems_page(files, (), "s", nb)


def test_what_could_not_be_checked_is_said(nb):
    page = problems_page((), (Unchecked("plans", "refers_to_nothing", ("teams",)),), "s", nb)
    assert "plans: viser til noe som ikke er levert (mangler teams)" in page


def test_names_are_escaped(nb):
    page = problems_page((faulty(name="deliveries/<b>/<i>.csv"),), (), "<s>", nb)
    assert not re.search("<(b|i|s)>", page)


@pytest.mark.parametrize(
    ("place", "file", "sheet"),
    [
        ("data/raw/deliveries/d/a.csv", "deliveries/d/a.csv", ""),
        ("data/raw/deliveries/d/a.xlsx#plans", "deliveries/d/a.xlsx", "plans"),
        ("data/raw/deliveries/d/a#b.csv", "deliveries/d/a#b.csv", ""),
    ],
)
def test_a_refusal_names_file_and_sheet(place, file, sheet):
    refused = of_refusal(InputRefused(place, expected="", found="", next_step=""))
    assert (refused.file, refused.sheet) == (file, sheet)


def test_every_row_of_a_refused_file_is_accounted_for_as_rejected():
    error = InputRefused("data/raw/a.csv", expected="", found="", next_step="")
    refused = of_refusal(error.because(Fault(2, "note", "e_mail"), rows=7))
    assert refused.account == Account("a.csv", "", 7, 0, 7, 0)
    assert refused.problems == (Remark(2, "note", "e_mail", "file_refused"),)


def test_a_file_nothing_reads_is_a_problem_of_the_whole_file():
    (unused,) = of_unused(["data/raw/deliveries/d/x.pdf"], "no_mapping")
    assert unused.file == "deliveries/d/x.pdf"
    assert unused.problems == (Remark(0, "", "no_mapping", "file_not_used"),)


def test_an_account_keeps_its_remarks():
    account = Account("deliveries/d/a.csv", "d", 1, 1, 0, 0, (Remark(1, "x", "empty", "rejected"),))
    assert of_account(account).problems == account.remarks
