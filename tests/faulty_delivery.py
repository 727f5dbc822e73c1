"""A made-up delivery of many tables and formats, and its twin with forty faults of forty kinds.

Everything is synthetic. ``KANARI`` stands in free text, in identifiers and beside every fault; it must
come out nowhere.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
from openpyxl import Workbook

from evaluering.tables import TABLES
from synthetic import delimited, row, write_mapping

CANARY = "KANARI-5c1e"
SECRET = f"syntetisk {CANARY}-fritekst"
IDENTITY_NUMBER = "02013299997"
"""A published test number, nobody's."""
DELIVERY = "region"
KOR = {"user": "Bruker", "session": "Møte", "team": "Lag", "held": "Dato", "outcome": "Utbytte"}
PLANS = {"user": "Bruker", "sub_goal": "Nr", "area": "Område", "responsible": "Ansvarlig"}
AREAS = {"housing": "Bolig", "leisure": "Fritid"}
Rows = list[dict[str, str]]


@dataclass
class File:
    """A file to be: the table, its rows in our words, and how it is written."""

    table: str
    rows: Rows
    extra: list[list[str]] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    sheet: str = ""


Files = dict[str, File]
Place = tuple[str, str, str, str, str]
"""File, sheet, row, column and rule, as in problems.csv."""


def rows(table: str, *changed: dict[str, str]) -> Rows:
    """Sound synthetic rows of a table, with canaries in every free text."""
    free = {column.name: SECRET for column in TABLES[table].columns if column.free_text}
    return [row(TABLES[table], **free, **one) for one in changed]


def user(number: int) -> str:
    return f"{CANARY}-u{number}"


def clean() -> Files:
    """The delivery without a fault: every rule that can run finds nothing."""
    return {**_network(), **_people(), **_work(), **_surveys(), **_inquiries()}


def _network() -> Files:
    period = {"valid_from": "2020-01-01", "valid_to": ""}
    items = [
        ("1", "09:00", "10:00"),
        ("2", "10:00", "11:00"),
        ("3", "11:00", "12:00"),
        ("4", "12:00", "13:00"),
    ]
    return {
        "networks.csv": File(
            "networks", rows("networks", {"network": "n1", "start": "2024-01-01", "end": ""})
        ),
        "municipalities.csv": File(
            "municipalities",
            rows(
                "municipalities",
                {"municipality": "m1", **period},
                {"municipality": "m2", "valid_from": "2010-01-01", "valid_to": "2019-12-31"},
            ),
        ),
        "hospital_trusts.csv": File(
            "hospital_trusts", rows("hospital_trusts", {"hospital_trust": "h1", **period})
        ),
        "teams.csv": File(
            "teams",
            rows(
                "teams",
                {"team": "t1", "network": "n1", "started": "2024-01-01"},
                {"team": "t2", "network": "n1", "started": "2024-01-01"},
                {"team": "t3", "network": "n1", "started": "2024-01-01"},
            ),
        ),
        "team_municipalities.csv": File(
            "team_municipalities",
            rows("team_municipalities", *({"team": f"t{n}", "municipality": "m1"} for n in (1, 2, 3))),
        ),
        "withdrawals.csv": File(
            "withdrawals", rows("withdrawals", {"team": "t3", "withdrawn": "2024-12-01"})
        ),
        "gatherings.csv": File(
            "gatherings", rows("gatherings", {"gathering": "g1", "network": "n1", "start": "2024-05-01"})
        ),
        "programme_items.csv": File(
            "programme_items",
            rows(
                "programme_items",
                *(
                    {"gathering": "g1", "day_number": "1", "item": n, "start": a, "end": b}
                    for n, a, b in items
                ),
            ),
        ),
        "participation.csv": File(
            "participation", rows("participation", *({"gathering": "g1", "team": f"t{n}"} for n in (1, 2, 3)))
        ),
    }


