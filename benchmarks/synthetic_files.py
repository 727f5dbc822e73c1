"""Two large synthetic deliveries: survey answers and coded points of care pathways.

Nothing here comes from anybody: every value is drawn from a seeded generator. Rows are written as
they are made, so that ten million of them need no memory.
"""

import base64
import csv
import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SEED = 1
POINTS = ("start", "assessment_start", "clinical_decision", "treatment_start", "evaluation", "end")
ROLES = ("coordinator", "leader", "team_member", "user", "relative")
WORDS = ("møtet", "var", "nyttig", "for", "oss", "som", "team", "vi", "fikk", "tid", "til", "målet", "og")
BATCH = 100_000
Row = tuple[str, ...]

EPISODES = ("episode", "hospital_trust", "care_pathway", "point", "coded")
ANSWERS = ("instrument", "wave", "respondent", "role", "municipality", "item", "answer", "number", "text")


def _pseudonym(number: int) -> str:
    # As long as those `evaluering pseudonymise` makes.
    digest = hashlib.blake2b(number.to_bytes(8, "big"), digest_size=13).digest()
    return "p" + base64.b32encode(digest).decode("ascii").lower()[:20]


def episodes() -> Iterator[Row]:
    """Coded points without end: six to a care pathway, in the order they were coded."""
    draw = random.Random(SEED)
    first = date(2019, 1, 1)
    number = 0
    while True:
        number += 1
        episode = _pseudonym(number)
        trust, pathway = f"syntetisk-hf-{draw.randrange(20):02}", f"forlop-{draw.randrange(7)}"
        day = first + timedelta(days=draw.randrange(1800))
        for point in POINTS:
            yield episode, trust, pathway, point, day.isoformat()
            day += timedelta(days=draw.randrange(40))


def answers() -> Iterator[Row]:
    """Survey answers without end: forty items a respondent, one in forty answered in own words."""
    draw = random.Random(SEED)
    number = 0
    while True:
        number += 1
        respondent, role = _pseudonym(number), draw.choice(ROLES)
        municipality = f"syntetisk-{draw.randrange(30):02}"
        for item in range(1, 40):
            yield "puls", "1", respondent, role, municipality, f"q{item:02}", str(draw.randint(1, 5)), "", ""
        text = " ".join(draw.choices(WORDS, k=draw.randint(3, 30)))
        yield "puls", "1", respondent, role, municipality, "q40", "text", "", text


def write_csv(file: Path, header: Row, rows: Iterator[Row]) -> None:
    """Rows as comma-separated UTF-8 text."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_parquet(file: Path, header: Row, rows: Iterator[Row]) -> None:
    """Rows as a Parquet file of text columns."""
    schema = pa.schema([(name, pa.string()) for name in header])
    with pq.ParquetWriter(file, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            columns = [pa.array(column) for column in zip(*batch, strict=True)]
            writer.write_table(pa.table(columns, schema=schema))


TABLES: dict[str, tuple[Row, Callable[[], Iterator[Row]]]] = {
    "care_pathway_episodes": (EPISODES, episodes),
    "survey_answers": (ANSWERS, answers),
}
"""Header and rows of each table."""


def write(file: Path, table: str, rows: int) -> None:
    """``rows`` synthetic rows of ``table``, as the ending of ``file`` says."""
    header, made = TABLES[table]
    kind = write_parquet if file.suffix == ".parquet" else write_csv
    kind(file, header, islice(made(), rows))
