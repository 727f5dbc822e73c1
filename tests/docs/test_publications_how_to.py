"""The how-to of publications shows settings that are read, and names every one there is."""

import re
import tomllib
from pathlib import Path
from typing import get_args

from evaluering.language import catalogue
from evaluering.presentation import Page
from evaluering.publication import Author, Licence, Publication, Role
from evaluering.settings import Report
from evaluering.vocabulary import Language

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "how-to" / "publications.md").read_text(encoding="utf-8")
EXAMPLE, LANGUAGES = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
SETTINGS = tomllib.loads(EXAMPLE)


def test_the_settings_shown_are_read():
    study = Publication.model_validate(SETTINGS["publication"])
    own = Publication.model_validate(SETTINGS["reports"][0]["publication"])
    assert own.over(study).isbn == "978-82-8406-178-8"


def test_every_setting_is_shown():
    shown = SETTINGS["publication"].keys() | SETTINGS["reports"][0]["publication"].keys()
    assert shown == Publication.model_fields.keys()
    assert {
        name for author in SETTINGS["publication"]["authors"] for name in author
    } == Author.model_fields.keys()


def test_the_works_shown_are_cited_by_a_setting_that_is_read():
    report = SETTINGS["reports"][0] | {"languages": ["nb"]}
    assert Report.model_validate(report).cites == ("testesen2020",)


def test_every_kind_of_cross_reference_is_shown():
    kinds = Page("gathering_time", (), (), (), catalogue(Language.BOKMAAL)).references
    assert [kind for kind in kinds if f"`{{{kind}:" not in TEXT] == []


def test_every_role_and_licence_is_named():
    assert [one for one in (*get_args(Role), *get_args(Licence)) if one and f"`{one}`" not in TEXT] == []


def test_the_languages_and_titles_shown_are_read():
    (report,) = tomllib.loads(LANGUAGES)["reports"]
    assert [one.value for one in Report.model_validate(report).possible_languages] == ["nb", "nn"]
