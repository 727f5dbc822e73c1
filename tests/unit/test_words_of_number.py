"""D39: what sentences say in words, they say of released cells. The whole network is synthetic."""

import re
from functools import cache

import pytest
from judging import release
from test_sample_findings import QUESTIONS, found

from evaluering.results import ReleasedFinding, Statement
from evaluering.vocabulary import CellStatus

WORDS = re.compile(
    r"\b(?:flertall\w*|mindretall\w*|halvparten|nesten alle|alle|ingen|få|mange|en av|to av|tre av)\b", re.I
)


@cache
def released(question: str) -> tuple[ReleasedFinding, ...]:
    return release(*found(question)).findings


def sentences(finding: ReleasedFinding) -> list[Statement]:
    drawn = [said for figure in finding.figures for said in (figure.alt, figure.key)]
    return [*finding.statements, *drawn]


@pytest.mark.parametrize("question", QUESTIONS)
def test_d39_no_sentence_that_is_kept_rests_on_a_hidden_cell(question):
    for finding in released(question):
        for said in sentences(finding):
            keys = [key for _, some in said.values for key in some]
            assert all(finding.cell(key).status is CellStatus.RELEASED for key in keys), said.id


@pytest.mark.parametrize("question", QUESTIONS)
def test_d39_words_of_number_without_a_cell_stand_beside_no_hidden_one(question, nb):
    for finding in released(question):
        if all(cell.status is CellStatus.RELEASED for cell in finding.cells):
            continue
        for said in finding.statements:
            text = " ".join(nb.forms().get(said.message, ()))
            spoken = not said.values and not said.message.startswith("sign.") and WORDS.search(text)
            assert not spoken or said.group == "may_not_say", said.message


def test_d39_the_sample_has_sentences_left_to_look_at():
    kept = [s for q in QUESTIONS for one in released(q) for s in sentences(one) if s.values]
    assert len(kept) > 10
