"""Finished releases of the invented protected study, built with ``evaluering build``."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from evaluering.analysis import ANALYSES
from evaluering.disclosure import Places
from evaluering.publishing import prepare, public_facts, rendering
from evaluering.publishing.places import places_of
from evaluering.publishing.session import MIME
from functional import protected_pages as pages
from functional.commands import Ran
from functional.protected_study import TRUSTS, Edition, deliver
from functional.workspaces import correct, here, work_here

DELIVERY = "data/raw/deliveries/oppdiktet"


@contextmanager
def own_pages(*, kernels: bool = False) -> Iterator[pytest.MonkeyPatch]:
    """The study's own small pages, and its trusts known.

    Without ``kernels`` notebooks are not run: what they would show is put in their place.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ANALYSES, pages.QUESTION, pages.ANALYSIS)
        work_here(patch, *(["compute"] if kernels else []))
        for module in (prepare, public_facts):
            patch.setattr(module, "places_of", lambda frames: with_trusts(places_of(frames)))
        if not kernels:
            patch.setattr(rendering, "execute", lambda *_: _shown())
        yield patch


def _shown() -> object:
    """A notebook as it is when it has run."""
    outputs = [
        nbformat.v4.new_output("display_data", {MIME: {"kind": kind, "id": name}})
        for kind, name in pages.PLACED
    ]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)])


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


def build(folder: Path, *, kernels: bool = False, day: str = "2026-03-04") -> Ran:
    """``evaluering build``."""
    with own_pages(kernels=kernels):
        return here(folder, "build", "--date", day)


def next_edition(folder: Path, edition: Edition) -> Ran:
    """Deliver an edition over the last one, tell readers, and build."""
    deliver(folder / DELIVERY, edition)
    for report in pages.PAGES:
        correct(folder, "2026-03-05", "Tallene bygger på flere svar.", report)
    return build(folder, day="2026-03-05")
