"""Two roles compared on every likert item: independent groups on an ordered scale."""

from collections.abc import Iterator
from math import nan

import pandas as pd

from evaluering.analysis import _survey as surveys
from evaluering.analysis._survey import Item, Survey
from evaluering.analysis.cells import count_cell, estimated_cells, level_cell, p_cell, tested
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Parameters, level_of
from evaluering.analysis.support import behind
from evaluering.errors import WrongUse
from evaluering.results import (
    Basis,
    Cell,
    Column,
    Estimate,
    Finding,
    Statement,
    Support,
    TableLayout,
    cell_key,
    statement,
    undefined,
)
from evaluering.statistics import two_sample
from evaluering.statistics.inputs import Floats
from evaluering.statistics.surveys import holm
from evaluering.vocabulary import Design, Quantity, Unit

_MOST_PAIRS = 4_000_000
"""Pairs of answers the median of all differences is taken of; more take more memory than they tell."""
_FEWEST = 2
_SAID = {
    "different": "survey_results.roles_different",
    "alike": "survey_results.roles_alike",
    "untested": "survey_results.roles_untested",
}
Groups = tuple[pd.DataFrame, pd.DataFrame]


def roles_finding(survey: Survey, basis: tuple[Basis, ...], parameters: Parameters) -> Finding | None:
    """Cliff's delta, the shift and Mann-Whitney's p (Holm over items) of the first role against the second.

    None without likert items or without two roles. Assumes independent respondents: those of a
    municipality may be alike, and then p values are too small. Raises ``WrongUse`` for a role that
    nobody answered as. Source: Mann and Whitney 1947; Cliff 1993; Holm 1979.
    """
    roles, items = _roles(survey, parameters), survey.of_kind("likert")
    if len(roles) < _FEWEST or not items:
        return None
    level = level_of(parameters)
    cells = tuple(_cells(survey, items, roles, level))
    return Finding(
        id="survey_roles",
        question="survey_results",
        basis=basis,
        n=cell_key("roles", "count"),
        cells=cells,
        tables=_tables(items, roles),
        statements=_statements(roles, cells),
        design=Design.ASSOCIATION,
    )


def _roles(survey: Survey, parameters: Parameters) -> tuple[str, ...]:
    """The roles asked for, else the two with most respondents, by name when equal."""
    found = surveys.respondents(survey.answers)["role"].value_counts()
    wanted = [str(parameters.get(name, "")) for name in ("role", "other_role")]
    if len(found) and not set(filter(None, wanted)) <= set(found.index):
        raise WrongUse(
            "parameters role and other_role",
            expected=f"roles that answered: {', '.join(sorted(found.index))}",
            found="another role",
            next_step="mend the report's parameters in evaluering.toml",
        )
    largest = sorted(found.index, key=lambda role: (-int(found[role]), str(role)))
    chosen = dict.fromkeys([*filter(None, wanted), *map(str, largest)])
    return tuple(chosen)[:2]


def _cells(survey: Survey, items: tuple[Item, ...], roles: tuple[str, ...], level: float) -> Iterator[Cell]:
    persons = surveys.respondents(survey.answers)
    both = behind(persons[persons["role"].isin(roles)], "respondent", survey.protects)
    groups = [_groups(survey, item, roles) for item in items]
    tests = [two_sample.mann_whitney(*map(_points, pair)).p for pair in groups]
    adjusted = holm(tests)
    told = [behind(pd.concat(pair), "respondent", survey.protects) for pair in groups]
    yield level_cell("roles", level)
    yield count_cell("roles", (), "count", both)
    different = sum(p < 1 - level for p in adjusted)
    tested = sum(p == p for p in adjusted)  # noqa: PLR0124 - NaN alone differs from itself
    yield Cell("roles", (), "different", different, Unit.COUNT, kind=Quantity.TEST, support=both)
    yield Cell("roles", (), "tested", tested, Unit.COUNT, kind=Quantity.TEST, support=both)
    for item, pair, support, p in zip(items, groups, told, adjusted, strict=True):
        yield from _compared(item, pair, support, p, level)
        for role, rows in zip(roles, pair, strict=True):
            yield from _group(survey, item, role, rows)


def _groups(survey: Survey, item: Item, roles: tuple[str, ...]) -> Groups:
    known = surveys.known(survey.answers, item)
    return known[known["role"] == roles[0]], known[known["role"] == roles[1]]


def _points(rows: pd.DataFrame) -> Floats:
    return rows["point"].to_numpy(dtype=float)


def _compared(item: Item, pair: Groups, support: Support, p: float, level: float) -> Iterator[Cell]:
    at, (one, two) = (("item", item.name),), pair
    delta = two_sample.cliffs_delta(_points(one), _points(two), level)
    yield from estimated_cells("roles", at, "delta", delta, Quantity.TEST, support)
    yield from estimated_cells("roles", at, "shift", _shift(pair, level), Quantity.QUANTILE, support)
    yield tested(p_cell("roles", at, "p_holm", p, support), "Mann-Whitney", "holm")


def _shift(pair: Groups, level: float) -> Estimate:
    if len(pair[0]) * len(pair[1]) > _MOST_PAIRS:
        return undefined("too many pairs", Unit.NUMBER, "Hodges-Lehmann shift")
    return two_sample.shift(_points(pair[0]), _points(pair[1]), level)


def _group(survey: Survey, item: Item, role: str, rows: pd.DataFrame) -> Iterator[Cell]:
    at, support = (("item", item.name), ("role", role)), behind(rows, "respondent", survey.protects)
    median = float(rows["point"].median()) + item.low - 1 if len(rows) else nan
    reason = "" if len(rows) else "no observations"
    yield count_cell("roles", at, "n", support)
    yield Cell("roles", at, "median", median, Unit.NUMBER, reason, Quantity.QUANTILE, support)


def _tables(items: tuple[Item, ...], roles: tuple[str, ...]) -> tuple[TableLayout, ...]:
    rows = tuple((("item", item.name),) for item in items)
    places = tuple((*row, ("role", role)) for row in rows for role in roles)
    medians = (Column("header.n", ("n",)), Column("header.median", ("median",)))
    compared = (
        estimate_column("header.cliffs_delta", "delta"),
        estimate_column("header.shift", "shift"),
        Column("header.p_holm", ("p_holm",)),
    )
    return (
        TableLayout("roles", "roles", "header.survey_item", rows, compared),
        TableLayout("role_medians", "roles", "header.survey_item", places, medians),
    )


def _statements(roles: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    counts = {cell.measure: int(cell.value) for cell in cells if not cell.at and cell.unit is Unit.COUNT}
    verdict = "different" if counts["different"] else "alike" if counts["tested"] else "untested"
    told = keys_of("roles", (), "different", "tested")
    used = {"different": told, "alike": {"tested": told["tested"]}, "untested": {}}[verdict]
    labels = {"role": ("role", roles[0]), "other": ("role", roles[1])}
    return (
        statement("roles", _SAID[verdict], used, labels=labels, group="may_say"),
        statement("roles_direction", "survey_results.roles_direction", labels=labels),
        statement("roles_cause", "survey_results.roles_cause", group="may_not_say"),
    )
