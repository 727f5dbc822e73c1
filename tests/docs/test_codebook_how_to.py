"""The how-to of the codebook says what the codebook holds."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from evaluering.documents import data_package
from evaluering.publishing.codebook import write_codebook
from evaluering.settings import Codebook
from evaluering.tables import INSTRUMENT_TABLES
from evaluering.workspace import load_workspace

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "how-to" / "codebook.md").read_text(encoding="utf-8")


def properties(value: Any) -> set[str]:
    """Every property of our own in a descriptor."""
    if isinstance(value, list):
        return set().union(*map(properties, value))
    if not isinstance(value, dict):
        return set()
    own = {name for name in value if name.startswith("evaluering:")}
    return own.union(*map(properties, value.values()))


def test_exactly_our_own_properties_are_explained() -> None:
    explained = re.findall(r"^\| `(evaluering:\w+)` \|", TEXT, re.MULTILINE)
    made = json.loads(data_package(load_workspace(ROOT).configuration, INSTRUMENT_TABLES))
    assert set(explained) == properties(made)
    assert len(explained) == len(set(explained))


def test_exactly_the_files_written_are_listed(tmp_path: Path) -> None:
    written = write_codebook(load_workspace(ROOT).model_copy(update={"work": tmp_path}))
    listed = re.findall(r"^\| `([\w.]+)` \|", TEXT, re.MULTILINE)
    assert sorted(listed) == sorted(file.name for file in written)


def test_the_settings_of_the_example_are_all_there_are() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    given = tomllib.loads(example)["codebook"]
    assert Codebook.model_validate(given)
    assert given.keys() == Codebook.model_fields.keys()
