"""Where a team's rows come from, for counting municipalities behind a number."""

import pandas as pd

from evaluering.analysis._present_number import present_number


def with_place(rows: pd.DataFrame, members: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Rows of teams with ``municipality``: the team's one, or the lowest number of several,
    as it is numbered today.

    Naming one for each team counts too few municipalities rather than too many.
    """
    home = members.groupby("team")["municipality"].min() if len(members) else pd.Series(dtype=object)
    return rows.assign(municipality=present_number(rows["team"].map(home).astype(object), changes))


def with_municipalities(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Every row once for each municipality of its team, for the counting of units and municipalities."""
    return rows.merge(members[["team", "municipality"]], on="team", how="left")
