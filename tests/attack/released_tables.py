"""Synthetic releases of protected tables, as the attack is told of them. All numbers are invented."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from evaluering.attack.found import Found
from evaluering.attack.hidden_sums import check_hidden_sums
from evaluering.attack.known import Known, known_from

HIDDEN = None
Place = tuple[tuple[str, str], ...]
Cells = Mapping[tuple[Place, str], float | None]


def at(**place: object) -> Place:
    """A place in a table."""
    return tuple((name, str(value)) for name, value in place.items())


def finding(cells: Cells, protects: str = "persons", units: Mapping[str, str] | None = None) -> str:
    """A released finding with one table; a cell without a value is hidden."""
    units = units or {}
    places = list(dict.fromkeys(place for place, _ in cells))
    measures = list(dict.fromkeys(measure for _, measure in cells))
    columns = [{"header": measure, "measures": [measure], "at": []} for measure in measures]
    released = [
        {
            "table": "users",
            "at": place,
            "measure": measure,
            "value": value,
            "unit": units.get(measure, "count"),
            "status": "suppressed" if value is None else "released",
            "reason": "",
        }
        for (place, measure), value in cells.items()
    ]
    n = next(f"users/{measure}@" + ",".join(f"{a}={b}" for a, b in place) for place, measure in cells)
    table = {"id": "users", "cells": "users", "header": "x", "rows": places, "columns": columns}
    basis = {"protects": protects, "documents": [], "place": "", "accounts": []}
    given: dict[str, Any] = {"id": "users", "n": n, "cells": released, "basis": [basis]}
    return json.dumps({**given, "tables": [table], "figures": [], "statements": []})


def release(reports: Mapping[str, tuple[Mapping[str, object], str]], **more: object) -> Known:
    """A release of reports, each with its parameters and its finding."""
    return known_from(
        {
            "reports": {
                name: {
                    "question": "users",
                    "language": "nb",
                    "parameters": dict(parameters),
                    "findings": [content],
                }
                for name, (parameters, content) in reports.items()
            },
            "messages": {"nb": {}},
            "study": [],
            "questions": ["users"],
            "styles": [],
            **more,
        }
    )


def told(cells: Cells, **more: object) -> Sequence[Found]:
    """What the attack finds in the sums of one report."""
    return sorted(check_hidden_sums(release({"r": ({}, finding(cells))}, **more), 5.0))


def count(value: float | None, **place: object) -> dict[tuple[Place, str], float | None]:
    """One count."""
    return {(at(**place), "users"): value}
