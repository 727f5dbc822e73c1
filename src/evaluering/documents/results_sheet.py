"""The toolkit's own arithmetic as formulas, so that a team sees its result as it fills in."""

from openpyxl.styles import Font, Protection
from openpyxl.worksheet.worksheet import Worksheet

_PERCENT = "0 %"
_ONE_DECIMAL = "0.0"


def _scores(rows: int, conversation: int) -> str:
    last = rows + 1
    return (
        f"AVERAGEIFS(activity_scores!$E$2:$E${last},activity_scores!$A$2:$A${last},$B$1,"
        f"activity_scores!$B$2:$B${last},{conversation})"
    )


def _answers(rows: int, answer: str) -> str:
    last = rows + 1
    return (
        f"COUNTIFS(checklists!$A$2:$A${last},$B$1,checklists!$B$2:$B${last},$B$2,"
        f'checklists!$G$2:$G${last},"{answer}")'
    )


def _what_matters(rows: int) -> list[tuple[str, str, str]]:
    first, second = _scores(rows, 1), _scores(rows, 2)
    return [
        ("Gjennomsnitt 1. samtale / Mean, first conversation", f'=IFERROR({first},"")', _ONE_DECIMAL),
        ("Gjennomsnitt 2. samtale / Mean, second conversation", f'=IFERROR({second},"")', _ONE_DECIMAL),
        ("Opplevd nytte / Perceived benefit", f'=IFERROR({second}-{first},"")', _ONE_DECIMAL),
    ]


def _checklist(rows: int) -> list[tuple[str, str, str]]:
    points = f"({_answers(rows, 'yes')}+{_answers(rows, 'not_applicable')})"
    asked = f"({_answers(rows, 'yes')}+{_answers(rows, 'no')})"
    return [
        ("Poeng / Points", f"={points}", "0"),
        ("Programoppfyllelse / Programme fulfilment", f"={points}/10", _PERCENT),
        (
            "Andel ja av ja og nei / Yes among yes and no",
            f'=IFERROR({_answers(rows, "yes")}/{asked},"")',
            _PERCENT,
        ),
    ]


RESULTS = {
    "what_matters": (("Bruker / User",), _what_matters),
    "checklist": (("Bruker / User", "Sjekkliste nr. / Checklist no."), _checklist),
}
"""Forms with a results sheet: what is chosen in column B, and the formulas below."""


def write_results(sheet: Worksheet, form: str, rows: int) -> None:
    """Write the results of ``form``: choices at the top, the toolkit's numbers below.

    Rules: mean = sum / number of scored activities; perceived benefit = mean 2 - mean 1; points =
    yes + not applicable; fulfilment = points / 10 (the toolkit's literal rules).
    """
    choices, formulas = RESULTS[form]
    for row, choice in enumerate(choices, 1):
        sheet.cell(row, 1, choice).font = Font(bold=True)
        sheet.cell(row, 2).protection = Protection(locked=False)
    for row, (label, formula, pattern) in enumerate(formulas(rows), len(choices) + 2):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2, formula).number_format = pattern
    sheet.column_dimensions["A"].width = 55
    sheet.protection.sheet = True
