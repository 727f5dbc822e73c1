"""Two releases beside each other: small differences between what they show, and what only both tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from evaluering.attack.edition_lines import HIDDEN, Lines, lines_of
from evaluering.attack.edition_sums import check_edition_sums
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known

_FEW = 10
"""The values of fewer persons may not be told."""
_PART = 0.2
"""A sum of values known to less than this part of it is told."""
_ENDS = ("_low", "_high", "_n", "_count")


def check_editions(
    files: Mapping[str, bytes], others: Sequence[Mapping[str, bytes]], known: Known, width: float
) -> Iterator[Found]:
    """What another release tells of protected units beside this one.

    ``others`` holds the files of the other releases that are out. A count that differs by less than ``width``
    persons; values of fewer than ten, by whom two means differ; hidden numbers of either release that
    only the sums of both tell, and small changes of several hidden numbers together
    (``check_edition_sums``). A number that is hidden now though another release shows it is no finding: what
    it has become is hidden. Means are known by their names. Published figures are corrected freely, and
    left out.
    """
    for name in _protected(known):
        now = lines_of(files.get(name, b""))
        for other in others:
            then = dict(lines_of(other.get(name, b"")))
            present = dict(now)
            for number, (place, _) in enumerate(now, 1):
                kind = _Line(place, present, then).kind(width)
                if kind is not None:
                    yield Found(name, kind, f"line {number}")
    yield from check_edition_sums(files, others, known, width)


def _protected(known: Known) -> list[str]:
    return sorted(
        f"{report.id}/data/{layout.id}.csv"
        for report in known.reports
        for finding in report.findings
        for layout in finding.layouts
        if finding.protects != {"nothing"}
    )


@dataclass(frozen=True)
class _Line:
    """A line of a data file, with all lines of both editions."""

    place: tuple[str, ...]
    now: Lines
    then: Lines

    @property
    def measure(self) -> str:
        """The measure it shows."""
        return self.place[-2]

    def kind(self, width: float) -> Kind | None:
        """What the two editions tell that they should not."""
        before, after = _number(self.then.get(self.place, HIDDEN)), _number(self.now[self.place])
        if before is None or after is None:
            return None
        if self.place[-1] == "count":
            return Kind.DIFFERENCE if 0 < abs(after - before) < width else None
        is_mean = "mean" in self.measure and not self.measure.endswith(_ENDS)
        return Kind.JOINED if is_mean and self._tells_few(before, after) else None

    def _tells_few(self, before: Decimal, after: Decimal) -> bool:
        """Whether mean times units, then and now, give the sum of few closely."""
        if self._units is None:
            return False
        old, new = self._units
        joined, by = abs(new - old), abs(after * new - before * old)
        half = max(_half(before), _half(after))
        return 0 < joined < _FEW and 2 * half * (old + new) < Decimal(_PART) * max(by, joined)

    @cached_property
    def _units(self) -> tuple[Decimal, Decimal] | None:
        """How many the mean is of, then and now."""
        for name in (f"{self.measure}_n", "n"):
            beside = (*self.place[:-2], name, "count")
            found = [_number(lines.get(beside, HIDDEN)) for lines in (self.then, self.now)]
            if found[0] is not None and found[1] is not None:
                return found[0], found[1]
        return None


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _half(shown: Decimal) -> Decimal:
    """By how much a shown number may have been rounded."""
    exponent = shown.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)
