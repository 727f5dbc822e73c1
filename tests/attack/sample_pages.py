"""Pages on the synthetic network under the rules for protected tables, and what the attack is told."""

import json
from datetime import date
from functools import cache
from hashlib import sha256

from nbformat.v4 import new_code_cell, new_notebook, new_output

from attack.planting import Finished
from evaluering.analysis import ANALYSES
from evaluering.attack import Found, Kind, known_from
from evaluering.disclosure import Ledger, Rules, finding_bytes, solve
from evaluering.language import catalogue
from evaluering.presentation import Appearances, Element, Page, data_files, page_frame
from evaluering.presentation.pages import style
from evaluering.publishing.handover import _control
from evaluering.publishing.page import render_page
from evaluering.publishing.session import MIME
from evaluering.publishing.works import citable
from evaluering.results import Exemption, Released
from evaluering.vocabulary import ElementKind, Language
from sample_network import answered

STUDY = ("Et oppdiktet nettverk", "En oppdiktet institusjon")
EXEMPTION = Exemption("counts", 4, "Registeret er {åpent}. Se 1.", "A. Nilsen, ombud", date(2026, 11, 1))
RULES = Rules("protected", counts=4, exemptions=(EXEMPTION,))
ASKED = {
    "interrupted_measures": {"measure": "measure-step", "interruption": "2023-04"},
    "indicator_series": {"measure": "measure-step"},
}


@cache
def page_of(question: str, language: Language = Language.BOKMAAL) -> Finished:
    """The page and data files of a question, with every element placed, and nothing else of a release."""
    made = solve(tuple(answered(question, **ASKED.get(question, {})).values()), RULES, Ledger())
    files = {f"r/data/{name}": content for name, content in data_files(made.findings).items()}
    return Finished(
        {**files, "r/index.html": _page(question, made, language)},
        known_from(json.loads(_told(question, made, language))),
    )


def found_on(page: Finished) -> list[Found]:
    """What the attack finds in the files there are."""
    return [one for one in page.attacked() if one.kind is not Kind.MISSING_FILE]


def _page(question: str, made: Released, language: Language) -> bytes:
    tables = tuple(layout.id for one in made.findings for layout in one.tables)
    figures = tuple(layout.id for one in made.findings for layout in one.figures)
    page = Page(question, made.findings, tables, figures, catalogue(language), made.control)
    said = [statement.id for one in made.findings for statement in one.statements]
    names = {ElementKind.TEXT: said, ElementKind.TABLE: tables, ElementKind.FIGURE: figures}
    placed = tuple(Element(kind, name) for kind, some in names.items() for name in dict.fromkeys(some))
    outputs = [new_output("display_data", {MIME: {"kind": one.kind.value, "id": one.id}}) for one in placed]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    return render_page(notebook, page, page_frame(page, *STUDY, Language.BOKMAAL), placed)


def _told(question: str, made: Released, language: Language) -> str:
    works = citable(Appearances(), question, language, made.findings)
    report = {
        "question": question,
        "language": language.value,
        "parameters": {},
        "findings": [finding_bytes(finding).decode() for finding in made.findings],
        "works": [[work.text, work.address] for work in works],
    }
    return json.dumps(
        {
            "reports": {"r": report},
            "messages": {one.value: catalogue(one).forms() for one in {language, Language.BOKMAAL}},
            "questions": sorted(ANALYSES),
            "styles": [sha256(style()[0].encode()).hexdigest()],
            "study": STUDY,
            "control": _control(made.control, [language]),
        }
    )
