"""Cross-references: ``{table:name}`` in a message becomes the number of that table on the page."""

from dataclasses import dataclass

from markupsafe import Markup

from evaluering.errors import ContractBroken
from evaluering.language import Catalogue

_SAID = {"table": "label.table_reference", "figure": "label.figure_reference"}
"""How a reference is said, by its kind."""


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
            raise ContractBroken(
                f"a reference to {self.kind} {name}",
                expected=f"one of the {self.kind}s of the page: {', '.join(self.names) or 'it has none'}",
                found="nothing of that name",
                next_step="mend the message, or promise and place it (contract in evaluering.toml)",
            )
        return self.names.index(name) + 1

    def __format__(self, name: str) -> str:
        return self.words.text(_SAID[self.kind], number=str(self.number(name)))

    def __html_format__(self, name: str) -> Markup:
        link = Markup('<a href="#{}-{}">{}</a>')
        return link.format(self.kind, self.number(name), format(self, name))
