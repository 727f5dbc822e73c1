"""The codebook of a workspace: Data Package, DDI and a page, from the declarations alone."""

from pathlib import Path

from evaluering.documents import data_package, ddi_codebook
from evaluering.presentation import codebook_page
from evaluering.tables import INSTRUMENT_GROUPS, INSTRUMENT_TABLES, Wordings
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace


def write_codebook(workspace: Workspace, language: Language | None = None) -> tuple[Path, ...]:
    """Write ``datapackage.json``, ``ddi.xml`` and ``index.html`` to ``codebook/``; the files written.

    ``language`` is that of the page; the study's own when left out. No file of data is read: what is
    written follows from the declarations and ``evaluering.toml``, and holds no row and no count.
    """
    configuration = workspace.configuration
    words = Wordings(language or configuration.language)
    contents = {
        "datapackage.json": data_package(configuration, INSTRUMENT_TABLES),
        "ddi.xml": ddi_codebook(configuration, INSTRUMENT_TABLES),
        "index.html": codebook_page(configuration.study, INSTRUMENT_GROUPS, words).encode("utf-8"),
    }
    workspace.codebook.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (workspace.codebook / name).write_bytes(content)
    return tuple(workspace.codebook / name for name in contents)
