"""The released store: what is loaded is what was saved, and only disclosure makes it."""

import ast
from hashlib import sha256

import pytest
from builders import ROOT, cell, released

from evaluering.disclosure import finding_bytes, load_released, released_bytes, save_released
from evaluering.errors import InputRefused
from evaluering.vocabulary import Unit


def test_a_store_loads_as_it_was_saved(release, tmp_path):
    assert load_released(save_released(tmp_path, release)) == release


def test_an_undefined_number_and_a_text_survive_the_store():
    undefined, text = released(cell("share", float("nan"), Unit.SHARE), cell("text", "3", Unit.TEXT)).cells
    assert undefined.value is None
    assert text.value == "3"


def test_whole_numbers_and_texts_keep_their_kind_in_the_store(release, tmp_path):
    kinds = [[type(one.value) for one in found.cells] for found in release.findings]
    loaded = load_released(save_released(tmp_path, release))
    assert [[type(one.value) for one in found.cells] for found in loaded.findings] == kinds


def test_a_store_is_named_by_its_content(release, tmp_path):
    file = save_released(tmp_path / "new" / "folder", release)
    assert file.stem == sha256(file.read_bytes()).hexdigest()
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_new_folder_for_stores_is_the_owner_s_alone(release, tmp_path):
    assert save_released(tmp_path / "stores", release).parent.stat().st_mode & 0o077 == 0


def test_saving_twice_gives_the_same_file(release, tmp_path):
    assert save_released(tmp_path, release) == save_released(tmp_path, release)


def test_the_same_release_has_the_same_bytes(release):
    assert released_bytes(release) == released_bytes(release)
    assert finding_bytes(release.findings[0]) != finding_bytes(release.findings[1])


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-1], lambda content: content.replace(b"91", b"19", 1)]
)
def test_a_damaged_store_is_refused(release, tmp_path, damage):
    file = save_released(tmp_path, release)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(InputRefused, match="content that does not match its name"):
        load_released(file)


@pytest.mark.parametrize("content", [b"{}", b"", b"[1]", b'{"rules": 1}'])
def test_a_file_of_another_structure_is_refused_even_under_its_own_digest(tmp_path, content):
    file = tmp_path / f"{sha256(content).hexdigest()}.json"
    file.write_bytes(content)
    with pytest.raises(InputRefused, match="another structure"):
        load_released(file)


def test_only_disclosure_makes_released_results():
    made = {
        path.relative_to(ROOT / "src/evaluering").parts[0]
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and {"Released", "ReleasedFinding", "ReleasedCell"}
        & {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
    }
    assert made == {"disclosure"}


def test_released_results_are_read_back_from_bytes_in_disclosure_alone():
    adapters = {
        path.relative_to(ROOT / "src/evaluering").parts[0]
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"TypeAdapter", "replace"}
        and any("Released" in ast.unparse(argument) for argument in node.args)
    }
    assert adapters == {"disclosure"}
