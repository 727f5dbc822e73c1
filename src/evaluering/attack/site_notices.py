"""What the pages around the reports may tell: titles, names of places, how many reports; no result."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from evaluering.attack.forms import filled, said, wording
from evaluering.attack.known import PLACES, Known, Report
from evaluering.attack.notices import (
    Messages,
    Notices,
    network_names,
    number_of,
    place_names,
    plain,
    with_bare,
)

_LETTERS = {"Ä": "Æ", "Ö": "Ø"}
_OWN = frozenset("ÆØÅ")


def of_front_page(known: Known) -> Notices:
    """Every report with its place, how many there are of each kind, and what was taken back."""
    return _listing(known, known.reports, whole=True)


def of_network_page(known: Known, network: str) -> Notices:
    """The reports of a network and of the municipalities that take part in it, and nothing of others."""
    own = [one for one in known.reports if known.is_in(one.place, network)]
    return _listing(known, own, whole=False)


def of_changes_page(known: Known) -> Notices:
    """Every report with its place, what is gone, and since when; no changed number: these stand in parts."""
    listed = _listing(known, known.reports, whole=False)
    messages = known.messages[known.language]
    names = ["changes.changed", "changes.new", "changes.gone", "changes.unchanged"]
    names += ["changes.none", "changes.how_to_read", "changes.since_last"] if known.changed.is_later else []
    names += [] if known.changed.is_later else ["changes.first"]
    texts = [said(form, {}) for name in names for form in messages.get(name, ())]
    texts += [said(plain(text), {}) for text in known.changed.gone]
    spoken = {one.language for one in known.reports if one.since is not None}
    texts += [said(form, {}) for one in spoken for form in known.messages[one].get("sign.hidden", ())]
    if known.changed.day:
        texts += [said(form, {"day": known.changed.day}) for form in messages.get("changes.since", ())]
    return Notices(with_bare([*listed.fixed, *texts]))


def _listing(known: Known, reports: Iterable[Report], *, whole: bool) -> Notices:
    shown, messages = list(reports), known.messages[known.language]
    texts = [text for one in shown for text in _report(one, known)]
    texts += [letter for one in shown for name in place_names(one, messages) if (letter := _first(name))]
    if any(finding.is_synthetic for one in shown for finding in one.findings):
        texts += [said(form, {}) for form in messages.get("label.synthetic", ())]
    for kind in ("network", "municipality"):
        for name in messages.get(f"label.places.{kind}", ()):
            texts += [said(form, {"what": name}) for form in messages.get("label.beside", ())]
    if not whole:
        return Notices(with_bare(texts))
    for taken in known.withdrawn:
        forms = known.messages[taken.language].get("withdrawn.when", ())
        texts += [said(plain(taken.title), {}), *(said(form, {"day": taken.day}) for form in forms)]
    counted = [
        wording(filled(form, {"name": name}), {"number": number_of("", number, known.language)})
        for name, number in _counts(known, messages)
        for form in messages.get("label.counted", ())
    ]
    return Notices(with_bare(texts), tuple(counted))


def _report(report: Report, known: Known) -> Iterator[str]:
    """A report's title, its lead and its language in its own words, and its place in those of the page."""
    own, messages = known.messages[report.language], known.messages[known.language]
    for name in (f"{report.question}.lead", "label.language"):
        yield from (said(form, {}) for form in own.get(name, ()))
    titles = (plain(report.title),) if report.title else own.get(f"{report.question}.title", ())
    yield from (said(form, {}) for form in titles)
    yield from (said(form, {}) for form in messages.get(f"{report.question}.title", ()))
    yield from place_names(report, messages)
    for network in report.listed.networks:
        if known.is_in(report.place, network["identifier"]):
            yield from network_names(network, messages)


def _counts(known: Known, messages: Messages) -> Iterator[tuple[str, int]]:
    """The name of each chapter of the front page, and how many there are in it."""
    named = {one.name: one.place for one in known.reports}
    kinds = Counter(place.partition("=")[0] for place in set(named.values()) if place)
    whole = sum(not place for place in named.values())
    numbers = {"label.reports": whole, "label.whole_study": whole}
    numbers |= {f"label.places.{kind}": kinds[kind] for kind in PLACES}
    numbers["label.places.network"] = len(known.networks)
    numbers["label.withdrawn"] = len(known.withdrawn)
    for message, number in numbers.items():
        yield from ((name, number) for name in messages.get(message, ()))


def _first(name: str) -> str:
    """The letter a name begins with: aa is å, and accents are looked past."""
    upper = unicodedata.normalize("NFC", name).upper()
    letter = "Å" if upper.startswith("AA") else _LETTERS.get(upper[:1], upper[:1])
    bare = letter if letter in _OWN else unicodedata.normalize("NFD", letter)[:1]
    return bare if bare.isalpha() else ""
