"""The page that stands where a withdrawn report was: what, when and why, and no number of it."""

from datetime import date

from evaluering.language import Catalogue
from evaluering.language.days import show_day
from evaluering.presentation.pages import Listed, style
from evaluering.presentation.templating import render


def tombstone_page(title: str, day: date, reason: str, study: tuple[str, str], words: Catalogue) -> str:
    """The page in place of a report. ``study`` is the study's title and its institution."""
    sheet, policy = style()
    site, institution = study
    return render(
        "tombstone.html.j2",
        language=words.language.value,
        site=site,
        institution=institution,
        words=words,
        style=sheet,
        policy=policy,
        title=title,
        day=show_day(day, words.language),
        reason=reason,
    )


def listed_as_withdrawn(href: str, title: str, day: date, words: Catalogue) -> Listed:
    """A withdrawn report on the front page."""
    return Listed(href, title, words.text("withdrawn.when", day=show_day(day, words.language)))
