"""Files of every binary format, cut and with bytes changed: read or refused, never worse.

The mutants are drawn with a fixed seed; ``make test-long`` draws thousands.
"""

from collections import Counter

import pytest

from attack.damaged_files import FRAME, SUFFIXES, Met, alone, changed, cut, meet, whole
from attack.parsers_that_misbehave import end_by
from evaluering.errors import InputRefused
from evaluering.reading import read_statistical, statistical
from evaluering.reading.limited import Limits

EXPECTED = {"read", "refused", "child died"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_damaged_file_is_read_or_refused_and_the_sound_one_after_it_is_read(tmp_path, suffix):
    """The sound file comes last in the same child: what the mutants left behind does not reach it."""
    content = whole(tmp_path, suffix)
    mutants = [*cut(content, 6), *changed(content, 12)]
    met = meet(tmp_path, suffix, [*mutants, content])
    assert met.outcomes.keys() <= EXPECTED, met
    assert met.outcomes.total() == len(mutants) + 1
    assert met.outcomes["refused"] > 8
    assert met.last == "read"
    assert met.repeated == 0


def _crash(path: str, name: str):
    end_by(11)
    yield


def test_a_parser_that_crashes_on_a_file_is_a_refusal_of_that_file(tmp_path, monkeypatch):
    (tmp_path / "a.sav").write_bytes(whole(tmp_path, "sav"))
    monkeypatch.setattr(statistical, "_parse", _crash)
    with pytest.raises(InputRefused, match="bounded memory"):
        read_statistical(tmp_path, "a.sav")


def test_a_batch_whose_child_dies_is_read_one_by_one(tmp_path):
    content = whole(tmp_path, "sav")
    met = meet(tmp_path, "sav", [content, content[:100]], Limits(memory=10_000_000))
    assert met.outcomes == Counter({"read": 1, "refused": 1})


@pytest.mark.long
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_thousands_of_damaged_files_are_read_or_refused(tmp_path, suffix):
    content = whole(tmp_path, suffix)
    mutants = [*cut(content, 300), *changed(content, 1_000)]
    met = Met()
    for start in range(0, len(mutants), 200):
        met.also(meet(tmp_path, suffix, mutants[start : start + 200]))
    assert met.outcomes.keys() <= EXPECTED, met
    assert met.outcomes.total() == len(mutants)
    assert met.repeated == 0
    assert met.peak_megabytes < 4_000


def test_the_sound_files_are_what_was_written(tmp_path):
    content = whole(tmp_path, "sav")
    assert alone(tmp_path, "sav", [content]).last == "read"
    assert len(read_statistical(tmp_path, "a.sav").frame) == len(FRAME)
