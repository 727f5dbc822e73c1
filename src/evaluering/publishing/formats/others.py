"""The formats beside the page: which file each is, whether it can be made here, and making it."""

from collections.abc import Callable, Collection

from evaluering.publishing.formats.docx import render_docx
from evaluering.publishing.formats.pandoc import check_docx
from evaluering.publishing.formats.pdf import check_pdf, render_pdf
from evaluering.vocabulary import Format

_CHECKS: dict[Format, Callable[[], None]] = {Format.PDF: check_pdf, Format.DOCX: check_docx}
_RENDERERS: dict[Format, Callable[[bytes, str], bytes]] = {Format.PDF: render_pdf, Format.DOCX: render_docx}


def check_formats(formats: Collection[Format]) -> None:
    """Raise ``EnvironmentProblem`` naming what is lacking when one of ``formats`` cannot be made here."""
    for one, check in _CHECKS.items():
        if one in formats:
            check()


def other_formats(page: bytes, report_id: str, formats: Collection[Format]) -> dict[str, bytes]:
    """The files beside a finished page, by name."""
    return {
        f"report.{one.value}": render(page, report_id) for one, render in _RENDERERS.items() if one in formats
    }
