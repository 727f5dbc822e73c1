"""A parser that hangs, eats memory, dies or talks takes nothing else down and leaves nothing behind."""

import multiprocessing
import os
import signal
from hashlib import sha256
from pathlib import Path

import pytest

from attack.deliveries_made_to_harm import sound_book
from attack.parsers_that_misbehave import eat, end_by, fail, hang, hang_without_heeding, talk
from evaluering.errors import InputRefused
from evaluering.reading import read_workbook
from evaluering.reading.files import first_bytes, read_bytes
from evaluering.reading.limited import Limits

NAME = "deliveries/a/a.xlsx"


OTHERS: set[int] = set()
"""Children that were there before a test: other tests of the same process may have some."""


@pytest.fixture(autouse=True)
def others() -> None:
    OTHERS.clear()
    OTHERS.update(numbers(os.getpid()))


def refusal(limits: Limits, parse: object, *arguments: object) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        limits.run(NAME, parse, *arguments)
    assert caught.value.where == f"data/raw/{NAME}"
    assert multiprocessing.active_children() == []
    assert children() == []
    return caught.value


def children() -> list[str]:
    """The states of this process's children, helpers of the standard library left out.

    Parsers are children of the server they are forked from, which is such a helper itself.
    """
    found = []
    for number in numbers(os.getpid()):
        command = Path(f"/proc/{number}/cmdline").read_bytes()
        if b"forkserver" in command:
            found += [state(one) for one in numbers(number)]
        elif b"resource_tracker" not in command and number not in OTHERS:
            found.append(state(number))
    return found


def numbers(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def state(number: int) -> str:
    return Path(f"/proc/{number}/stat").read_text()


@pytest.mark.parametrize("parse", [hang, hang_without_heeding])
def test_a_parser_that_hangs_is_stopped_and_gone(parse):
    error = refusal(Limits(seconds=4), parse)
    assert (error.expected, error.found) == ("a file that can be read in 4 seconds", "one that takes longer")


def test_a_parser_that_eats_memory_is_refused_and_gone():
    error = refusal(Limits(memory=1_500_000_000), eat)
    assert error.expected == "a file that can be read in bounded memory"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_a_parser_that_dies_is_refused_and_gone(number):
    assert refusal(Limits(), end_by, number).found == "one that cannot"


def test_what_a_parser_says_in_failing_is_not_repeated():
    error = refusal(Limits(), fail)
    assert error.found == "ValueError while reading it"
    assert "KANARI" not in str(error)


def test_what_a_parser_prints_reaches_nobody(capfd):
    assert Limits().run(NAME, talk) == "done"
    assert capfd.readouterr() == ("", "")
    assert children() == []


def test_the_digest_is_of_the_bytes_that_were_parsed_though_the_file_changed(tmp_path, monkeypatch):
    """A file exchanged after its first reading: content and digest must be of one and the same file."""
    from evaluering.reading import workbook

    # Made once: a workbook holds the second it was written in.
    book = sound_book()
    (tmp_path / "a.xlsx").write_bytes(book)
    real = workbook.check_package

    def exchange(content: bytes, name: str) -> None:
        real(content, name)
        (tmp_path / "a.xlsx").write_bytes(b"something else")

    monkeypatch.setattr(workbook, "check_package", exchange)
    (table,) = workbook._parse(tmp_path, "a.xlsx", ())
    assert table.digest == sha256(book).hexdigest()
    assert table.frame["team"].tolist() == ["teams-1"]


def test_a_link_put_in_a_file_s_place_after_the_first_look_is_not_followed(tmp_path, monkeypatch):
    from evaluering.reading import files

    (tmp_path / "a.csv").write_text("a\n1\n")
    real = files.checked_path

    def exchange(root: Path, name: str, maximum: int) -> Path:
        path = real(root, name, maximum)
        path.unlink()
        path.symlink_to("/etc/passwd")
        return path

    monkeypatch.setattr(files, "checked_path", exchange)
    with pytest.raises(InputRefused):
        read_bytes(tmp_path, "a.csv")


def test_a_pipe_put_in_a_file_s_place_after_the_first_look_is_not_waited_for(tmp_path, monkeypatch):
    from evaluering.reading import files

    (tmp_path / "a.csv").write_text("a\n1\n")
    real = files.checked_path

    def exchange(root: Path, name: str, maximum: int) -> Path:
        path = real(root, name, maximum)
        path.unlink()
        os.mkfifo(path)
        return path

    monkeypatch.setattr(files, "checked_path", exchange)
    with pytest.raises(InputRefused, match="something else in its place"):
        first_bytes(tmp_path, "a.csv", 10)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    from evaluering.reading import files

    (tmp_path / "a.csv").write_bytes(b"a" * 10)
    monkeypatch.setattr(files, "checked_path", lambda root, name, maximum: root / name)
    with pytest.raises(InputRefused, match="grew while it was read"):
        read_bytes(tmp_path, "a.csv", 9)


def _read_as_nobody(folder: str) -> str:
    """Give up root's rights, where this process has them, and read."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresuid(65534, 65534, 65534)
    try:
        read_bytes(Path(folder), "a.csv")
    except InputRefused as error:
        return error.found
    return "read"


def test_a_file_without_the_right_to_read_it_is_refused_by_that_word(tmp_path):
    for path in (tmp_path, *tmp_path.parents[:3]):
        if path.owner() != "root" or path != Path("/tmp"):
            path.chmod(path.stat().st_mode | 0o055)
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "a.csv").chmod(0)
    assert Limits().run(NAME, _read_as_nobody, str(tmp_path)) == "one without that right"


def test_a_sound_workbook_is_read_within_the_usual_limits(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(sound_book())
    (table,) = read_workbook(tmp_path, "a.xlsx")
    assert table.frame["team"].tolist() == ["teams-1"]
