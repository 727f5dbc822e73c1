"""The account of rows closes for any mixture of good and bad rows, in any order."""

from collections import Counter

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.tables import Column, ColumnType, Table
from evaluering.validation import validate
from evaluering.vocabulary import Audience, Protects

TABLE = Table(
    name="t",
    file="t.csv",
    description="a table with a key",
    columns=(
        Column("id", ColumnType.WHOLE_NUMBER, "number", minimum=1, maximum=9),
        Column("kind", ColumnType.CODE, "kind", allowed=("a", "b")),
        Column("note", ColumnType.TEXT, "note", may_be_empty=True),
    ),
    key=("id",),
    protects=Protects.PERSONS,
    audience=Audience.OWN_TEAM,
)
ANCHOR = ("9", "a", "sound")

numbers = st.sampled_from(["1", "2", "3", "0", "10", "x", ""])
good_and_bad = st.tuples(numbers, st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["", "n"]))
ragged = st.just(None)
deliveries = st.lists(good_and_bad | ragged, max_size=25)
unhurried = settings(max_examples=30)


def accounted(rows):
    """Validate rows in the given order; None is a row with a wrong number of fields."""
    numbered = list(enumerate([ANCHOR, *rows], 1))
    sound = {number: row for number, row in numbered if row is not None}
    frame = pd.DataFrame(list(sound.values()), columns=["id", "kind", "note"], index=list(sound), dtype=str)
    return validate("t.csv", "d", frame, tuple(n for n, row in numbered if row is None), TABLE)


def is_sound(row) -> bool:
    return row is not None and row[0] in {"1", "2", "3", "9"} and row[1] in {"a", "b"}


@unhurried
@given(deliveries)
def test_every_row_read_is_accepted_rejected_or_duplicate(rows):
    account = accounted(rows).account
    assert account.read == len(rows) + 1
    assert account.read == account.accepted + account.rejected + account.duplicate


@unhurried
@given(deliveries)
def test_the_parts_of_the_account_are_what_counting_by_hand_gives(rows):
    account = accounted(rows).account
    sound = [row for row in [ANCHOR, *rows] if is_sound(row)]
    distinct = set(sound)
    assert account.duplicate == len(sound) - len(distinct)
    assert account.accepted == len({row[0] for row in distinct})
    assert account.rejected == (len(rows) + 1 - len(sound)) + (len(distinct) - account.accepted)


@unhurried
@given(deliveries)
def test_accepted_rows_have_distinct_keys_and_hold_no_faulty_row(rows):
    frame = accounted(rows).frame
    assert frame["id"].is_unique
    assert all(is_sound(([ANCHOR, *rows])[number - 1]) for number in frame.index)


@unhurried
@given(deliveries, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_the_counts_nor_which_faults_are_found(rows, random):
    shuffled = random.sample(rows, len(rows))
    one, other = accounted(rows).account, accounted(shuffled).account
    assert (one.accepted, one.rejected, one.duplicate) == (other.accepted, other.rejected, other.duplicate)
    kinds = [Counter((remark.column, remark.rule) for remark in found.remarks) for found in (one, other)]
    assert kinds[0] == kinds[1]


@unhurried
@given(st.text(alphabet="KANRI7f3æ-", min_size=6, max_size=12))
def test_no_remark_repeats_a_faulty_value(canary):
    account = accounted([(f"{canary}!", f"{canary}!", ""), ("1", "a", f"{canary}!"), ("1", "a", "")]).account
    assert account.rejected == 3
    assert f"{canary}!" not in repr(account)
