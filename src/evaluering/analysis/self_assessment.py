"""Do the teams assess their own workplace better after the network than before?"""

from math import nan

import pandas as pd

from evaluering.analysis._assessment_areas import (
    NO_ANSWER,
    area_cells,
    area_figure,
    area_tables,
    slopes_figure,
)
from evaluering.analysis._assessment_models import WAVES, Change, change, team_means, with_both
from evaluering.analysis._beside_change import beside_change
from evaluering.analysis._team_places import with_municipalities
from evaluering.analysis.cells import (
    count_cell,
    count_of,
    estimated_cells,
    level_cell,
    model_cells,
    number_cell,
    p_cell,
    silent_cell,
)
from evaluering.analysis.layouts import (
    Values,
    columns_of,
    direction,
    grouped,
    interval_of,
    keys_of,
    with_interval,
)
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import behind, valued
from evaluering.results import (
    Cell,
    Claim,
    Coordinates,
    Finding,
    Statement,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics.inputs import Floats
from evaluering.statistics.reliability import cronbach_alpha
from evaluering.tables.improvement import SELF_ASSESSMENT_AREAS
from evaluering.vocabulary import Design, Protects, Quantity, Unit

QUESTION = "self_assessment"
SLICES = ("self_assessments", "team_municipalities", "teams")
CLAIM = ("self_assessment", "change_within_teams_clustered_by_team", "before_to_after")
LEAST_AREAS = 5
"""A form with fewer areas answered has no overall score."""
_SCALE = (1.0, 5.0)
_STAFF = Protects.STAFF
_MODELS: tuple[Coordinates, ...] = tuple((("comparison", name),) for name in ("within", "pooled", "of_teams"))


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Ten areas before and after: distributions, means, change with Holm's p, and the overall change.

    Estimand: the mean of a form's answered areas (five at least) after minus before, in the same team,
    over teams that answered both times; least squares with team effects, CR2 and Satterthwaite by team.
    Forms are anonymous: answers are compared in groups, never persons. Beside it: all answers pooled,
    teams weighed alike, how many teams and forms there are of each wave, who was lost, expected
    regression to the mean (of teams), and alpha of the ten areas. Parameters: ``level`` (0.95),
    ``reliability`` (0.7). No control: what else happened in the time is part of the change. Checked
    against differences by hand and the known change of the synthetic network.
    """
    level = level_of(parameters)
    answers = _numbered(reader.table("self_assessments"))
    members = reader.table("team_municipalities")
    forms = _forms(answers)
    spread = with_municipalities(forms, members)
    found = change(forms, "overall", level)
    known = answers[answers["score"].notna()]
    cells = [
        level_cell("waves", level),
        *_overall(found, spread),
        *_waves(answers, forms, spread, level),
        *_teams(spread, reader.table("teams"), members),
        *_beside(forms, spread, parameters),
        *area_cells(known, with_municipalities(known, members), level),
    ]
    finding = Finding(
        id="self_assessment",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("overall", "forms"),
        cells=tuple(cells),
        tables=(*_tables(), *area_tables()),
        figures=(area_figure(), slopes_figure()),
        statements=_statements(found, forms),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIM, cell_key("overall", "change", _MODELS[0])),
    )
    return (finding,)


def _numbered(answers: pd.DataFrame) -> pd.DataFrame:
    """Scores as numbers, and forms (``response``) numbered over all teams and waves."""
    # A team may number its forms from 1, and from 1 again after: the same label is not the same form.
    form = answers.groupby(["team", "response", "wave"], sort=True).ngroup()
    return answers.assign(score=answers["score"].astype(float), response=form)


def _forms(answers: pd.DataFrame) -> pd.DataFrame:
    """One row a form: team, wave, mean of its answered areas (``overall``) where enough are answered."""
    forms = answers.groupby(["team", "response", "wave"], as_index=False, sort=True).agg(
        answered=("score", "count"), mean=("score", "mean")
    )
    return forms.assign(overall=forms["mean"].where(forms["answered"] >= LEAST_AREAS).astype(float))


def _overall(found: Change, spread: pd.DataFrame) -> list[Cell]:
    known = spread[spread["overall"].notna()]
    both = known[known["team"].isin(with_both(known))]
    cells = [count_cell("overall", (), "forms", behind(both, "response", _STAFF))]
    estimates = (found.within, found.pooled, found.of_teams)
    for at, estimate, rows in zip(_MODELS, estimates, (both, known, both), strict=True):
        support = valued(rows, "response", "overall", _STAFF)
        cells += model_cells("overall", at, "change", estimate, support)
        cells.append(p_cell("overall", at, "p", estimate.p, support, estimate.reason))
    return cells


def _waves(answers: pd.DataFrame, forms: pd.DataFrame, spread: pd.DataFrame, level: float) -> list[Cell]:
    """Forms, those with an overall score, teams, mean and alpha of each wave; the others in all."""
    few = spread[spread["overall"].isna()]
    cells = [count_of("waves", (), "too_few_answers", few["response"].nunique(), _support(few))]
    for wave in WAVES:
        at: Coordinates = (("wave", wave),)
        mine, rows = forms[forms["wave"] == wave], spread[spread["wave"] == wave]
        known = rows[rows["overall"].notna()]
        mean = (float(mine["overall"].mean()), Unit.POINTS, NO_ANSWER)
        support = valued(known, "response", "overall", _STAFF)
        table = _wide(answers[answers["wave"] == wave])
        alpha = cronbach_alpha(table, level=level).raw
        cells += [
            count_cell("waves", at, "forms", _support(rows)),
            count_cell("waves", at, "scored", _support(known)),
            count_cell("waves", at, "teams", behind(rows, "team", _STAFF)),
            _forms_each(at, mine, rows),
            number_cell(("waves", at, "mean"), mean, Quantity.MEAN, support),
            *estimated_cells("waves", at, "alpha", alpha, Quantity.MODEL, support),
        ]
    return cells


def _forms_each(at: Coordinates, forms: pd.DataFrame, spread: pd.DataFrame) -> Cell:
    """The median number of forms from a team that answered."""
    each = float(forms.groupby("team").size().median()) if len(forms) else nan
    support = behind(spread, "team", _STAFF)
    return number_cell(
        ("waves", at, "forms_each"), (each, Unit.NUMBER, NO_ANSWER), Quantity.QUANTILE, support
    )


def _support(rows: pd.DataFrame) -> Support:
    return behind(rows, "response", _STAFF)


def _wide(answers: pd.DataFrame) -> Floats:
    table = answers.pivot(index=["team", "response"], columns="area", values="score")
    return table.reindex(columns=list(SELF_ASSESSMENT_AREAS)).to_numpy(float)


def _teams(spread: pd.DataFrame, teams: pd.DataFrame, members: pd.DataFrame) -> list[Cell]:
    """Teams with both waves, with one alone, and without any form (unknown where no teams are delivered)."""
    waves = spread.groupby("team")["wave"].agg(lambda given: "+".join(sorted(set(given))))
    parts = {"both": "after+before", "only_before": "before", "only_after": "after"}
    rows = {name: spread[spread["team"].map(waves) == waved] for name, waved in parts.items()}
    listed = with_municipalities(teams, members)
    return [
        *(count_cell("teams", (), name, behind(part, "team", _STAFF)) for name, part in rows.items()),
        silent_cell("teams", "without_forms", listed, spread["team"], _STAFF),
    ]


def _beside(forms: pd.DataFrame, spread: pd.DataFrame, parameters: Parameters) -> tuple[Cell, ...]:
    """Who was lost, and expected regression to the mean, with the team's mean as the unit's score."""
    means = team_means(forms, "overall")
    started = means[means["before"].notna()]
    back = started.index[started["after"].notna()]
    rows = spread[spread["team"].isin(started.index)]
    again = rows["team"].isin(back)
    supports = tuple(behind(part, "team", _STAFF) for part in (rows, rows[again], rows[~again]))
    scores = tuple(started[wave].to_numpy(float).round(9) for wave in WAVES)
    return beside_change(
        "teams", (scores[0], scores[1]), _SCALE, (supports[0], supports[1], supports[2]), parameters
    )


def _tables() -> tuple[TableLayout, ...]:
    waves = {
        "header.forms": ("forms",),
        "header.teams": ("teams",),
        "header.forms_each_team": ("forms_each",),
        "header.mean_score": ("mean",),
        "header.alpha": interval_of("alpha"),
    }
    overall = {"header.change_in_score": interval_of("change"), "header.p": ("p",)}
    teams = {
        "header.teams_both_waves": ("both",),
        "header.teams_only_before": ("only_before",),
        "header.teams_only_after": ("only_after",),
        "header.teams_without_forms": ("without_forms",),
        "header.start_of_paired": ("baseline_paired",),
        "header.start_of_lost": ("baseline_lost",),
        "header.change_bounds": ("worst", "best"),
        "header.expected_regression": ("expected_regression",),
    }
    rows = tuple((("wave", wave),) for wave in WAVES)
    return (
        TableLayout("waves", "waves", "header.wave", rows, columns_of(waves)),
        TableLayout("overall", "overall", "header.comparison", _MODELS, columns_of(overall)),
        TableLayout("teams", "teams", "header.part", ((),), columns_of(teams)),
    )


def _statements(found: Change, forms: pd.DataFrame) -> tuple[Statement, ...]:
    before, after = (cell_key("waves", "mean", (("wave", wave),)) for wave in WAVES)
    counts = {wave: cell_key("waves", "scored", (("wave", wave),)) for wave in WAVES}
    primary = with_interval("overall", _MODELS[0], "change")
    level = keys_of("waves", (), "level")
    # The change rests on teams with a scored form in both waves, which not every form of two gives.
    both: Values = {"both": cell_key("teams", "paired")}
    # One team alone has no interval between teams: its own two means come first.
    alone = forms["team"].nunique() == 1
    return (
        statement(
            "literal",
            "self_assessment.literal_team" if alone else "self_assessment.literal",
            {"mean_before": before, "mean_after": after, **counts},
        ),
        statement("change", "self_assessment.change", primary | level | both),
        statement(
            "teams", "self_assessment.teams_told", keys_of("teams", (), "both", "only_before", "only_after")
        ),
        statement(
            "beside_change",
            "self_assessment.beside_change",
            keys_of("teams", (), "started", "paired", "expected_regression", "reliability"),
        ),
        statement(
            "may_say.change",
            f"self_assessment.may_say.{direction(found.within)}",
            with_interval("overall", _MODELS[0], "change"),
            group="may_say",
        ),
        *grouped(QUESTION, "may_not_say", ("cause", "persons")),
        *grouped(QUESTION, "caveats", ("anonymous", "lost", "regression", "several_areas")),
    )


ANALYSIS = Analysis(
    QUESTION, SLICES, compute, optional=frozenset({"team_municipalities", "teams"}), claims=(CLAIM,)
)
