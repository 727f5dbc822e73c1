"""Each report in bokmål, nynorsk and English: the same structure, and the same number in every place."""

import csv
import re
from pathlib import Path

import pytest

from functional.pages_in_languages import apart, blocks_of, numbers_in, page_of
from functional.workspaces import contents, latest

REPORTS = ("gathering-time", "follow-up-inquiries", "goal-measurability")
OTHERS = ("nn", "en")


@pytest.fixture(scope="module")
def release(in_every_language: Path) -> Path:
    """The folder of the release."""
    return latest(in_every_language)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("report", REPORTS)
def test_every_block_holds_the_same_numbers_in_another_language(
    release: Path, report: str, language: str
) -> None:
    here, there = (blocks_of(page_of(release, report, one), one) for one in ("nb", language))
    assert apart(here, there) == []


@pytest.mark.parametrize("report", REPORTS)
def test_the_numbers_compared_are_those_of_tables_drawings_and_sentences(release: Path, report: str) -> None:
    blocks = blocks_of(page_of(release, report, "nb"), "nb")
    for tag, least in {
        "td": 20,
        "text": 6,
        "desc": 1,
        "figcaption": 1,
        "caption": 3,
        "p": 3,
        "li": 1,
    }.items():
        assert len([one for one in blocks if one.tag == tag and one.numbers]) >= least, tag


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("tag", ["td", "text", "desc", "figcaption", "p", "li"])
def test_one_changed_number_would_be_found(release: Path, tag: str, language: str) -> None:
    changed = []

    def other(found: re.Match[str]) -> str:
        if changed or not numbers_in(found[2], language):
            return found[0]
        changed.append(found[2])
        return found[1] + re.sub(r"\d", lambda digit: str(9 - int(digit[0])), found[2], count=1) + found[3]

    page = page_of(release, "gathering-time", language)
    planted = re.sub(rf"(<{tag}\b[^>]*>(?:<strong>[^<]*</strong>)?)([^<]+)(</{tag}>)", other, page)
    assert changed
    here = blocks_of(page_of(release, "gathering-time", "nb"), "nb")
    (pair,) = apart(here, blocks_of(planted, language))
    assert pair[0] is not None
    assert pair[0].tag == tag


def test_a_row_that_is_left_out_would_be_found(release: Path) -> None:
    page = re.sub(
        r"<tr>(?:(?!</tr>).)*<td(?:(?!</tr>).)*</tr>",
        "",
        page_of(release, REPORTS[0], "nn"),
        count=1,
        flags=re.S,
    )
    assert apart(blocks_of(page_of(release, REPORTS[0], "nb"), "nb"), blocks_of(page, "nn"))


@pytest.mark.parametrize("language", OTHERS)
def test_data_files_hold_the_same_values_in_every_language(release: Path, language: str) -> None:
    files = {name: content for name, content in contents(release).items() if name.endswith(".csv")}
    compared = 0
    for name, content in files.items():
        if "-nb/" in name:
            there = files[name.replace("-nb/", f"-{language}/")]
            assert _values(there) == _values(content), name
            compared += 1
    assert compared == len(files) // 3 > 0


def _values(content: bytes) -> list[tuple[str, ...]]:
    """The lines of a data file, but for texts, which are in its language."""
    lines = list(csv.DictReader(content.decode("utf-8").splitlines()))
    assert lines
    return [tuple(line[name] for name in line if line["unit"] != "text" or name != "value") for line in lines]


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("nb", "1\u00a0234,5 av 2\u00a0%", ("1234.5", "2%")),
        ("nn", "\u22120,50 og 44,9\u00a0% i 2014\u20132015", ("-0.5", "44.9%", "2014", "2015")),
        ("en", "1,234.5 of 2%, and 3, 4", ("1234.5", "2%", "3", "4")),
        ("en", "20 November 2026", ("20", "2026")),
    ],
)
def test_numbers_are_read_by_the_form_of_their_language(
    language: str, text: str, numbers: tuple[str, ...]
) -> None:
    assert numbers_in(text, language) == numbers
