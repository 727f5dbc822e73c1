"""Small pages on the invented protected study: what its own analysis finds, and the plan that asks for it.

The analysis takes the place of ``toolkit_benefit`` while a build runs in this process, so that every kind
of number there is (counts, shares, means, spreads, quantiles, extremes, a model, totals, a series) stands
on pages of few cells. All that follows (disclosure control, notebooks, pages, figures, the attack) is the
product's own.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt
from typing import Any

import nbformat
import pandas as pd

from evaluering.analysis.cells import count_cell, estimated_cells, number_cell, quartile_cells, share_cells
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.analysis.support import amounts, behind, counted, valued
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    Estimate,
    FigureLayout,
    Finding,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered
from evaluering.vocabulary import FigureKind, Protects, Quantity, Unit
from functional.protected_study import CANARY, INVITED, NAMED, NETWORKS, TRUSTS, WAYS

QUESTION = "toolkit_benefit"
SLICES = (
    "conversations",
    "activity_scores",
    "survey_answers",
    "resource_use",
    "teams",
    "team_municipalities",
)
ROLES = ("coordinator", "leader")
ALL: Coordinates = ()
_WAYS: tuple[Coordinates, ...] = tuple((("filled_in_by", way),) for way in WAYS)
_QUARTERS: tuple[Coordinates, ...] = tuple((("quarter", f"2023K{number}"),) for number in range(1, 5))
PARTS = {"network": "hospital_trust", "hospital_trust": "network", "": "network"}
"""Which other parts of the study the page of a part has a table of."""


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Everything that stands on one page."""
    seen = _Seen(reader, parameters)
    cells = (*seen.users(), *seen.spread(), *seen.staff(), *seen.hours())
    return (
        Finding(
            id=QUESTION,
            question=QUESTION,
            basis=reader.basis("conversations", "activity_scores", "survey_answers", "resource_use"),
            n=cell_key("users", "n"),
            cells=cells,
            tables=_tables(cells),
            figures=(_figure(),),
            statements=_statements(),
        ),
    )


class _Seen:
    """The rows of one part of the study."""

    def __init__(self, reader: Reader, parameters: Parameters) -> None:
        self.about = next(((name, str(value)) for name, value in parameters.items() if value), ("", ""))
        self.persons = self._of_part(_persons(reader))
        self.answers = self._of_part(reader.table("survey_answers"))
        spent = reader.table("resource_use")
        self.spent = self._of_part(spent.assign(municipality=spent["team"].str.removeprefix("team-")))

    def _of_part(self, rows: pd.DataFrame) -> pd.DataFrame:
        own = rows["municipality"]
        rows = rows.assign(network=own.map(NETWORKS), hospital_trust=own.map(TRUSTS))
        kind, name = self.about
        return rows[rows[kind] == name] if kind else rows

    def users(self) -> Iterator[Cell]:
        """Users, who of them came back, and their mean, in all and by every category."""
        for at, rows in _groups(self.persons, PARTS.get(self.about[0], "")):
            yield count_cell("users", at, "n", behind(rows, "user"))
            if len(at) < 2:
                told = counted(rows, rows["change"].notna(), "user", Protects.PERSONS)
                yield from share_cells("users", at, "completed", told)
                yield from _mean(at, rows[rows["change"].notna()])

    def spread(self) -> Iterator[Cell]:
        """Spread, quartiles, ends and a coefficient of the changes."""
        rows = self.persons[self.persons["change"].notna()]
        told, values = valued(rows, "user", "change"), rows["change"].astype(float)
        yield from quartile_cells("users", ALL, "median", values, told, Unit.POINTS)
        spread = (sqrt(values.var(ddof=1)), Unit.POINTS, "")
        yield number_cell(("users", ALL, "spread"), spread, Quantity.SPREAD, told)
        for name, value in (("least", values.min()), ("most", values.max())):
            yield number_cell(("users", ALL, name), (float(value), Unit.POINTS, ""), Quantity.EXTREME, told)
        model = (float(values.mean()), Unit.COEFFICIENT, "")
        yield number_cell(("users", ALL, "slope"), model, Quantity.MODEL, replace(told, df=4.0))
        quote = f"{CANARY}: den eneste mannlige psykologen"
        yield Cell("users", ALL, "quote", quote, Unit.TEXT, kind=Quantity.COUNT, support=told)

    def staff(self) -> Iterator[Cell]:
        """Who answered of the staff, by role, and of the members of the teams."""
        for at, rows in [(ALL, self.answers), *_by(self.answers, "role", ROLES)]:
            yield count_cell("staff", at, "n", behind(rows, "respondent", Protects.STAFF))
        own = self._of_part(pd.DataFrame({"municipality": sorted(INVITED)}))["municipality"]
        invited, answered = sum(INVITED[one] for one in own), int(self.answers["respondent"].nunique())
        within = behind(self.answers, "respondent", Protects.STAFF).units
        told = Support(Protects.STAFF, invited, len(own), counted=answered, within=within)
        yield number_cell(
            ("staff", ALL, "response"), (answered / invited, Unit.SHARE, ""), Quantity.SHARE, told
        )

    def hours(self) -> Iterator[Cell]:
        """Hours spent: one municipality gave nearly all of them."""
        told = amounts(self.spent, "team", "amount", Protects.STAFF)
        total = (float(self.spent["amount"].sum()), Unit.HOURS, "")
        yield number_cell(("hours", ALL, "total"), total, Quantity.TOTAL, told)


