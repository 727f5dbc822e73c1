"""Every element the notebooks place, and the page of each question, for tests of presentation."""

import json
import re
from pathlib import Path

from builders import ROOT

from evaluering.language import Catalogue
from evaluering.presentation import Element, Page
from evaluering.results import Released
from evaluering.vocabulary import ElementKind
from evaluering.workspace import load_workspace

_CALL = re.compile(r'report\.(heading|text|points|table|figure)\("(\w+)"\)')


def notebooks() -> list[Path]:
    """The notebooks of this repository."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def elements(notebook: Path) -> list[Element]:
    """The elements a notebook places, in order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return [Element(ElementKind(kind), name) for kind, name in _CALL.findall(source)]


def page(question: str, release: Released, words: Catalogue) -> Page:
    """The page of a question as the workspace promises it."""
    contract = load_workspace(ROOT).configuration.notebooks[question].contract
    return Page(question, release.answers(question, ""), contract.tables, contract.figures, words)
