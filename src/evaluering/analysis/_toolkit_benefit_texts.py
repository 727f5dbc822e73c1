"""What is said of perceived benefit: which sentence follows from the numbers."""

from math import isnan

from evaluering.analysis.layouts import interval_of
from evaluering.results import Statement, cell_key, statement
from evaluering.statistics.before_after import MissingAtRandom

_CAVEATS = (
    "attrition",
    "regression",
    "thresholds",
    "scale",
    "coordinator",
    "clusters",
    "response_mean",
)


def benefit_statements(verdict: str, *, of_team: bool, known_mean: bool) -> tuple[Statement, ...]:
    """The sentences of the finding; in a team's report the form's own number is said first."""
    first, literal = _opening(), _said("literal", {"literal": _key("benefit", "literal"), **_n()})
    opening = (literal, *first) if of_team else (*first,)
    return (
        *opening,
        _mean(verdict),
        *(() if of_team else (literal,)),
        _said("directions", _directions()),
        _said("attrition", {name: _key("attrition", name) for name in _LOST}),
        _said(
            "bounds", {name: _key("estimates", "value", "estimate", name) for name in ("lowest", "highest")}
        ),
        _regression() if known_mean else _said("regression_unknown"),
        *_points(verdict),
    )


_LOST = ("followed", "baseline_paired", "baseline_lost")


def _opening() -> tuple[Statement, ...]:
    taking_part = {
        name: _key("participation", name) for name in ("users", "conversations", "started", "completed")
    }
    spread = ("median", "lower_quartile", "upper_quartile")
    return (
        _said("taking_part", taking_part),
        _said("spread", {name: _key("benefit", name) for name in spread}),
    )


def _mean(verdict: str) -> Statement:
    values = _n() | {"mean": _key("benefit", "mean")}
    values |= {name: _key("benefit", f"mean_{name}") for name in ("low", "high")}
    return statement("mean", f"toolkit_benefit.mean.{verdict}", values)


def _directions() -> dict[str, str]:
    return {
        name: _key("directions", "share", "direction", name) for name in ("improved", "unchanged", "worse")
    }


def _bounds() -> dict[str, str]:
    return {name: _key("estimates", "value", "estimate", name) for name in ("lowest", "highest")}


def _regression() -> Statement:
    return _said("regression", {name: _key("regression", name) for name in ("expected", "adjusted")})


def _points(verdict: str) -> tuple[Statement, ...]:
    return (
        statement("may_say", f"toolkit_benefit.may_say.{verdict}", _n(), group="may_say"),
        *(_said(f"may_not_say.{name}", group="may_not_say") for name in ("cause", "everybody", "threshold")),
        *(_said(f"caveat.{name}", group="caveats") for name in _CAVEATS),
        _said("caveat.few", {"few": _key("participation", "few")}, group="caveats"),
        _said("caveat.new_activities", {"with_new": _key("participation", "with_new")}, group="caveats"),
    )


def area_statements() -> tuple[Statement, ...]:
    """The sentences about areas of life."""
    return (
        _said("areas", {"started": _key("areas", "started")}),
        _said("areas_may_say", group="may_say"),
        _said("areas_may_not_say", group="may_not_say"),
        _said("caveat.areas", group="caveats"),
    )


def all_started_statements(found: MissingAtRandom) -> tuple[Statement, ...]:
    """The sentences about all who started, and how they differ from those who came back."""
    n = {"n": _key("all_started", "n"), "completed": _key("all_started", "completed")}
    values = n | {
        "change": _key("all_started", "change", "model", "linked"),
        "low": _key("all_started", "change_low", "model", "linked"),
        "high": _key("all_started", "change_high", "model", "linked"),
        "completers": _key("all_started", "completers"),
    }
    slope = {name: _key("all_started", name) for name in interval_of("slope")}
    given = "undefined" if isnan(found.change.low) else "given"
    return (
        statement("all_started", f"toolkit_benefit.all_started.{given}", values),
        statement("slope", f"toolkit_benefit.slope.{_slope(found)}", slope),
        statement("may_say", f"toolkit_benefit.all_may_say.{given}", group="may_say"),
        _said("all_may_not_say", group="may_not_say"),
        _said("caveat.missing_at_random", group="caveats"),
    )


def _slope(found: MissingAtRandom) -> str:
    if isnan(found.slope.low):
        return "undefined"
    if found.slope.high < 0:
        return "less"
    return "more" if found.slope.low > 0 else "unclear"


def _n() -> dict[str, str]:
    return {"n": _key("benefit", "n")}


def _said(name: str, values: dict[str, str] | None = None, *, group: str = "") -> Statement:
    return statement(name, f"toolkit_benefit.{name}", values, group=group)


def _key(table: str, measure: str, dimension: str = "", value: str = "") -> str:
    return cell_key(table, measure, ((dimension, value),) if dimension else ())