def _people() -> Files:
    talks = [
        {
            "user": user(who),
            "conversation": str(n),
            "held": f"2024-0{n + 1}-01",
            "team": "t1",
            "municipality": "m1",
        }
        for who in range(1, 7)
        for n in (1, 2, 3)
    ]
    scores = [
        {
            "user": user(1),
            "conversation": str(n),
            "activity": str(activity),
            "area": "leisure",
            "score": str(n + activity),
        }
        for n in (1, 2, 3)
        for activity in (1, 2, 3)
    ]
    items = [
        {
            "user": user(who),
            "checklist": "1",
            "team": "t1",
            "filled_in": "2024-06-01",
            "item": str(item),
            "what_matters_mean": {1: "3", 9: "4"}.get(item, ""),
        }
        for who in (1, 2)
        for item in range(1, 11)
    ]
    sessions = [
        {
            "user": user(who),
            "session": str(n),
            "team": "t1",
            "held": f"2024-0{n}-15",
            "outcome": "20,5",
            "relation": "",
        }
        for who in (1, 2)
        for n in (1, 2, 3)
    ]
    plans = [
        {"user": user(1), "sub_goal": str(n), "area": "housing", "deadline": "", "carried_out": ""}
        for n in (1, 2)
    ]
    functions = [
        {"user": user(n), "municipality": "m1", "scored": "2024-03-01", "activity": "1", "score": str(n)}
        for n in (1, 2, 3)
    ]
    return {
        "conversations.csv": File("conversations", rows("conversations", *talks)),
        "activity_scores.csv": File("activity_scores", rows("activity_scores", *scores)),
        "checklists.csv": File("checklists", rows("checklists", *items)),
        "kor.csv": File(
            "session_feedback", rows("session_feedback", *sessions), header=KOR, encoding="cp1252"
        ),
        "planer.xlsx": File("plans", rows("plans", *plans), header=PLANS, sheet="Planer"),
        "planer-2.xlsx": File(
            "plans", [one | {"user": user(2)} for one in rows("plans", *plans)], header=PLANS, sheet="Planer"
        ),
        "funksjon.sav": File("function_scores", rows("function_scores", *functions)),
    }


def _work() -> Files:
    goals = [{"goal": f"g{n}", "team": "t1", "set": "2024-02-01"} for n in range(1, 7)]
    wordings = [{"goal": f"g{n}", "version": "1", "worded": "2024-02-01"} for n in range(1, 7)]
    ratings = [
        {"goal": f"g{n}", "version": "1", "rater": "r1", "definition": "note_2016", "criterion": "specific"}
        for n in (1, 2)
    ]
    values = [
        {"measure": "i1", "month": f"2024-0{n}", "numerator": "1.5", "denominator": "4"} for n in range(1, 5)
    ]
    points = [("start", "2024-02-01"), ("assessment_start", "2024-02-10"), ("end", "2024-03-01")]
    return {
        "goals.csv": File("goals", rows("goals", *goals)),
        "goal_wordings.csv": File("goal_wordings", rows("goal_wordings", *wordings)),
        "goal_ratings.csv": File("goal_ratings_by_rater", rows("goal_ratings_by_rater", *ratings)),
        "measures.csv": File(
            "measures", rows("measures", {"measure": "i1", "team": "t1", "goal": "g1", "form": "proportion"})
        ),
        "measure_series.csv": File("measure_series", rows("measure_series", *values)),
        "pathway_limits.csv": File(
            "pathway_limits",
            rows("pathway_limits", {"care_pathway": "p1", "from_point": "start", "to_point": "end"}),
        ),
        "episodes.csv": File(
            "care_pathway_episodes",
            rows(
                "care_pathway_episodes",
                *(
                    {
                        "episode": f"{CANARY}-e1",
                        "hospital_trust": "h1",
                        "care_pathway": "p1",
                        "point": point,
                        "coded": day,
                    }
                    for point, day in points
                ),
            ),
        ),
    }


