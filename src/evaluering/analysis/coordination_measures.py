"""How many users have a coordinator, a team and an individual plan, and what do coordinating units do?"""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from evaluering.analysis import _survey as surveys
from evaluering.analysis._clustered_ends import Persons, clustered_ends
from evaluering.analysis._coordinating_units import units_finding
from evaluering.analysis._survey import Survey
from evaluering.analysis.cells import (
    count_cell,
    difference_cells,
    estimated_cells,
    level_cell,
    p_cell,
    setting_cell,
    share_cells,
    tested,
)
from evaluering.analysis.layouts import estimate_column, interval_of, keys_of
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import behind, counted
from evaluering.errors import WrongUse
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
from evaluering.statistics import proportions
from evaluering.statistics.surveys import bounds, holm
from evaluering.vocabulary import Design, FigureKind, Quantity, Unit

QUESTION = "coordination_measures"
MEASURES = ("coordinator", "team", "plan")
_ITEM_PARAMETERS = {"coordinator": "coordinator_item", "team": "team_item", "plan": "plan_item"}
_USERS = ("user", "relative")
_PAIRS = tuple(combinations(MEASURES, 2))
_PAIRS_SAID = {
    "differ": "coordination_measures.pairs_differ",
    "alike": "coordination_measures.pairs_alike",
    "untested": "coordination_measures.pairs_untested",
}
CLAIM = ("has_coordinator", "wilson", "latest_answers")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Shares with bounds for "do not know", compared among the same people; coordinating units.

    Parameters: ``instrument`` ("" the first by name with one of the items), ``wave`` ("" each
    respondent's latest), ``coordinator_item``, ``team_item``, ``plan_item`` (single-choice items with the
    options yes and no; by default ``coordinator``, ``team``, ``plan``), ``design_effect`` (2; assumed in
    the sensitivity), ``level``.

    Estimand: share with yes among users and relatives who answered yes or no. Two measures are compared
    among those who answered both: McNemar's exact p (Holm over the three) and Tango's interval, never
    two overlapping intervals. Municipalities as clusters are the second sensitivity. Assumes that
    respondents are independent and speak for themselves alone: they were not drawn at random. Source:
    Wilson 1927; Tango 1998; McNemar 1947; Manski 2003; Kish 1965. Checked against a published count of
    65 users (65.4-85.5 percent with a coordinator).
    """
    items = _items(parameters)
    survey = surveys.survey_of(reader, parameters, _instrument(reader, parameters, items))
    level, effect = level_of(parameters), float(parameters.get("design_effect", 2.0))
    if effect <= 0:
        raise WrongUse(
            "parameter design_effect",
            expected="a number above 0",
            found="another number",
            next_step="mend the report's parameters in evaluering.toml",
        )
    answers = _answers(survey, items)
    cells = (*_cells(answers, level, effect), *_pair_cells(answers, level))
    has = Finding(
        id="coordination",
        question=QUESTION,
        basis=reader.basis(*surveys.SLICES),
        n=cell_key("coordination", "respondents"),
        cells=cells,
        tables=_tables(answers),
        figures=(_figure(),),
        statements=_statements(cells),
        design=Design.DESCRIPTION,
        claim=Claim(*CLAIM, cell_key("coordination", "has", (("coordination", "coordinator"),))),
    )
    return has, *units_finding(reader, level)


def _items(parameters: Parameters) -> dict[str, str]:
    """The item that asks for each measure."""
    return {one: str(parameters.get(_ITEM_PARAMETERS[one], "") or one) for one in MEASURES}


def _instrument(reader: Reader, parameters: Parameters, items: dict[str, str]) -> str:
    declared = reader.table("survey_items")
    asks = declared.loc[declared["item"].isin(items.values()), "instrument"]
    return str(parameters.get("instrument", "")) or str(min(asks, default=""))


def _answers(survey: Survey, items: dict[str, str]) -> pd.DataFrame:
    """Users and relatives, with each measure as 1, 0 or missing, and whether they did not know."""
    rows = survey.answers[survey.answers["role"].isin(_USERS)]
    wide = surveys.respondents(rows)
    for measure, item in items.items():
        said = rows[rows["item"] == item].drop_duplicates("respondent").set_index("respondent")["answer"]
        answer = wide["respondent"].map(said)
        wide[measure] = answer.map({"yes": 1.0, "no": 0.0}).astype(float)
        wide[f"{measure}_unknown"] = answer.isin(surveys.UNKNOWN)
    return wide


def _cells(answers: pd.DataFrame, level: float, effect: float) -> Iterator[Cell]:
    yield level_cell("coordination", level)
    yield setting_cell("coordination", (), "design_effect", effect, Unit.RATIO)
    yield count_cell("coordination", (), "respondents", behind(answers, "respondent"))
    for measure in MEASURES:
        at: Coordinates = (("coordination", measure),)
        known = answers[answers[measure].notna()]
        yield from _has(at, known, measure, level)
        yield from _unknown_cells(at, answers, measure, level)
        yield from _sensitivity(at, known, measure, (level, effect))
        for role in _USERS:
            yield from _has((*at, ("role", role)), known[known["role"] == role], measure, level)


def _has(at: Coordinates, known: pd.DataFrame, measure: str, level: float) -> tuple[Cell, ...]:
    told = _told(known, measure)
    return share_cells("coordination", at, "has", told, level)


def _told(known: pd.DataFrame, measure: str) -> Support:
    support = behind(known, "respondent")
    return counted(known, known[measure] == 1, "respondent", support.protects)


def _unknown_cells(at: Coordinates, answers: pd.DataFrame, measure: str, level: float) -> Iterator[Cell]:
    rows = answers[answers[measure].notna() | answers[f"{measure}_unknown"]]
    yes, unknown = int((rows[measure] == 1).sum()), int(rows[f"{measure}_unknown"].sum())
    found = bounds(yes, len(rows) - yes - unknown, unknown, level)
    told = behind(rows, "respondent")
    yield from share_cells("coordination", at, "unknown", _part(told, unknown), level)
    if unknown:
        lowest, highest = _part(told, yes), _part(told, yes + unknown)
        yield from estimated_cells("coordination", at, "as_no", found.as_no, Quantity.SHARE, lowest)
        yield from estimated_cells("coordination", at, "as_yes", found.as_yes, Quantity.SHARE, highest)


def _part(told: Support, count: int) -> Support:
    return Support(told.protects, told.n, told.municipalities, count, units=told.units)


def _sensitivity(
    at: Coordinates, known: pd.DataFrame, measure: str, how: tuple[float, float]
) -> Iterator[Cell]:
    (level, effect), told = how, _told(known, measure)
    found = proportions.with_design_effect(told.counted or 0, told.n, effect, level)
    yield from estimated_cells("coordination", at, "assumed", found, Quantity.SHARE, told)
    of = (known, Persons("respondent", told.protects, level))
    yield from clustered_ends("coordination", at, "clustered", known[measure] == 1, of)


def _pair_cells(answers: pd.DataFrame, level: float) -> Iterator[Cell]:
    both = [answers[answers[[*pair]].notna().all(axis=1)] for pair in _PAIRS]
    moved = [_discordant(rows, *pair) for rows, pair in zip(both, _PAIRS, strict=True)]
    adjusted = holm([proportions.mcnemar(*one).p_exact for one in moved])
    for pair, rows, (first, second), p in zip(_PAIRS, both, moved, adjusted, strict=True):
        at, told = (("pair", "_and_".join(pair)),), behind(rows, "respondent")
        found = proportions.paired_difference(second, first, len(rows), level)
        yield count_cell("pairs", at, "both", told)
        yield count_cell("pairs", at, "first_only", _part(told, first))
        yield count_cell("pairs", at, "second_only", _part(told, second))
        yield from difference_cells("pairs", at, "difference", found, told)
        yield tested(p_cell("pairs", at, "p_holm", p, told), "mcnemar", "holm")


def _discordant(rows: pd.DataFrame, first: str, second: str) -> tuple[int, int]:
    """Those with the first measure alone, and with the second alone."""
    one, two = rows[first] == 1, rows[second] == 1
    return int((one & ~two).sum()), int((~one & two).sum())


def _tables(answers: pd.DataFrame) -> tuple[TableLayout, ...]:
    rows = tuple((("coordination", one),) for one in MEASURES)
    roles = tuple((*row, ("role", role)) for row in rows for role in _USERS)
    pairs = tuple((("pair", "_and_".join(pair)),) for pair in _PAIRS)
    has = estimate_column("header.share_with_interval", "has")
    counts = (Column("header.n", ("has_n",)), Column("header.yes", ("has_count",)), has)
    unknown = any(answers[f"{one}_unknown"].any() for one in MEASURES)
    told = Column("header.unknown", ("unknown_count",))
    sensitivity = (
        has,
        Column("header.assumed_effect", ("assumed_low", "assumed_high")),
        Column("header.clustered", ("clustered_low", "clustered_high")),
    )
    compared = (
        Column("header.both_answered", ("both",)),
        Column("header.first_only", ("first_only",)),
        Column("header.second_only", ("second_only",)),
        estimate_column("header.difference_within", "difference"),
        Column("header.p_holm", ("p_holm",)),
    )
    return (
        TableLayout(
            "coordination",
            "coordination",
            "header.measure_had",
            rows,
            (*counts, *((told,) if unknown else ())),
        ),
        TableLayout("coordination_roles", "coordination", "header.measure_had", roles, counts),
        TableLayout("sensitivity", "coordination", "header.measure_had", rows, sensitivity),
        TableLayout("pairs", "pairs", "header.pair", pairs, compared),
    )


def _figure() -> FigureLayout:
    rows = tuple((("coordination", one),) for one in MEASURES)
    columns = (estimate_column("header.share_with_interval", "has"),)
    values = {one: cell_key("coordination", "has", (("coordination", one),)) for one in MEASURES}
    return FigureLayout(
        "has",
        FigureKind.DOT_INTERVAL,
        TableLayout("has", "coordination", "header.measure_had", rows, columns),
        "axis.share_of_users",
        alt=statement("has.alt", f"{QUESTION}.has.alt", values),
        key=statement("has.key", f"{QUESTION}.has.key", values),
    )


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    found = {cell.key: cell.value for cell in cells}
    level = cell_key("coordination", "level")
    shares: dict[str, str | tuple[str, ...]] = {"n": cell_key("coordination", "respondents"), "level": level}
    for one in MEASURES:
        at = (("coordination", one),)
        shares[one] = tuple(keys_of("coordination", at, *interval_of("has")).values())
    tested = [float(found[cell_key("pairs", "p_holm", (("pair", "_and_".join(pair)),))]) for pair in _PAIRS]
    differ = any(p < 1 - float(found[level]) for p in tested)
    verdict = "differ" if differ else "alike" if any(p == p for p in tested) else "untested"  # noqa: PLR0124
    effect = {"effect": cell_key("coordination", "design_effect")}
    return (
        statement("has", f"{QUESTION}.shares", shares, group="may_say"),
        statement("compared", _PAIRS_SAID[verdict], group="may_say"),
        statement("not_all_users", f"{QUESTION}.not_all_users", group="may_not_say"),
        statement("not_benefit", f"{QUESTION}.not_benefit", group="may_not_say"),
        statement("clusters", f"{QUESTION}.caveat_clusters", effect, group="caveats"),
        statement("relatives", f"{QUESTION}.caveat_relatives", group="caveats"),
    )


ANALYSIS = Analysis(
    QUESTION,
    (*surveys.SLICES, "coordinating_units", "municipalities"),
    compute,
    optional=surveys.OPTIONAL | {"coordinating_units", "municipalities"},
    claims=(CLAIM,),
)
