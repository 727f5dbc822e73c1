"""Whatever is planted in references, footnotes, notes on methods and links to them is found."""

from pathlib import Path

import pytest

from attack.planting import PAGE, Finished
from evaluering.attack import Kind

RATES = "follow-up-inquiries-nb/index.html"
GARWOOD = "Garwood F. Fiducial limits for the Poisson distribution. Biometrika. 1936;28:437–442."
WILSON = (
    "Wilson EB. Probable inference, the law of succession, and statistical inference. "
    "J Am Stat Assoc. 1927;22:209–212."
)
SCALE = (
    "Cronbachs alfa viser hvor godt spørsmålene i en skala henger sammen. Den stiger med antall spørsmål, "
    "og viser ikke at skalaen måler én ting."
)
NOTE = '<li id="note-1"><span>1</span> '


@pytest.fixture(scope="session")
def finished(built: Path) -> Finished:
    """The release of today's three reports, read once."""
    return Finished.of(built)


PLANTS = {
    "another year in a reference": (RATES, "1936;28:437", "1937;28:437", Kind.NUMBER),
    "a count after a reference": (RATES, "437–442.</span>", "437–442.</span> 7", Kind.NUMBER),
    "a count within a reference": (RATES, "437–442.</span>", "437–442. 7</span>", Kind.NUMBER),
    "another number of a reference": (RATES, "<span>1</span> <span", "<span>7</span> <span", Kind.NUMBER),
    "a work the page has no cause to name": (RATES, GARWOOD, WILSON, Kind.NUMBER),
    "an address of a reference": (
        RATES,
        "437–442.</span>",
        '437–442.</span> <a href="https://doi.org/10.7/7">https://doi.org/10.7/7</a>',
        Kind.ADDRESS,
    ),
    "an entry more": (
        RATES,
        "</ol>",
        '<li id="reference-3"><span>3</span> <span>7</span></li></ol>',
        Kind.NUMBER,
    ),
    "a list of its own": (RATES, "</main>", "<ol><li><span>7</span></li></ol></main>", Kind.NUMBER),
    "a second list of references": (
        RATES,
        "</main>",
        f'<ol class="references"><li id="reference-1"><span>1</span> <span>{GARWOOD}</span></li></ol></main>',
        Kind.ELEMENT,
    ),
    "a call that says another number": (RATES, ">(1)</a>", ">(2)</a>", Kind.NUMBER),
    "a call with a count beside it": (RATES, ">(1)</a>", ">(1, 7)</a>", Kind.NUMBER),
    "a call of a work there is not": (RATES, ">(1)</a>", ">(57)</a>", Kind.NUMBER),
    "a number in a note on a method": (RATES, "når ingenting har hendt", "når 7 har hendt", Kind.NUMBER),
    "a number in words in a note on a method": (
        RATES,
        "når ingenting har hendt",
        "når sju har hendt",
        Kind.NUMBER,
    ),
    "words in a note on a method": (RATES, "når ingenting har hendt", "når alt har hendt", Kind.NUMBER),
    "a note on a method that was not used": (RATES, "Rater har", f"{SCALE}</p><p>Rater har", Kind.NUMBER),
    "another letter of an appendix": (RATES, ">vedlegg A</a>", ">vedlegg B</a>", Kind.NUMBER),
    "an appendix there is not": (RATES, ">vedlegg A</a>", ">vedlegg Q</a>", Kind.NUMBER),
    "another section": (PAGE, ">del 5</a>", ">del 4</a>", Kind.NUMBER),
    "a section there is not": (PAGE, ">del 5</a>", ">del 57</a>", Kind.NUMBER),
    "another number of a footnote": (PAGE, NOTE, NOTE.replace(">1<", ">7<"), Kind.NUMBER),
    "a second number of a footnote": (PAGE, NOTE, f"{NOTE}<span>7</span> ", Kind.ELEMENT),
    "a number in a footnote": (PAGE, "Lange samlinger teller", "7 samlinger teller", Kind.NUMBER),
    "words in a footnote": (PAGE, "Lange samlinger teller", "Korte samlinger teller", Kind.TEXT),
    "a call of another footnote": (PAGE, 'notes">1</a>', 'notes">2</a>', Kind.NUMBER),
    "a way back that says another number": (PAGE, "(note 1)", "(note 7)", Kind.NUMBER),
    "a call described by a number": (PAGE, 'describedby="notes"', 'describedby="n7"', Kind.ATTRIBUTE),
    "a role that says a number": (PAGE, 'role="doc-noteref"', 'role="doc-7"', Kind.ATTRIBUTE),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_is_found_in_its_file_and_no_other(finished: Finished, plant: str) -> None:
    file, old, new, kind = PLANTS[plant]
    found = finished.with_change(file, old, new).attacked()
    assert (kind in {one.kind for one in found}, {one.file for one in found}) == (True, {file})


def test_another_digest_of_references_in_a_receipt_is_found(finished: Finished) -> None:
    receipt = RATES.replace("index.html", "receipt.json")
    found = finished.with_change(receipt, '"references": ""', f'"references": "{"7" * 64}"').attacked()
    assert (receipt, Kind.RECEIPT) in {(one.file, one.kind) for one in found}