def _surveys() -> Files:
    plain = {"instrument": "s1", "asked_if_item": "", "asked_if_answer": "", "text_nn": "", "text_en": ""}
    items = [
        plain | {"item": "q1", "order": "1", "kind": "single", "scale_low": "", "scale_high": ""},
        plain | {"item": "q2", "order": "2", "kind": "likert", "scale_low": "1", "scale_high": "5"},
        plain
        | {
            "item": "q3",
            "order": "3",
            "kind": "likert",
            "scale_low": "1",
            "scale_high": "5",
            "asked_if_item": "q1",
            "asked_if_answer": "ja",
        },
    ]
    given = [
        {"instrument": "s1", "wave": "w1", "respondent": f"{CANARY}-r{who}", "item": item, "answer": answer}
        | {"municipality": "m1", "number": "", "role": "leader"}
        for who in (1, 2, 3)
        for item, answer in (("q1", "ja"), ("q2", "4"), ("q3", "2"))
    ]
    return {
        "survey_items.csv": File("survey_items", rows("survey_items", *items)),
        "survey_options.csv": File(
            "survey_options",
            rows(
                "survey_options",
                *({"instrument": "s1", "item": "q1", "option": one} for one in ("ja", "nei")),
            ),
        ),
        "survey_answers.csv": File("survey_answers", rows("survey_answers", *given)),
    }


def _inquiries() -> Files:
    def one(number: int) -> Rows:
        return rows(
            "inquiries",
            *({"inquiry": f"i{number}-{n}", "team": "t1", "asked": "2024-04-01"} for n in (1, 2, 3)),
        )

    return {f"henvendelser-{number}.csv": File("inquiries", one(number)) for number in range(1, 8)}


@dataclass(frozen=True)
class Fault:
    """A planted fault: how it is put in, and exactly what must be found."""

    name: str
    plant: Callable[[Files], None]
    found: tuple[Place, ...]


def _set(file: str, number: int, column: str, value: str) -> Callable[[Files], None]:
    def plant(files: Files) -> None:
        files[file].rows[number - 1][column] = value

    return plant


def _add(file: str, *changed: dict[str, str]) -> Callable[[Files], None]:
    def plant(files: Files) -> None:
        files[file].rows += [files[file].rows[0] | one for one in changed]

    return plant


def _in_row(name: str, file: str, number: int, column: str, value: str, rule: str) -> Fault:
    place = (file, clean()[file].sheet, str(number), column, rule)
    return Fault(name, _set(file, number, column, value), (place,))


def _remove_item_nine(files: Files) -> None:
    files["checklists.csv"].rows = [
        one for one in files["checklists.csv"].rows if (one["user"], one["item"]) != (user(2), "9")
    ]


def _undeclared(files: Files) -> None:
    files["henvendelser-5.csv"].header["days_to_answer"] = f"{CANARY}-kolonne"


def _without_a_column(files: Files) -> None:
    for one in files["henvendelser-6.csv"].rows:
        del one["channel"]


def _another_encoding(files: Files) -> None:
    files["henvendelser-7.csv"].rows[1]["question"] = f"æøå {CANARY}"
    files["henvendelser-7.csv"].encoding = "cp1252"


def _another_sheet(files: Files) -> None:
    files["planer-2.xlsx"].sheet = f"{CANARY}-ark"


def _one_field_more(files: Files) -> None:
    files["survey_options.csv"].extra.append(["s1", "q1", "kanskje", CANARY, "", "", CANARY])


