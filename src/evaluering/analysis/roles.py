"""Roles that few hold, put together before anyone counts them: a role with one holder is a name."""

from collections.abc import Mapping, Sequence

import pandas as pd

FEWEST = 5
"""Holders of a role that is shown by itself: the floor of ``counts`` in disclosure control."""
OTHERS = "other"


def pooled_roles(holders: Mapping[str, int], declared: Sequence[str], fewest: int = FEWEST) -> frozenset[str]:
    """The declared roles that are counted together as ``other``.

    ``holders``: different persons by role. Every role with fewer than ``fewest`` holders, none included.
    When those are fewer than ``fewest`` together, or so many that each of them must have some holder (they
    are known to have fewer than ``fewest``), the last declared of the others joins them, however many hold
    it: chosen by size it would itself give a bound.
    """
    few = [role for role in declared if holders.get(role, 0) < fewest]
    others = [role for role in declared if role not in few]
    together = sum(holders.get(role, 0) for role in few)
    is_safe = fewest <= together <= (len(few) - 1) * (fewest - 1)
    return frozenset(few if is_safe or not few else [*few, *others[-1:]])


def with_pooled_roles(rows: pd.DataFrame, unit: str, declared: Sequence[str]) -> pd.DataFrame:
    """``rows`` (columns ``role`` and ``unit``) with the roles of few renamed to ``other``."""
    holders = rows.groupby("role")[unit].nunique()
    few = pooled_roles({str(role): int(count) for role, count in holders.items()}, declared)
    return rows.assign(role=rows["role"].where(~rows["role"].isin(few), OTHERS))


def in_declared_order(present: Sequence[str], declared: Sequence[str]) -> list[str]:
    """The roles there are, as the table declares them, ``other`` last: an order that tells no number."""
    return [*(role for role in declared if role in present and role != OTHERS), *{OTHERS} & set(present)]
