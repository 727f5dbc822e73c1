"""Tables, figures and prose from released results. Accepts ``Released`` only."""

from evaluering.presentation.data_files import data_files
from evaluering.presentation.elements import Element, Page, render_element
from evaluering.presentation.pages import PageFrame, index_page, page_frame

__all__ = ["Element", "Page", "PageFrame", "data_files", "index_page", "page_frame", "render_element"]
