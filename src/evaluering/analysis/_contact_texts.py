"""How inquiries and guidance are laid out, and what may be said of them."""

from collections.abc import Sequence
from math import isnan

from evaluering.analysis._contact_time import Rates
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
from evaluering.tables import TABLES
from evaluering.vocabulary import FigureKind

_ALL: tuple[Coordinates, ...] = ((),)


def inquiry_tables() -> tuple[TableLayout, ...]:
    """The rate with its intervals, teams that never asked, answers, topics and channels."""
    return (
        _table("rates", _plain("inquiries", "months"), _with_interval("rate", "exact", "by_team")),
        _table(
            "rate_sensitivity",
            _plain("dispersion", "dispersion_p"),
            _with_interval("by_municipality"),
            cells="rates",
        ),
        _table("never", _plain("never_count", "never_n"), _with_interval("never"), _expected()),
        _table("answers", _plain("inquiries", "answered"), _with_interval("median")),
        _by_kind("topic"),
        _by_kind("channel"),
    )


def guidance_tables() -> tuple[TableLayout, ...]:
    """Contacts planned and held, teams without any, and who asked among the guided."""
    rows: tuple[Coordinates, ...] = tuple((("guidance", name),) for name in ("guided", "not_guided"))
    asked = (*_plain("asked_count", "asked_n"), *_with_interval("asked"))
    return (
        _table(
            "guidance", _plain("planned", "held"), _with_interval("share_held"), _plain("rate_of_guidance")
        ),
        _table(
            "reached",
            (*_plain("guided_count"), *_with_interval("guided")),
            (*_plain("neither_count"), *_with_interval("neither")),
            cells="guidance",
        ),
        TableLayout("relation", "relation", "header.guidance", rows, asked),
    )


def _table(name: str, *columns: Sequence[Column], cells: str = "") -> TableLayout:
    flat = tuple(column for some in columns for column in some)
    return TableLayout(name, cells or name, "header.teams", _ALL, flat)


def _plain(*measures: str) -> tuple[Column, ...]:
    return tuple(Column(f"header.{name}", (name.removesuffix("_of_guidance"),)) for name in measures)


def _with_interval(*measures: str) -> tuple[Column, ...]:
    return tuple(estimate_column(f"header.{name}_interval", name) for name in measures)


def _expected() -> tuple[Column, ...]:
    return (
        Column("header.expected", ("expected",)),
        Column("header.expected_range", ("expected_low", "expected_high")),
    )


def _by_kind(kind: str) -> TableLayout:
    allowed = next(one.allowed for one in TABLES["inquiries"].columns if one.name == kind)
    rows: tuple[Coordinates, ...] = (*(((kind, value),) for value in allowed), ())
    columns = (
        Column("header.inquiries_asked", ("inquiries",)),
        Column("header.guidance_held", ("guidance",)),
    )
    return TableLayout(f"{kind}s", f"{kind}s", f"header.{kind}", rows, columns)


def rate_figure() -> FigureLayout:
    """The rate to speak of, with its interval."""
    column = estimate_column("header.rate_interval", "rate")
    data = TableLayout("inquiry_rate", "rates", "header.teams", _ALL, (column,))
    values = keys_of("rates", (), "rate", "rate_low", "rate_high")
    return FigureLayout(
        "inquiry_rate",
        FigureKind.DOT_INTERVAL,
        data,
        "axis.inquiries_per_team_month",
        alt=statement("inquiry_rate.alt", "inquiries_and_guidance.inquiry_rate.alt", values),
        key=statement("inquiry_rate.key", "inquiries_and_guidance.inquiry_rate.key", values),
    )


def of_inquiries(cells: Sequence[Cell], found: Rates | None, never: float) -> tuple[Statement, ...]:
    """What may be said of inquiries; the words depend on dispersion and on what chance gives."""
    values = _values(cells)
    rate = keys_of("rates", (), "inquiries", "teams", "months", "rate", "rate_low", "rate_high", "level")
    spread = keys_of("rates", (), "dispersion", "dispersion_p", "exact_low", "exact_high")
    quiet = keys_of(
        "never", (), "never", "never_count", "never_n", "expected", "expected_low", "expected_high"
    )
    return (
        _say(f"rate.{_rate_words(found)}", rate if found else {}),
        *((_say(f"spread.{_spread_words(found)}", _of_spread(found, spread)),) if found else ()),
        *((_say(f"never.{_never_words(values, never)}", quiet),) if values[quiet["never_n"]] > 1 else ()),
        _answers(values),
        statement("need_or_threshold", "inquiries_and_guidance.need_or_threshold", group="may_not_say"),
        statement("not_no_need", "inquiries_and_guidance.not_no_need", group="may_not_say"),
        statement(
            "exposure", "inquiries_and_guidance.exposure", keys_of("rates", (), "outside"), group="caveats"
        ),
        statement("chance", "inquiries_and_guidance.chance", group="caveats"),
    )


def _say(message: str, values: dict[str, str]) -> Statement:
    return statement(message.partition(".")[0], f"inquiries_and_guidance.{message}", values, group="may_say")


def _rate_words(found: Rates | None) -> str:
    if found is None:
        return "undefined"
    return "by_team" if found.uneven else "exact"


def _spread_words(found: Rates) -> str:
    if isnan(found.by_team.index):
        return "undefined"
    return "uneven" if found.uneven else "as_chance"


def _of_spread(found: Rates, values: dict[str, str]) -> dict[str, str]:
    return {} if isnan(found.by_team.index) else values


def _never_words(values: dict[str, float], never: float) -> str:
    if not values[cell_key("rates", "inquiries")]:
        return "nobody"
    if never > values[cell_key("never", "expected_high")]:
        return "more"
    return "fewer" if never < values[cell_key("never", "expected_low")] else "as_chance"


def _answers(values: dict[str, float]) -> Statement:
    name = "undefined" if isnan(values[cell_key("answers", "median")]) else "median"
    if not values[cell_key("answers", "inquiries")]:
        return _say("answers.none", {})
    keys = keys_of("answers", (), "inquiries", "answered", *(("median",) if name == "median" else ()))
    return _say(f"answers.{name}", keys)


def _values(cells: Sequence[Cell]) -> dict[str, float]:
    return {cell.key: float(cell.value) for cell in cells if not isinstance(cell.value, str)}


def of_guidance(cells: Sequence[Cell]) -> tuple[Statement, ...]:
    """What may be said of guidance, and that it is no cause of asking or of silence."""
    values = _values(cells)
    held = keys_of("guidance", (), "planned", "held", "share_held")
    neither = keys_of("guidance", (), "neither", "neither_count", "teams")
    asked = {name: cell_key("relation", "asked", (("guidance", name),)) for name in ("guided", "not_guided")}
    return (
        _say(
            "held.some" if values[held["planned"]] else "held.none", held if values[held["planned"]] else {}
        ),
        *((_say("neither", neither),) if values[neither["teams"]] else ()),
        statement("relation", f"inquiries_and_guidance.relation.{_lean(values)}", asked, group="may_say"),
        statement("not_cause", "inquiries_and_guidance.not_cause", group="may_not_say"),
    )


def _lean(values: dict[str, float]) -> str:
    """Whether guided teams asked more or less often, as far as the interval tells."""
    low, high = (values[cell_key("relation", f"difference_{end}")] for end in ("low", "high"))
    if isnan(low) or isnan(high):
        return "undefined"
    return "more" if low > 0 else "less" if high < 0 else "unclear"
