"""The message catalogue: everything used is there, everything there is used, and nothing is empty."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest
from builders import ROOT
from pages_in_tests import elements, notebooks, page
from test_sample_findings import QUESTIONS, draw_as_if_published, found

from evaluering.language import Catalogue, available, catalogue
from evaluering.presentation import page_frame, render_element
from evaluering.presentation.site import Site, index_page
from evaluering.results import Finding
from evaluering.tables import TABLES
from evaluering.vocabulary import Activity, Criterion, ElementKind, Language
from sample_network import answered

SOURCE = ROOT / "src/evaluering"


class Recorder:
    """A catalogue's entries that remember which were asked for."""

    def __init__(self, entries) -> None:
        self.entries, self.asked = entries, set()

    def get(self, message):
        self.asked.add(message)
        return self.entries.get(message)


@pytest.fixture(scope="module")
def asked(release, nb) -> set[str]:
    """The messages that drawing every page of the release asks for."""
    recorder = Recorder(nb.entries)
    words = Catalogue(Language.BOKMAAL, recorder)
    for notebook in notebooks():
        one = page(notebook.stem, release, words)
        page_frame(one, "site", "institution")
        for element in elements(notebook):
            render_element(one, element)
            if element.kind is ElementKind.HEADING:
                one.text(f"heading.{element.id}")
    index_page((), (), Site("site", "institution", words))
    for question in QUESTIONS:
        draw_as_if_published(question, words)
    return recorder.asked


@pytest.fixture(scope="module")
def ids(nb) -> set[str]:
    return {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in nb.entries if entry.id}


def in_templates() -> set[str]:
    """Messages the templates name."""
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.j2"))
    return set(re.findall(r'words\.text\("([\w.]+)"[,)]', text))


def begun_in_templates() -> tuple[str, ...]:
    """Beginnings of messages the templates put together."""
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.j2"))
    return tuple(re.findall(r'words\.text\("([\w.]+\.)" ~', text))


def in_code() -> tuple[set[str], set[str]]:
    """Message ids written out in the code, and the beginnings of those put together there."""
    whole, beginnings = set(), set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return whole, {one for one in beginnings if re.fullmatch(r"(\w+\.)+", one)}


def of_codes() -> set[str]:
    """Names that every code a file may hold needs, whether or not it is there today."""
    affiliations = next(
        column.allowed
        for column in TABLES["gathering_programme_2021_2022"].columns
        if column.name == "speaker_affiliation"
    )
    kinds = next(
        column.allowed for column in TABLES["municipal_goals_2014_2015"].columns if column.name == "kind"
    )
    named = {f"affiliation.{one}" for one in (*affiliations, "not_stated")} | {
        f"goal_kind.{one}" for one in kinds
    }
    named |= {f"criterion.{one}" for one in Criterion} | {f"activity.{one}" for one in Activity}
    reasons = next(one.allowed for one in TABLES["withdrawals"].columns if one.name == "reason")
    named |= {f"reason.{one}" for one in reasons}
    roles = TABLES["team_members"].column("role").allowed
    named |= {f"role.{one}" for one in roles}
    return named | {"rated.yes", "rated.no", "inquiries.low", "inquiries.high", "disclosure.published"}


CODED = {
    "role": ("survey_answers", "role"),
    "item_kind": ("survey_items", "kind"),
    "screened_at": ("screenings", "place"),
    "screening_result": ("screenings", "result"),
    "age_group": ("screenings", "age_group"),
    "followed_up": ("screenings", "followed_up"),
    "obstacle": ("user_representatives", "obstacle"),
    "actor_kind": ("actor_maps", "kind"),
    "actor_relation": ("actor_maps", "relation"),
    "responsible": ("actor_maps", "responsible"),
    "spent": ("resource_use", "kind"),
    "spent_on": ("resource_use", "activity"),
}
"""Dimensions named after the codes of a delivered table's column."""


