"""The message catalogue: gettext files with stable ids instead of sentences as keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from evaluering.errors import OwnFault, WrongUse
from evaluering.language.cldr import plural_form
from evaluering.language.numbers import show
from evaluering.vocabulary import Language, Unit

_LOCALES = files("evaluering.language") / "locales"


def available() -> tuple[Language, ...]:
    """The languages that have a catalogue."""
    return tuple(language for language in Language if (_LOCALES / f"{language}.po").is_file())


@cache
def catalogue(language: Language) -> "Catalogue":
    """The catalogue of a language.

    Raises ``WrongUse`` when that language has none.
    """
    if language not in available():
        raise WrongUse(
            f"language {language.value}",
            expected=f"one of {', '.join(available())}",
            found="no message catalogue",
            next_step="choose one of these in evaluering.toml",
        )
    with (_LOCALES / f"{language}.po").open("rb") as stream:
        return Catalogue(language, read_po(stream, locale=language.value))


@dataclass(frozen=True)
class Catalogue:
    """Texts of one language by message id."""

    language: Language
    entries: Catalog

    def has(self, message: str) -> bool:
        """Whether the message is there and translated."""
        entry = self.entries.get(message)
        return entry is not None and bool(entry.string)

    def text(self, message: str, count: float | Decimal | None = None, **values: object) -> str:
        """The message with its placeholders filled.

        ``values`` are ready for reading (see ``numbers.show``); ``count`` chooses between
        singular and plural by the language's rule (see ``cldr.plural_form``).
        Raises ``OwnFault`` when the message or a value is lacking.
        """
        return self._complete(message, count, values).format(**values)

    def markup(self, message: str, count: float | Decimal | None = None, **values: object) -> Markup:
        """The message as HTML: everything escaped but values that are markup, or write themselves as such."""
        return escape(self._complete(message, count, values)).format(**values)

    def _complete(self, message: str, count: float | Decimal | None, values: Mapping[str, object]) -> str:
        template = self._template(message, count)
        wanted = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        if wanted - values.keys():
            raise _lacking(
                message, self.language, f"no value for {', '.join(sorted(wanted - values.keys()))}"
            )
        return template

    def forms(self) -> dict[str, tuple[str, ...]]:
        """Every message's forms by id: one, or singular and plural."""
        return {
            entry.id if isinstance(entry.id, str) else entry.id[0]: (entry.string,)
            if isinstance(entry.string, str)
            else tuple(entry.string)
            for entry in self.entries
            if entry.id and entry.string
        }

    def _template(self, message: str, count: float | Decimal | None) -> str:
        entry = self.entries.get(message)
        if entry is None or not entry.string:
            raise _lacking(message, self.language, "no such message")
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        chosen = 0 if count is None else plural_form(count, self.language)
        return forms[min(chosen, len(forms) - 1)]

    def whole(self, number: int) -> str:
        """A whole number as it is read."""
        return show(number, Unit.COUNT, self.language)

    def label(self, dimension: str, value: str) -> str:
        """The name of a dimension's value: its own message, else the dimension's pattern."""
        own = f"{dimension}.{value}"
        return self.text(own) if self.has(own) else self.text(dimension, value=value)


def _lacking(message: str, language: Language, found: str) -> OwnFault:
    return OwnFault(
        f"message {message} ({language.value})",
        expected="a complete message catalogue",
        found=found,
        next_step="add it to src/evaluering/language/locales",
    )
