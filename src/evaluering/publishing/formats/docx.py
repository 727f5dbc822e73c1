"""A report as a Word document, made by pandoc from its finished page alone."""

from xml.etree import ElementTree as ET

from evaluering.publishing.formats.docx_document import mend_document
from evaluering.publishing.formats.docx_html import html_for_pandoc
from evaluering.publishing.formats.docx_parts import fixed_parts, packed, parts_beside, told_parts
from evaluering.publishing.formats.pandoc import BODY, LEADS, LISTS, check_docx, convert
from evaluering.publishing.formats.pictures import pictures_of


def render_docx(page: bytes, report_id: str) -> bytes:
    """The page as a Word document: A4, in the page's language, figures as PNG, no date and no name of a user.

    ``page`` is the finished HTML page of ``report_id``. Links to files beside the page are left out, for a
    document is passed on alone. Raises ``ContractBroken`` for a figure without title or description,
    ``OwnFault`` for a page that holds what the format does not know or that pandoc has something to say of,
    ``EnvironmentProblem`` when pandoc or resvg is lacking.
    Source: ECMA-376-1:2016; python-docx and LibreOffice read the result in the tests.
    """
    check_docx()
    text = page.decode("utf-8")
    root, pictures = _parsed(text), pictures_of(text)
    made = convert(html_for_pandoc(root, report_id, pictures), report_id)
    body, places = mend_document(made[BODY], made[LISTS], pictures)
    targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(made[LEADS])}  # noqa: S314 - pandoc's own
    return packed(
        {
            BODY: body,
            **fixed_parts(root.get("lang", "")),
            **told_parts(root),
            **parts_beside([targets[place] for place in places], pictures),
        }
    )


def _parsed(page: str) -> ET.Element:
    # WeasyPrint's own parser, which needs no library of the system.
    import tinyhtml5

    root: ET.Element = tinyhtml5.parse(page, namespace_html_elements=False)
    return root
