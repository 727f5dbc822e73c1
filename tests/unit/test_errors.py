"""The exception tree: who must act, what the message says, how it ends."""

import pickle

import pytest

from evaluering.errors import (
    AttackSucceeded,
    ContractBroken,
    EnvironmentProblem,
    EvalueringError,
    HeldByDisclosure,
    InputRefused,
    NotebookFailed,
    NotInRelease,
    NotSignedOff,
    OwnFault,
    ReportFailed,
    VerifyDiffers,
    WrongUse,
    exit_code,
)

CODES = [
    (OwnFault, 1),
    (WrongUse, 2),
    (NotInRelease, 2),
    (InputRefused, 3),
    (ReportFailed, 4),
    (NotebookFailed, 4),
    (ContractBroken, 4),
    (HeldByDisclosure, 5),
    (NotSignedOff, 5),
    (AttackSucceeded, 5),
    (VerifyDiffers, 6),
    (EnvironmentProblem, 7),
]


def an_error(kind: type[EvalueringError] = InputRefused) -> EvalueringError:
    return kind("data/raw/a.csv", expected="text in UTF-8", found="Latin-1", next_step="deliver it again")


def test_a_message_says_where_what_was_expected_what_was_found_and_what_to_do_next():
    assert str(an_error()) == (
        "data/raw/a.csv\n  expected: text in UTF-8\n  found:    Latin-1\n  next:     deliver it again"
    )


@pytest.mark.parametrize(("kind", "code"), CODES)
def test_every_kind_of_error_has_its_exit_code(kind, code):
    assert an_error(kind).exit_code == code


def test_the_table_of_exit_codes_covers_every_error():
    def below(kind):
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    assert below(EvalueringError) - {EvalueringError} == {kind for kind, _ in CODES}


@pytest.mark.parametrize(
    ("several", "code"),
    [
        ([], 0),
        ([0, 0], 0),
        ([5, 4], 4),
        ([4, 3], 3),
        ([3, 7], 7),
        ([7, 1, 5], 1),
        ([6, 2], 2),
        ([6], 6),
        ([0, 5], 5),
    ],
)
def test_of_several_outcomes_the_first_in_order_of_precedence_is_the_exit_code(several, code):
    assert exit_code(several) == code


@pytest.mark.parametrize(("kind", "_code"), CODES)
def test_an_error_survives_the_way_between_processes(kind, _code):
    returned = pickle.loads(pickle.dumps(an_error(kind)))
    assert type(returned) is kind
    assert str(returned) == str(an_error(kind))
    assert returned.next_step == "deliver it again"


def test_a_notebook_shows_the_message_instead_of_a_traceback():
    assert an_error(WrongUse)._render_traceback_() == [f"WrongUse: {an_error(WrongUse)}"]
