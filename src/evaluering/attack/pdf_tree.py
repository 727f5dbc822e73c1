"""A PDF read back: its structure with every text, its figures, and all that lies beside them."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from unicodedata import category

import pikepdf

_HEX = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_OTHER_MAPS = re.compile(r"beginbfrange|begincidrange|usecmap")
_BLOCKS = {
    **{f"/H{level}": f"h{level}" for level in range(1, 7)},
    **dict.fromkeys(("/LI", "/LBody"), "li"),
    "/P": "p",
    "/TH": "th",
    "/TD": "td",
    "/Caption": "caption",
}
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_MOVES = {"m": ((0, 1),), "l": ((0, 1),), "c": ((4, 5),), "v": ((2, 3),), "y": ((2, 3),)}
_DEEPEST = 3
"""Forms within forms."""
Point = tuple[float, float]


class UnreadablePdf(Exception):
    """A PDF that cannot be read back, or is not made as ours are."""


@dataclass
class Drawn:
    """What is drawn under one mark: its texts, and the points of its lines."""

    texts: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A block of the structure: its kind as in HTML, and its text without any spaces."""

    kind: str
    text: str


@dataclass(frozen=True)
class Figure:
    """A figure: its alternate text, the texts in it, and the points of its lines."""

    alt: str
    texts: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class PdfTree:
    """A PDF as it was read.

    ``artifacts`` holds the texts beside the structure, page by page; ``loose`` says that something is drawn
    that is neither in the structure nor an artifact, ``strange`` that something is no text and no line.
    """

    pdf: pikepdf.Pdf
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    artifacts: tuple[tuple[str, ...], ...]
    loose: bool
    strange: bool

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.artifacts)

    @property
    def readable(self) -> str:
        """Every text, a line each."""
        beside = [text for page in self.artifacts for text in page]
        drawn = [text for figure in self.figures for text in (figure.alt, figure.texts)]
        return "\n".join([*(block.text for block in self.blocks), *drawn, *beside, *strings_of(self.pdf)])


def read_pdf(content: bytes) -> PdfTree:
    """Read a PDF. Raises ``UnreadablePdf`` for one that cannot be, or that is protected or not tagged."""
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
        pages = [_Canvas(page) for page in pdf.pages]
        root = pdf.Root.StructTreeRoot.K[0]
        walk = _Walk(pages, {page.obj.objgen: number for number, page in enumerate(pdf.pages)})
        walk.go(root, None, 0)
    except (pikepdf.PdfError, AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError):
        raise UnreadablePdf from None
    unused = [set(page.drawn) - used for page, used in zip(pages, walk.used, strict=True)]
    return PdfTree(
        pdf,
        tuple(Block(kind, "".join(texts)) for kind, texts in walk.blocks),
        tuple(walk.figures),
        tuple(tuple(page.artifacts) for page in pages),
        any(page.loose for page in pages) or any(unused),
        any(page.strange for page in pages),
    )