def of_delivered_codes() -> set[str]:
    """Names that every code a delivered table may hold needs."""
    return {
        f"{dimension}.{code}"
        for dimension, (table, name) in CODED.items()
        for column in TABLES[table].columns
        if column.name == name
        for code in column.allowed
    }


@cache
def of_findings() -> frozenset[str]:
    """Names that what analyses find in the synthetic network asks for."""
    scale = answered("survey_results", scale="knows,collaboration")["survey_scale"]
    every = [scale, *(one for question in QUESTIONS for one in found(question))]
    return frozenset(name for one in every for name in _asked_by(one))


def _asked_by(one: Finding) -> Iterator[str]:
    layouts = [*one.tables, *(figure.data for figure in one.figures)]
    drawn = [layout.id for layout in (*one.tables, *one.figures)]
    about = ["title", "lead", *(f"{part}.{one.id}" for part in ("source", "units", "period"))]
    yield from (f"{one.question}.{name}" for name in (*about, *(f"{name}.caption" for name in drawn)))
    yield from (said.message for said in one.statements)
    yield from (message for figure in one.figures for message in (figure.alt.message, figure.key.message))
    yield from (figure.axis for figure in one.figures)
    yield from (layout.header for layout in layouts)
    yield from (column.header.replace(":", ".") for layout in layouts for column in layout.columns)
    yield from (name for cell in one.cells for pair in cell.at for name in (pair[0], ".".join(pair)))


def of_accounts() -> set[str]:
    return {
        f"accounts.{one}"
        for one in ("file", "read", "accepted", "rejected", "duplicate", "remark", "remarks")
    }


def test_drawing_every_page_asks_for_most_of_the_catalogue(asked):
    assert len(asked) > 120


@pytest.mark.parametrize(
    "used", [in_templates, of_codes, of_delivered_codes, of_accounts], ids=lambda used: used.__name__
)
def test_every_message_used_exists(used, ids):
    assert used()
    assert used() - ids == set()


def test_every_message_the_findings_ask_for_exists(asked, ids):
    # A dimension's value may have a name of its own; those are asked for and may be missing.
    optional = re.compile(
        r"[a-z_]+\.\d+"
        r"|(item|measure|month|network|option|point|quarter|study|theme|wave|hospital_trust|care_pathway|quarters_since|icc)\..+"
    )
    assert {one for one in asked - ids if not optional.fullmatch(one)} == set()


def test_every_message_written_out_in_the_code_exists(ids):
    namespaces = {one.split(".")[0] for one in ids if "." in one}
    written, _ = in_code()
    looks_like_one = re.compile(rf"({'|'.join(sorted(namespaces))})(\.\w+)+")
    files = re.compile(r".*\.(html|css|py|json|csv|toml|j2|po)")
    assert {
        one for one in written if looks_like_one.fullmatch(one) and not files.fullmatch(one)
    } - ids == set()


def test_no_message_is_unused(asked, ids):
    whole, beginnings = in_code()
    # Captions and caveats are all drawn above, so a put-together beginning excuses none of them.
    excusing = (*begun_in_templates(), *(one for one in beginnings if "caveat" not in one))
    left = ids - asked - of_findings() - in_templates() - of_codes() - of_accounts() - whole
    left -= of_delivered_codes()
    assert {one for one in left if not one.startswith(excusing)} == set()


@pytest.mark.parametrize("language", available())
def test_no_message_is_without_text(language):
    for entry in catalogue(language).entries:
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        assert all(form.strip() for form in forms), entry.id


@pytest.mark.parametrize("language", available())
def test_no_message_is_marked_as_doubtful(language):
    assert not [entry.id for entry in catalogue(language).entries if entry.id and entry.fuzzy]


def test_placeholders_are_plain_names(nb):
    for entry in nb.entries:
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        names = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None}
        assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in names), entry.id


def test_every_language_has_the_same_messages(ids):
    for language in available():
        entries = catalogue(language).entries
        assert {
            entry.id if isinstance(entry.id, str) else entry.id[0] for entry in entries if entry.id
        } == ids
