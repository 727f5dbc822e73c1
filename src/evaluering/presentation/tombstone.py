"""The page that stands where a withdrawn report was: what, when and why, and no number of it."""

from datetime import date

from evaluering.language import Catalogue, show_day
from evaluering.presentation.pages import style
from evaluering.presentation.site import Withdrawal
from evaluering.presentation.templating import render
from evaluering.vocabulary import Language


def tombstone_page(
    title: str, day: date, reason: str, study: tuple[str, str, Language], words: Catalogue
) -> str:
    """The page in place of a report. ``study``: the study's title, its institution, and their language."""
    sheet, policy = style()
    site, institution, study_language = study
    return render(
        "tombstone.html.j2",
        language=words.language.value,
        site=site,
        study_language=study_language.value,
        institution=institution,
        words=words,
        style=sheet,
        policy=policy,
        title=title,
        day=show_day(day, words.language),
        reason=reason,
    )


def listed_as_withdrawn(href: str, title: str, day: date, words: Catalogue) -> Withdrawal:
    """A withdrawn report on the front page."""
    when = words.text("withdrawn.when", day=show_day(day, words.language))
    return Withdrawal(href, title, when, words.language.value)
