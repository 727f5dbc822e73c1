"""Accounts of any delivery close file by file, and what is accepted does not hang on any order."""

from collections import Counter

import pandas as pd
from hypothesis import assume, given, settings
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
    file = st.lists(rows.map(named), min_size=1, max_size=4)
    return st.lists(file.filter(lambda given: holds_a_sound_row(name, given)), max_size=3)


def holds_a_sound_row(name: str, rows: list[dict[str, str]]) -> bool:
    """Whether some key has one content only; a file without such a row is refused as a whole."""
    distinct = {tuple(sorted(row(TABLES[name], **one).items())) for one in rows}
    keys = Counter(tuple(dict(one)[column] for column in TABLES[name].key) for one in distinct)
    return 1 in keys.values()


deliveries = st.fixed_dictionaries({name: files(name) for name in KINDS})
unhurried = settings(max_examples=8, deadline=None)


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


def by_rule(delivered: Delivered) -> Counter[tuple[str, str, str]]:
    found = taken(delivered).items()
    remarks = ((name, one) for name, parts in found for part in parts.parts for one in part.account.remarks)
    return Counter((name, one.rule, one.handling) for name, one in remarks)


@unhurried
@given(deliveries, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_files_changes_nothing_accepted_and_no_count_of_a_rule(delivered, random):
    shuffled = {
        name: random.sample([random.sample(rows, len(rows)) for rows in files], len(files))
        for name, files in delivered.items()
    }
    assert accepted(shuffled) == accepted(delivered)
    assert by_rule(shuffled) == by_rule(delivered)


@unhurried
@given(deliveries)
def test_which_file_a_row_came_in_changes_nothing_accepted(delivered):
    moved = {name: [[one for rows in files for one in rows]] for name, files in delivered.items() if files}
    assume(all(holds_a_sound_row(name, files[0]) for name, files in moved.items()))
    assert accepted(moved) == accepted(delivered)
    assert by_rule(moved) == by_rule(delivered)


@unhurried
@given(deliveries)
def test_delivering_everything_twice_adds_only_duplicates_and_rejections(delivered):
    twice = {name: [*files, *files] for name, files in delivered.items()}
    assert accepted(twice) == accepted(delivered)