def strings_of(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every string of every object, once each time it stands there."""
    for node in [*pdf.objects, pdf.trailer]:
        yield from _strings(node)


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.String):
        yield str(node)
    elif isinstance(node, pikepdf.Array):
        for one in node:
            yield from () if _is_elsewhere(one) else _strings(one)
    elif isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        for _, one in sorted(node.items()):
            yield from () if _is_elsewhere(one) else _strings(one)


def _is_elsewhere(node: Any) -> bool:
    """Whether a value is an object of its own, which is read by itself."""
    return isinstance(node, pikepdf.Object) and node.is_indirect


def _characters(font: Any) -> Mapping[str, str]:
    """What each code of a font, as hexadecimal digits, is read as."""
    content = font.ToUnicode.read_bytes()
    return _characters_of(content)


@lru_cache(maxsize=64)
def _characters_of(mapping: bytes) -> Mapping[str, str]:
    told = mapping.decode("ascii")
    if _OTHER_MAPS.search(told):
        raise UnreadablePdf
    return {
        code.lower(): bytes.fromhex(text).decode("utf-16-be")
        for part in told.split("beginbfchar")[1:]
        for code, text in _HEX.findall(part.partition("endbfchar")[0])
    }


class _Canvas:
    """A page's content: what is drawn under each mark, what is an artifact, and what is neither."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.drawn: dict[int, Drawn] = {}
        self.artifacts: list[str] = []
        self.loose = self.strange = False
        self._fonts: dict[str, Mapping[str, str]] = {}
        self._font: Mapping[str, str] = {}
        self._marks: list[int | None] = []
        self._run(page, page.Resources, 0)

    def _run(self, content: Any, resources: Any, depth: int) -> None:
        """Read a page, or a form drawn on it, which may be drawn within another."""
        if depth > _DEEPEST:
            raise UnreadablePdf
        for name, font in resources.get("/Font", {}).items():
            self._fonts[name] = _characters(font)
        for step in pikepdf.parse_content_stream(content):
            operator, operands = str(step.operator), list(step.operands)
            if operator == "Do":
                form = resources.XObject[str(operands[0])]
                if form.Subtype == "/Form":
                    self._run(form, form.get("/Resources", resources), depth + 1)
                else:
                    self.strange = True
            else:
                self._do(operator, operands)

    def _do(self, operator: str, operands: Sequence[Any]) -> None:
        if operator in {"BMC", "BDC"}:
            self._marks.append(_mark(operands))
        elif operator == "EMC":
            self._marks.pop()
        elif operator == "Tf":
            self._font = self._fonts[str(operands[0])]
        elif operator in _SHOWS:
            self._show("".join(map(self._read, _shown(operands))))
        elif operator in _MOVES or operator == "re":
            self._move(operator, [float(one) for one in operands])
        elif operator in {"INLINE IMAGE", "BI", "sh"}:
            self.strange = True

    def _read(self, codes: bytes) -> str:
        digits = codes.hex()
        return "".join(self._font[digits[at : at + 4]] for at in range(0, len(digits), 4))

    def _show(self, text: str) -> None:
        if not self._marks:
            self.loose = True
        elif (mark := self._marks[-1]) is None:
            self.artifacts.append(text)
        else:
            self.drawn.setdefault(mark, Drawn()).texts.append(text)

    def _move(self, operator: str, numbers: Sequence[float]) -> None:
        mark = self._marks[-1] if self._marks else None
        if mark is None:
            return
        if operator == "re":
            x, y, width, height = numbers
            found = [(x, y), (x + width, y + height)]
        else:
            found = [(numbers[one], numbers[other]) for one, other in _MOVES[operator]]
        self.drawn.setdefault(mark, Drawn()).points.extend(found)


def _mark(operands: Sequence[Any]) -> int | None:
    """The number of a mark; none for an artifact."""
    if str(operands[0]) == "/Artifact":
        return None
    return int(operands[1]["/MCID"])


def _shown(operands: Sequence[Any]) -> Iterator[bytes]:
    for one in operands:
        if isinstance(one, pikepdf.Array):
            yield from _shown(list(one))
        elif isinstance(one, pikepdf.String):
            yield bytes(one)


class _Walk:
    """The structure from its root, in reading order."""

    def __init__(self, pages: Sequence[_Canvas], numbers: Mapping[tuple[int, int], int]) -> None:
        self._pages, self._numbers = pages, numbers
        self.blocks: list[tuple[str, list[str]]] = []
        self.figures: list[Figure] = []
        self.used: list[set[int]] = [set() for _ in pages]

    def go(self, node: Any, block: list[str] | None, page: int) -> None:
        """Read an element and all below it; texts go to the innermost ``block`` that is open."""
        if "/Pg" in node:
            page = self._numbers[node.Pg.objgen]
        tag = str(node.get("/S", ""))
        if tag == "/Figure":
            self._figure(node, page)
            return
        if tag == "/Lbl":
            block = []
        elif tag in _BLOCKS:
            block = []
            self.blocks.append((_BLOCKS[tag], block))
        for kid in _kids(node):
            if isinstance(kid, int):
                self._take(page, kid, block)
            elif kid.get("/Type") != "/OBJR":
                self.go(kid, block, page)

    def _take(self, page: int, mark: int, block: list[str] | None) -> None:
        drawn = self._drawn(page, mark)
        if block is None:
            block = []
            self.blocks.append(("", block))
        block.extend(unspaced(text) for text in drawn.texts)

    def _drawn(self, page: int, mark: int) -> Drawn:
        self.used[page].add(mark)
        return self._pages[page].drawn.get(mark, Drawn())

    def _figure(self, node: Any, page: int) -> None:
        parts = [self._drawn(page, int(kid)) for kid in _kids(node)]
        texts = "".join(unspaced(text) for part in parts for text in part.texts)
        points = tuple(point for part in parts for point in part.points)
        self.figures.append(Figure(str(node.get("/Alt", "")), texts, points))


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def unspaced(text: str) -> str:
    """A text without what a PDF does not draw: spaces, where lines break, and marks of direction and such."""
    return "".join(one for one in text if not one.isspace() and category(one) != "Cf")
