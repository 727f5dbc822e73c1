"""Finished releases of the invented protected study, built with ``evaluering build``."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from evaluering.analysis import ANALYSES
from evaluering.disclosure import Places
from evaluering.publishing import compute, prepare, render
from functional import protected_pages as pages
from functional.commands import Ran
from functional.protected_study import TRUSTS, Edition, deliver
from functional.workspaces import Inline, correct, here

DELIVERY = "data/raw/deliveries/oppdiktet"


@contextmanager
def own_pages() -> Iterator[pytest.MonkeyPatch]:
    """The study's own small pages, its trusts known, and all work done in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ANALYSES, pages.QUESTION, pages.ANALYSIS)
        patch.setattr(compute, "ProcessPoolExecutor", Inline)
        patch.setattr(render, "ProcessPoolExecutor", Inline)
        known = prepare.places_of
        patch.setattr(prepare, "places_of", lambda frames: with_trusts(known(frames)))
        yield patch


def with_trusts(places: Places) -> Places:
    """The places, and which municipalities each trust is made of: no delivered table says it."""
    trusts = sorted(set(TRUSTS.values()))
    within = {
        (("hospital_trust", trust),): [
            [(("municipality", one),) for one, of in sorted(TRUSTS.items()) if of == trust]
        ]
        for trust in trusts
    }
    return Places({**places.within, **within})


def new_workspace(folder: Path, asked: Mapping[str, dict[str, str]] = pages.PAGES) -> Path:
    """A workspace with the study's first edition and its pages, unbuilt."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "evaluering.toml").write_text(pages.settings(dict(asked)), encoding="utf-8")
    nbformat.write(pages.notebook(), folder / "notebooks" / f"{pages.QUESTION}.ipynb")
    deliver(folder / DELIVERY, Edition())
    return folder


def build(folder: Path) -> Ran:
    """``evaluering build``."""
    with own_pages():
        return here(folder, "build", "--date", "2026-03-04")


def next_edition(folder: Path, edition: Edition) -> Ran:
    """Deliver an edition over the last one, tell readers, and build."""
    deliver(folder / DELIVERY, edition)
    for report in pages.PAGES:
        correct(folder, "2026-03-05", "Tallene bygger på flere svar.", report)
    return build(folder)
