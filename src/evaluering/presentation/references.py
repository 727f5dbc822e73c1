"""Cross-references: ``{table:name}`` in a message becomes the number of that table on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from evaluering.bibliography import Works, packaged_works
from evaluering.errors import ContractBroken
from evaluering.language import Catalogue

_SAID = {
    "table": "label.table_reference",
    "figure": "label.figure_reference",
    "section": "label.section_reference",
    "appendix": "label.appendix_reference",
}
"""How a reference is said, by its kind."""
_PREVIEWED = "–"
"""The number of a section while a notebook is looked at by hand: the page is not known."""


@dataclass(frozen=True)
class Numbered:
    """The numbered tables, or figures, of a page as the value of a gap ``{table:name}``.

    ``kind`` is ``table`` or ``figure``; ``names`` are those the page shows, in the order of their numbers.
    Raises ``ContractBroken`` for a name that is not among them: no page refers to what is not on it.
    """

    kind: str
    names: tuple[str, ...]
    words: Catalogue

    def number(self, name: str) -> int:
        """The number of a table or figure, from 1."""
        if name not in self.names:
            raise _dangling(self.kind, name, self.names)
        return self.names.index(name) + 1

    def __format__(self, name: str) -> str:
        return self.words.text(_SAID[self.kind], number=str(self.number(name)))

    def __html_format__(self, name: str) -> Markup:
        link = Markup('<a href="#{}-{}">{}</a>')
        return link.format(self.kind, self.number(name), format(self, name))


@dataclass(frozen=True)
class Placed:
    """The sections, or appendices, of a page as the value of a gap ``{section:name}``.

    ``ordinals`` are their numbers by name, None while no page is made. They are referred to in running text
    alone, where the reference leads there. Raises ``ContractBroken`` for a name that is not among them.
    """

    kind: str
    ordinals: Mapping[str, str] | None
    words: Catalogue

    def __format__(self, name: str) -> str:
        raise _misplaced(self.kind, name)

    def __html_format__(self, name: str) -> Markup:
        if self.ordinals is not None and not self.ordinals.get(name):
            raise _dangling(self.kind, name, tuple(self.ordinals))
        ordinal = _PREVIEWED if self.ordinals is None else self.ordinals[name]
        return Markup('<a href="#{}">{}</a>').format(name, self.words.text(_SAID[self.kind], number=ordinal))


@dataclass(frozen=True)
class Appearances:
    """What a page has cited and noted so far, in order of appearance: it grows while the page is written.

    ``given`` are the works that may be cited, by key, None for those of the package alone; ``background``
    those that the report's settings cite.
    """

    given: Works | None = None
    background: tuple[str, ...] = ()
    cited: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    @property
    def works(self) -> Works:
        """The works that may be cited, by key."""
        return packaged_works() if self.given is None else self.given

    def cite(self, key: str) -> int:
        """The number of a work, from 1. Raises ``ContractBroken`` for one that no file holds."""
        if key not in self.works:
            raise ContractBroken(
                f"a reference to the work {key}",
                expected="a work of the package, or of the file named by references in evaluering.toml",
                found="nothing of that key",
                next_step="mend the key, or add the work to the file",
            )
        return _number_in(self.cited, key)


@dataclass(frozen=True)
class Cited:
    """The works of a page as the value of a gap ``{cite:key}``: their numbers in order of appearance."""

    appearances: Appearances

    def __format__(self, key: str) -> str:
        return f"({self.appearances.cite(key)})"

    def __html_format__(self, key: str) -> Markup:
        return Markup('<a href="#reference-{}">{}</a>').format(self.appearances.cite(key), format(self, key))


@dataclass(frozen=True)
class Noted:
    """The footnotes of a page as the value of a gap ``{note:name}``, whose text is the message ``note.name``.

    Only running text has footnotes. Raises ``ContractBroken`` for a note without a text.
    """

    appearances: Appearances
    words: Catalogue

    def __format__(self, name: str) -> str:
        raise _misplaced("note", name)

    def __html_format__(self, name: str) -> Markup:
        if not self.words.has(f"note.{name}"):
            raise _dangling("note", name, ())
        is_first = name not in self.appearances.noted
        number = _number_in(self.appearances.noted, name)
        # What leads back from the note leads to where it is called for first.
        place = Markup(' id="noteref-{}"').format(number) if is_first else ""
        link = Markup(
            '<a class="noteref" href="#note-{}"{} role="doc-noteref" aria-describedby="notes">{}</a>'
        )
        return link.format(number, place, number)


def _number_in(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name) + 1


def _dangling(kind: str, name: str, names: tuple[str, ...]) -> ContractBroken:
    return ContractBroken(
        f"a reference to {kind} {name}",
        expected=f"one of the {kind}s of the page: {', '.join(names) or 'it has none'}",
        found="nothing of that name",
        next_step="mend the message, or promise and place it (contract in evaluering.toml)",
    )


def _misplaced(kind: str, name: str) -> ContractBroken:
    return ContractBroken(
        f"a reference to {kind} {name}",
        expected="one in running text, where it can lead to its place",
        found="one in a heading, a caption, an alternative text or the like",
        next_step="move it to a paragraph",
    )
