"""What follows the sections of a page: its footnotes, the works it cites, and notes on its methods."""

from dataclasses import dataclass

from markupsafe import Markup

from evaluering.bibliography import Work, written
from evaluering.presentation.elements import Page
from evaluering.presentation.templating import render


@dataclass(frozen=True)
class Endings:
    """The footnotes, the notes on methods and the works of a page, in the order of their numbers.

    The last ``background`` works are cited by the settings of the report, not by its texts.
    """

    notes: tuple[Markup, ...]
    methods: tuple[Markup, ...]
    works: tuple[Work, ...]
    background: int = 0


def endings(page: Page) -> Endings:
    """What follows the sections of a page whose elements are rendered: only then is it known what they cite.

    Notes may cite works, and the works that the settings name come last.
    """
    appeared, words = page.appearances, page.catalogue
    # The list grows where a note calls for another.
    notes = tuple(words.markup(f"note.{name}", None, **page.references) for name in appeared.noted)
    methods = tuple(words.markup(f"method.{name}", None, **page.references) for name in page.methods)
    in_texts = len(appeared.cited)
    for key in appeared.background:
        appeared.cite(key)
    works = written(appeared.works, appeared.cited, words.language)
    return Endings(notes, methods, works, len(works) - in_texts)


def render_endings(page: Page, ends: Endings) -> Markup:
    """The footnotes and the list of references as HTML, each where the page has any."""
    return render("endings.html.j2", ends=ends, words=page.catalogue, language=page.catalogue.language.value)
