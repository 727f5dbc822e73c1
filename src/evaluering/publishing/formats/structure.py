"""The structure of a PDF, mended before it is written: what WeasyPrint 70 leaves out of PDF/UA-1.

Running headers become artifacts (ISO 14289-1:2014, 7.8). A table that goes on over pages is one table, its
repeated header rows artifacts. Header cells say whose they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

Node = Any
"""A dictionary of pydyf, which has no types."""


def mend_structure(_: object, pdf: Any, links: Mapping[str, str]) -> None:
    """What WeasyPrint calls when all but the writing is done; ``pdf`` is changed in place.

    ``links`` holds what the links to each place of the document say.
    """
    tree = _Tree(pdf)
    _describe_links(pdf, links)
    current: Node = None
    for table in [node for node in tree.below(tree.document) if node["S"] == "/Table"]:
        _scope(tree, table)
        if current is None or any(kid["S"] == "/Caption" for kid in tree.kids(table)):
            current = table
        else:
            _join(tree, current, table)
    tree.make_artifacts_of_the_rest()


def _describe_links(pdf: Any, links: Mapping[str, str]) -> None:
    """WeasyPrint describes a link by the name of the place it leads to, which tells nobody anything."""
    for node in pdf.objects:
        if isinstance(node, pydyf.Dictionary) and node.get("Subtype") == "/Link" and "Dest" in node:
            place = str(node["Dest"].string)
            node["Contents"] = pydyf.String(links.get(place, place))


def _join(tree: "_Tree", table: Node, more: Node) -> None:
    """Add the rows of ``more``, which has no caption of its own, to ``table``, and its headers to them."""
    before = tree.rows(table)
    if tree.headers(table, "/THead"):
        _rename_headers(tree, table, more)
    else:
        _take_headers(tree, table, more)
    for part in [node for node in tree.kids(more) if node["S"] == "/TBody" and tree.kids(node)]:
        part["P"] = table.reference
        table["K"].append(part.reference)
    tree.nodes[more["P"]]["K"].remove(more.reference)
    after = tree.rows(table)[len(before) :]
    if before and after and not tree.kids(tree.kids(after[0])[0]):
        _go_on(tree, before[-1], after[0])


def _take_headers(tree: "_Tree", table: Node, more: Node) -> None:
    """A page with no room for the header row, as beside a row taller than a page, is drawn without it."""
    for part in [node for node in tree.kids(more) if node["S"] == "/THead"]:
        part["P"] = table.reference
        bodies = [kid.reference for kid in tree.kids(table) if kid["S"] == "/TBody"]
        table["K"].insert(table["K"].index(bodies[0]) if bodies else len(table["K"]), part.reference)
        heads = tree.headers(table, "/THead")
        for row in tree.rows(table):
            for head, cell in zip(heads, tree.kids(row), strict=True):
                if cell["S"] == "/TD":
                    cell["A"]["Headers"].append(pydyf.String(_text(head)))


def _rename_headers(tree: "_Tree", table: Node, more: Node) -> None:
    heads = {_text(cell) for cell in tree.headers(more, "/THead")}
    for cell in (node for node in tree.below(more) if node["S"] == "/TD"):
        names = [str(name.string) for name in cell["A"]["Headers"]]
        cell["A"]["Headers"] = pydyf.Array(
            pydyf.String(f"{table.number}-{name.partition('-')[2]}" if name in heads else name)
            for name in names
        )


def _go_on(tree: "_Tree", row: Node, rest: Node) -> None:
    """Put the rest of a row that did not end on its page, whose first cell is empty there, into its cells."""
    for cell, part in zip(tree.kids(row), tree.kids(rest), strict=True):
        if tree.kids(part):
            part["S"], part["P"] = "/Div", cell.reference
            for name in {"A", "ID"} & part.keys():
                del part[name]
            cell["K"].append(part.reference)
    part = tree.nodes[rest["P"]]
    part["K"].remove(rest.reference)
    if not part["K"]:
        tree.nodes[part["P"]]["K"].remove(part.reference)


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

    def rows(self, table: Node) -> list[Node]:
        """The rows of a table's body."""
        return [row for part in self.kids(table) if part["S"] == "/TBody" for row in self.kids(part)]

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
