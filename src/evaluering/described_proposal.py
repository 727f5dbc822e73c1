"""Drafts of mappings for files whose system is known by their headings or by what lies beside them."""

from pathlib import Path

from evaluering.described_files import place
from evaluering.errors import InputRefused
from evaluering.reading import EVENT, STRUCTURES, read_classification, read_delimited
from evaluering.survey_structure import SurveyStructure
from evaluering.workspace import Workspace

_DELIMITED = (".csv", ".txt", ".tsv")
_RESPONSES = {
    "nettskjema": ({"$submission_id", "$created"},),
    "limesurvey": ({"id", "lastpage", "startlanguage"}, {"id", "submitdate", "lastpage"}),
}
"""Headings by which a system's responses are known; REDCap's are known by their dictionary alone."""
_CLASSIFICATION = {"code": "municipalities", "oldCode": "municipality_changes"}
_Structures = dict[str, tuple[str, SurveyStructure]]


def described_drafts(workspace: Workspace, folder: Path) -> dict[str, str]:
    """The drafted ``[[file]]`` of each file of a known system in ``folder``, by its name.

    A structure file gets an empty draft: it is named in that of its responses. Of the responses only
    headings are used, never a row.
    """
    structures = _structures(workspace, folder)
    drafts = {name: "" for name, _ in structures.values()}
    for path in sorted(folder.iterdir()):
        draft = "" if path.name in drafts else _draft(workspace, folder, path, structures)
        drafts |= {path.name: draft} if draft else {}
    return drafts


def quoted(text: str) -> str:
    """A text as TOML writes it, on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'


def _structures(workspace: Workspace, folder: Path) -> _Structures:
    """The first structure file of each system."""
    found: _Structures = {}
    for path in sorted(folder.iterdir()):
        endings = {".json": ("nettskjema",)} | dict.fromkeys(_DELIMITED, ("redcap", "limesurvey"))
        for system in endings.get(path.suffix.lower(), ()):
            try:
                structure = STRUCTURES[system](workspace.raw, place(folder, path.name), "nb")
            except InputRefused:
                continue
            found.setdefault(system, (path.name, structure))
    return found


def _draft(workspace: Workspace, folder: Path, path: Path, structures: _Structures) -> str:
    headings = _headings(workspace, folder, path)
    known = [table for heading, table in _CLASSIFICATION.items() if heading in headings]
    if known:
        return _lines(
            path.name, "municipality_classification", [f'table = "{known[0]}"'] if len(known) == 1 else []
        )
    system = _system(headings, structures)
    return _survey(path.name, system, headings, structures) if system else ""


def _headings(workspace: Workspace, folder: Path, path: Path) -> list[str]:
    where = place(folder, path.name)
    try:
        if path.suffix.lower() == ".json":
            return [str(heading) for heading in read_classification(workspace.raw, where).frame.columns]
        if path.suffix.lower() in _DELIMITED:
            return [str(heading) for heading in read_delimited(workspace.raw, where).frame.columns]
    except InputRefused:
        pass  # no file of a known system; the ordinary draft says what is wrong with it
    return []


def _system(headings: list[str], structures: _Structures) -> str:
    given = set(headings)
    for system, signs in _RESPONSES.items():
        if any(sign <= given for sign in signs):
            return system
    redcap = structures.get("redcap")
    return "redcap" if redcap and {redcap[1].respondent, *redcap[1].answer_columns} & given else ""


def _survey(name: str, system: str, headings: list[str], structures: _Structures) -> str:
    beside, structure = structures.get(system, ("", None))
    by_event = EVENT in headings
    lines = [
        'table = "survey_answers"',
        f"structure = {quoted(beside)}",
        'instrument = ""',
        'language = "nb"',
    ]
    lines += [] if by_event else ['wave = ""']
    lines += ['constants = { role = "" }', "[file.columns]"]
    lines += [f'{quoted(heading)} = ""' for heading in _unknown(headings, structure)]
    lines += ["# event = wave, for each event to take", "[file.waves]"] if by_event else []
    return _lines(name, system, lines)


def _unknown(headings: list[str], structure: SurveyStructure | None) -> list[str]:
    """Headings to map or ignore; all of them where the structure is not there."""
    if structure is None:
        return headings
    known = {*structure.answer_columns, *structure.system, *structure.untaken, *structure.identifiers}
    return [heading for heading in headings if heading not in known]


def _lines(name: str, system: str, more: list[str]) -> str:
    return "\n".join(["[[file]]", f"name = {quoted(name)}", f'format = "{system}"', *more]) + "\n"
