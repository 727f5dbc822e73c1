"""What ``check`` says of data protection, deliveries that are kept too long, and the command ``forget``."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from evaluering.deliveries import overdue
from evaluering.erasure import Forgotten, forget_delivery, forget_person, refuse_unfinished
from evaluering.erasure.needle import make_needle
from evaluering.errors import InputRefused, WrongUse
from evaluering.intake import Intake
from evaluering.privacy import shown_name
from evaluering.privacy.pseudonyms import read_key
from evaluering.privacy.uniqueness import Uniqueness, compared_columns, uniqueness
from evaluering.publishing.release_lock import lock
from evaluering.workspace import Workspace


def protection_lines(intake: Intake, passed: Iterable[tuple[str, date]]) -> list[str]:
    """Deliveries that have ``passed`` their deletion date, and how many persons are alone."""
    lines = [
        f"deletion date passed: {shown_name(name)}, to be deleted by {day}"
        " (see: evaluering forget --delivery NAME)"
        for name, day in passed
    ]
    return lines + _uniqueness_lines(intake)


def refuse_overdue(workspace: Workspace, today: date) -> None:
    """Refuse to use deliveries past their deletion date, and data in the middle of an erasure.

    Raises ``InputRefused``, and ``EnvironmentProblem`` for an erasure that was interrupted.
    """
    refuse_unfinished(workspace)
    if passed := overdue(workspace, today):
        raise InputRefused(
            "data/raw/deliveries",
            expected="deliveries whose deletion date has not passed",
            found="; ".join(f"{shown_name(name)}: to be deleted by {day}" for name, day in passed),
            next_step="remove each with evaluering forget --delivery NAME,"
            " or write the date the controller now agrees to in its delivery.toml",
        )


def forget_lines(
    workspace: Workspace, identifier: str, delivery: str, key: Path | None, today: date, *, is_dry_run: bool
) -> list[str]:
    """Forget a person or a delivery, and tell what was changed. Raises ``WrongUse`` for both or neither."""
    if bool(identifier) == bool(delivery) or (delivery and key):
        raise WrongUse(
            "forget",
            expected="an identifier (with --key where it is from before pseudonyms), or --delivery NAME",
            found="both" if identifier else "neither" if not delivery else "a key for a whole delivery",
            next_step="see: evaluering forget --help",
        )
    with lock(workspace):
        if delivery:
            return _lines(forget_delivery(workspace, delivery, today, is_dry_run=is_dry_run), is_dry_run)
        needle = make_needle(identifier, read_key(key, workspace.root) if key else None)
        return _lines(forget_person(workspace, needle, today, is_dry_run=is_dry_run), is_dry_run)


def _lines(forgotten: Forgotten, is_dry_run: bool) -> list[str]:
    would = "would be " if is_dry_run else ""
    lines = [
        f"{would}removed: {one.file}" if one.rows is None else f"{one.file}: {one.rows} rows {would}removed"
        for one in forgotten.erasures
    ]
    lines += [f"{would}cleared: {forgotten.caches} cached files"] if forgotten.caches else []
    lines += [f"{name} has no rows left: take it out of the delivery" for name in forgotten.emptied]
    if not forgotten.is_complete:
        lines.append(
            "an identifier this short cannot be told from other text: only the cells of tables were looked at"
        )
    if not (forgotten.erasures or forgotten.caches):
        return [*lines, "not found: nothing changed"]
    return lines if is_dry_run else [*lines, "recorded in data/erasures.jsonl; next: evaluering process"]


def _uniqueness_lines(intake: Intake) -> list[str]:
    inhabitants = _inhabitants(intake)
    found = [
        one
        for parts in intake.tables.values()
        if compared_columns(parts.table)  # the rows of other tables need not be put together
        for one in uniqueness(parts.table, parts.frame, inhabitants)
    ]
    if not found:
        return []
    return ["persons alike in what others may know (for you alone, never for release):", *map(_line, found)]


def _inhabitants(intake: Intake) -> dict[str, int]:
    if "municipalities" not in intake.tables:
        return {}
    # A classification of municipalities says nothing of their inhabitants.
    frame = intake.tables["municipalities"].frame.dropna(subset="inhabitants")
    return dict(zip(frame["municipality"], frame["inhabitants"].astype(int), strict=True))


def _line(one: Uniqueness) -> str:
    place = f", municipalities of {one.size_class} inhabitants" if one.size_class else ""
    return (
        f"  {one.table} by {', '.join(one.columns)}{place}: {one.persons} persons in {one.groups} groups,"
        f" smallest {one.smallest}, {one.uniques} unique, {one.small} groups below 5"
    )
