"""The fonts a PDF is set in: those of the package and of the figures, and none of the system's."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from evaluering.errors import EnvironmentProblem

_VARIABLE = "FONTCONFIG_FILE"
_FIGURES = "DejaVuSans.ttf"


@contextmanager
def package_fonts() -> Iterator[None]:
    """Only the package's fonts are to be had: the system's would differ from machine to machine."""
    with tempfile.TemporaryDirectory(prefix="ev-fonts-") as work:
        settings = Path(work) / "fonts.conf"
        settings.write_text(_settings(Path(work)), encoding="utf-8")
        # For fontconfig alone; what a user has set for it is never read.
        os.putenv(_VARIABLE, str(settings))
        try:
            yield
        finally:
            os.unsetenv(_VARIABLE)


def font_files() -> tuple[Path, ...]:
    """Every font file, sorted. Raises ``EnvironmentProblem`` when matplotlib's is not where it was."""
    own = Path(str(files("evaluering.presentation") / "fonts"))
    return (*sorted(own.glob("*.ttf")), *figure_fonts())


def figure_fonts() -> tuple[Path, ...]:
    """The font files of figures. Raises ``EnvironmentProblem`` when matplotlib's are not where they were."""
    figures = _figures_folder() / _FIGURES
    if not figures.is_file():
        raise EnvironmentProblem(
            "fonts",
            expected="the font of figures, DejaVu Sans, as matplotlib ships it",
            found="no such file",
            next_step="install matplotlib as requirements.lock names it, or build with: --formats html",
        )
    return figures, figures.with_name("DejaVuSans-Bold.ttf")


@cache
def known_characters() -> frozenset[int]:
    """The code points that some font has a glyph for."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for file in font_files():
        with TTFont(file) as font:
            known |= set(font.getBestCmap())
    return frozenset(known)


def _figures_folder() -> Path:
    # Looked up, not imported: matplotlib takes long to import, and draws nothing here.
    found = find_spec("matplotlib")
    origin = found.origin if found else None
    return Path(origin or "matplotlib").parent / "mpl-data" / "fonts" / "ttf"


def _settings(work: Path) -> str:
    """Settings that name one folder, with links to the fonts in it."""
    (work / "fonts").mkdir()
    for file in font_files():
        (work / "fonts" / file.name).symlink_to(file)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(work / 'fonts'))}</dir><cachedir>{escape(str(work / 'cache'))}</cachedir>"
        "</fontconfig>"
    )
