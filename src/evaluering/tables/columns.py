"""Short ways to declare columns; every declaration reads as one line."""

from evaluering.tables.declaration import Column, ColumnType
from evaluering.vocabulary import Voice


def key(
    name: str,
    description: str,
    *,
    of: str = "",
    may_be_empty: bool = False,
    quasi_identifier: bool = False,
) -> Column:
    """A pseudonymous identifier: letters, digits, hyphen, underscore. ``of`` names its table."""
    return Column(
        name,
        ColumnType.IDENTIFIER,
        description,
        may_be_empty=may_be_empty,
        references=of,
        quasi_identifier=quasi_identifier,
    )


def person(name: str, description: str) -> Column:
    """The pseudonymous identifier of the person a row is about."""
    return Column(name, ColumnType.IDENTIFIER, description, person=True)


def code(
    name: str, description: str, *allowed: str, may_be_empty: bool = False, quasi_identifier: bool = False
) -> Column:
    """One of a closed list of codes."""
    return Column(
        name,
        ColumnType.CODE,
        description,
        allowed=allowed,
        may_be_empty=may_be_empty,
        quasi_identifier=quasi_identifier,
    )


def yes_no(name: str, description: str, *, may_be_empty: bool = False) -> Column:
    """``yes`` or ``no``."""
    return code(name, description, "yes", "no", may_be_empty=may_be_empty)


def label(name: str, description: str, *, may_be_empty: bool = False) -> Column:
    """A short text that names a thing, not a person."""
    return Column(name, ColumnType.TEXT, description, may_be_empty=may_be_empty)


def free_text(
    name: str, description: str, *, voice: Voice = Voice.WITHHELD, may_be_empty: bool = True
) -> Column:
    """Text in somebody's own words: kept apart, and shown only as ``voice`` allows."""
    return Column(name, ColumnType.TEXT, description, may_be_empty=may_be_empty, free_text=True, voice=voice)


def whole(
    name: str,
    description: str,
    minimum: float,
    maximum: float | None = None,
    *,
    unit: str = "",
    may_be_empty: bool = False,
) -> Column:
    """A whole number within bounds, ends included."""
    return Column(
        name,
        ColumnType.WHOLE_NUMBER,
        description,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        may_be_empty=may_be_empty,
    )


def number(
    name: str,
    description: str,
    minimum: float | None = None,
    maximum: float | None = None,
    *,
    unit: str = "",
    may_be_empty: bool = False,
) -> Column:
    """A number within bounds, ends included."""
    return Column(
        name,
        ColumnType.NUMBER,
        description,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        may_be_empty=may_be_empty,
    )


def day(name: str, description: str, *, may_be_empty: bool = False) -> Column:
    """A date, ``YYYY-MM-DD``."""
    return Column(name, ColumnType.DATE, description, may_be_empty=may_be_empty)


def month(name: str, description: str) -> Column:
    """A month, ``YYYY-MM``."""
    return Column(name, ColumnType.MONTH, description)


def clock(name: str, description: str, *, may_be_empty: bool = False) -> Column:
    """A time of day, ``HH:MM``."""
    return Column(name, ColumnType.TIME_OF_DAY, description, may_be_empty=may_be_empty)
