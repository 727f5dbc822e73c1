"""Protected cells in a few words, and what the primary rules say of them."""

from collections.abc import Mapping
from typing import Any

from builders import basis

from evaluering.disclosure import Judged, Ledger, Rules, primarily, solve
from evaluering.results import Basis, Cell, Finding, Released, Support
from evaluering.vocabulary import Audience, Protects, Quantity, Suppression, Unit

PROTECTED = Rules("protected")
NARROW = (basis("users", Protects.PERSONS, audience=Audience.OWN_TEAM),)


def behind(n: int, counted: int | None = None, /, **more: Any) -> Support:
    """Persons from ten municipalities, unless told otherwise."""
    return Support(**{"protects": Protects.PERSONS, "municipalities": 10, "n": n, "counted": counted} | more)


def number(
    measure: str,
    value: object,
    kind: Quantity,
    support: Support | None,
    /,
    unit: Unit = Unit.NUMBER,
    **at: str,
) -> Cell:
    """A cell of the table ``t`` with its kind and support."""
    return Cell("t", tuple(at.items()), measure, value, unit, kind=kind, support=support)  # type: ignore[arg-type]


def count(value: object, support: Support | None = None, measure: str = "n", /, **at: str) -> Cell:
    """A count of units: of all of them unless ``support`` tells some apart."""
    told = behind(value) if support is None and isinstance(value, int) and value >= 0 else support
    return number(measure, value, Quantity.COUNT, told or behind(50), Unit.COUNT, **at)


def share(x: int, n: int, measure: str = "share", /, **at: str) -> Cell:
    """The share of x among n."""
    return number(measure, x / n, Quantity.SHARE, behind(n, x), Unit.SHARE, **at)


def found(
    *cells: Cell, bases: tuple[Basis, ...] = NARROW, name: str = "f", variant: str = "", **more: Any
) -> Finding:
    """A finding on a protected table."""
    return Finding(name, "question", bases, cells[0].key if cells else "", cells, variant=variant, **more)


def judged(*findings: Finding, rules: Rules = PROTECTED) -> Judged:
    """Findings after the primary rules."""
    return primarily(findings, rules)


def reasons(*cells: Cell, rules: Rules = PROTECTED, **more: Any) -> dict[str, Suppression | None]:
    """Why each cell of one finding is hidden, by measure and coordinates; None where it is shown."""
    (one,) = judged(found(*cells, **more), rules=rules)
    return {cell.cell.key.removeprefix("t/").removesuffix("@"): cell.reason for cell in one.cells}


def reason(cell: Cell, rules: Rules = PROTECTED, **more: Any) -> Suppression | None:
    """Why one cell alone is hidden; None where it is shown."""
    return next(iter(reasons(cell, rules=rules, **more).values()))


def release(*findings: Finding, rules: Rules = PROTECTED) -> Released:
    """Findings as they would leave if linked tables needed nothing more."""
    return solve(findings, rules, Ledger())


def values(released: Released) -> Mapping[str, object]:
    """The released values of a release of one finding, by measure and coordinates."""
    (one,) = released.findings
    return {cell.key.removeprefix("t/").removesuffix("@"): cell.value for cell in one.cells}
