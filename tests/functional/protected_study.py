"""An invented protected study: users, staff and municipalities of one person and more, as a delivery.

Every row is made up from the numbers below, and the delivery says that it is synthetic. Trusts cross the
networks.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluering.tables import TABLES
from synthetic import Row, csv_text

CANARY = "KANARI-7f3a"
"""Stands in the free text of every user, and in the name of one."""
NETWORKS = {
    "9001": "network-01",
    "9002": "network-01",
    "9003": "network-01",
    "9004": "network-01",
    "9005": "network-01",
    "9006": "network-02",
    "9007": "network-02",
    "9008": "network-02",
    "9009": "network-02",
}
TRUSTS = {
    "9001": "trust-1",
    "9002": "trust-2",
    "9003": "trust-1",
    "9004": "trust-2",
    "9005": "trust-1",
    "9006": "trust-2",
    "9007": "trust-1",
    "9008": "trust-2",
    "9009": "trust-1",
}
USERS = {
    "9001": 64,
    "9002": 53,
    "9003": 41,
    "9004": 2,
    "9005": 1,
    "9006": 58,
    "9007": 47,
    "9008": 3,
    "9009": 11,
}
"""Users by municipality."""
STAFF = {**dict.fromkeys(USERS, 14), "9004": 2, "9005": 1, "9008": 3, "9009": 6}
"""Staff who answered, by municipality."""
INVITED = {**dict.fromkeys(USERS, 20), "9002": 14, "9004": 2, "9005": 5, "9008": 3, "9009": 9}
"""Members of each municipality's team; in 9002 all answered, and that of 9009 is small."""
NAMED = ("9001", "9002", "9009")
"""The municipalities with a page of their own: a large one, one whose users rose alike, and a small one."""
WAYS = ("user", "coordinator", "together")
_WEIGHTS = (5, 4, 3)
MONTHS = ("2023-02", "2023-05", "2023-08", "2023-11")
_HEAD = (
    'purpose = "quality_assurance"\nlegal_basis = "syntetisk"\ncontroller = "syntetisk"\n'
    "deletion_date = 2030-01-01\nsynthetic = true\n"
)


@dataclass(frozen=True)
class Edition:
    """How many users each municipality has when the study is delivered."""

    users: Mapping[str, int] = field(default_factory=lambda: USERS)

    def with_more(self, municipality: str, more: int) -> "Edition":
        """The study with so many users more there; the others are as they were."""
        return Edition({**self.users, municipality: self.users[municipality] + more})


def deliver(folder: Path, edition: Edition) -> None:
    """Write the study as one delivery, over what an earlier edition left."""
    folder.mkdir(parents=True, exist_ok=True)
    mapping = _HEAD
    for name, rows in _tables(edition).items():
        (folder / f"{name}.csv").write_text(csv_text(TABLES[name], *rows), encoding="utf-8")
        mapping += f'\n[[file]]\nname = "{name}.csv"\ntable = "{name}"\n'
    (folder / "delivery.toml").write_text(mapping, encoding="utf-8")


def _tables(edition: Edition) -> dict[str, list[Row]]:
    users = [(where, number) for where, n in edition.users.items() for number in range(n)]
    networks = sorted(set(NETWORKS.values()))
    return {
        "networks": [
            _row("networks", network=one, name="Oppdiktet", field="Oppdiktet", start="2023-01-10")
            for one in networks
        ],
        "municipalities": [_municipality(one) for one in NETWORKS],
        "hospital_trusts": [
            _row(
                "hospital_trusts",
                hospital_trust=one,
                name="Oppdiktet",
                region="Oppdiktet",
                valid_from="2020-01-01",
            )
            for one in sorted(set(TRUSTS.values()))
        ],
        "teams": [
            _row(
                "teams",
                team=f"team-{one}",
                network=network,
                cohort="1",
                kind="follow_up_team",
                started="2023-01-10",
            )
            for one, network in NETWORKS.items()
        ],
        "team_municipalities": [
            _row("team_municipalities", team=f"team-{one}", municipality=one) for one in NETWORKS
        ],
        "conversations": [row for who in users for row in _conversations(*who)],
        "activity_scores": [row for who in users for row in _scores(*who)],
        "resource_use": [row for one in NETWORKS for row in _hours(one)],
        **_survey(),
    }


def _row(table: str, **given: str) -> Row:
    return {column.name: given.get(column.name, "") for column in TABLES[table].delivered}


def _municipality(number: str) -> Row:
    return _row(
        "municipalities",
        municipality=number,
        name=f"Oppdiktet {number}",
        county="Oppdiktet",
        inhabitants="900",
        valid_from="2020-01-01",
    )


def _user(where: str, number: int) -> str:
    return f"{CANARY}-{where}-{number:03d}"


def _draw(*key: object) -> random.Random:
    return random.Random(" ".join(map(str, key)))


def _conversations(where: str, number: int) -> Iterator[Row]:
    draw = _draw("conversation", where, number)
    way, month = draw.choices(WAYS, _WEIGHTS)[0], draw.choice(MONTHS)
    for conversation in range(1, 2 + (draw.random() < 0.7)):
        yield _row(
            "conversations",
            user=_user(where, number),
            conversation=str(conversation),
            team=f"team-{where}",
            municipality=where,
            held=f"{month}-{10 * conversation:02d}",
            instrument_version="1",
            filled_in_by=way,
        )


def _scores(where: str, number: int) -> Iterator[Row]:
    draw = _draw("score", where, number)
    first = draw.randint(2, 6)
    rise = 2 if where == "9002" else draw.randint(-1, 4)
    for conversation in range(1, 1 + len(list(_conversations(where, number)))):
        yield _row(
            "activity_scores",
            user=_user(where, number),
            conversation=str(conversation),
            activity="1",
            area="housing",
            score=str(max(1, first + rise * (conversation - 1))),
            activity_text=f"{CANARY}-fritekst",
        )


def _hours(where: str) -> Iterator[Row]:
    """One municipality gives nearly all hours."""
    amount = "9200" if where == "9001" else "20"
    yield _row(
        "resource_use", team=f"team-{where}", month="2023-03", kind="hours", activity="travel", amount=amount
    )


def _survey() -> dict[str, list[Row]]:
    item = _row(
        "survey_items",
        instrument="staff",
        item="useful",
        order="1",
        kind="likert",
        text_nb="Nyttig?",
        scale_low="1",
        scale_high="5",
    )
    options = [
        _row("survey_options", instrument="staff", item="useful", option=str(one), text_nb=str(one))
        for one in range(1, 6)
    ]
    answers = [_answer(where, number) for where, n in STAFF.items() for number in range(n)]
    return {"survey_items": [item], "survey_options": options, "survey_answers": answers}


def _answer(where: str, number: int) -> Row:
    return _row(
        "survey_answers",
        instrument="staff",
        wave="2023",
        respondent=f"{CANARY}-r-{where}-{number:03d}",
        role="leader" if number == 0 and where == "9001" else "coordinator",
        municipality=where,
        item="useful",
        answer=str(_draw("staff", where, number).randint(1, 5)),
    )
