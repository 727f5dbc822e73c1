"""The rules that need more than one row or table, and which of them a delivery lets run."""

from collections.abc import Collection
from dataclasses import dataclass

from evaluering.tables import TABLES
from evaluering.validation.rules import ALL_RULES, CrossTableRule

CROSS_TABLE_RULES: tuple[CrossTableRule, ...] = ALL_RULES
"""Every rule across rows and tables, in the order they are applied."""

__all__ = ["CROSS_TABLE_RULES", "CrossTableRule", "NotRun", "rules_not_run"]


@dataclass(frozen=True, order=True)
class NotRun:
    """A rule on a delivered table that could not run, for want of the tables it ``lacks``."""

    table: str
    rule: str
    lacks: tuple[str, ...]


def rules_not_run(present: Collection[str]) -> tuple[NotRun, ...]:
    """What could not be checked in the tables that are ``present``, references included."""
    rules = {
        NotRun(rule.table, rule.name, tuple(sorted(set(rule.needs) - set(present))))
        for rule in CROSS_TABLE_RULES
        if rule.table in present and not set(rule.needs) <= set(present)
    }
    references = {
        NotRun(name, "refers_to_nothing", (column.references,))
        for name in present
        for column in TABLES[name].columns
        if column.references and column.references not in present
    }
    return tuple(sorted(rules | references))
