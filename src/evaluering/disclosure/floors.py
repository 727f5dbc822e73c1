"""The rules a workspace asks for, held against the floors that it may only tighten.

The floors are a project choice: stricter than official statistics' 3, in line with the 5 usual in
research, with what is usual elsewhere for numbers behind means, quantiles and models.
"""

from collections.abc import Iterator
from dataclasses import fields
from math import isfinite
from typing import Any

from evaluering.disclosure.rules import PROTECTED, Rules
from evaluering.errors import InputRefused
from evaluering.results import Exemption
from evaluering.settings import DisclosureExemption, DisclosureRules

_AT_MOST = frozenset({"dominance", "weak_points"})
"""Thresholds that are stricter the lower they are; the others the higher."""
HARMLESS = ("harmless_zeros", "harmless_wholes")
FLOORS: dict[str, int | float] = {
    field.name: field.default for field in fields(Rules) if isinstance(field.default, int | float)
}
"""Every threshold by name, with the loosest value it may have without an exemption."""


def rules_of(settings: DisclosureRules) -> Rules:
    """The rule set of ``[disclosure]`` in evaluering.toml.

    Raises ``InputRefused`` naming every setting that is no threshold, is out of range or is looser than
    its floor without an exemption, the floor, and what was found; also for an exemption that loosens
    nothing or is given twice, and for thresholds beside rules that use none.
    """
    faults = list(_faults(settings))
    if faults:
        raise InputRefused(
            "evaluering.toml, disclosure",
            expected="thresholds no looser than their floors, or an exemption for each that is",
            found="; ".join(faults),
            next_step="tighten them, or write a [[disclosure.exemption]] with rule, value, reason,"
            " approved_by and dated",
        )
    exempted = tuple(sorted((_exemption(one) for one in settings.exemption), key=lambda one: one.rule))
    chosen = settings.thresholds | {one.rule: one.value for one in exempted}
    values: dict[str, Any] = {name: _typed(name, value) for name, value in chosen.items()}
    values |= {name: tuple(sorted(set(getattr(settings, name)))) for name in (*HARMLESS, "sheets")}
    return Rules(settings.rules, **values, exemptions=exempted)


def thresholds(rules: Rules) -> tuple[tuple[str, float], ...]:
    """The thresholds of a rule set by name, as a release tells them."""
    return tuple((name, getattr(rules, name)) for name in FLOORS)


def _exemption(given: DisclosureExemption) -> Exemption:
    value = _typed(given.rule, given.value)
    return Exemption(given.rule, value, given.reason, given.approved_by, given.dated)


def _typed(name: str, value: float) -> int | float:
    return int(value) if isinstance(FLOORS[name], int) else float(value)


def _faults(settings: DisclosureRules) -> Iterator[str]:
    exempted = [one.rule for one in settings.exemption]
    given = (settings.thresholds, exempted, *(getattr(settings, name) for name in HARMLESS))
    if settings.rules != PROTECTED and any(given):
        other = f"thresholds, exemptions, {' or '.join(HARMLESS)}"
        yield f"{other} beside rules = '{settings.rules}', which uses none"
    for name, value in settings.thresholds.items():
        yield from _range_faults(f"thresholds.{name}", name, value)
        if name in FLOORS and _is_looser(name, value):
            yield f"thresholds.{name}: the floor is {_floor(name)}, found {value:g}"
        if name in exempted:
            yield f"thresholds.{name}: set both here and by an exemption"
    for one in settings.exemption:
        yield from _range_faults(f"exemption.{one.rule}", one.rule, one.value)
        if one.rule in FLOORS and not _is_looser(one.rule, one.value):
            yield f"exemption.{one.rule}: {one.value:g} is no looser than the floor, {_floor(one.rule)}"
    for name in sorted({name for name in exempted if exempted.count(name) > 1}):
        yield f"exemption.{name}: given more than once"


def _range_faults(where: str, name: str, value: float) -> Iterator[str]:
    if name not in FLOORS:
        yield f"{where}: no such threshold; there are {', '.join(FLOORS)}"
        return
    whole = isinstance(FLOORS[name], int)
    if not isfinite(value) or value <= 0 or (value != int(value) if whole else value > 1):
        yield f"{where}: {'a whole number from 1' if whole else 'a share above 0, at most 1'} is wanted"


def _is_looser(name: str, value: float) -> bool:
    return value > FLOORS[name] if name in _AT_MOST else not value >= FLOORS[name]


def _floor(name: str) -> str:
    return f"{'at most' if name in _AT_MOST else 'at least'} {FLOORS[name]:g}"
