"""What a page tells of disclosure control: the rules, exemptions from them, and how much is hidden.

Which rule hid what is never told: it would tell the small numbers from those hidden for their sake.
"""

from evaluering.language import Catalogue, show, show_day
from evaluering.presentation.elements import Page
from evaluering.results import Exemption
from evaluering.vocabulary import Suppression, Unit

_SHARES = frozenset({"dominance", "ratio", "weak_points"})
"""Thresholds that are shares; the others count."""
_PUBLISHED = "published"


def disclosure_note(page: Page) -> tuple[str, ...]:
    """Why the page's findings may be shown; where they were judged also how much is hidden and exemptions."""
    words = page.catalogue
    told = [
        words.text(f"disclosure.{reason}") for reason in dict.fromkeys(one.reason for one in page.findings)
    ]
    if not _was_judged(page):
        return tuple(told)
    rounding = words.text("disclosure.rounding", None, **_values(page))
    return (*told, rounding, *_loss(page), *(_exempted(one, words) for one in page.control.exemptions))


def reasons(page: Page) -> tuple[str, ...]:
    """Every reason a number may be hidden for under the release's rules; empty where nothing was judged."""
    if not _was_judged(page):
        return ()
    values = _values(page)
    return tuple(page.catalogue.text(f"suppression.{one}", None, **values) for one in Suppression)


def _was_judged(page: Page) -> bool:
    return any(finding.reason != _PUBLISHED for finding in page.findings)


def _values(page: Page) -> dict[str, str]:
    return {name: _shown(name, value, page.catalogue) for name, value in page.control.thresholds}


def _shown(name: str, value: float, words: Catalogue) -> str:
    if name not in _SHARES:
        return show(value, Unit.COUNT, words.language)
    return show(value, Unit.SHARE, words.language, None if (value * 100) % 1 else 0)


def _loss(page: Page) -> tuple[str, ...]:
    hidden = page.control.hidden
    if hidden is None:
        return ()
    words = page.catalogue
    return (words.text("disclosure.loss", hidden=show(hidden, Unit.SHARE, words.language, 0)),)


def _exempted(one: Exemption, words: Catalogue) -> str:
    return words.text(
        "disclosure.exemption",
        rule=words.text(f"threshold.{one.rule}"),
        value=_shown(one.rule, one.value, words),
        reason=one.reason,
        approved_by=one.approved_by,
        dated=show_day(one.dated, words.language),
    )