_GOAL = {"goal": "g8"}
FAULTS = (
    _in_row("a point where commas are decimal signs", "kor.csv", 1, "outcome", "20.5", "not_a_number"),
    _in_row("above the highest sum", "kor.csv", 2, "outcome", "41,0", "above_maximum"),
    _in_row("meetings out of order", "kor.csv", 6, "held", "2024-02-01", "date_before_the_former"),
    _in_row("no date", "kor.csv", 3, "held", f"{CANARY}", "not_a_date"),
    Fault(
        "a second conversation without a first",
        _add("conversations.csv", {"user": user(31), "conversation": "2"}),
        (("conversations.csv", "", "19", "conversation", "second_without_first"),),
    ),
    Fault(
        "one conversation only",
        _add("conversations.csv", {"user": user(32)}),
        (("conversations.csv", "", "20", "conversation", "only_one_conversation"),),
    ),
    _in_row(
        "conversations out of order",
        "conversations.csv",
        9,
        "held",
        "2024-01-15",
        "conversation_before_the_former",
    ),
    _in_row(
        "a municipality that is no more",
        "conversations.csv",
        12,
        "municipality",
        "m2",
        "outside_period_of_validity",
    ),
    _in_row("a score of eleven", "activity_scores.csv", 7, "score", "11", "one_outside_the_scale"),
    _in_row("a negative score", "activity_scores.csv", 8, "score", "-4", "below_minimum"),
    _in_row(
        "scores of no conversation", "activity_scores.csv", 9, "conversation", "7", "no_such_conversation"
    ),
    Fault(
        "an activity that comes only later",
        _add("activity_scores.csv", {"conversation": "3", "activity": "9"}),
        (("activity_scores.csv", "", "10", "activity", "activity_not_in_the_first"),),
    ),
    Fault(
        "nine items on a checklist",
        _remove_item_nine,
        (("checklists.csv", "", "11", "item", "checklist_incomplete"),),
    ),
    _in_row(
        "a mean that is none", "checklists.csv", 9, "what_matters_mean", "7.5", "mean_differs_from_the_scores"
    ),
    _in_row("no time of day", "programme_items.csv", 4, "start", "12.00", "not_a_time_of_day"),
    Fault(
        "items at the same time",
        _set("programme_items.csv", 1, "end", "10:30"),
        tuple(("programme_items.csv", "", n, "start", "items_overlap") for n in ("1", "2")),
    ),
    _in_row("an end before the start", "programme_items.csv", 3, "end", "10:15", "ends_before_start"),
    Fault(
        "more representatives than people",
        lambda files: files["participation.csv"].rows[0].update(participants="2", user_representatives="3"),
        (("participation.csv", "", "1", "user_representatives", "more_representatives_than_participants"),),
    ),
    _in_row("an unknown team", "participation.csv", 3, "team", f"{CANARY}-t9", "refers_to_nothing"),
    _in_row("no month", "measure_series.csv", 1, "month", "2024-13", "not_a_month"),
    _in_row("a share above one", "measure_series.csv", 2, "numerator", "4.5", "numerator_above_denominator"),
    _in_row("a share of nothing", "measure_series.csv", 3, "denominator", "0", "denominator_is_zero"),
    _in_row(
        "a foreign criterion", "goal_ratings.csv", 2, "criterion", "engaging", "criterion_not_of_definition"
    ),
    Fault(
        "a key with two contents",
        _add("goals.csv", _GOAL | {"status": "active"}, _GOAL | {"status": "reached"}),
        tuple(("goals.csv", "", n, "goal", "key_used_twice") for n in ("7", "8")),
    ),
    Fault(
        "a row twice",
        lambda files: files["goals.csv"].rows.append(dict(files["goals.csv"].rows[0])),
        (("goals.csv", "", "9", "", "repeats_a_row"),),
    ),
    _in_row("a version and a half", "goal_wordings.csv", 3, "version", "1.5", "not_a_whole_number"),
    _in_row("an empty field", "goal_wordings.csv", 4, "worded", "", "empty"),
    _in_row(
        "an answer nobody mapped",
        "planer.xlsx",
        2,
        "area",
        f"{CANARY}-svar",
        "not_an_allowed_value",
    ),
    Fault(
        "no such option",
        _add("survey_answers.csv", {"respondent": f"{CANARY}-r9", "answer": f"{CANARY}-valg"}),
        (("survey_answers.csv", "", "10", "answer", "no_such_option"),),
    ),
    _in_row("a sixth point of five", "survey_answers.csv", 2, "answer", "6", "outside_the_scale"),
    Fault(
        "asked against the skip rule",
        _set("survey_answers.csv", 7, "answer", "nei"),
        (("survey_answers.csv", "", "9", "item", "against_the_skip_rule"),),
    ),
    _in_row("spaces in an identifier", "funksjon.sav", 2, "user", f"{CANARY} u 2", "not_an_identifier"),
    _in_row("a pathway backwards", "episodes.csv", 3, "coded", "2024-02-05", "point_before_the_former"),
    Fault(
        "a field too many",
        _one_field_more,
        (("survey_options.csv", "", "3", "", "wrong_number_of_fields"),),
    ),
    _in_row(
        "an identity number",
        "henvendelser-1.csv",
        2,
        "question",
        f"{CANARY} {IDENTITY_NUMBER}",
        "identity_number",
    ),
    _in_row("an e-mail address", "henvendelser-2.csv", 1, "question", f"{CANARY}@example.no", "e_mail"),
    _in_row("a name", "henvendelser-4.csv", 2, "question", f"han heter Kanari, {CANARY}", "name_after_cue"),
    Fault("an undeclared column", _undeclared, (("henvendelser-5.csv", "", "", "", "undeclared_column"),)),
    Fault("another encoding", _another_encoding, (("henvendelser-7.csv", "", "", "", "wrong_encoding"),)),
    Fault("another sheet", _another_sheet, (("planer-2.xlsx", "", "", "", "no_such_sheet"),)),
)
"""Forty faults of forty kinds."""