def _persons(reader: Reader) -> pd.DataFrame:
    """A row for each user: municipality, way, quarter, and the change of the score, if any."""
    met = reader.table("conversations").sort_values(["user", "conversation"]).drop_duplicates("user")
    scores = reader.table("activity_scores").pivot_table(index="user", columns="conversation", values="score")
    change = (scores[2] - scores[1]).astype(float)
    months = met["held"].str.slice(5, 7).astype(int)
    quarter = "2023K" + ((months + 2) // 3).astype(str)
    return met.assign(quarter=quarter, change=met["user"].map(change))


def _groups(rows: pd.DataFrame, part: str) -> Iterator[tuple[Coordinates, pd.DataFrame]]:
    yield ALL, rows
    yield from _by(rows, "filled_in_by", WAYS)
    for at, inside in _by(rows, "quarter", [at[0][1] for at in _QUARTERS]):
        yield at, inside
        yield from ((at + way, own) for way, own in _by(inside, "filled_in_by", WAYS))
    if part:
        yield from _by(rows, part, sorted(rows[part].unique()))


def _by(rows: pd.DataFrame, column: str, values: Any) -> Iterator[tuple[Coordinates, pd.DataFrame]]:
    yield from ((((column, value),), rows[rows[column] == value]) for value in values)


def _mean(at: Coordinates, rows: pd.DataFrame) -> Iterator[Cell]:
    values = rows["change"].to_numpy(dtype=float)
    found: Estimate = clustered.mean(values, rows["municipality"].tolist(), level=0.95, unit=Unit.POINTS).mean
    told = replace(valued(rows, "user", "change"), df=found.df)
    yield from estimated_cells("users", at, "mean", found, Quantity.MEAN, told)


def _tables(cells: tuple[Cell, ...]) -> tuple[TableLayout, ...]:
    n, back = Column("header.users", ("n",)), estimate_column("header.came_back", "completed")
    mean = estimate_column("header.mean_with_interval", "mean")
    ways = tuple(Column(f"filled_in_by.{way}", ("n",), at) for way, at in zip(WAYS, _WAYS, strict=True))
    ends = (("median", "median"), ("quartiles", "median_q1"), ("value", "spread"), ("limits_far", "least"))
    spread = tuple(Column(f"header.{name}", (one,)) for name, one in (*ends, ("limits_usual", "most")))
    roles: tuple[Coordinates, ...] = tuple((("role", role),) for role in ROLES)
    response = Column("header.response_rate", ("response",))
    slope, quote = Column("header.value", ("slope",)), Column("header.reason", ("quote",))
    parts = tuple(
        dict.fromkeys(
            cell.at for cell in cells if {name for name, _ in cell.at} & {"network", "hospital_trust"}
        )
    )
    return (
        TableLayout("participation", "users", "header.users", (ALL,), (n, back, mean)),
        TableLayout("by_filled_in_by", "users", "header.filled_in_by", _WAYS, (n, back, mean)),
        TableLayout("by_quarter", "users", "header.quarter", (*_QUARTERS, ALL), (n, *ways)),
        TableLayout("benefit", "users", "header.users", (ALL,), spread),
        TableLayout("attrition", "staff", "header.role", roles, (Column("header.respondents", ("n",)),)),
        TableLayout("classes", "staff", "header.role", (ALL,), (Column("header.n", ("n",)), response)),
        TableLayout("estimates", "users", "header.model", (ALL,), (slope, quote)),
        TableLayout("bounds", "hours", "header.spent", (ALL,), (Column("header.total", ("total",)),)),
        *((TableLayout("by_network", "users", "header.part", parts, (n, back, mean)),) if parts else ()),
    )


def _figure() -> FigureLayout:
    data = TableLayout(
        "benefit_classes", "users", "header.filled_in_by", _WAYS, (Column("header.users", ("n",)),)
    )
    values = {"n": cell_key("users", "n"), "mean": cell_key("users", "mean")}
    texts = {
        name: statement(f"{data.id}.{name}", f"{QUESTION}.{data.id}.{name}", values)
        for name in ("alt", "key")
    }
    return FigureLayout(data.id, FigureKind.BARS, data, "axis.number_of_users", **texts)


def _statements() -> tuple[Any, ...]:
    mean = {
        name: cell_key("users", one)
        for name, one in (("n", "n"), ("mean", "mean"), ("low", "mean_low"), ("high", "mean_high"))
    }
    spread = {
        name: cell_key("users", one)
        for name, one in (
            ("median", "median"),
            ("lower_quartile", "median_q1"),
            ("upper_quartile", "median_q3"),
        )
    }
    part = dict.fromkeys(("users", "conversations", "started"), cell_key("users", "n"))
    part["completed"] = cell_key("users", "completed_count")
    return (
        statement("taking_part", f"{QUESTION}.taking_part", part),
        statement("mean", f"{QUESTION}.mean.rise", mean),
        statement("spread", f"{QUESTION}.spread", spread),
        statement("cause", f"{QUESTION}.may_not_say.cause", group="may_not_say"),
    )


ANALYSIS = Analysis(QUESTION, SLICES, compute)

TABLES = (
    "participation",
    "by_filled_in_by",
    "by_quarter",
    "benefit",
    "attrition",
    "classes",
    "estimates",
    "bounds",
)
OF_PARTS = "by_network"


def settings(pages: dict[str, dict[str, str]], *, rules: str = "protected") -> str:
    """``evaluering.toml`` with a report for each of ``pages`` (id and parameters)."""
    names = ("network", "hospital_trust", "municipality")
    declared = "".join(
        f'\n[notebooks.{QUESTION}.parameters.{name}]\ntype = "text"\ndefault = ""\n' for name in names
    )
    listed = ", ".join(f'"{name}"' for name in TABLES)
    reports = "".join(
        f'\n[[reports]]\nid = "{name}"\nnotebook = "{QUESTION}"\nlanguages = ["nb"]\nparameters = {{ '
        + ", ".join(f'{key} = "{value}"' for key, value in given.items())
        + " }\n"
        for name, given in pages.items()
    )
    return (
        '[study]\ntitle = "Et oppdiktet nettverk"\ninstitution = "En oppdiktet institusjon"\n'
        f'purpose = "Prøve av utgivelser"\n\n[disclosure]\nrules = "{rules}"\n{declared}'
        f'\n[notebooks.{QUESTION}.contract]\nfindings = ["{QUESTION}"]\ntables = [{listed}]\n'
        f'figures = ["benefit_classes"]\nminimum_n = 5\n{reports}'
    )


PAGES: dict[str, dict[str, str]] = {
    "alle": {},
    **{name: {"network": name} for name in sorted(set(NETWORKS.values()))},
    **{name: {"hospital_trust": name} for name in sorted(set(TRUSTS.values()))},
    **{f"kommune-{one}": {"municipality": one} for one in NAMED},
}
"""The pages of the release: all, networks, trusts that cross them, and municipalities."""


PLACED = (
    *(("text", name) for name in ("taking_part", "mean", "spread")),
    ("figure", "benefit_classes"),
    *(("table", name) for name in TABLES),
    ("points", "may_not_say"),
)
"""What the notebook shows, in order: prose, a figure, tables, and what may not be said."""


def notebook() -> Any:
    """The notebook: parameters, and what it shows."""
    names = ("language", "network", "hospital_trust", "municipality")
    given = ", ".join(f"{name}={name}" for name in names)
    shown = [f'report.{kind}("{name}")' for kind, name in PLACED]
    first = nbformat.v4.new_code_cell(
        'language = "nb"\n' + "\n".join(f'{name} = ""' for name in names[1:]),
        metadata={"tags": ["parameters"]},
    )
    start = f'import evaluering as ev\nreport = ev.report("{QUESTION}", {given})'
    cells = [first, *map(nbformat.v4.new_code_cell, [start, *shown])]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)
