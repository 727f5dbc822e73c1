"""Whatever is planted in a finished release is found, and named by file and kind alone."""

import base64
from pathlib import Path

import pytest

from attack.planting import DATA, PAGE, RECEIPT, Finished
from evaluering.attack import Kind

IDENTITY_NUMBER = "02013299997"
"""Published by the tax administration as an example; nobody's."""
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"'
LEAD = '<p class="lead">'
BAR = "M 77.81274 54.270689  L 181.130079 54.270689"


@pytest.fixture(scope="session")
def finished(built: Path) -> Finished:
    """The release of today's three reports, read once."""
    return Finished.of(built)


def test_every_number_of_todays_reports_is_explained(finished: Finished) -> None:
    assert finished.attacked() == ()


PLANTS = {
    "an identity number in a page": (PAGE, LEAD, f"{LEAD}{IDENTITY_NUMBER} ", Kind.IDENTITY_NUMBER),
    "one that is valid from 2032 only": (PAGE, LEAD, f"{LEAD}020132 99903 ", Kind.IDENTITY_NUMBER),
    "one in full-width digits": (PAGE, LEAD, f"{LEAD}０２０１３２９９９９７ ", Kind.IDENTITY_NUMBER),
    "one in character references": (PAGE, LEAD, f"{LEAD}&#48;2013299997 ", Kind.IDENTITY_NUMBER),
    "a hidden number in a drawing's description": (PAGE, "</desc>", " Én kommune har 7.</desc>", Kind.NUMBER),
    "a number in words": (PAGE, "samlingene</h2>", "samlingene. Sju falt fra.</h2>", Kind.NUMBER),
    "words that hold no number": (PAGE, "samlingene</h2>", "samlingene. Ingen falt fra.</h2>", Kind.TEXT),
    "a count in an alternative text": (PAGE, FIGURE, f'{FIGURE} alt="7 personer"', Kind.ATTRIBUTE),
    "a count in a label": (PAGE, "Tegningen i figur 1", "Tegningen i figur 1, 7 svar", Kind.ATTRIBUTE),
    "a count in a tooltip": (PAGE, LEAD, '<p class="lead" title="n = 7">', Kind.ATTRIBUTE),
    "a count in the page's description": (
        PAGE,
        'description" content="',
        'description" content="7 ',
        Kind.ATTRIBUTE,
    ),
    "a number in a paragraph": (PAGE, "</p>", " 7 av 12.</p>", Kind.NUMBER),
    "another released number in a sentence": (PAGE, "altså 35,3\u00a0%", "altså 39,7\u00a0%", Kind.NUMBER),
    "another released number in a table": (PAGE, '<td class="number">5,5</td>', "<td>3,0</td>", Kind.NUMBER),
    "a number in a caption": (PAGE, "</caption>", " (n = 7)</caption>", Kind.NUMBER),
    "a row more in a table": (PAGE, "</tbody>", "<tr><th>Alle</th><td>7</td></tr></tbody>", Kind.TABLE),
    "a table of its own": (PAGE, "</main>", "<table><tr><td>7</td></tr></table></main>", Kind.TABLE),
    "a heading's number that skips": (
        PAGE,
        '"ordinal">5</span> Forbehold</h2>',
        '"ordinal">7</span> Forbehold</h2>',
        Kind.NUMBER,
    ),
    "another number in the contents": (PAGE, '"ordinal">5</span>', '"ordinal">7</span>', Kind.NUMBER),
    "a count in a heading": (PAGE, '<h2 id="sources">', '<h2 id="sources"><span>7</span> ', Kind.NUMBER),
    "an appendix that skips letters": (PAGE, "Vedlegg B</span>", "Vedlegg G</span>", Kind.NUMBER),
    "a reference to a table there is not": (PAGE, ">tabell 1</a>", ">tabell 57</a>", Kind.NUMBER),
    "a count beside a reference": (PAGE, ">tabell 1</a>", ">tabell 1</a> (7)", Kind.NUMBER),
    "a reference that leads elsewhere": (
        PAGE,
        'href="#table-1"',
        'href="https://doi.org/10.7/7"',
        Kind.ADDRESS,
    ),
    "a property with a number": (PAGE, 'itemprop="name"', 'itemprop="n7"', Kind.ATTRIBUTE),
    "a count in a property": (PAGE, 'name" content="', 'name" content="7 ', Kind.ATTRIBUTE),
    "a count in a term": (PAGE, 'dcterms.title" content="', 'dcterms.title" content="7 ', Kind.ATTRIBUTE),
    "a term of another kind": (PAGE, 'name="dcterms.title"', 'name="dcterms.n7"', Kind.ATTRIBUTE),
    "a language that is not the page's": (
        PAGE,
        'inLanguage" content="nb"',
        'inLanguage" content="7"',
        Kind.ATTRIBUTE,
    ),
    "a comment": (PAGE, LEAD, f"<!-- n = 7 -->{LEAD}", Kind.COMMENT),
    "a processing instruction": (PAGE, LEAD, f"<?n 7?>{LEAD}", Kind.COMMENT),
    "a data attribute": (PAGE, LEAD, '<p class="lead" data-n="7">', Kind.ATTRIBUTE),
    "a class with a number": (PAGE, LEAD, '<p class="lead n7">', Kind.ATTRIBUTE),
    "an id that skips numbers": (PAGE, LEAD, '<p class="lead" id="figur-57">', Kind.ATTRIBUTE),
    "a hidden paragraph": (PAGE, LEAD, f"<p hidden>7</p>{LEAD}", Kind.ATTRIBUTE),
    "an inline style": (PAGE, LEAD, '<p class="lead" style="width: 7px">', Kind.ATTRIBUTE),
    "a style that writes": (PAGE, "</style>", '.n::after { content: "7" }</style>', Kind.STYLE),
    "a style that counts": (PAGE, "</style>", ".n { width: 7px }</style>", Kind.STYLE),
    "a cell outside a table": (PAGE, LEAD, f"<td>7</td>{LEAD}", Kind.TABLE),
    "a cell outside a row": (PAGE, "</tbody>", "</tbody><td>7</td>", Kind.TABLE),
    "a text in a drawing that is not shown": (PAGE, "</svg>", "<g>7</g></svg>", Kind.NUMBER),
    "a page without an end": (PAGE, LEAD, "<div>" * 5000 + LEAD, Kind.UNREADABLE),
    "an unknown element": (PAGE, LEAD, f"<data value='7'></data>{LEAD}", Kind.ELEMENT),
    "a script": (PAGE, LEAD, f"<script>7</script>{LEAD}", Kind.SCRIPT),
    "something that runs on a click": (PAGE, LEAD, '<p class="lead" onclick="x()">', Kind.SCRIPT),
    "an address elsewhere": (PAGE, 'href="receipt.json"', 'href="https://example.org/7"', Kind.ADDRESS),
    "a picture from elsewhere": (PAGE, LEAD, f'<img src="//example.org/7">{LEAD}', Kind.ADDRESS),
    "a bar of another length": (PAGE, BAR, BAR.replace("181.130079", "171.130079"), Kind.COORDINATE),
    "a bar from a number before rounding": (PAGE, BAR, BAR.replace("181.130", "181.151"), Kind.COORDINATE),
    "a bar in no row": (PAGE, BAR, BAR.replace("54.270689", "55.5"), Kind.COORDINATE),
    "a drawing beside its figure": (
        PAGE,
        '<div class="figure" id="figure-1">',
        '<div id="figure-1">',
        Kind.ELEMENT,
    ),
    "a number in a drawing": (PAGE, "</svg>", '<text x="90" y="60">7</text></svg>', Kind.NUMBER),
    "a line beside a drawing's frame": (PAGE, "</svg>", '<path d="M 7 99 L 17 99"/></svg>', Kind.COORDINATE),
    "a path": (PAGE, LEAD, f"{LEAD}/home/kari/raw.csv ", Kind.PATH),
    "a path of another system": (PAGE, LEAD, f"{LEAD}C:\\Users\\kari ", Kind.PATH),
    "a traceback": (PAGE, LEAD, f"{LEAD}Traceback (most recent call last): KeyError: 7 ", Kind.TRACEBACK),
    "an e-mail address": (PAGE, LEAD, f"{LEAD}kari@example.org ", Kind.EMAIL),
    "a telephone number": (PAGE, LEAD, f"{LEAD}ring 22 22 22 22 ", Kind.PHONE),
    "a number in a data file": (DATA, "hours,3.0,", "hours,3.1,", Kind.CELL),
    "a value in a field for reasons": (DATA, "hours,released,", "hours,released,n=7", Kind.CELL),
    "a field without an end": (DATA, "hours,3.0,", '"' + "7" * 200_000, Kind.UNREADABLE),
    "a line more in a data file": (DATA, "\n1,", "\n1,break,hours,7,hours,released,\n1,", Kind.TABLE),
    "a column more in a data file": (DATA, "measure", "n,measure", Kind.TABLE),
    "persons in a data file": (DATA, "gathering,", "pseudonym,", Kind.TABLE),
    "an entry in a receipt": (RECEIPT, '"format": 1', '"format": 1, "n": 7', Kind.RECEIPT),
    "an entry twice in a receipt": (RECEIPT, '"format": 1', '"format": 7, "format": 1', Kind.UNREADABLE),
    "a receipt without an end": (RECEIPT, "{", "[" * 100_000, Kind.UNREADABLE),
    "another parameter in a receipt": (RECEIPT, 'minutes": 30', 'minutes": 31', Kind.RECEIPT),
    "an entry in the manifest": ("manifest.json", '"format": 2', '"format": 2, "n": 7', Kind.RECEIPT),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_is_found_in_its_file_and_no_other(finished: Finished, plant: str) -> None:
    file, old, new, kind = PLANTS[plant]
    found = finished.with_change(file, old, new).attacked()
    assert (kind in {one.kind for one in found}, {one.file for one in found}) == (True, {file})


def test_no_finding_repeats_what_it_found(finished: Finished) -> None:
    planted = f"{LEAD}{IDENTITY_NUMBER} KANARI-7f3a /home/kari 4711 "
    found = finished.with_change(PAGE, LEAD, planted).attacked("KANARI-7f3a")
    said = " ".join(one.line for one in found)
    assert [part for part in (IDENTITY_NUMBER, "KANARI", "kari", "4711") if part in said] == []


def test_a_stray_file_is_found(finished: Finished) -> None:
    (found,) = finished.with_file("gathering-time-nb/notes.txt", b"all is well").attacked()
    assert (found.file, found.kind) == ("gathering-time-nb/notes.txt", Kind.UNKNOWN_FILE)


def test_a_file_name_that_tells_a_number_is_masked(finished: Finished) -> None:
    (found,) = finished.with_file("rapport_n3.html", b"").attacked()
    assert found.file == "rapport_n#.html"


def test_an_identity_number_as_a_file_name_is_found(finished: Finished) -> None:
    found = finished.with_file(f"{IDENTITY_NUMBER}.csv", b"").attacked()
    assert Kind.IDENTITY_NUMBER in {one.kind for one in found}


def test_a_file_that_is_gone_is_found(finished: Finished) -> None:
    found = finished.without(DATA).attacked()
    assert (DATA, Kind.MISSING_FILE) in {(one.file, one.kind) for one in found}


@pytest.mark.parametrize(
    "hidden",
    [
        b"KANARI-7f3a",
        "KANARI-7f3a".encode("utf-16-le"),
        base64.b64encode(b"KANARI-7f3a"),
        base64.b64encode(b"x KANARI-7f3a y"),
        base64.b64encode(b"xy KANARI-7f3a"),
        b"&#75;ANARI-7f3a",
    ],
)
def test_a_planted_text_is_found_however_it_is_written(finished: Finished, hidden: bytes) -> None:
    content = finished.files[PAGE].replace(LEAD.encode(), LEAD.encode() + hidden)
    found = Finished({**finished.files, PAGE: content}, finished.known).attacked("KANARI-7f3a")
    assert (PAGE, Kind.CANARY) in {(one.file, one.kind) for one in found}


def test_results_that_are_not_the_receipts_own_are_found(finished: Finished) -> None:
    digest = next(
        part for part in finished.files[RECEIPT].decode().split('"released"')[1].split('"') if len(part) == 64
    )
    found = finished.with_change(RECEIPT, digest, digest[::-1]).attacked()
    assert (RECEIPT, Kind.OTHER_RESULTS) in {(one.file, one.kind) for one in found}
