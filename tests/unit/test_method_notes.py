"""Every method that can stand behind a number has a note, and a note tells nothing of the number."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from builders import finding
from test_sample_findings import PARAMETERS, QUESTIONS, found

import evaluering.statistics
from evaluering.analysis import ANALYSES
from evaluering.bibliography import packaged_works
from evaluering.disclosure import Ledger, Rules, solve
from evaluering.errors import OwnFault
from evaluering.language import catalogue
from evaluering.results import Cell, Finding, estimate_cells
from evaluering.results.methods import BETWEEN, FAMILIES, families, family
from evaluering.statistics import paired, proportions
from evaluering.vocabulary import Language, Unit
from sample_network import answered, table

SOURCES = sorted(Path(evaluering.statistics.__file__).parent.glob("*.py"))
ASKED = {
    "networks",
    "teams",
    "team_municipalities",
    "gatherings",
    "survey_instruments",
    "survey_items",
    "measures",
}
OTHER = {"BFGS", "L-BFGS-B", "bounded"}
"""Methods of optimisers: no estimate has them."""
IN_WORDS = re.compile(
    r"flertallet|fleirtalet|the majority|nesten alle|nearly all|almost all|to av tre|two of three"
    r"|two in three|\bdei? fleste\b",
    re.IGNORECASE,
)
"""What a page with hidden numbers may not say; a note stands on every page of its method."""
PLACES = {"Estimate": (6,), "undefined": (2,), "_undefined": (1,), "_Naming": (0,), "_of_person": (3,)}
PLACES |= {"_about": (3,), "corrected": (2,)}
"""Where the calls that make estimates are given the name of a method."""


def _text(node: ast.expr) -> str:
    """A text, or that which a text with gaps begins with."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            given = [node.args[place] for place in PLACES.get(name, ()) if place < len(node.args)]
            yield from map(_text, [*given, *(one.value for one in node.keywords if one.arg == "method")])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            yield from _assigned(node)


def _assigned(node: ast.Assign) -> Iterator[str]:
    target, value = node.targets[0], node.value
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=True))
    for name, one in pairs:
        if isinstance(name, ast.Name) and name.id in {"method", "METHOD"}:
            yield _text(one)


NAMED = {
    (file.name, name)
    for file in SOURCES
    for name in _named(ast.parse(file.read_text(encoding="utf-8")))
    if name and name not in OTHER
}


def test_the_names_of_methods_are_found_in_the_code():
    assert {"garwood", "Welch's t", "gwet", "two_way_cr2", "kaplan_meier"} <= {name for _, name in NAMED}


@pytest.mark.parametrize(("file", "name"), sorted(NAMED))
def test_every_method_named_in_the_code_belongs_to_a_family(file, name):
    assert family(name) in FAMILIES, file


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_every_family_has_a_note_in_every_language(name, language):
    assert catalogue(language).has(f"method.{name}")


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_what_a_note_cites_is_among_the_works_of_the_package(name):
    (form,) = catalogue(Language.BOKMAAL).forms()[f"method.{name}"]
    cited = {spec for _, gap, spec, _ in Formatter().parse(form) if gap == "cite"}
    assert cited <= packaged_works().keys()


def test_every_work_of_the_package_is_cited():
    forms = "".join(form for forms in catalogue(Language.BOKMAAL).forms().values() for form in forms)
    assert [key for key in packaged_works() if f"{{cite:{key}}}" not in forms] == []


def test_a_method_of_no_family_is_refused():
    cell = Cell("t", (), "m", 1, Unit.COUNT, method="made up")
    with pytest.raises(OwnFault, match="made up"):
        solve([finding(cell)], Rules(), Ledger())


def test_methods_that_the_data_choose_between_are_one_family():
    assert family("Mann-Whitney, exact") == family("Mann-Whitney, normal")
    assert family("logit_t") == family("wilson_of_teams")


def test_a_number_that_either_method_may_have_made_has_the_families_of_both():
    assert families([f"tango{BETWEEN}mean, CR2 and Satterthwaite"]) == ("clustered_mean", "paired_shares")


def few(name: str) -> pd.DataFrame:
    """A table of the sample: whole where it says what is asked of whom, else its first rows."""
    return table(name) if name in ASKED else table(name).head(30)


@pytest.mark.parametrize("question", sorted({*QUESTIONS} - PARAMETERS.keys()))
def test_how_many_rows_there_are_changes_nothing_of_what_is_said_of_methods(question):
    # A choice of method that follows the data would tell of numbers that are hidden.
    tables = {name: few(name) for name in ANALYSES[question].slices}
    of_few = {one.id: methods_of(one) for one in answered(question, tables).values()}
    of_all = {one.id: methods_of(one) for one in found(question) if one.id in of_few}
    assert of_few == of_all


def methods_of(one: Finding) -> tuple[str, ...]:
    return families(cell.method for cell in one.cells)


BOUNDS = {"gathering_programmes"}
"""Questions whose ranges are bounds by counting, which no method estimates."""


@pytest.mark.parametrize("question", sorted({*QUESTIONS} - BOUNDS))
def test_every_number_with_an_interval_names_a_method_that_has_a_note(question):
    for one in found(question):
        silent = [cell.key for cell in one.cells if cell.measure.endswith("_low") and not cell.method]
        assert silent == []


def test_every_embedded_question_names_its_methods(findings):
    assert methods_of(findings["follow_up_inquiries"]) == ("random_arrival", "rate")


def test_an_estimate_s_cells_know_its_method():
    cells = estimate_cells("t", "m", (), proportions.interval(3, 10))
    assert {cell.method for cell in cells} == {"wilson"}


def test_a_released_finding_has_the_families_of_its_cells():
    made = [proportions.interval(3, 10), paired.mean_change([1.0, 2.0, 4.0])]
    cells = [cell for place, one in enumerate(made) for cell in estimate_cells("t", f"m{place}", (), one)]
    (released,) = solve([finding(*cells)], Rules(), Ledger()).findings
    assert released.methods == ("mean", "share")


def test_the_numbers_of_a_finding_change_nothing_of_its_methods():
    cells = estimate_cells("t", "m", (), proportions.interval(3, 10))
    none = estimate_cells("t", "m", (), proportions.interval(0, 0))
    one, other = (solve([finding(*given)], Rules(), Ledger()).findings[0] for given in (cells, none))
    assert one.methods == other.methods == ("share",)


def test_cells_of_an_earlier_version_have_no_method():
    cell = Cell("t", (), "m", 1, Unit.COUNT)
    assert families([replace(cell, value=2).method]) == ()


@pytest.mark.parametrize("language", Language)
def test_no_note_says_in_words_how_many_of_those_asked(language: Language) -> None:
    forms = catalogue(language).forms()
    notes = {name: " ".join(forms[name]) for name in forms if name.startswith("method.")}
    assert len(notes) >= len(FAMILIES)
    assert [name for name, text in notes.items() if IN_WORDS.search(text)] == []
