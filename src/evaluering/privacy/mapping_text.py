"""What a delivery's mapping says of itself goes through the gate too: its constants become data."""

from collections.abc import Iterator

from evaluering.deliveries import DeliveredFile, Delivery
from evaluering.errors import Fault, InputRefused
from evaluering.privacy.identifiers import rule_broken
from evaluering.visible import is_unseen

_SHOWN = 50


def check_mapping(where: str, delivery: Delivery) -> None:
    """Refuse a mapping with identifiers or characters that cannot be seen, by file and setting.

    Raises ``InputRefused`` about ``where``; nothing of the texts is repeated.
    """
    hits = [
        f"file {number}, {setting}: {rule}"
        for number, file in enumerate(delivery.file, 1)
        for setting, text in _texts(file)
        if (rule := _rule(text))
    ]
    if hits:
        more = [f"and {len(hits) - _SHOWN} more"] if len(hits) > _SHOWN else []
        raise InputRefused(
            where,
            expected="a mapping without identifiers and characters that cannot be seen",
            found="; ".join([*hits[:_SHOWN], *more]),
            next_step="write the mapping without them",
        ).because(Fault(0, "", "faulty_mapping"))


def _rule(text: str) -> str:
    hides = not text.isprintable() and any(map(is_unseen, text))
    return "characters that cannot be seen" if hides else rule_broken(text, is_prose=True)


def _texts(file: DeliveredFile) -> Iterator[tuple[str, str]]:
    yield "name", file.name
    yield "sheet", file.sheet
    yield from (("columns", heading) for heading in file.columns)
    yield from (("ignore", heading) for heading in file.ignore)
    yield from (("constants", text) for text in file.constants.values())
    for answers in file.answers.values():
        yield from (("answers", text) for pair in answers.items() for text in pair)
