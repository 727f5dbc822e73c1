"""A team's sheet about its own users: tables alone, marked as not for publication from top to bottom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluering.language import Catalogue
from evaluering.presentation.pages import style
from evaluering.presentation.tables import ShownTable, shown_table
from evaluering.presentation.templating import render
from evaluering.results import Released, ReleasedFinding


@dataclass(frozen=True)
class SheetTable:
    """A table of a sheet, ready for the template."""

    id: str
    caption: str
    shown: ShownTable


@dataclass(frozen=True)
class SheetPart:
    """What one question found: its title and its tables."""

    title: str
    tables: tuple[SheetTable, ...]


def internal_page(
    team: str, sheet: Released, statements: Sequence[str], study: tuple[str, str], words: Catalogue
) -> str:
    """The sheet of a team as a page; ``study`` is the study's title and its institution.

    ``statements`` are the team's own words on its own work.
    """
    css, policy = style()
    questions = dict.fromkeys(one.question for one in sheet.findings)
    return render(
        "internal_sheet.html.j2",
        language=words.language.value,
        site=study[0],
        institution=study[1],
        words=words,
        style=css,
        policy=policy,
        team=team,
        is_synthetic=any(basis.synthetic for one in sheet.findings for basis in one.basis),
        parts=tuple(_part(question, sheet, words) for question in questions),
        statements=tuple(statements),
    )


def _part(question: str, sheet: Released, words: Catalogue) -> SheetPart:
    own = [one for one in sheet.findings if one.question == question]
    return SheetPart(words.text(f"{question}.title"), tuple(_tables(question, own, words)))


def _tables(question: str, findings: Sequence[ReleasedFinding], words: Catalogue) -> Iterator[SheetTable]:
    for finding in findings:
        for layout in finding.tables:
            caption = words.text(f"{question}.{layout.id}.caption")
            name = f"{question}-{finding.id}-{layout.id}".replace("_", "-")
            yield SheetTable(name, caption, shown_table(finding, layout, words))
