"""The gate on everything about a file that is no cell: names, headings, properties, labels, notes."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from evaluering.errors import InputRefused
from evaluering.privacy.identifiers import rule_broken
from evaluering.settings_file import read_settings

_SHOWN = 20
"""Hits named in one message; the rest are counted."""
_WRITTEN_BY_PROGRAMS = ("web_address",)
"""Rules that do not hold for metadata: programs themselves write web addresses there."""
_MAPPING = "delivery.toml"


def metadata_rule(text: str) -> str:
    """The first rule a text outside the cells breaks, or "".

    Rules are those of cells, but for web addresses. An author's name alone breaks none: programs write
    it into every file, and nothing but cells is read on from here.
    """
    rule = rule_broken(text, is_prose=True)
    return "" if rule in _WRITTEN_BY_PROGRAMS else rule


def check_metadata(file: str, headings: Iterable[object], metadata: Iterable[tuple[str, str]]) -> None:
    """Refuse a file with identifiers in its headings or metadata (kind of place, text).

    Raises ``InputRefused`` naming the place and the rule, never the text.
    """
    texts = [(f"heading of column {number}", str(text)) for number, text in enumerate(headings, 1)]
    hits = [f"{place}: {rule}" for place, text in [*texts, *metadata] if (rule := metadata_rule(text))]
    _refuse(f"data/raw/{file}", list(dict.fromkeys(hits)), "outside the cells, too")


def check_names(deliveries: Path, folder: Path) -> None:
    """Refuse a delivery whose folder, files or mapping have identifiers in their names.

    The name is not repeated: it is told by its place among the sorted names. In ``delivery.toml`` the
    names of files, sheets and columns are looked at, for messages repeat those.
    """
    if rule := metadata_rule(folder.name):
        place = sorted(path.name for path in deliveries.iterdir()).index(folder.name) + 1
        _refuse("data/raw/deliveries", [f"number {place} in the order of names: {rule}"], "in names, too")
    hits = [
        f"number {number} in the order of names: {rule}"
        for number, path in enumerate(sorted(folder.rglob("*")), 1)
        if (rule := metadata_rule(path.relative_to(folder).as_posix()))
    ]
    hits += [
        f"{_MAPPING}, {place}: {rule}" for place, text in _mapped(folder) if (rule := metadata_rule(text))
    ]
    _refuse(f"data/raw/deliveries/{folder.name}", hits, "in names, too")


def shown_name(name: str) -> str:
    """A relative path to show, or what is wrong with it where it holds an identifier."""
    rule = metadata_rule(name)
    return f"a name that is not repeated ({rule})" if rule else name


def _mapped(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        files = read_settings(folder / _MAPPING, _MAPPING, "").get("file", [])
    except InputRefused:
        return  # a mapping that cannot be read is refused where it is loaded
    for number, file in enumerate(files if isinstance(files, list) else [], 1):
        if isinstance(file, dict):
            yield from ((f"file {number}", text) for text in _words(file))


def _words(value: object) -> Iterator[str]:
    """Every name and text in a part of the mapping."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        yield from (text for one in value.values() for text in _words(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _words(one))


def _refuse(where: str, hits: Collection[str], whereabouts: str) -> None:
    if hits:
        more = [f"and {len(hits) - _SHOWN} more"] if len(hits) > _SHOWN else []
        raise InputRefused(
            where,
            expected=f"no identity numbers, e-mail addresses, telephone numbers or names {whereabouts}",
            found="; ".join([*list(hits)[:_SHOWN], *more]),
            next_step="remove them where the file was made, and deliver it again",
        )
