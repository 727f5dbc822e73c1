"""The page that tells what changed since the release before: reports, and their numbers one by one."""

from dataclasses import dataclass

from markupsafe import Markup

from evaluering.language import Catalogue
from evaluering.presentation.site import Site, site_page


@dataclass(frozen=True)
class NamedReport:
    """A report as the page names it: its title, where it is ("" for nowhere), its language and its place."""

    title: str
    href: str
    language: str
    place: str = ""


@dataclass(frozen=True)
class ChangedReport:
    """A report with numbers that changed: those in tables, and sentences with others, in its own words."""

    report: NamedReport
    tables: Markup
    sentences: tuple[str, ...]
    words: Catalogue


@dataclass(frozen=True)
class Changes:
    """Every report by what became of it; ``since`` says since when, ``is_later`` that one came before."""

    since: str
    is_later: bool
    changed: tuple[ChangedReport, ...] = ()
    new: tuple[NamedReport, ...] = ()
    gone: tuple[NamedReport, ...] = ()
    unchanged: tuple[NamedReport, ...] = ()


def changes_page(changes: Changes, site: Site) -> str:
    """The page as HTML."""
    return site_page("changes.html.j2", site, changes=changes)
