"""Codings of interviews: which study takes which approach, and segments as rows of coders' verdicts."""

from dataclasses import dataclass, replace

import pandas as pd

from evaluering.analysis.reader import Reader
from evaluering.analysis.support import fingerprint
from evaluering.results import Coordinates, Support
from evaluering.vocabulary import Protects

CODEBOOK, REFLEXIVE = "codebook", "reflexive"
SEGMENT = ["interview", "segment"]


@dataclass(frozen=True)
class Theme:
    """A theme of a study, with its name and all its codings."""

    study: str
    id: str
    name: str
    codings: pd.DataFrame

    @property
    def at(self) -> Coordinates:
        """Where its cells stand."""
        return (("study", self.study), ("theme", self.id))

    def by_coder(self) -> pd.DataFrame:
        """Segments x coders: 1 where the coder found the theme, 0 where not, NaN where not coded."""
        found = self.codings.assign(found=(self.codings["present"] == "yes").astype(float))
        scores = found.set_index([*SEGMENT, "coder"])["found"].unstack("coder")
        return (
            scores if len(scores.columns) else pd.DataFrame(index=scores.index, columns=["none"], dtype=float)
        )


@dataclass(frozen=True)
class Coding:
    """The themes of one approach, the codings of their studies, and codings of no known theme."""

    themes: tuple[Theme, ...]
    codings: pd.DataFrame
    unknown: pd.DataFrame

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies with a theme of this approach."""
        return tuple(sorted({theme.study for theme in self.themes}))


def coding(reader: Reader, approach: str) -> Coding:
    """The themes of an approach and their codings, by the codebook of each study.

    A study that mixes approaches has each theme under its own. Codings of a theme that no list of codes
    holds belong to no approach; they are left out and counted.
    """
    codes, codings = reader.table("interview_codes"), reader.table("interview_segments")
    own = codes[codes["approach"] == approach].sort_values(["study", "theme"])
    known = codings.merge(codes[["study", "theme", "approach"]], on=["study", "theme"], how="left")
    mine = known[known["approach"] == approach]
    themes = tuple(
        Theme(study, theme, name, mine[(mine["study"] == study) & (mine["theme"] == theme)])
        for study, theme, name in own[["study", "theme", "name"]].itertuples(index=False)
    )
    return Coding(themes, mine, known[known["approach"].isna()])


def of_interviews(rows: pd.DataFrame, marked: "pd.Series[bool] | None" = None) -> Support:
    """The interviews behind rows of codings; no municipality is recorded with an interview."""
    each = rows["study"] + "/" + rows["interview"]
    told = Support(Protects.PERSONS, int(each.nunique()), 0, units=fingerprint(each, "interview"))
    if marked is None:
        return told
    within = each[marked]
    return replace(told, counted=int(within.nunique()), within=fingerprint(within, "interview"))
