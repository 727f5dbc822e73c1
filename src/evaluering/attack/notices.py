"""Texts a page tells besides results: corrections, disclosure control, withdrawals, labels of invented data.

Each may stand there only with the values that were handed over, and only where there is such a thing to tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaluering.attack.announced import Control, Correction, Exempted, Withdrawal
from evaluering.attack.forms import ENDS, Fills, Wording, filled, said, wording
from evaluering.attack.known import Report, ToldCell
from evaluering.attack.spoken_numbers import has_number, says_only

_KINDS = frozenset(
    {
        "changes",
        "errata",
        "internal",
        "withdrawn",
        "disclosure",
        "suppression",
        "threshold",
        "sign",
        "problems",
        "advice",
        "review",
        "method",
        "note",
    }
)
_LABELS = frozenset({"label.errata", "label.synthetic", "accounts.protected"})
_ALWAYS = ("sign.undefined", "sign.no_evidence")
_OF_HIDDEN = ("sign.hidden", "sign.legend", "sign.sentence_suppressed", "sign.alt_suppressed")
_OF_WITHDRAWN = ("withdrawn.why", "withdrawn.no_numbers", "withdrawn.front_page")
_OF_CHANGES = (
    "changes.number",
    "changes.before",
    "changes.now",
    "changes.not_repeated",
    "changes.not_there",
    "changes.sentences",
    "changes.elsewhere",
)
_SHARES = frozenset({"dominance", "ratio", "weak_points"})
"""Thresholds that are shares; the others count."""
Messages = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Notices:
    """Whole texts, and messages with numbers in their gaps."""

    fixed: frozenset[str]
    wordings: tuple[Wording, ...] = ()


def is_notice(name: str) -> bool:
    """Whether a message stands on a page only as a notice, or on no page of a release at all."""
    return name.partition(".")[0] in _KINDS or name in _LABELS


def of_report(report: Report, control: Control, messages: Messages, *, is_part: bool = False) -> Notices:
    """What the page of a report may tell besides its results, or its part of the page of changed numbers."""
    names = [*_ALWAYS, *_names(report)]
    texts = [said(form, {}) for name in names for form in messages.get(name, ())]
    texts += [text for one in report.corrections for text in _erratum(one, messages)]
    texts += [
        said(form, {"day": one.day}) for one in report.corrections for form in _on_day(report, messages)
    ]
    texts += [text for one in report.listed.networks for text in network_names(one, messages)]
    texts += place_names(report, messages) if is_part else []
    judged = tuple(_judged(control, messages, report.language)) if report.is_judged else ()
    return Notices(with_bare(texts), judged)


def place_names(report: Report, messages: Messages) -> list[str]:
    """What the part of the study that a report is about is called: its name, or the message that names it."""
    kind, _, value = report.place.partition("=")
    if report.listed.place:
        return [said(plain(report.listed.place), {})]
    return [said(form, {"value": value}) for form in messages.get(f"label.place.{kind}", ())]


def network_names(network: Mapping[str, str], messages: Messages) -> list[str]:
    """What a network is called: its name, or the message that names it where it has none."""
    forms = () if network["name"] else messages.get("label.place.network", ())
    named = [said(plain(network["name"]), {})] if network["name"] else []
    return named + [said(form, {"value": network["identifier"]}) for form in forms]


def of_withdrawal(one: Withdrawal, messages: Messages) -> Notices:
    """What the page in place of a withdrawn report may tell."""
    values = {"title": one.title, "day": one.day}
    names = (*_OF_WITHDRAWN, "withdrawn.heading", "withdrawn.when")
    texts = [said(form, values) for name in names for form in messages.get(name, ())]
    return Notices(with_bare([*texts, said(plain(one.reason), {})]))


def _names(report: Report) -> Iterator[str]:
    """The messages without gaps that a report has cause to tell."""
    if report.corrections:
        yield from ("label.errata", "errata.lead")
    if report.mended or report.since:
        yield from _OF_CHANGES
    if any(finding.is_synthetic for finding in report.findings):
        yield "label.synthetic"
    if any(cell.status == "suppressed" for cell in _ever(report)):
        yield from _OF_HIDDEN
    if any(finding.protects != {"nothing"} for finding in report.findings):
        yield "accounts.protected"
    yield from sorted({f"disclosure.{finding.reason}" for finding in report.findings})
    if report.is_judged:
        yield "disclosure.because"


def _ever(report: Report) -> Iterator[ToldCell]:
    """Its cells, and those of the editions it tells of."""
    yield from report.cells.values()
    for editions in (*report.mended, *((report.since,) if report.since else ())):
        yield from (*editions.before.values(), *(editions.after or {}).values())


def _on_day(report: Report, messages: Messages) -> tuple[str, ...]:
    return messages.get("changes.on_day", ()) if report.mended else ()


def _erratum(one: Correction, messages: Messages) -> list[str]:
    """The day, as the message leads from it, and the note: one with the other, and neither alone."""
    note = said(plain(one.note), {})
    return [f"{said(form, {'day': one.day})} {note}" for form in messages.get("errata.item", ())]


def _judged(control: Control, messages: Messages, language: str) -> Iterator[Wording]:
    """The rules' thresholds, the share of hidden numbers, and each exemption."""
    numbers = {name: number_of(name, value, language) for name, value in control.thresholds.items()}
    reasons = sorted(name for name in messages if name.startswith("suppression."))
    yield from _worded(["disclosure.rounding", *reasons], messages, numbers)
    if control.hidden is not None:
        share = number_of("ratio", control.hidden, language)
        yield from _worded(["disclosure.loss"], messages, {"hidden": share})
    for one in control.exemptions:
        yield from _exemption(one, messages, language)


def _worded(names: Iterable[str], messages: Messages, fills: Mapping[str, Fills]) -> Iterator[Wording]:
    for name in names:
        for form in messages.get(name, ()):
            yield wording(form, fills)


def _exemption(one: Exempted, messages: Messages, language: str) -> Iterator[Wording]:
    rules = messages.get(f"threshold.{one.rule}", ())
    texts = {"reason": one.reason, "approved_by": one.approved_by, "dated": one.dated.get(language, "")}
    for form in messages.get("disclosure.exemption", ()):
        for rule in rules:
            yield wording(
                filled(form, texts | {"rule": rule}), {"value": number_of(one.rule, one.value, language)}
            )


def number_of(name: str, value: float, language: str) -> Fills:
    """Whether a text is this threshold and nothing else."""
    cell = ToldCell("", (), name, value, "share" if name in _SHARES else "count", "released", "")
    return lambda text: has_number(text) and says_only(text, [cell], (), language)


def plain(text: str) -> str:
    """A text as a message without gaps."""
    return filled("{text}", {"text": text})


def with_bare(texts: Iterable[str]) -> frozenset[str]:
    """Texts as they are, and as they stand in another sentence, without the mark that ends them."""
    whole = frozenset(texts)
    return whole | {text.rstrip(ENDS) for text in whole}
