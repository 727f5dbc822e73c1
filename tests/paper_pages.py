"""A small page as the publisher makes them, with a table that goes on over pages, and what is made of it."""

import io
from functools import cache

import pikepdf

from evaluering.publishing.formats.docx import render_docx
from evaluering.publishing.formats.pdf import render_pdf

ROWS = 90
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20" role="img" aria-labelledby="f-t f-d">'
    '<title id="f-t">Figur 1. Et tall.</title><desc id="f-d">Én søyle på 7.</desc>'
    '<path d="M 0 0  L 70 0  L 70 10  z " fill="#1f4e79" />'
    '<text x="50" y="8" font-size="8px" font-family="\'DejaVu Sans\'" text-anchor="middle">7</text></svg>'
)


def small_page(extra: str = "", drawing: str = DRAWING, language: str = "nb") -> str:
    """The page; ``extra`` stands at the end of its main part."""
    rows = "".join(
        f'<tr><th scope="row">Rad {n}</th><td class="number">{n * 3}</td></tr>' for n in range(1, ROWS + 1)
    )
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="description" content="Om tallet.">
<title>Et tall – Studien</title><style>body {{ color: red; made-up: 1 }}</style></head>
<body><a class="skip" href="#main">Hopp</a>
<header><p class="site"><a href="../index.html">Studien</a></p></header>
<main id="main"><h1>Et tall</h1><p class="lead">Sámegiella: čáhci, giŧa, ođđa, áŋgir, guovža, šaldi.</p>
<nav aria-labelledby="contents"><h2 id="contents">Innhold</h2><ul><li><a href="#more">Mer</a></li></ul></nav>
<h2 id="more">Mer</h2><div class="figure" id="figure-1">
<figure><div class="scroll drawing" role="region">{drawing}</div>
<figcaption><strong>Figur 1.</strong> Et tall.</figcaption></figure></div>
<div class="table" id="table-1"><div class="scroll"><table><caption>Tabell 1. Tallene</caption>
<thead><tr><th scope="col">Rad</th><th scope="col" class="number">Antall</th></tr></thead>
<tbody>{rows}</tbody>
</table></div><p class="note">Kilde: ingen. <a href="data/x.csv">Last ned tallene</a></p></div>{extra}</main>
<footer><p><span>Huset.</span> <a href="receipt.json">Kvittering</a></p></footer></body></html>
"""


@cache
def small_pdf() -> bytes:
    """The page as PDF."""
    return render_pdf(small_page().encode(), "small-nb")


@cache
def small_docx() -> bytes:
    """The page as a Word document."""
    return render_docx(small_page().encode(), "small-nb")


@cache
def opened(content: bytes | None = None) -> pikepdf.Pdf:
    """A PDF, read; kept, for its objects live no longer than it does."""
    return pikepdf.open(io.BytesIO(content or small_pdf()))


def elements(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Dictionary]:
    """The elements of the structure with this tag, in no order."""
    return [
        node
        for node in pdf.objects
        if isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/StructElem" and f"/{tag}" == node.S
    ]
