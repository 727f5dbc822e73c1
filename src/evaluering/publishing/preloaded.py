"""What the process that children are forked from has at hand before it forks: modules, and what they make
of the package's own files. Nothing of a study is read here, and nothing is drawn.
"""

import nbformat

import evaluering.presentation.figures
import evaluering.publishing.rendering  # noqa: F401 - to be there
from evaluering.bibliography import packaged_works, written
from evaluering.language import available, catalogue
from evaluering.presentation.pages import style
from evaluering.presentation.templating import environment
from evaluering.publishing.page import exporter


def _make() -> None:
    for language in available():
        catalogue(language)
        written(packaged_works(), list(packaged_works())[:1], language)
    for template in environment().list_templates(extensions=["j2"]):
        environment().get_template(template)
    exporter()
    style()
    # Its schema is turned into code when the first notebook is checked.
    nbformat.validate(nbformat.v4.new_notebook())


_make()
