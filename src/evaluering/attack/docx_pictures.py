"""Figures drawn again from the page, to be laid beside the pictures of a Word document."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "resvg-py"
_INK, _PIXELS = "#1a1a1a", 2000
_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


class CannotDraw(Exception):
    """Pictures cannot be drawn again here as they were: not compared must not pass for looked at."""

    def __init__(self, needed: str, found: str) -> None:
        super().__init__(needed, found)
        self.needed, self.found = needed, found


def can_draw(drawn_with: str) -> None:
    """Raise ``CannotDraw`` unless resvg is here, in the version that pictures were ``drawn_with`` if told."""
    try:
        here = version(_PACKAGE)
    except PackageNotFoundError:
        here = ""
    if not here or (drawn_with and here != drawn_with):
        raise CannotDraw(f"{_PACKAGE} {drawn_with}".strip(), here)


def drawn_again(drawing: str) -> bytes:
    """A drawing of the page as PNG. Raises ``ValueError`` for one that cannot be drawn."""
    import resvg_py

    found = find_spec("matplotlib")
    fonts = Path((found.origin if found else None) or "matplotlib").parent / "mpl-data" / "fonts" / "ttf"
    made = resvg_py.svg_to_bytes(
        svg_string=drawing,
        width=_PIXELS,
        background="#ffffff",
        style_sheet=f"svg {{ color: {_INK} }}",
        skip_system_fonts=True,
        font_files=[str(fonts / name) for name in _FONTS],
        font_family="DejaVu Sans",
    )
    return bytes(made)
