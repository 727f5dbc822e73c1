"""Finished files of the protected study read back by means of their own, and its persons counted anew."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from functional import protected_pages as pages
from functional.protected_release import DELIVERY
from functional.protected_study import NETWORKS, TRUSTS, WAYS
from functional.workspaces import contents, latest

QUARTERS = ("2023K1", "2023K2", "2023K3", "2023K4")
Where = Mapping[str, str]
FIXED = ("measure", "value", "unit", "status", "reason")


@dataclass(frozen=True)
class Line:
    """A line of a data file: its page, file and place, and what is told there (":" where it is hidden)."""

    report: str
    table: str
    at: tuple[tuple[str, str], ...]
    measure: str
    value: str
    unit: str

    @property
    def where(self) -> dict[str, str]:
        """Its place: that of the page and its own."""
        return {**pages.PAGES[self.report], **dict(self.at)}

    @property
    def is_hidden(self) -> bool:
        """Whether a mark stands for the number."""
        return self.value == ":"

    @property
    def number(self) -> float:
        """The number, where there is one."""
        return float(self.value)


class FinishedFiles:
    """The latest release of a workspace of the protected study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.release = latest(folder)
        self.files = contents(self.release)

    @cached_property
    def lines(self) -> list[Line]:
        """Every line of every data file."""
        return [line for name in sorted(self.files) if name.endswith(".csv") for line in self._lines(name)]

    def _lines(self, name: str) -> Iterator[Line]:
        report, _, file = name.split("/")
        for row in csv.DictReader(io.StringIO(self.files[name].decode())):
            at = tuple((key, value) for key, value in row.items() if key not in FIXED and value)
            given = (row["measure"], row["value"], row["unit"])
            yield Line(report.removesuffix("-nb"), file.removesuffix(".csv"), at, *given)

    def of(self, measure: str, unit: str = "", staff: bool = False) -> list[Line]:
        """The lines of a measure; ``n`` of users, or of staff."""
        is_staff = {"attrition", "classes", "bounds"}
        return [
            line
            for line in self.lines
            if line.measure == measure
            and (not unit or line.unit == unit)
            and (line.table in is_staff) == staff
        ]

    @property
    def pages(self) -> dict[str, str]:
        """The pages by report."""
        return {
            name.split("/")[0].removesuffix("-nb"): content.decode()
            for name, content in self.files.items()
            if name.endswith("/index.html")
        }

    @cached_property
    def users(self) -> pd.DataFrame:
        """The users as they were delivered, counted without the product's code."""
        delivered = self.folder / DELIVERY
        met = pd.read_csv(delivered / "conversations.csv", dtype=str).sort_values(["user", "conversation"])
        users = met.drop_duplicates("user").set_index("user")
        quarter = "2023K" + ((users["held"].str[5:7].astype(int) + 2) // 3).astype(str)
        back = users.index.isin(met.loc[met["conversation"] == "2", "user"])
        own = users["municipality"]
        places = {"network": own.map(NETWORKS), "hospital_trust": own.map(TRUSTS)}
        return users.assign(quarter=quarter, back=back, **places)

    def true(self, where: Where) -> pd.DataFrame:
        """The users at a place."""
        inside = np.ones(len(self.users), dtype=bool)
        for name, value in where.items():
            inside &= (self.users[name] == value).to_numpy()
        return self.users[inside]


class Reader:
    """Whoever adds and subtracts the numbers of users on all pages: by municipality, quarter and way.

    The reader knows which municipality is in which network and trust, that nobody is less than none, and that
    there is at least one person behind each of ``some`` lines.
    """

    def __init__(self, release: FinishedFiles, some: Iterable[Line] = ()) -> None:
        self.kinds = list(product(NETWORKS, QUARTERS, WAYS))
        self.lines = release.of("n")
        self.some = np.array([self.row(line.where) for line in some]).reshape(-1, len(self.kinds))
        told = [line for line in self.lines if not line.is_hidden]
        self.rows = np.array([self.row(line.where) for line in told])
        self.values = np.array([line.number for line in told])

    def row(self, where: Where) -> NDArray[np.float64]:
        """Which kinds of users are at a place."""
        return np.array([float(self._is_at(kind, where)) for kind in self.kinds])

    def _is_at(self, kind: tuple[str, str, str], where: Where) -> bool:
        municipality, quarter, way = kind
        own = {
            "municipality": municipality,
            "network": NETWORKS[municipality],
            "hospital_trust": TRUSTS[municipality],
            "quarter": quarter,
            "filled_in_by": way,
        }
        return all(own[name] == value for name, value in where.items())

    def ends(self, where: Where) -> tuple[float, float]:
        """The least and largest number there can be at a place, in whole persons."""
        row, found = self.row(where), []
        for sign in (1.0, -1.0):
            end = linprog(
                sign * row,
                A_ub=-self.some,
                b_ub=-np.ones(len(self.some)),
                A_eq=self.rows,
                b_eq=self.values,
                bounds=(0, None),
            )
            assert end.status == 0, end.message
            found.append(sign * end.fun)
        return float(np.ceil(found[0] - 1e-6)), float(np.floor(found[1] + 1e-6))

    def width(self, where: Where) -> float:
        """How far apart they are."""
        low, high = self.ends(where)
        return high - low
