"""Codebook studies: in how many interviews each theme is present, and whether the coders agree."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from evaluering.analysis._interview_coding import CODEBOOK, SEGMENT, Coding, Theme, coding, of_interviews
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, setting_cell
from evaluering.analysis.layouts import estimate_column, interval_of, keys_of
from evaluering.analysis.reader import Reader
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import agreement_clustered, proportions
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.vocabulary import FigureKind, Quantity, Unit

LIMIT = 0.667
"""Krippendorff: below it no conclusions, not even tentative ones (Content Analysis, 4th ed., ch. 12)."""
_ALPHA = interval_of("alpha")


def codebook_finding(reader: Reader, level: float) -> Finding:
    """Presence in interviews by what most coders say of a segment; agreement with interviews resampled."""
    known = coding(reader, CODEBOOK)
    cells = [cell for theme in known.themes for cell in _theme(theme, level)]
    cells += _numbers(known)
    cells += [
        setting_cell("themes", (), "limit", LIMIT, Unit.COEFFICIENT),
        level_cell("themes", level),
    ]
    return Finding(
        id="codebook_themes",
        question="interview_themes",
        basis=reader.basis("interview_codes", "interview_segments"),
        n=cell_key("themes", "all_interviews"),
        cells=tuple(cells),
        tables=_tables(known),
        figures=(_figure(known),) if known.themes else (),
        statements=_statements(cells, known),
    )


def _numbers(known: Coding) -> list[Cell]:
    everybody = of_interviews(known.codings)
    coders = int(known.codings["coder"].nunique())
    left_out = of_interviews(known.unknown)
    return [
        count_cell("themes", (), "all_interviews", everybody),
        count_of("themes", (), "left_out", len(known.unknown), left_out),
        setting_cell("themes", (), "coders", coders, Unit.COUNT),
        setting_cell("themes", (), "themes", len(known.themes), Unit.COUNT),
    ]


def _theme(theme: Theme, level: float) -> list[Cell]:
    scores = theme.by_coder()
    votes, coders = scores.sum(axis=1), scores.notna().sum(axis=1)
    segments = scores.index.to_frame(index=False).assign(study=theme.study)
    segments["agreed"] = (votes * 2 > coders).to_numpy()
    segments["any"] = (votes > 0).to_numpy()
    name = Cell("themes", theme.at, "name", theme.name, Unit.TEXT, kind=Quantity.SETTING)
    return [name, *_presence(theme.at, segments, level), *_agreement(theme, scores, segments, level)]


def _presence(at: Coordinates, segments: pd.DataFrame, level: float) -> list[Cell]:
    """Interviews with a segment that most coders place under the theme; segments; interviews by any coder."""
    agreed, everybody = of_interviews(segments, segments["agreed"]), of_interviews(segments)
    share = proportions.interval(agreed.counted or 0, agreed.n, level=level)
    held = int(segments["agreed"].sum())
    counts = (("segments", held, agreed), ("segments_n", len(segments), everybody))
    return [
        *estimated_cells("themes", at, "interviews", share, Quantity.SHARE, agreed),
        count_cell("themes", at, "interviews_count", agreed),
        count_cell("themes", at, "interviews_n", everybody),
        count_cell("themes", at, "interviews_any", of_interviews(segments, segments["any"])),
        *(count_of("themes", at, name, value, by) for name, value, by in counts),
    ]


def _agreement(theme: Theme, scores: pd.DataFrame, segments: pd.DataFrame, level: float) -> list[Cell]:
    """Percent, alpha (nominal) and AC1 over segments, with whole interviews resampled."""
    by_interview = Resampling(cluster=segments[SEGMENT[0]].tolist())
    given, support = scores.to_numpy(), of_interviews(segments)
    found = {
        "percent": agreement_clustered.percent(given, level, resampling=by_interview),
        "alpha": krippendorff_alpha(given, level=level, resampling=by_interview).coefficient,
        "ac1": agreement_clustered.gwet(
            given, categories=(0.0, 1.0), level=level, resampling=by_interview
        ).coefficient,
    }
    return [
        cell
        for name, estimate in found.items()
        for cell in estimated_cells("themes", theme.at, name, estimate, Quantity.MODEL, support)
    ]


def _tables(known: Coding) -> tuple[TableLayout, ...]:
    rows = tuple(theme.at for theme in known.themes)
    name = Column("header.theme_name", ("name",))
    presence = (
        name,
        Column("header.interviews_with_theme", ("interviews_count",)),
        Column("header.interviews_coded", ("interviews_n",)),
        estimate_column("header.share_with_interval", "interviews"),
        Column("header.interviews_any_coder", ("interviews_any",)),
        Column("header.segments_with_theme", ("segments",)),
    )
    agreement = (
        name,
        estimate_column("header.percent_agreement", "percent"),
        Column("header.krippendorff", _ALPHA),
        estimate_column("header.ac1", "ac1"),
        Column("header.segments_coded", ("segments_n",)),
    )
    return (
        TableLayout("themes_present", "themes", "header.study_theme", rows, presence),
        TableLayout("coder_agreement", "themes", "header.study_theme", rows, agreement),
    )


def _figure(known: Coding) -> FigureLayout:
    columns = (estimate_column("header.share_with_interval", "interviews"),)
    rows = tuple(theme.at for theme in known.themes)
    values = {"interviews": cell_key("themes", "all_interviews"), "themes": cell_key("themes", "themes")}
    return FigureLayout(
        "theme_shares",
        FigureKind.DOT_INTERVAL,
        TableLayout("theme_shares", "themes", "header.study_theme", rows, columns),
        "axis.share_of_interviews",
        alt=statement("theme_shares.alt", "interview_themes.theme_shares.alt", values),
        key=statement("theme_shares.key", "interview_themes.theme_shares.key", values),
    )


def _statements(cells: Sequence[Cell], known: Coding) -> tuple[Statement, ...]:
    number = keys_of("themes", (), "all_interviews", "coders", "themes")
    left_out = {"left_out": cell_key("themes", "left_out")}
    gone = (
        (statement("codings_left_out", "interview_themes.left_out", left_out),) if len(known.unknown) else ()
    )
    return (
        statement("codebook_number", "interview_themes.codebook_number", number),
        *gone,
        _verdict(cells),
        statement("may_say_interviews", "interview_themes.may_say_interviews", group="may_say"),
        statement("may_not_say_mentions", "interview_themes.may_not_say_mentions", group="may_not_say"),
        statement("may_not_say_population", "interview_themes.may_not_say_population", group="may_not_say"),
        *(
            statement(f"codebook_{name}", f"interview_themes.caveat.{name}", group="caveats")
            for name in ("most_coders", "segments_in_interviews", "rare_themes")
        ),
    )


def _verdict(cells: Sequence[Cell]) -> Statement:
    """The theme coders agree least on, against the limit; another message where none is defined."""
    alphas = {cell.at: float(cell.value) for cell in cells if cell.measure == "alpha"}
    ends = {cell.at: float(cell.value) for cell in cells if cell.measure == "alpha_low"}
    defined = {at: value for at, value in alphas.items() if not isnan(value) and not isnan(ends[at])}
    if not defined:
        return statement("coders_agree", "interview_themes.agreement_undefined", group="may_say")
    at = min(defined, key=lambda place: (defined[place], place))
    enough = min(ends[place] for place in defined) >= LIMIT
    said = "interview_themes.agreement_enough" if enough else "interview_themes.agreement_unclear"
    values: dict[str, str | tuple[str, ...]] = {
        "alpha": cell_key("themes", "alpha", at),
        "interval": tuple(cell_key("themes", measure, at) for measure in _ALPHA[1:]),
        "limit": cell_key("themes", "limit"),
        "theme": cell_key("themes", "name", at),
    }
    return statement("coders_agree", said, values, group="may_say")
