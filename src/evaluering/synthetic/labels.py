"""What lies beside the data: the mapping, the word that it is invented, and the truth."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from evaluering.synthetic.fault_names import MEANINGS, Fault
from evaluering.synthetic.faults import RESPONSIBLE, Planted
from evaluering.synthetic.truth import TrueEffect

MADE_BY = "evaluering sample"
"""The mark of a folder that may be replaced."""
_README = """# Syntetiske data / synthetic data

Alt i denne mappen er oppdiktet av `evaluering sample`: nettverk, kommuner, team, personer og tall.
Ingen rad gjelder noen. Kommunene finnes ikke, og numrene ligger utenfor den virkelige nummereringen.

Everything in this folder is invented by `evaluering sample`. No row is about anybody. The true effects are
in `truth.json`. The folder is replaced when the command is run again: keep nothing of your own in it.
"""


def is_own(folder: Path) -> bool:
    """Whether a folder was made by this command."""
    try:
        content = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("made_by") == MADE_BY


def mapping_text(files: Mapping[str, str], faults: Sequence[Fault], purpose: str) -> str:
    """``delivery.toml``: every file by the table it fills, and what planted faults need."""
    head = (
        f'purpose = "{purpose}"\nsynthetic = true\nlegal_basis = "none: invented data about nobody"\n'
        'controller = "none: invented data about nobody"\ndeletion_date = 2099-12-31\n'
    )
    return head + "".join(_file(table, file, faults) for table, file in files.items())


def _file(table: str, file: str, faults: Sequence[Fault]) -> str:
    comma = table == "session_feedback" and Fault.DECIMAL_COMMA in faults
    lines = ["", "[[file]]", f'name = "{file}"', f'table = "{table}"']
    if file.endswith(".csv"):
        lines += ['encoding = "utf-8"', f'delimiter = "{delimiter(table, faults)}"']
    lines += ['decimal = ","'] if comma else []
    if table == "plans" and Fault.TWO_LANGUAGE_ANSWERS in faults:
        lines += ["", "[file.answers.responsible]"]
        words = {word: code for code, forms in RESPONSIBLE.items() for word in forms}
        lines += [f'"{word}" = "{code}"' for word, code in words.items()]
    return "\n".join([*lines, ""])


def delimiter(table: str, faults: Sequence[Fault]) -> str:
    """The delimiter of a table's file: a semicolon where commas are decimal signs."""
    return ";" if table == "session_feedback" and Fault.DECIMAL_COMMA in faults else ","


def truth_text(
    order: Mapping[str, object],
    effects: Sequence[TrueEffect],
    planted: Sequence[Planted],
    rows: Mapping[str, int],
) -> str:
    """``truth.json``: the true effects, what was planted, and how many rows each table has."""
    content = {
        "synthetic": True,
        "made_by": MADE_BY,
        "order": order,
        "effects": [asdict(effect) for effect in effects],
        "faults": [
            {
                "fault": one.fault,
                "meaning": MEANINGS[one.fault],
                "rows": dict(one.rows),
                "is_error": bool(one.rejected),
                "rejected_by_check": dict(one.rejected),
            }
            for one in planted
        ],
        "rows": dict(rows),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def readme_text() -> str:
    """The folder's ``README.md``."""
    return _README
