"""How participation, tasks, teams and recruitment are laid out, and what may be said of them."""

from collections.abc import Iterable, Sequence
from math import isnan

from evaluering.analysis._composition import PARTS, SIZES, obstacles
from evaluering.analysis._recruitment import FEATURES, OUTCOMES
from evaluering.analysis._tasks_done import STATUSES
from evaluering.analysis._teams import layout
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import FigureKind

Rows = tuple[str, ...]


def tables(name: str, rows: Rows, cells: Sequence[Cell]) -> tuple[TableLayout, ...]:
    """The tables of a finding; roles as far as there are ``cells`` of them."""
    laid_out = {"attendance": _attendance, "tasks": _tasks, "teams": _teams, "recruitment": _recruitment}
    return (*laid_out[name](rows), *_roles(cells))


def _roles(cells: Sequence[Cell]) -> tuple[TableLayout, ...]:
    places = tuple(cell.at for cell in cells if cell.table == "roles")
    columns = (Column("header.members", ("members",)),)
    return (TableLayout("roles", "roles", "header.role", places, columns),) if places else ()


def _shares(measure: str) -> Column:
    return estimate_column(f"header.{measure}_interval", measure)


def _counts(*measures: str) -> list[Column]:
    return [Column(f"header.{measure}", (measure,)) for measure in measures]


def _attendance(rows: Rows) -> tuple[TableLayout, ...]:
    came = [
        *_counts("present_count", "present_n"),
        _shares("present"),
        *_counts("participants", "per_team", "unreported"),
    ]
    with_whom = [
        _shares("represented"),
        *_counts("represented_count"),
        _shares("managed"),
        *_counts("managed_count"),
    ]
    return layout("attendance", "attendance", rows, came), layout("company", "attendance", rows, with_whom)


def _tasks(rows: Rows) -> tuple[TableLayout, ...]:
    statuses = [Column(f"status:{one}", ("tasks",), (("status", one),)) for one in STATUSES]
    done = [_shares("done"), Column("header.done_bounds", ("at_least", "at_most"))]
    return (layout("tasks", "tasks", rows, [*statuses, *_counts("tasks"), *done]),)


def _by(
    name: str, rows: tuple[str, Iterable[str]], columns: Iterable[Column], cells: str = ""
) -> TableLayout:
    """A table by the values of a dimension; the empty value is the row of all."""
    dimension, values = rows
    places: tuple[Coordinates, ...] = tuple(((dimension, value),) if value else () for value in values)
    return TableLayout(name, cells or name, f"header.{dimension}", places, tuple(columns))


def _teams(_: Rows) -> tuple[TableLayout, ...]:
    representatives = [
        *_counts("recruited_count"),
        _shares("recruited"),
        *_counts("compensated_count"),
        _shares("compensated"),
    ]
    return (
        _by("composition", ("recommendation", PARTS), [*_counts("meets_count", "meets_n"), _shares("meets")]),
        _by("sizes", ("size", (*SIZES, "")), _counts("teams")),
        _by("representatives", ("teams", ("",)), representatives),
        _by("obstacles", ("obstacle", (*obstacles(), "")), _counts("teams")),
    )


def _recruitment(_: Rows) -> tuple[TableLayout, ...]:
    median = Column("header.median_days", ("median",))
    days = [*_counts("n", "lower_quartile"), median, *_counts("three_quarters")]
    return (
        _by("outcomes", ("outcome", (*OUTCOMES, "")), _counts("municipalities")),
        _by("features", ("feature", FEATURES), [*_counts("stated_count", "stated_n"), _shares("stated")]),
        _by("waiting", ("since", ("application", "network_start")), days),
    )


def figures(name: str, rows: Rows) -> tuple[FigureLayout, ...]:
    """Attendance by gathering, tasks by status, and what teams meet of the recommendation."""
    if name == "tasks":
        statuses = [Column(f"status:{one}", ("tasks",), (("status", one),)) for one in STATUSES]
        data = layout("tasks_by_status", "tasks", rows[:-1] or rows, statuses)
        return (_figure(FigureKind.STACKED_BARS, data, "axis.tasks", _of_tasks()),)
    if name == "attendance":
        data = layout("teams_present", "attendance", rows, [_shares("present")])
        return (_figure(FigureKind.DOT_INTERVAL, data, "axis.teams_present", _of("attendance", "present")),)
    if name == "teams":
        data = _by("recommendation_met", ("recommendation", PARTS), [_shares("meets")], "composition")
        return (_figure(FigureKind.DOT_INTERVAL, data, "axis.teams", _of_all()),)
    return ()


def _figure(kind: FigureKind, data: TableLayout, axis: str, values: dict[str, str]) -> FigureLayout:
    alt, key = (
        statement(f"{data.id}.{one}", f"participation.{data.id}.{one}", values) for one in ("alt", "key")
    )
    return FigureLayout(data.id, kind, data, axis, alt=alt, key=key)


