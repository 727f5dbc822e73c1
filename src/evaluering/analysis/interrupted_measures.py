"""Did measures change in level or slope when the practice did?

The month is declared, never searched for: the parameter ``interruption``, or the month of the network's
first gathering.
"""

from dataclasses import dataclass, replace
from math import isnan, nan

import pandas as pd

from evaluering.analysis._interruption import Interruption, enough, interrupted_at
from evaluering.analysis._measure_months import (
    Behind,
    behind_months,
    behind_teams,
    declared_month,
    first_day_of,
    first_gatherings,
    month_text,
    monthly,
)
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, share_cells
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.errors import InputRefused
from evaluering.results import (
    Cell,
    Claim,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import Design, FigureKind, Quantity, Unit

QUESTION = "interrupted_measures"
SLICES = ("measures", "measure_series", "teams", "team_municipalities", "gatherings")
KINDS = ("result", "process", "balancing")
CLAIM = ("measure", "segmented_regression", "level_change_at_interruption")
CONTROLLED = ("measure", "controlled_segmented_regression", "level_change_at_interruption")


@dataclass(frozen=True)
class Study:
    """Every measure's months, the month each is cut at, and what was asked for."""

    rows: pd.DataFrame
    at: "pd.Series[float]"
    behind: Behind
    teams: Behind
    level: float
    control: str

    def of(self, measure: str) -> pd.DataFrame:
        """A measure's months."""
        return self.rows[self.rows["measure"] == measure]

    def found(self, measure: str) -> Interruption:
        """What a measure did."""
        at = float(self.at.get(measure, nan))
        return interrupted_at(self.of(measure), at, self.level, self.of(self.control))


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Changes of level and slope at a declared month, with what would have been without them.

    Estimand: the jump of a measure's expected value at the month of change, and the change of its slope;
    at the last month, the difference to the line continued from before. Parameters: ``interruption``
    (``YYYY-MM``), ``measure`` (one measure), ``control_measure`` (one that the change did not touch),
    ``level``. Shares and means: REML with AR(1) errors; counts and rates: quasi-Poisson, ratios. At least
    8 months on each side. How many of all measures jumped stands beside how many would by chance.

    Assumes a month declared beforehand, straight lines, nothing else that changed then; with a control,
    that it was struck by everything else alike. Source: Wagner 2002; Turner 2021; Lopez Bernal 2017, 2018.
    Checked against the sample's true step by simulation.
    """
    study = _study(reader, parameters)
    chosen = _chosen(study, parameters)
    overview = _overview(reader, study)
    return (overview, _one(reader, study, chosen)) if chosen else (overview,)


def _study(reader: Reader, parameters: Parameters) -> Study:
    rows = monthly(reader)
    rows = rows[rows["value"].notna()]
    declared = declared_month(parameters, "interruption")
    starts = rows.groupby("measure")["network"].first().map(first_gatherings(reader)).astype(float)
    at = starts if declared is None else pd.Series(float(declared), index=starts.index)
    level = level_of(parameters)
    control = str(parameters.get("control_measure", ""))
    return Study(rows, at, behind_months(reader), behind_teams(reader), level, _known(rows, control))


def _known(rows: pd.DataFrame, measure: str) -> str:
    if measure and measure not in set(rows["measure"]):
        raise InputRefused(
            "measure of a report",
            expected="a measure that was delivered with values",
            found="another one",
            next_step="mend the report's parameters in evaluering.toml, or deliver the series",
        )
    return measure


def _chosen(study: Study, parameters: Parameters) -> list[str]:
    """The measures whose own numbers are given: the one asked for, or a team's."""
    one = _known(study.rows, str(parameters.get("measure", "")))
    if one:
        return [one]
    team = str(parameters.get("team", ""))
    return sorted(set(study.rows.loc[study.rows["team"] == team, "measure"])) if team else []


def _overview(reader: Reader, study: Study) -> Finding:
    """How many measures jumped, and how many would if nothing had happened."""
    alone = replace(study, control="")
    measures = study.rows.groupby("measure", sort=True)
    able = [str(name) for name, rows in measures if enough(rows, float(study.at[name]))]
    jumped = [name for name in able if alone.found(name).excludes_none]
    return Finding(
        id="interrupted_overview",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("overview", "measures"),
        cells=(*_overview_cells(study, able, jumped), *_level(study)),
        tables=(_overview_table(),),
        statements=_overview_statements(),
        design=Design.SERIES,
    )


def _level(study: Study) -> tuple[Cell, ...]:
    return (level_cell("settings", study.level),)


def _overview_cells(study: Study, able: list[str], jumped: list[str]) -> list[Cell]:
    names = study.rows[["measure", "team", "kind"]].drop_duplicates()
    places: list[Coordinates] = [(), *((("measure_kind", kind),) for kind in KINDS)]
    return [cell for at in places for cell in _jumps(study, _of_kind(names, at), at, able, jumped)]


def _of_kind(names: pd.DataFrame, at: Coordinates) -> pd.DataFrame:
    return names[names["kind"] == dict(at)["measure_kind"]] if at else names


def _jumps(
    study: Study, names: pd.DataFrame, at: Coordinates, able: list[str], jumped: list[str]
) -> list[Cell]:
    fitted = names[names["measure"].isin(able)]
    everyone = replace(study.teams(names), n=len(names))
    found = int(fitted["measure"].isin(jumped).sum())
    told = replace(study.teams(fitted), n=len(fitted), counted=found)
    chance = len(fitted) * (1 - study.level)
    return [
        count_cell("overview", at, "measures", everyone),
        count_cell("overview", at, "able", replace(everyone, counted=len(fitted))),
        *share_cells("overview", at, "jumped", told),
        Cell("overview", at, "by_chance", chance, Unit.EXPECTED_COUNT, "", Quantity.MODEL, told),
    ]


def _overview_table() -> TableLayout:
    columns = (
        Column("header.measures", ("measures",)),
        Column("header.long_enough", ("able",)),
        Column("header.jumped", ("jumped_count",)),
        Column("header.jumped_by_chance", ("by_chance",)),
        estimate_column("header.jumped_share", "jumped"),
    )
    rows = tuple((("measure_kind", kind),) for kind in KINDS)
    return TableLayout("overview", "overview", "header.kind_of_measure", rows, columns)


def _overview_statements() -> tuple[Statement, ...]:
    values = keys_of("overview", (), "measures", "able", "by_chance")
    values["jumped"] = cell_key("overview", "jumped_count")
    return (
        statement("overview", f"{QUESTION}.overview", values),
        statement("may_say.many", f"{QUESTION}.may_say.many", values, group="may_say"),
        statement("may_not_say.sum", f"{QUESTION}.may_not_say.sum", group="may_not_say"),
        statement("caveat.declared", "interrupted_measures.caveat.declared", group="caveats"),
        statement("caveat.lines", "interrupted_measures.caveat.lines", group="caveats"),
    )


def _one(reader: Reader, study: Study, chosen: list[str]) -> Finding:
    """Every chosen measure, a row each."""
    found = {name: study.found(name) for name in chosen}
    single = chosen[0] if len(chosen) == 1 else ""
    controlled = bool(study.control)
    return Finding(
        id="interrupted_measure",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("changes", "months", _at(chosen[0])),
        cells=(*(cell for name, one in found.items() for cell in _cells(study, name, one)), *_level(study)),
        tables=(_changes_table(chosen), _counterfactual_table(chosen)),
        figures=(_figure(single),) if single else (),
        statements=tuple(said for name, one in found.items() for said in _statements(name, one)),
        design=Design.CONTROLLED if controlled else Design.SERIES,
        claim=_claim(study, single or chosen[0]) if single or controlled else None,
    )


def _claim(study: Study, measure: str) -> Claim:
    outcome, model, time_point = CONTROLLED if study.control else CLAIM
    key = cell_key("changes", "level_change", _at(measure))
    return Claim(outcome, model, time_point, key, first_day_of(study.of(measure)["month"]))


def _at(measure: str) -> Coordinates:
    return (("measure", measure),)


def _cells(study: Study, measure: str, one: Interruption) -> list[Cell]:
    rows, at = study.of(measure), _at(measure)
    behind = study.behind(rows)
    told = replace(behind, df=one.level_change.df)
    estimates = {
        "level_change": one.level_change,
        "slope_change": one.slope_change,
        "with_change": one.with_change,
        "without_change": one.without_change,
        "effect_last": one.effect,
    }
    texts = {"name": rows["name"].iloc[0], "last": month_text(one.last), "month": _month(one.at)}
    return [
        *(
            cell
            for name, found in estimates.items()
            for cell in estimated_cells("changes", at, name, found, Quantity.MODEL, told)
        ),
        *_months(at, one, behind),
        _phi(at, one, told),
        *(Cell("changes", at, name, str(text), Unit.TEXT) for name, text in texts.items()),
    ]


def _months(at: Coordinates, one: Interruption, behind: Support) -> list[Cell]:
    counts = {"months": one.before + one.after, "before": one.before, "after": one.after}
    return [count_of("changes", at, name, count, behind) for name, count in counts.items()]


def _phi(at: Coordinates, one: Interruption, behind: Support) -> Cell:
    reason = "this model has no autocorrelation" if isnan(one.phi) else ""
    return Cell("changes", at, "phi", one.phi, Unit.COEFFICIENT, reason, Quantity.MODEL, behind)


def _month(at: float) -> str:
    return "-" if isnan(at) else month_text(at)


def _changes_table(chosen: list[str]) -> TableLayout:
    columns = (
        Column("header.measure_name", ("name",)),
        Column("header.month_of_change", ("month",)),
        Column("header.months_before", ("before",)),
        Column("header.months_after", ("after",)),
        estimate_column("header.level_change", "level_change"),
        estimate_column("header.slope_change", "slope_change"),
    )
    return TableLayout("changes", "changes", "header.measure", tuple(map(_at, chosen)), columns)


def _counterfactual_table(chosen: list[str]) -> TableLayout:
    columns = (
        Column("header.last_month", ("last",)),
        estimate_column("header.with_change", "with_change"),
        estimate_column("header.without_change", "without_change"),
        estimate_column("header.effect_last", "effect_last"),
    )
    return TableLayout("counterfactual", "changes", "header.measure", tuple(map(_at, chosen)), columns)


def _figure(measure: str) -> FigureLayout:
    column = estimate_column("header.level_change", "level_change")
    layout = TableLayout("level_changes", "changes", "header.measure", (_at(measure),), (column,))
    values = _values(measure)
    alt, key = (
        statement(f"level_changes.{part}", f"{QUESTION}.level_changes.{part}", values)
        for part in ("alt", "key")
    )
    return FigureLayout("level_changes", FigureKind.DOT_INTERVAL, layout, "axis.level_change", alt, key)


def _values(measure: str) -> dict[str, str]:
    ends = {"change": "level_change", "low": "level_change_low", "high": "level_change_high"}
    return {name: cell_key("changes", key, _at(measure)) for name, key in ends.items()}


def _statements(measure: str, one: Interruption) -> tuple[Statement, ...]:
    about = keys_of("changes", _at(measure), "name", "month", "before", "after")
    values = about | _values(measure)
    cause = "controlled" if one.method == "controlled" else "alone"
    return (
        statement(f"may_say.{measure}", _verdict(one), values, group="may_say"),
        statement(
            f"may_not_say.{measure}",
            f"interrupted_measures.may_not_say.{cause}",
            {"name": about["name"]},
            group="may_not_say",
        ),
    )


def _verdict(one: Interruption) -> str:
    """The words follow the interval of the level change."""
    found = one.level_change
    kind = "ratio" if found.unit is Unit.RATIO else "change"
    if isnan(found.low):
        return "interrupted_measures.may_say.undefined"
    if not one.excludes_none:
        return f"interrupted_measures.may_say.{kind}_uncertain"
    none = 1.0 if found.unit is Unit.RATIO else 0.0
    return f"interrupted_measures.may_say.{kind}_{'up' if found.value > none else 'down'}"


ANALYSIS = Analysis(
    QUESTION,
    SLICES,
    compute,
    optional=frozenset({"gatherings", "team_municipalities"}),
    claims=(CLAIM, CONTROLLED),
)
