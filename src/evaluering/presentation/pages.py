"""The frame around a report's elements, and the front page of a release."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from evaluering.language import Catalogue
from evaluering.presentation.elements import Page
from evaluering.presentation.templating import render
from evaluering.results import Account, Basis, ReleasedFinding


@dataclass(frozen=True)
class PageFrame:
    """What the page template needs besides the elements."""

    language: str
    title: str
    lead: str
    site: str
    institution: str
    words: Catalogue
    style: Markup
    policy: str
    sources: tuple[str, ...]
    accounts: tuple[Account, ...]
    disclosure: tuple[str, ...]


def page_frame(page: Page, site: str, institution: str) -> PageFrame:
    """The frame of a report page: title, lead, sources, row accounts and disclosure note."""
    style, policy = page_style()
    bases = _bases(page.findings)
    return PageFrame(
        language=page.catalogue.language.value,
        title=page.text("title"),
        lead=page.text("lead"),
        site=site,
        institution=institution,
        words=page.catalogue,
        style=style,
        policy=policy,
        sources=tuple(_sources(bases)),
        accounts=tuple(basis.account for basis in bases),
        disclosure=tuple(
            dict.fromkeys(page.catalogue.text(f"disclosure.{finding.reason}") for finding in page.findings)
        ),
    )


@dataclass(frozen=True)
class Listed:
    """A report on the front page."""

    href: str
    title: str
    lead: str


def index_page(listed: tuple[Listed, ...], site: str, institution: str, catalogue: Catalogue) -> str:
    """The front page of a release: every report with its question."""
    style, policy = page_style()
    return render(
        "index.html.j2",
        language=catalogue.language.value,
        site=site,
        institution=institution,
        words=catalogue,
        style=style,
        policy=policy,
        reports=listed,
    )


def _bases(findings: tuple[ReleasedFinding, ...]) -> list[Basis]:
    return list({basis.table: basis for finding in findings for basis in finding.basis}.values())


def _sources(bases: list[Basis]) -> list[str]:
    """Each document once, with the parts of it that were used."""
    places: dict[str, list[str]] = {}
    for basis in bases:
        for document in basis.documents:
            places.setdefault(document, []).append(basis.place)
    return [
        f"{document.removesuffix('.')} ({'; '.join(dict.fromkeys(used))})."
        for document, used in places.items()
    ]


@cache
def page_style() -> tuple[Markup, str]:
    """The style sheet, and the content security policy that allows it and nothing else."""
    css = (files("evaluering.presentation") / "templates" / "style.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return Markup(css), policy  # noqa: S704 - a file of this package