def _of(table: str, *measures: str) -> dict[str, str]:
    """A share with its interval, count and base, by the names of placeholders."""
    values: dict[str, str] = {}
    for measure in measures:
        ends = {f"{measure}{end}": f"{measure}{end}" for end in ("", "_low", "_high", "_count", "_n")}
        values |= {name: cell_key(table, one) for name, one in ends.items()}
    return values


def _of_tasks() -> dict[str, str]:
    return {
        **_of("tasks", "done"),
        **keys_of("tasks", (), "at_least", "at_most", "tasks"),
        "silent": cell_key("tasks", "tasks", (("status", "not_reported"),)),
    }


def _of_all() -> dict[str, str]:
    at = (("recommendation", "all"),)
    names = ("meets", "meets_low", "meets_high", "meets_count", "meets_n")
    return keys_of("composition", at, *names)


def statements(name: str, cells: Sequence[Cell]) -> tuple[Statement, ...]:
    """What may be said of a finding, and what may not."""
    values = {cell.key: float(cell.value) for cell in cells if not isinstance(cell.value, str)}
    said = {
        "attendance": _said_of_attendance,
        "tasks": _said_of_tasks,
        "teams": _said_of_teams,
        "recruitment": _said_of_recruitment,
    }[name](values)
    return (*said, statement(f"not_{name}", f"participation.not.{name}", group="may_not_say"))


def _say(name: str, message: str, keys: dict[str, str], values: dict[str, float]) -> Statement:
    """The sentence where its every number is defined, else that there is nothing to say it from."""
    if any(isnan(values[key]) for key in keys.values()):
        return statement(name, f"participation.no_data.{name}", group="may_say")
    return statement(name, f"participation.{message}", keys, group="may_say")


def _said_of_attendance(values: dict[str, float]) -> tuple[Statement, ...]:
    present = keys_of("attendance", (), "present", "present_count", "present_n", "per_team")
    company = keys_of("attendance", (), "represented", "represented_count", "managed", "managed_count")
    silent = cell_key("attendance", "unreported")
    word = "some" if values[silent] else "none"
    return (
        _say("present", "present", present, values),
        _say("company", "company", company | {"present_count": present["present_count"]}, values),
        statement("unreported", f"participation.unreported.{word}", {"unreported": silent}, group="caveats"),
        statement(
            "repeated", "participation.repeated", {"level": cell_key("level", "level")}, group="caveats"
        ),
    )


def _said_of_tasks(values: dict[str, float]) -> tuple[Statement, ...]:
    keys = _of_tasks()
    keys = {
        name: keys[name]
        for name in ("done", "done_count", "done_n", "at_least", "at_most", "tasks", "silent")
    }
    word = "narrow" if values[keys["silent"]] == 0 else "bounds"
    return (
        _say("tasks", f"tasks.{word}", keys, values),
        statement("partly", "participation.partly", group="caveats"),
    )


def _said_of_teams(values: dict[str, float]) -> tuple[Statement, ...]:
    names = ("recruited", "recruited_count", "recruited_n")
    paid = ("compensated", "compensated_count", "compensated_n")
    return (
        _say("recommendation", "recommendation", _of_all(), values),
        _say(
            "representatives",
            "representatives",
            keys_of("representatives", (), *names),
            values,
        ),
        _say("compensated", "compensated", keys_of("representatives", (), *paid), values),
        *_main_obstacle(values),
        statement("fields", "participation.fields", group="caveats"),
    )


def _main_obstacle(values: dict[str, float]) -> tuple[Statement, ...]:
    """The obstacle most teams named; none where several were named equally often."""
    named = {
        one: cell_key("obstacles", "teams", (("obstacle", one),)) for one in obstacles() if one != "none"
    }
    counts = sorted((values[key] for key in named.values()), reverse=True)
    if not counts[0] or counts[0] == counts[1]:
        return ()
    most = next(one for one, key in named.items() if values[key] == counts[0])
    keys = {"teams": named[most], "every": cell_key("obstacles", "teams")}
    labels = {"obstacle": ("obstacle", most)}
    return (statement("obstacle", "participation.obstacle", keys, labels=labels, group="may_say"),)


def _said_of_recruitment(values: dict[str, float]) -> tuple[Statement, ...]:
    recruited = keys_of("applications", (), "recruited", "recruited_count", "recruited_n")
    since = {
        name: cell_key("waiting", "median", (("since", name),)) for name in ("application", "network_start")
    }
    networks = {"networks": cell_key("waiting", "n", (("since", "network_start"),))}
    return (
        _say("recruited", "recruited", recruited, values),
        _say("waited", "waited", {"application": since["application"]}, values),
        _say("prepared", "prepared", {"network_start": since["network_start"]} | networks, values),
    )
