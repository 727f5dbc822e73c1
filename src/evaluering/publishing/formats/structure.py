"""The structure of a PDF, mended before it is written: what WeasyPrint 70 leaves out of PDF/UA-1.

Running headers become artifacts (ISO 14289-1:2014, 7.8). A table that goes on over pages is one table, its
repeated header rows artifacts. Header cells say whose they are.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

Node = Any
"""A dictionary of pydyf, which has no types."""


def mend_structure(_: object, pdf: Any) -> None:
    """What WeasyPrint calls when all but the writing is done; ``pdf`` is changed in place."""
    tree = _Tree(pdf)
    first: dict[str, Node] = {}
    for table in [node for node in tree.below(tree.document) if node["S"] == "/Table"]:
        number = next((str(_text(cell)).partition("-")[0] for cell in tree.headers(table)), "")
        if number and number in first:
            _join(tree, first[number], table)
        first.setdefault(number, table)
        _scope(tree, table)
    tree.make_artifacts_of_the_rest()


def _join(tree: "_Tree", table: Node, more: Node) -> None:
    """Add the rows of ``more`` to ``table``; its caption and header rows stand there already."""
    kept = {_text(cell) for cell in tree.headers(table)}
    heads = {_text(cell) for cell in tree.headers(more, "/THead")}
    for cell in (node for node in tree.below(more) if node["S"] in {"/TH", "/TD"}):
        _rename(cell, f"-{more.number}", heads & kept)
    for part in [node for node in tree.kids(more) if node["S"] == "/TBody"]:
        part["P"] = table.reference
        table["K"].append(part.reference)
    tree.nodes[more["P"]]["K"].remove(more.reference)


def _rename(cell: Node, suffix: str, kept: set[str]) -> None:
    """Names of a later part's cells begin anew; those of the header rows stay what they are."""
    if "ID" in cell and _text(cell) not in kept:
        cell["ID"] = pydyf.String(_text(cell) + suffix)
    if "Headers" in cell["A"]:
        names = [name.string for name in cell["A"]["Headers"]]
        cell["A"]["Headers"] = pydyf.Array(
            pydyf.String(name if name in kept else name + suffix) for name in names
        )


def _scope(tree: "_Tree", table: Node) -> None:
    heads = {cell.number for cell in tree.headers(table, "/THead")}
    for cell in tree.headers(table):
        cell["A"]["Scope"] = "/Column" if cell.number in heads else "/Row"


def _text(cell: Node) -> str:
    return str(cell["ID"].string)


class _Tree:
    """The structure elements of a PDF that is being made."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.nodes: dict[bytes, Node] = {
            node.reference: node
            for node in pdf.objects
            if isinstance(node, pydyf.Dictionary) and node.get("Type") == "/StructElem"
        }
        (self.document,) = [node for node in self.nodes.values() if node["S"] == "/Document"]

    def kids(self, node: Node) -> list[Node]:
        """The elements right below."""
        return [self.nodes[kid] for kid in node["K"] if isinstance(kid, bytes) and kid in self.nodes]

    def below(self, node: Node) -> Iterator[Node]:
        """All elements below, in order."""
        for kid in self.kids(node):
            yield kid
            yield from self.below(kid)

    def headers(self, table: Node, part: str = "") -> list[Node]:
        """The header cells of a table, or of a ``part`` of it."""
        holders = [kid for kid in self.kids(table) if not part or kid["S"] == part]
        return [node for holder in holders for node in self.below(holder) if "ID" in node]

    def make_artifacts_of_the_rest(self) -> None:
        """What no element of the tree holds is decoration: say so in the page, and forget its element."""
        held = {self.document.number, *(node.number for node in self.below(self.document))}
        by_reference = {one.reference: one for one in self._pdf.objects}
        for node in [one for one in self.nodes.values() if one.number not in held]:
            stream = by_reference[by_reference[node["Pg"]]["Contents"]].stream
            for mark in (kid for kid in node["K"] if isinstance(kid, int)):
                _as_artifact(stream, mark)
            self._forget(node)

    def _forget(self, node: Node) -> None:
        node.free = "f"
        root = next(one for one in self._pdf.objects if _is_root(one))
        numbers = next(one for one in self._pdf.objects if one.reference == root["ParentTree"])["Nums"]
        for entries in (one for one in numbers if isinstance(one, list)):
            entries[:] = ["null" if one == node.reference else one for one in entries]


def _is_root(node: Node) -> bool:
    return isinstance(node, pydyf.Dictionary) and node.get("Type") == "/StructTreeRoot"


def _as_artifact(stream: list[Any], mark: int) -> None:
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") == mark:
            stream[place - 1], stream[place] = b"/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
            return
