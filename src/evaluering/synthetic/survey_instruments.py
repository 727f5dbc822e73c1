"""The two invented survey instruments: items, options and skip rules in three languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluering.synthetic.rows import Row

STAFF, USERS = "ansatte", "brukere"
TWO_IN_THREE = 2 / 3
"""The true share of users with large or very large benefit."""


@dataclass(frozen=True)
class Item:
    """An item: its wording in bokmål, nynorsk and English, and how it is answered.

    ``shares`` are the probabilities of the options or scale points; for a number item they are
    those of 0, 1, 2 ...; for a free-text item the one probability of an answer.
    """

    name: str
    kind: str
    texts: tuple[str, str, str]
    shares: dict[str, float]
    asked_if: tuple[str, str] | None = None


_SCALE = ("1", "2", "3", "4", "5")
_YES_NO = {"yes": ("Ja", "Ja", "Yes"), "no": ("Nei", "Nei", "No")}
OPTION_TEXTS: dict[str, tuple[str, str, str]] = {
    **_YES_NO,
    "nurse": ("Sykepleier", "Sjukepleiar", "Nurse"),
    "social_educator": ("Vernepleier", "Vernepleiar", "Social educator"),
    "public_health_nurse": ("Helsesykepleier", "Helsesjukepleiar", "Public health nurse"),
    "social_worker": ("Sosionom", "Sosionom", "Social worker"),
    "therapist": ("Ergo- eller fysioterapeut", "Ergo- eller fysioterapeut", "Therapist"),
    "other": ("Annet", "Anna", "Other"),
    "individual_plan": ("Individuell plan", "Individuell plan", "Individual plan"),
    "electronic_tool": ("Elektronisk verktøy", "Elektronisk verktøy", "Electronic tool"),
    "user_perspective": ("Brukerperspektiv", "Brukarperspektiv", "User perspective"),
}


def _scaled(*shares: float) -> dict[str, float]:
    return dict(zip(_SCALE, shares, strict=True))


INSTRUMENTS: dict[str, tuple[Item, ...]] = {
    STAFF: (
        Item(
            "profession",
            "single",
            ("Hvilken utdanning har du?", "Kva utdanning har du?", "What is your profession?"),
            {
                "nurse": 0.23,
                "social_educator": 0.18,
                "public_health_nurse": 0.13,
                "social_worker": 0.2,
                "therapist": 0.12,
                "other": 0.14,
            },
        ),
        Item(
            "knows",
            "likert",
            (
                "Hvor godt kjenner du arbeidet?",
                "Kor godt kjenner du arbeidet?",
                "How well do you know the work?",
            ),
            _scaled(0.07, 0.16, 0.27, 0.32, 0.18),
        ),
        Item(
            "competence",
            "single",
            (
                "Har du fått opplæring siste år?",
                "Har du fått opplæring siste år?",
                "Any training in the last year?",
            ),
            {"yes": 0.25, "no": 0.75},
        ),
        Item(
            "courses",
            "multiple",
            ("I hva?", "I kva?", "In what?"),
            {"individual_plan": 0.46, "electronic_tool": 0.45, "user_perspective": 0.45, "other": 0.2},
            ("competence", "yes"),
        ),
        Item(
            "years",
            "number",
            ("Hvor mange år i rollen?", "Kor mange år i rolla?", "How many years in the role?"),
            {
                "0": 0.1,
                "1": 0.18,
                "2": 0.17,
                "3": 0.13,
                "4": 0.08,
                "5": 0.12,
                "7": 0.05,
                "10": 0.1,
                "15": 0.05,
                "20": 0.02,
            },
        ),
        Item(
            "collaboration",
            "likert",
            ("Samarbeidet fungerer", "Samarbeidet fungerer", "Collaboration works"),
            _scaled(0.06, 0.17, 0.3, 0.34, 0.13),
        ),
        Item(
            "time",
            "likert",
            ("Jeg har tid nok", "Eg har tid nok", "I have enough time"),
            _scaled(0.22, 0.31, 0.25, 0.16, 0.06),
        ),
        Item("comment", "free_text", ("Noe mer?", "Noko meir?", "Anything else?"), {"text": 0.2}),
    ),
    USERS: (
        Item(
            "coordinator",
            "single",
            ("Har du koordinator?", "Har du koordinator?", "Do you have a coordinator?"),
            {"yes": 0.77, "no": 0.23},
        ),
        Item(
            "coordinator_helps",
            "likert",
            ("Koordinatoren hjelper", "Koordinatoren hjelper", "The coordinator helps"),
            _scaled(0.05, 0.09, 0.2, 0.38, 0.28),
            ("coordinator", "yes"),
        ),
        Item(
            "team",
            "single",
            ("Har du et team?", "Har du eit team?", "Do you have a team?"),
            {"yes": 0.72, "no": 0.28},
        ),
        Item(
            "plan",
            "single",
            ("Har du individuell plan?", "Har du individuell plan?", "Do you have an individual plan?"),
            {"yes": 0.69, "no": 0.31},
        ),
        Item(
            "benefit",
            "likert",
            ("Hvor stor nytte har du hatt?", "Kor stor nytte har du hatt?", "How large is the benefit?"),
            _scaled(0.06, 0.09, 1 - 0.15 - TWO_IN_THREE, 0.37, TWO_IN_THREE - 0.37),
        ),
        Item(
            "services",
            "number",
            ("Hvor mange tjenester?", "Kor mange tenester?", "How many services?"),
            {"1": 0.08, "2": 0.2, "3": 0.27, "4": 0.2, "5": 0.14, "6": 0.06, "8": 0.05},
        ),
        Item("comment", "free_text", ("Noe mer?", "Noko meir?", "Anything else?"), {"text": 0.25}),
    ),
}


def item_rows() -> Iterator[Row]:
    """Rows of ``survey_items``."""
    for instrument, items in INSTRUMENTS.items():
        for order, item in enumerate(items, 1):
            is_scale = item.kind == "likert"
            yield {
                "instrument": instrument,
                "item": item.name,
                "order": order,
                "kind": item.kind,
                **{f"text_{code}": text for code, text in zip(("nb", "nn", "en"), item.texts, strict=True)},
                "scale_low": 1 if is_scale else None,
                "scale_high": len(_SCALE) if is_scale else None,
                "asked_if_item": item.asked_if[0] if item.asked_if else None,
                "asked_if_answer": item.asked_if[1] if item.asked_if else None,
                "skip_rule": None,
            }


def option_rows() -> Iterator[Row]:
    """Rows of ``survey_options``."""
    for instrument, items in INSTRUMENTS.items():
        for item in (item for item in items if item.kind in ("single", "multiple")):
            for option in item.shares:
                texts = OPTION_TEXTS[option]
                yield {
                    "instrument": instrument,
                    "item": item.name,
                    "option": option,
                    **{f"text_{code}": text for code, text in zip(("nb", "nn", "en"), texts, strict=True)},
                }
