"""Whatever is planted in a protected release ends ``evaluering attack`` with 5 and the name of its file.

All data are synthetic; the identity number was published by the tax administration as an example.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from functional.commands import Ran
from functional.finished_files import FinishedFiles, Line
from functional.workspaces import here, latest

LEAD = '<p class="lead">'
Plant = tuple[str, str, str]

PLANTS: dict[str, Plant] = {
    "an identity number in a page": ("alle-nb/index.html", LEAD, f"{LEAD}02013299997 "),
    "a count in a drawing's description": ("network-01-nb/index.html", "</desc>", " Én av 45 leder.</desc>"),
    "a count in an alternative text": ("network-02-nb/index.html", "<svg ", '<svg alt="3 brukere" '),
    "a count in prose": ("trust-1-nb/index.html", "</p>", " I to kommuner er det 3 brukere.</p>"),
    "a position in a drawing": (
        "trust-2-nb/index.html",
        "</svg>",
        '<path d="M 81.5 60 L 99.5 60"/></svg>',
    ),
    "a comment": ("kommune-9001-nb/index.html", LEAD, f"<!-- 3 -->{LEAD}"),
    "a data attribute": ("kommune-9002-nb/index.html", LEAD, '<p class="lead" data-n="3">'),
    "a number in a data file": (
        "network-01-nb/data/attrition.csv",
        "leader,n,:,count,suppressed",
        "leader,n,1,count,released",
    ),
    "an entry in a receipt": ("network-01-nb/receipt.json", "{", '{"n": 3,'),
}
"""Each in a file of its own, so that one attack shows that each is found."""
KINDS = {
    "an identity number in a page": "a national identity number",
    "a count in a drawing's description": "a number that was not released for this place",
    "a count in an alternative text": "an attribute that no page holds, or a value nothing explains",
    "a count in prose": "a number that was not released for this place",
    "a position in a drawing": "a position in a drawing that no released number gives",
    "a comment": "a comment",
    "a data attribute": "an attribute that no page holds, or a value nothing explains",
    "a number in a data file": "a cell that differs from the released one",
    "an entry in a receipt": "an entry that no receipt or manifest holds",
}
STRAYS = {"kommune-9004-n2.csv": "kommune-####-n#.csv", "rapport.pdf": "rapport.pdf", "n3.json": "n#.json"}


@pytest.fixture(scope="module")
def attacked(protected: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """How the attack ends on the release with everything planted."""
    folder = Path(shutil.copytree(protected, tmp_path_factory.mktemp("p") / "workspace", symlinks=True))
    release = latest(folder)
    for file, old, new in PLANTS.values():
        text = (release / file).read_text(encoding="utf-8")
        assert old in text, file
        (release / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    for name in STRAYS:
        (release / name).write_bytes(b"%PDF-1.7 /Author (3)")
    return here(folder, "attack")


@pytest.mark.parametrize("plant", PLANTS)
def test_a_plant_ends_the_attack_with_5_and_its_files_name(attacked: Ran, plant: str) -> None:
    assert (attacked.code, f"{PLANTS[plant][0]}: {KINDS[plant]}" in attacked.out) == (5, True)


@pytest.mark.parametrize("name", STRAYS)
def test_a_file_of_its_own_ends_the_attack_with_5(attacked: Ran, name: str) -> None:
    line = f"{STRAYS[name]}: a file that no release holds"
    assert (attacked.code, line in attacked.out) == (5, True)


def told(folder: Path, edit: Callable[[str, dict[str, object]], bool]) -> None:
    """Change released cells in what was handed over, as a weaker suppression would have released them."""
    file = folder / ".evaluering" / "attack" / f"{latest(folder).name}.json"
    given = json.loads(file.read_text(encoding="utf-8"))
    changed = 0
    for name, report in given["reports"].items():
        findings = [json.loads(one) for one in report["findings"]]
        changed += sum(edit(name, cell) for finding in findings for cell in finding["cells"])
        report["findings"] = [json.dumps(finding) for finding in findings]
    assert changed
    file.write_text(json.dumps(given), encoding="utf-8")


def hidden_of_all_and_of_one_network(finished: FinishedFiles) -> Line:
    """A number of users hidden on the pages of all and of network 2, and shown on that of network 1."""
    lines = {(line.report, line.at): line for line in finished.of("n") if line.table == "by_quarter"}
    fits = [
        line
        for (report, at), line in sorted(lines.items())
        if report == "alle"
        and line.is_hidden
        and lines["network-02", at].is_hidden
        and not lines["network-01", at].is_hidden
    ]
    assert fits
    return fits[0]


def test_a_number_that_gives_a_hidden_one_away_through_pages_alone_names_the_hidden_ones_file(
    protected_copy: Path,
) -> None:
    """All less those of network 1 are those of network 2, whose page itself tells nothing of it."""
    finished = FinishedFiles(protected_copy)
    line = hidden_of_all_and_of_one_network(finished)
    at = [list(pair) for pair in line.at]

    def of_all(name: str, cell: dict[str, object]) -> bool:
        is_it = (name, cell["table"], cell["measure"], cell["at"]) == ("alle-nb", "users", "n", at)
        if is_it:
            cell |= {"value": len(finished.true(line.where)), "status": "released", "reason": ""}
        return is_it

    told(protected_copy, of_all)
    done = here(protected_copy, "attack")
    assert done.code == 5
    assert "network-02-nb/data/by_quarter.csv: a hidden number that follows exactly" in done.out


def test_the_attack_is_told_what_anybody_knows(protected: Path) -> None:
    file = protected / ".evaluering" / "attack" / f"{latest(protected).name}.json"
    given = json.loads(file.read_text(encoding="utf-8"))
    assert given["memberships"]["municipality=9004"] == {
        "hospital_trust": ["trust-2"],
        "network": ["network-01"],
    }
    assert given["sizes"]["municipality=9004"] == {"persons": 900}
    assert (given["rounding_base"], given["control"]["thresholds"]["width"]) == (1, 5)
