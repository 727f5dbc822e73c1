"""Tables, figures and prose from released results. Accepts ``Released`` only.

The codebook's page is the exception: it shows declarations and no result.
"""

from evaluering.presentation.codebook import codebook_page
from evaluering.presentation.data_files import data_files
from evaluering.presentation.elements import Element, Page, key_sentences, render_element
from evaluering.presentation.endings import Endings, endings, render_endings
from evaluering.presentation.front_matter import FrontMatter, render_front
from evaluering.presentation.internal_sheet import internal_page
from evaluering.presentation.pages import PageFrame, page_frame
from evaluering.presentation.problems import CheckedFile, Unchecked, problems_csv, problems_page
from evaluering.presentation.references import Appearances
from evaluering.presentation.site import accessibility_page

__all__ = [
    "Appearances",
    "CheckedFile",
    "Element",
    "Endings",
    "FrontMatter",
    "Page",
    "PageFrame",
    "Unchecked",
    "accessibility_page",
    "codebook_page",
    "data_files",
    "endings",
    "internal_page",
    "key_sentences",
    "page_frame",
    "problems_csv",
    "problems_page",
    "render_element",
    "render_endings",
    "render_front",
]
