"""Reflexive studies: their themes, and the audit trail of how they were made. No coefficient."""

import pandas as pd

from evaluering.analysis._interview_coding import REFLEXIVE, Coding, coding, of_interviews
from evaluering.analysis.cells import count_cell, setting_cell
from evaluering.analysis.layouts import keys_of
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import behind
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import Protects, Unit

KINDS = ("familiarisation", "coding", "themes_made", "themes_reviewed", "decision", "memo")


def reflexive_finding(reader: Reader) -> Finding:
    """Themes by name, and steps of the audit trail by kind and month.

    Agreement is not computed: in a reflexive analysis the researcher's reading is the instrument, and
    another's agreement is no measure of its quality (Braun and Clarke 2021); the trail is what can be
    followed. The trail names nobody, so a count of steps rests on the steps themselves.
    """
    known = coding(reader, REFLEXIVE)
    audit = reader.table("interview_audit")
    audit = audit[audit["study"].isin(known.studies)].assign(month=lambda rows: rows["done"].str[:7])
    cells = [Cell("reflexive", theme.at, "name", theme.name, Unit.TEXT) for theme in known.themes]
    cells += [
        setting_cell("reflexive", (), "themes", len(known.themes), Unit.COUNT),
        count_cell("reflexive", (), "interviews", of_interviews(known.codings)),
        _steps((), audit),
    ]
    cells += [cell for study in known.studies for cell in _trail(study, audit[audit["study"] == study])]
    return Finding(
        id="reflexive_themes",
        question="interview_themes",
        basis=reader.basis("interview_codes", "interview_segments", "interview_audit"),
        n=cell_key("reflexive", "interviews"),
        cells=tuple(cells),
        tables=_tables(known, audit),
        statements=_statements(audit.empty),
    )


def _steps(at: Coordinates, rows: pd.DataFrame) -> Cell:
    steps = rows.assign(step=rows["study"] + "/" + rows["step"].astype(str))
    return count_cell("audit", at, "steps", behind(steps, "step", Protects.STAFF))


def _study(name: str) -> Coordinates:
    return (("study", name),)


def _kind(name: str) -> Coordinates:
    return (("audit_kind", name),)


def _trail(study: str, audit: pd.DataFrame) -> list[Cell]:
    """Steps of a study in all, by kind, by month, and by both."""
    own = _study(study)
    places: list[tuple[Coordinates, pd.DataFrame]] = [((), audit)]
    places += [((("month", str(month)),), rows) for month, rows in audit.groupby("month", sort=True)]
    return [
        cell
        for at, rows in places
        for cell in (
            _steps((*own, *at), rows),
            *(_steps((*own, *at, *_kind(kind)), rows[rows["kind"] == kind]) for kind in KINDS),
        )
    ]


def _tables(known: Coding, audit: pd.DataFrame) -> tuple[TableLayout, ...]:
    themes = tuple(theme.at for theme in known.themes)
    kinds = tuple((*_study(study), *_kind(kind)) for study in known.studies for kind in KINDS)
    seen = audit[["study", "month"]].drop_duplicates().sort_values(["study", "month"])
    months = tuple((*_study(study), ("month", month)) for study, month in seen.itertuples(index=False))
    steps = Column("header.steps", ("steps",))
    by_kind = tuple(Column(f"audit_kind:{kind}", ("steps",), _kind(kind)) for kind in KINDS)
    name = Column("header.theme_name", ("name",))
    return (
        TableLayout("reflexive_themes", "reflexive", "header.study_theme", themes, (name,)),
        TableLayout("audit_by_kind", "audit", "header.audit_kind", kinds, (steps,)),
        TableLayout("audit_in_time", "audit", "header.month", months, (steps, *by_kind)),
    )


def _statements(no_trail: bool) -> tuple[Statement, ...]:
    number = keys_of("reflexive", (), "themes", "interviews")
    steps = {"steps": cell_key("audit", "steps")}
    trail = "interview_themes.trail_lacking" if no_trail else "interview_themes.trail"
    return (
        statement("reflexive_number", "interview_themes.reflexive_number", number),
        statement("reflexive_trail", trail, {} if no_trail else steps, count="" if no_trail else "steps"),
        statement("no_coefficient", "interview_themes.no_coefficient"),
        statement("may_say_themes", "interview_themes.may_say_themes", group="may_say"),
        statement("may_not_say_counts", "interview_themes.may_not_say_counts", group="may_not_say"),
        statement("reflexive_researcher", "interview_themes.caveat.researcher", group="caveats"),
    )
