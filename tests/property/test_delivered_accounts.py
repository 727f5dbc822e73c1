"""Accounts of any delivery close file by file, and what is accepted does not hang on any order."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.tables import TABLES
from evaluering.validation import Validated, validate, validate_together
from synthetic import row

few = st.integers(1, 3).map(str)
networks = st.tuples(few, st.sampled_from(["2024-01-01", "2024-06-01"]))
teams = st.tuples(few, few)
goals = st.tuples(few, few)
talks = st.tuples(few, few, st.sampled_from(["2024-01-01", "2024-02-01", "2024-03-01"]))
scores = st.tuples(few, few)


def network(one: tuple[str, ...]) -> dict[str, str]:
    return {"network": f"n{one[0]}", "start": "2024-03-01", "end": one[1]}


def team(one: tuple[str, ...]) -> dict[str, str]:
    return {"team": f"t{one[0]}", "network": f"n{one[1]}"}


def goal(one: tuple[str, ...]) -> dict[str, str]:
    return {"goal": f"g{one[0]}", "team": f"t{one[1]}"}


def talk(one: tuple[str, ...]) -> dict[str, str]:
    return {"user": f"u{one[0]}", "conversation": one[1], "held": one[2]}


def score(one: tuple[str, ...]) -> dict[str, str]:
    return {"user": f"u{one[0]}", "conversation": one[1]}


KINDS = {
    "networks": (networks, network),
    "teams": (teams, team),
    "goals": (goals, goal),
    "conversations": (talks, talk),
    "activity_scores": (scores, score),
}
Delivered = dict[str, list[list[dict[str, str]]]]


def files(name: str) -> st.SearchStrategy[list[list[dict[str, str]]]]:
    """Up to three files of a table, each with a few rows."""
    rows, named = KINDS[name]
    return st.lists(st.lists(rows.map(named), min_size=1, max_size=4), max_size=3)


deliveries = st.fixed_dictionaries({name: files(name) for name in KINDS})
without_conflicts = st.fixed_dictionaries(
    {
        "networks": st.lists(st.lists(few.map(lambda n: network((n, "2024-06-01"))), min_size=1), max_size=3),
        "teams": st.lists(st.lists(few.map(lambda n: team((n, n))), min_size=1), max_size=3),
        "goals": st.lists(st.lists(few.map(lambda n: goal((n, n))), min_size=1), max_size=3),
    }
)
unhurried = settings(max_examples=25)


def validated(table: str, number: int, changed: list[dict[str, str]]) -> Validated:
    declared = TABLES[table]
    content = [row(declared, **one) for one in changed]
    frame = pd.DataFrame(content, index=range(1, len(content) + 1), dtype=str)
    return validate(f"{table}-{number}.csv", "d", frame, (), declared)


def taken(delivered: Delivered):
    parts = {
        name: [validated(name, number, rows) for number, rows in enumerate(files)]
        for name, files in delivered.items()
        if files
    }
    return validate_together(parts)


def accepted(delivered: Delivered) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(map(tuple, parts.frame.astype(str).to_numpy().tolist()))
        for name, parts in taken(delivered).items()
    }


@unhurried
@given(deliveries)
def test_the_account_of_every_file_closes(delivered):
    for name, parts in taken(delivered).items():
        for part, rows in zip(parts.parts, delivered[name], strict=True):
            account = part.account
            assert account.read == len(rows)
            assert account.read == account.accepted + account.rejected + account.duplicate
            assert account.accepted == len(part.frame)
            assert min(account.accepted, account.rejected, account.duplicate) >= 0


@unhurried
@given(deliveries)
def test_accepted_keys_are_distinct_and_references_never_dangle(delivered):
    found = taken(delivered)
    for parts in found.values():
        assert not parts.frame.duplicated(subset=list(parts.table.key)).any()
    for table, column, target in (("teams", "network", "networks"), ("goals", "team", "teams")):
        if table in found and target in found:
            assert found[table].frame[column].isin(found[target].frame[column]).all()


@unhurried
@given(deliveries)
def test_no_row_is_rejected_without_a_remark(delivered):
    for parts in taken(delivered).values():
        for part in parts.parts:
            remarked = {one.row for one in part.account.remarks if one.handling == "rejected"}
            assert len(remarked) == part.account.rejected
            assert remarked.isdisjoint(part.frame.index)


@unhurried
@given(without_conflicts, st.randoms(use_true_random=False))
def test_without_conflicts_the_order_of_rows_changes_nothing_accepted(delivered, random):
    shuffled = {name: [random.sample(rows, len(rows)) for rows in files] for name, files in delivered.items()}
    assert accepted(shuffled) == accepted(delivered)


@unhurried
@given(without_conflicts, st.randoms(use_true_random=False))
def test_without_conflicts_the_order_of_files_changes_nothing_accepted(delivered, random):
    shuffled = {name: random.sample(files, len(files)) for name, files in delivered.items()}
    assert accepted(shuffled) == accepted(delivered)


@unhurried
@given(deliveries)
def test_delivering_everything_twice_adds_only_duplicates_and_rejections(delivered):
    twice = {name: [*files, *files] for name, files in delivered.items()}
    assert accepted(twice) == accepted(delivered)
