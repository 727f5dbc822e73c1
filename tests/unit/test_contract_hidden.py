"""A report whose findings may not tell how many units they rest on is held, not published without it."""

import pytest
from judging import behind, count, found, release

from evaluering.errors import HeldByDisclosure
from evaluering.presentation import Page
from evaluering.publishing.contract import check_contract
from evaluering.publishing.plan import Job
from evaluering.settings import Contract
from evaluering.vocabulary import Language


def checked(n: int, nb) -> None:
    made = release(found(count(n, behind(n))))
    job = Job("small-nb", "question", Language.BOKMAAL, (), Contract(findings=("f",)))
    check_contract(job, Page("question", made.findings, (), (), nb), ())


def test_a_finding_with_a_hidden_number_of_units_holds_its_report(nb):
    with pytest.raises(HeldByDisclosure) as caught:
        checked(4, nb)
    assert caught.value.exit_code == 5
    assert "4" not in str(caught.value)


def test_a_finding_with_enough_units_does_not(nb):
    checked(5, nb)
