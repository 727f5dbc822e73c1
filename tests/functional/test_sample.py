"""``evaluering sample`` from end to end: what it writes, what it refuses, what check sees."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from evaluering.deliveries import load_delivery
from evaluering.synthetic.fault_names import Fault
from evaluering.synthetic.labels import MADE_BY
from evaluering.tables import INSTRUMENT_TABLES, TABLES
from functional.commands import Ran, copy_workspace, run
from functional.workspaces import contents, here, keep_only
from synthetic import csv_text, row, write_mapping

SMALL = ("--networks", "2", "--municipalities", "12", "--episodes", "200", "--answers", "300")
ACCOUNT = re.compile(r"^sample/(\w+)\.\w+: (\d+) read = (\d+) accepted \+ (\d+) rejected \+ (\d+) duplicate$")


def sample(workspace: Path) -> Path:
    return workspace / "data/raw/sample"


def made(workspace: Path, *arguments: str) -> Ran:
    done = here(workspace, "sample", *arguments)
    assert done.code == 0, done.err
    return done


def accounts(out: str) -> dict[str, tuple[int, ...]]:
    """Read, accepted, rejected and duplicate rows by table."""
    found = [ACCOUNT.match(line) for line in out.splitlines()]
    return {match[1]: tuple(int(number) for number in match.groups()[1:]) for match in found if match}


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran, Ran]:
    """The sample as it comes, checked."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("sample") / "workspace"))
    return workspace, run(workspace, "sample"), run(workspace, "check")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran, Ran]:
    """The sample with every fault, checked."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("faulty") / "workspace"))
    return workspace, run(workspace, "sample", "--fault", "all"), run(workspace, "check")


def test_every_instrument_table_is_delivered(default) -> None:
    workspace, done, _ = default
    assert done.code == 0, done.err
    names = {path.stem for path in sample(workspace).glob("*.csv")}
    assert names == {table.name for table in INSTRUMENT_TABLES}


def test_the_seed_is_printed(default) -> None:
    assert default[1].out.startswith("seed 1: ")


def test_without_faults_check_accepts_every_row(default) -> None:
    _, _, check = default
    assert check.code == 0, check.out
    found = accounts(check.out)
    assert len(found) == len(INSTRUMENT_TABLES)
    assert {(rejected, duplicate) for _, _, rejected, duplicate in found.values()} == {(0, 0)}


def test_without_faults_check_remarks_only_on_what_is_true_of_the_network(default) -> None:
    after = default[2].out.split("\nsample/", 1)[1]
    remarks = {line.split(": ", 1)[1] for line in after.splitlines() if line.startswith("  row")}
    # Users who never came back, and teams that reported once more after they had withdrawn.
    assert remarks == {"only_one_conversation (kept_and_flagged)", "after_team_withdrew (kept_and_flagged)"}


def test_the_truth_says_how_many_rows_there_are(default) -> None:
    workspace, _, check = default
    truth = json.loads((sample(workspace) / "truth.json").read_text(encoding="utf-8"))
    assert truth["rows"] == {name: account[0] for name, account in accounts(check.out).items()}


def test_everything_beside_the_data_says_that_it_is_invented(default) -> None:
    workspace, _, _ = default
    truth = json.loads((sample(workspace) / "truth.json").read_text(encoding="utf-8"))
    assert truth["synthetic"] is True
    assert "\nsynthetic = true\n" in (sample(workspace) / "delivery.toml").read_text(encoding="utf-8")
    assert "Syntetiske data" in (sample(workspace) / "README.md").read_text(encoding="utf-8")
    assert "Syntetisk nettverk 1" in (sample(workspace) / "networks.csv").read_text(encoding="utf-8")


def test_the_sample_is_there_without_a_path_or_a_moment_in_it(default) -> None:
    workspace, _, _ = default
    whole = b"".join(contents(sample(workspace)).values())
    assert str(workspace).encode() not in whole


def test_check_rejects_just_the_rows_the_planted_faults_say(faulty) -> None:
    workspace, _, check = faulty
    assert check.code == 3
    truth = json.loads((sample(workspace) / "truth.json").read_text(encoding="utf-8"))
    promised = {rule: rows for fault in truth["faults"] for rule, rows in fault["rejected_by_check"].items()}
    seen: Counter[str] = Counter()
    table = ""
    for line in check.out.splitlines():
        if match := ACCOUNT.match(line):
            table = match[1]
        elif table and (rule := re.match(r"^  row \d+, [\w,]+: (\w+) \(rejected\)$", line)):
            seen[f"{table} {rule[1]}"] += 1
    # Scores and areas of conversations that are rejected fall with them.
    del seen["activity_scores no_such_conversation"], seen["wheel_areas no_such_conversation"]
    assert dict(seen) == promised
    assert sum(promised.values()) == 30


def test_every_fault_says_what_was_planted_and_how_many_rows(faulty) -> None:
    workspace, done, _ = faulty
    truth = json.loads((sample(workspace) / "truth.json").read_text(encoding="utf-8"))
    assert [fault["fault"] for fault in truth["faults"]] == [fault.value for fault in Fault]
    for fault in truth["faults"]:
        assert fault["meaning"]
        assert min(fault["rows"].values()) > 0
        assert f"planted {fault['fault']}: " in done.out


def test_faults_that_are_no_error_of_any_row_pass_check(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    quiet = ("informative_attrition", "drop_outs", "unfinished_months", "two_language_answers")
    made(workspace, *SMALL, *(word for name in quiet for word in ("--fault", name)))
    truth = json.loads((sample(workspace) / "truth.json").read_text(encoding="utf-8"))
    assert {fault["is_error"] for fault in truth["faults"]} == {False}
    check = here(workspace, "check")
    assert check.code == 0, check.out


def test_the_same_seed_gives_the_same_bytes_whatever_the_surroundings(tmp_path) -> None:
    found = []
    for name, surroundings in (
        ("a", {"PYTHONHASHSEED": "1", "LANG": "C", "TZ": "Pacific/Auckland", "OMP_NUM_THREADS": "1"}),
        ("b", {"PYTHONHASHSEED": "2", "LANG": "nb_NO.UTF-8", "TZ": "UTC", "OMP_NUM_THREADS": "2"}),
    ):
        workspace = keep_only(copy_workspace(tmp_path / name))
        done = run(workspace, "sample", *SMALL, "--fault", "all", **surroundings)
        assert done.code == 0, done.err
        found.append(contents(sample(workspace)))
    assert found[0] == found[1]


def test_another_seed_gives_other_data(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    first = contents(sample(workspace))
    made(workspace, *SMALL, "--seed", "2")
    second = contents(sample(workspace))
    assert first.keys() == second.keys()
    assert first["activity_scores.csv"] != second["activity_scores.csv"]


def test_a_sample_replaces_the_former_one_and_leaves_nothing_of_it(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL, "--episode-format", "parquet")
    assert (sample(workspace) / "care_pathway_episodes.parquet").exists()
    made(workspace, *SMALL)
    assert not (sample(workspace) / "care_pathway_episodes.parquet").exists()
    assert list((workspace / ".evaluering").iterdir()) == []


def test_episodes_in_parquet_are_read_as_those_in_csv(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    text = pd.read_csv(sample(workspace) / "care_pathway_episodes.csv", dtype=str)
    made(workspace, *SMALL, "--episode-format", "parquet")
    assert here(workspace, "process").code == 0
    stored = pd.read_parquet(workspace / "data/processed/care_pathway_episodes.parquet")
    by = ["episode", "point", "coded"]
    assert stored.astype(object).equals(text.sort_values(by, ignore_index=True).astype(object))


def test_a_folder_of_somebody_else_is_not_overwritten(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    sample(workspace).mkdir(parents=True)
    (sample(workspace) / "notes.txt").write_text("mine", encoding="utf-8")
    done = here(workspace, "sample", *SMALL)
    assert done.code == 2
    assert contents(sample(workspace)) == {"notes.txt": b"mine"}


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "truth.json").write_text(json.dumps({"made_by": MADE_BY}), encoding="utf-8")
    sample(workspace).symlink_to(elsewhere)
    assert here(workspace, "sample", *SMALL).code == 2
    assert [path.name for path in elsewhere.iterdir()] == ["truth.json"]


def test_a_workspace_with_real_deliveries_gets_no_sample(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    (workspace / "data/raw/deliveries/kommune").mkdir(parents=True)
    done = here(workspace, "sample", *SMALL)
    assert done.code == 2
    assert "without real deliveries" in done.err
    assert not sample(workspace).exists()


def real_delivery(workspace: Path) -> None:
    folder = workspace / "data/raw/deliveries/kommune"
    write_mapping(folder, 'name = "lag.csv"\ntable = "teams"\nencoding = "utf-8"\ndelimiter = ","')
    (folder / "lag.csv").write_text(csv_text(TABLES["teams"], row(TABLES["teams"])), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "process"])
def test_synthetic_and_real_deliveries_are_refused_together_with_one_message(tmp_path, command) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    real_delivery(workspace)
    done = here(workspace, command)
    assert done.code == 3
    assert (done.out + done.err).count("never both: pseudonyms could meet") == (command == "check")
    assert (done.out + done.err).count("1 synthetic and 1 real") == 1
    assert not list((workspace / "data/processed").glob("teams*"))


def test_what_is_processed_from_the_sample_is_labelled_in_every_sidecar(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    assert here(workspace, "process").code == 0
    delivered = {table.name for table in INSTRUMENT_TABLES}
    sidecars = [file for file in (workspace / "data/processed").rglob("*.json") if file.stem in delivered]
    assert len(sidecars) > len(delivered)
    labels = {json.loads(file.read_text(encoding="utf-8"))["synthetic"] for file in sidecars}
    assert labels == {True}


def test_what_is_processed_from_real_deliveries_says_that_it_is_not_synthetic(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    real_delivery(workspace)
    assert here(workspace, "process").code == 0
    sidecar = json.loads((workspace / "data/processed/teams.json").read_text(encoding="utf-8"))
    assert sidecar["synthetic"] is False


def test_a_truth_beside_a_real_delivery_is_a_file_no_mapping_names(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    real_delivery(workspace)
    (workspace / "data/raw/deliveries/kommune/truth.json").write_text("{}", encoding="utf-8")
    done = here(workspace, "check")
    assert done.code == 3
    assert "no mapping names this file: data/raw/deliveries/kommune/truth.json" in done.out


def test_the_sample_is_made_for_the_use_the_workspace_declares(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    settings = workspace / "evaluering.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[study]", '[study]\nuse = "research"', 1), encoding="utf-8")
    made(workspace, *SMALL)
    assert load_delivery(sample(workspace)).purpose == "research"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--networks", "5", "--municipalities", "19"),
        ("--municipalities", "477"),
        ("--fault", "unheard_of"),
        ("--networks", "0"),
        ("--episodes", "0"),
        ("--episode-format", "xlsx"),
    ],
    ids=" ".join,
)
def test_an_order_that_cannot_be_made_is_wrong_use(tmp_path, arguments) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    assert here(workspace, "sample", *arguments).code == 2
    assert not sample(workspace).exists()


def test_a_run_that_fails_leaves_the_former_sample(tmp_path, monkeypatch) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    before = contents(sample(workspace))
    monkeypatch.setattr(
        "evaluering.synthetic.sample.write_pieces", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    assert here(workspace, "sample", *SMALL, "--seed", "2").code == 7
    assert contents(sample(workspace)) == before


def test_what_a_stopped_run_left_behind_is_cleared_away(tmp_path) -> None:
    workspace = keep_only(copy_workspace(tmp_path / "workspace"))
    made(workspace, *SMALL)
    shutil.move(sample(workspace), workspace / ".evaluering/sample.old")
    made(workspace, *SMALL, "--seed", "2")
    assert list((workspace / ".evaluering").iterdir()) == []


def test_a_new_workspace_keeps_the_sample_out_of_the_repository(tmp_path) -> None:
    assert here(tmp_path, "init", "new").code == 0
    assert "/data/raw/sample/" in (tmp_path / "new/.gitignore").read_text(encoding="utf-8").splitlines()
