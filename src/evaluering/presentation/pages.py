"""The frame around a report's elements."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from evaluering.language import Catalogue
from evaluering.presentation.disclosure_note import disclosure_note, reasons
from evaluering.presentation.elements import Page
from evaluering.presentation.front_matter import FrontMatter
from evaluering.publication import Publication
from evaluering.results import Account, Basis, ReleasedFinding
from evaluering.tables import TABLES
from evaluering.vocabulary import Language


@dataclass(frozen=True)
class Source:
    """A cited document with the parts of it that were used, and the document's language."""

    text: str
    language: str


@dataclass(frozen=True)
class PageFrame:
    """What the page template needs besides the elements.

    ``study_language`` is that of the study's title and institution, which every page of it names.
    """

    language: str
    title: str
    lead: str
    site: str
    institution: str
    words: Catalogue
    style: Markup
    policy: str
    study_language: str
    sources: tuple[Source, ...]
    accounts: tuple[Account, ...]
    strength: tuple[str, ...]
    disclosure: tuple[str, ...]
    hidden_because: tuple[str, ...]
    is_synthetic: bool
    has_protected: bool
    front: FrontMatter
    has_methods: bool = False

    @property
    def appendices(self) -> tuple[str, ...]:
        """The messages that name the page's appendices, in order."""
        methods = ("label.methods",) if self.has_methods else ()
        return (*methods, "label.accounts", "label.strength", "label.disclosure", "label.making")


def page_frame(
    page: Page,
    site: str,
    institution: str,
    study_language: Language | None = None,
    publication: Publication = Publication(),  # noqa: B008 - frozen
) -> PageFrame:
    """The frame of a report page: title, lead, sources, row accounts, disclosure note and front matter.

    ``study_language`` is that of the three others; the page's own when not given.
    """
    sheet, policy = style()
    bases = _bases(page.findings)
    spoken = (study_language or page.catalogue.language).value
    return PageFrame(
        language=page.catalogue.language.value,
        title=page.title,
        lead=page.text("lead"),
        site=site,
        institution=institution,
        words=page.catalogue,
        style=sheet,
        policy=policy,
        study_language=spoken,
        sources=tuple(_sources(bases)),
        accounts=tuple(account for basis in bases for account in basis.accounts),
        strength=_strength(page),
        disclosure=disclosure_note(page),
        hidden_because=reasons(page),
        is_synthetic=any(basis.synthetic for basis in bases),
        has_protected=any(basis.files for basis in bases),
        front=FrontMatter(page.title, institution, page.catalogue, spoken, publication),
        has_methods=bool(page.methods),
    )


def _strength(page: Page) -> tuple[str, ...]:
    """How strong a claim each finding's design carries, and whether it was planned before the data."""
    said = [
        message
        for finding in page.findings
        for message in (f"design.{finding.design}", f"standing.{finding.standing}")
    ]
    return tuple(page.catalogue.text(message) for message in dict.fromkeys(said))


def _bases(findings: tuple[ReleasedFinding, ...]) -> list[Basis]:
    return list({basis.table: basis for finding in findings for basis in finding.basis}.values())


def _sources(bases: list[Basis]) -> list[Source]:
    """Each document once, with the parts of it that were used, all as the document itself names them."""
    places: dict[str, list[str]] = {}
    for basis in bases:
        for document in basis.documents:
            places.setdefault(document, []).append(basis.place)
    return [
        Source(f"{document.removesuffix('.')} ({'; '.join(dict.fromkeys(used))}).", _language_of(document))
        for document, used in places.items()
    ]


def _language_of(citation: str) -> str:
    """The language of a declared document; of any other, that most of them are in."""
    known = {one.citation: one.language for table in TABLES.values() for one in table.documents}
    return known.get(citation, Language.BOKMAAL.value)


@cache
def style(*more: str) -> tuple[Markup, str]:
    """The style sheet and ``more`` sheets, and the content security policy that allows nothing else."""
    folder = files("evaluering.presentation") / "templates"
    css = "".join((folder / name).read_text(encoding="utf-8") for name in ("style.css", *more))
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return Markup(css), policy  # noqa: S704 - a file of this package
