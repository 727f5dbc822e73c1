"""Where the page of a network leads: to its own reports, and those of its municipalities."""

from collections.abc import Iterator
from posixpath import normpath

from evaluering.attack.announced import NetworkPage
from evaluering.attack.found import Found, Kind
from evaluering.attack.page_tree import PageTree
from evaluering.attack.wordings import Explained

_OF_A_REPORT = {"index.html", "report.pdf"}


def check_listing(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every link on the page of a network to a report that is not about it or a municipality in it."""
    if not isinstance(explained.page, NetworkPage):
        return
    folder = file.rpartition("/")[0]
    for link in page.root.iter("a"):
        report = _report(normpath(f"{folder}/{link.get('href', '')}"))
        if report and not explained.lists(report):
            yield Found(file, Kind.ADDRESS, "a report of another place")


def _report(target: str) -> str:
    """The report whose page or document a path leads to, or "" where it leads elsewhere."""
    folder, _, name = target.rpartition("/")
    return folder.rpartition("/")[2] if name in _OF_A_REPORT else ""