def faulty() -> Files:
    """The delivery with every fault planted."""
    files = copy.deepcopy(clean())
    for fault in FAULTS:
        fault.plant(files)
    return files


def write(files: Files, workspace: Path) -> Path:
    """Write a delivery with its mapping into a workspace; the folder."""
    folder = workspace / "data/raw/deliveries" / DELIVERY
    folder.mkdir(parents=True)
    for name, file in files.items():
        _write(folder / name, file)
    write_mapping(folder, *(_mapping(name, clean()[name]) for name in files))
    return folder


def _names(file: File) -> list[str]:
    return [column.name for column in TABLES[file.table].delivered if column.name in file.rows[0]]


def _write(path: Path, file: File) -> None:
    names = _names(file)
    table = [[file.header.get(name, name) for name in names]]
    table += [[_said(file, name, one[name]) for name in names] for one in file.rows]
    if path.suffix == ".sav":
        pyreadstat.write_sav(pd.DataFrame(table[1:], columns=table[0]), str(path))
    elif path.suffix == ".xlsx":
        book = Workbook()
        book.worksheets[0].title = file.sheet
        for line in table:
            book.worksheets[0].append(line)
        book.save(path)
    else:
        text = delimited([*table, *file.extra], ";" if file.table == "session_feedback" else ",")
        path.write_bytes(text.encode(file.encoding))


def _said(file: File, name: str, value: str) -> str:
    return AREAS.get(value, value) if file.sheet and name == "area" else value


def _mapping(name: str, file: File) -> str:
    lines = [f'name = "{name}"', f'table = "{file.table}"']
    lines += [f'sheet = "{file.sheet}"'] if file.sheet else []
    lines += ['decimal = ","'] if file.table == "session_feedback" else []
    lines += ['encoding = "utf-8"', 'delimiter = ","'] if file.table == "inquiries" else []
    if file.header:
        pairs = ", ".join(f'"{theirs}" = "{ours}"' for ours, theirs in file.header.items())
        lines.append(f"columns = {{ {pairs} }}")
    if file.sheet:
        pairs = ", ".join(f'"{theirs}" = "{ours}"' for ours, theirs in AREAS.items())
        lines.append(f"answers = {{ area = {{ {pairs} }} }}")
    return "\n".join(lines)
