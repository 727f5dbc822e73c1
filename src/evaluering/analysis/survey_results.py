"""What did those who answered a survey say, by item, role and wave, and how far does it reach?"""

from collections.abc import Iterator

from evaluering.analysis import _survey as surveys
from evaluering.analysis._survey import Item, Survey
from evaluering.analysis._survey_items import item_cells, likert_cells, number_cells, option_cells, top_cells
from evaluering.analysis._survey_layouts import figures, tables
from evaluering.analysis._survey_population import population_cells
from evaluering.analysis._survey_roles import roles_finding
from evaluering.analysis._survey_scale import scale_finding
from evaluering.analysis._survey_waves import CLAIM as WAVE_CLAIM
from evaluering.analysis._survey_waves import waves_finding
from evaluering.analysis.cells import count_cell, level_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.roles import in_declared_order, with_pooled_roles
from evaluering.analysis.support import behind
from evaluering.errors import WrongUse
from evaluering.results import Cell, Claim, Finding, Statement, cell_key, statement
from evaluering.tables import TABLES
from evaluering.vocabulary import Design

QUESTION = "survey_results"
_HALF = 0.5
_SAID = {
    "most": "survey_results.top_most",
    "fewest": "survey_results.top_fewest",
    "undecided": "survey_results.top_undecided",
    "nobody": "survey_results.top_nobody",
}
CLAIMS = (
    ("survey_top_two", "wilson", "latest_answers"),
    ("survey_top_two", "wilson", "one_wave"),
    WAVE_CLAIM,
)


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Every item by its kind; two roles and two waves compared; a scale where one is declared.

    Parameters: ``instrument`` ("" the first by name), ``wave`` ("" each respondent's latest), ``item``
    (the likert item claims are about; "" the first), ``role`` and ``other_role`` ("" the two largest),
    ``scale`` (likert items that make up a scale, separated by commas; "" none), ``population`` (how many
    the survey was meant for; 0 unknown), ``level``. How many were invited stands in no table.

    Assumes independent respondents (municipalities as clusters are the sensitivity), and that those who
    answered speak for themselves. Bases are those asked, by the skip rule. Source: Wilson 1927;
    Jamieson 2004 (no means of single items). Raises ``WrongUse`` for names the survey does not hold.
    """
    survey, level = surveys.survey_of(reader, parameters), level_of(parameters)
    item = primary(survey, str(parameters.get("item", "")))
    basis = reader.basis(*surveys.SLICES)
    cells = (*_cells(survey, level), *population_cells(survey, int(parameters.get("population", 0)), level))
    main = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=basis,
        n=cell_key("respondents", "count"),
        cells=cells,
        tables=tables(survey, cells),
        figures=figures(survey, cells, item),
        statements=_statements(item, cells),
        design=Design.DESCRIPTION,
        claim=_claim(item, bool(parameters.get("wave", ""))),
    )
    others = (
        roles_finding(survey, basis, parameters),
        waves_finding(survey, item, basis, level),
        scale_finding(survey, basis, parameters),
    )
    return (main, *(finding for finding in others if finding is not None))


def primary(survey: Survey, name: str) -> Item | None:
    """The likert item claims are about. Raises ``WrongUse`` for one the instrument does not hold."""
    items = {item.name: item for item in survey.of_kind("likert")}
    if name and items and name not in items:
        raise WrongUse(
            "parameter item",
            expected=f"a likert item of the instrument: {', '.join(items)}",
            found="another item",
            next_step="mend the report's parameters in evaluering.toml",
        )
    return items.get(name) or next(iter(items.values()), None)


def _claim(item: Item | None, one_wave: bool) -> Claim | None:
    # Answers bear no day, so no plan can be shown to have come before them.
    if item is None:
        return None
    outcome, model, time_point = CLAIMS[1 if one_wave else 0]
    return Claim(outcome, model, time_point, cell_key("likert", "top", (("item", item.name),)))


def _cells(survey: Survey, level: float) -> Iterator[Cell]:
    persons = surveys.respondents(survey.answers)
    yield level_cell("respondents", level)
    yield count_cell("respondents", (), "count", behind(persons, "respondent", survey.protects))
    declared = TABLES["survey_answers"].column("role").allowed
    pooled = with_pooled_roles(persons, "respondent", declared)
    for role in in_declared_order(list(pooled["role"].unique()), declared):
        told = behind(pooled[pooled["role"] == role], "respondent", survey.protects)
        yield count_cell("respondents", (("role", role),), "count", told)
    yield from item_cells(survey, level)
    for item in survey.of_kind("likert"):
        yield from likert_cells(survey, item, level)
        yield from _by_wave(survey, item, level)
    for item in survey.of_kind("single", "multiple"):
        yield from option_cells(survey, item, level)
    for item in survey.of_kind("number"):
        yield from number_cells(survey, item)


def _by_wave(survey: Survey, item: Item, level: float) -> Iterator[Cell]:
    for wave in survey.waves:
        known = surveys.known(surveys.of_wave(survey.every, wave), item)
        yield from top_cells("waves", (("item", item.name), ("wave", wave)), known, survey.protects, level)


def _statements(item: Item | None, cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    n = {"n": cell_key("respondents", "count")}
    rate = any(cell.measure == "response" for cell in cells)
    answered = "survey_results.response_rate" if rate else "survey_results.response_unknown"
    values = n | ({"share": cell_key("respondents", "response")} if rate else {})
    return (
        statement("respondents", answered, values),
        *_top_statements(item, {cell.key: cell for cell in cells}),
        _said("not_those_silent", "not_those_silent", group="may_not_say"),
        _said("not_cause", "not_cause", group="may_not_say"),
        _said("clusters", "caveat_clusters", group="caveats"),
        _said("unticked", "caveat_unticked", group="caveats"),
        _said("latest", "caveat_latest", group="caveats"),
    )


def _top_statements(item: Item | None, cells: dict[str, Cell]) -> tuple[Statement, ...]:
    if item is None:
        return (statement("top", "survey_results.no_scale_item", group="may_say"),)
    at = (("item", item.name),)
    keys = {end: cell_key("likert", f"top{end}", at) for end in ("", "_low", "_high")}
    values = {
        "wording": cell_key("items", "wording", at),
        "share": keys[""],
        "interval": (keys["_low"], keys["_high"]),
        "n": cell_key("likert", "top_n", at),
        "level": cell_key("respondents", "level"),
    }
    low, high = (float(cells[keys[end]].value) for end in ("_low", "_high"))
    verdict = (
        "most" if low > _HALF else "fewest" if high < _HALF else "undecided" if high >= low else "nobody"
    )
    given = {"wording": values["wording"]} if verdict == "nobody" else values
    return (statement("top", _SAID[verdict], given, group="may_say"),)


def _said(name: str, message: str, values: dict[str, str] | None = None, *, group: str = "") -> Statement:
    return statement(name, f"{QUESTION}.{message}", values, group=group)


ANALYSIS = Analysis(QUESTION, surveys.SLICES, compute, optional=surveys.OPTIONAL, claims=CLAIMS)
