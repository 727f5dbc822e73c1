"""Rows counted where they are stored: shut off from all else, whole in pieces, and by the scope's rule."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from evaluering.analysis import ANALYSES
from evaluering.analysis.reader import Reader
from evaluering.analysis.scope import Scope, kept_values, restricted
from evaluering.errors import EnvironmentProblem, OwnFault
from evaluering.stored_rows import Count, StoredRows, Units
from evaluering.tables import TABLES
from sample_network import counted_slice

EVERY = Count({"kind": "units.kind"})


def one_each(names):
    return np.ones(len(names), dtype=np.uint64)


UNITS = Units("unit", ("kind",), {"first": "min(day)", "rows": "count(*)"}, one_each)


def stored(folder, units, kinds, days="2020-01-01", **options):
    """Rows in a file, two to a Parquet row group."""
    frame = pd.DataFrame({"unit": units, "kind": kinds, "day": days}, dtype="str")
    file = folder / "rows.parquet"
    frame.to_parquet(file, index=False, row_group_size=2, **options)
    return StoredRows(file, folder / "spill")


def counts(rows, count=EVERY, units=UNITS, **beside):
    return rows.counted(units, {"asked": count}, beside)["asked"]


def told(table, *columns):
    return list(table[list(columns)].astype(object).itertuples(index=False, name=None))


def test_units_are_counted_with_the_sum_of_their_marks(tmp_path):
    rows = stored(tmp_path, ["a", "a", "b", "c"], ["x", "x", "x", "y"])
    assert told(counts(rows), "kind", "n", "mark") == [("x", 2, 2), ("y", 1, 1)]


def test_marks_add_up_modulo_two_to_the_sixty_fourth(tmp_path):
    largest = replace(UNITS, mark=lambda names: np.full(len(names), 2**64 - 1, dtype=np.uint64))
    assert told(counts(stored(tmp_path, list("abc"), list("xxx")), units=largest), "mark") == [(2**64 - 3,)]


@pytest.mark.parametrize("piece", [1, 2, 3, 100])
@pytest.mark.parametrize("options", [{}, {"write_statistics": False}], ids=["bounds told", "no bounds"])
@pytest.mark.parametrize("units", ["aaabbcdddd", "dabdcabdda"], ids=["in order", "in disorder"])
def test_pieces_hold_whole_units_however_rows_lie(tmp_path, piece, options, units):
    rows = replace(stored(tmp_path, list(units), ["x"] * 10, **options), piece=piece)
    by_rows = Count({"rows": "units.rows"})
    assert told(counts(rows, by_rows), "rows", "n") == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_a_unit_says_what_its_last_row_says(tmp_path):
    rows = stored(tmp_path, list("aabb"), ["y", "x", "x", "y"])
    first = Count({"kind": "units.kind"}, where="units.mark = 1")
    assert told(counts(rows, first), "kind", "n") == [("x", 1), ("y", 1)]


def test_several_steady_columns_keep_apart(tmp_path):
    frame = pd.DataFrame({"unit": list("abcd"), "one": list("pqpq"), "two": list("rsts")}, dtype="str")
    frame.to_parquet(tmp_path / "rows.parquet", index=False)
    units = Units("unit", ("one", "two"), {}, one_each)
    both = Count({"one": "units.one", "two": "units.two"})
    found = counts(StoredRows(tmp_path / "rows.parquet", tmp_path / "spill"), both, units)
    assert told(found, "one", "two", "n") == [("p", "r", 1), ("p", "t", 1), ("q", "s", 2)]


def test_a_table_beside_is_joined_by_name_and_unknown_names_match_nothing(tmp_path):
    rows = stored(tmp_path, list("abc"), list("xyx"))
    weights = pd.DataFrame({"kind": ["x", "elsewhere"], "weight": [3, 4]})
    joined = Count({"weight": "w.weight"}, "units join w on w.kind = units.kind")
    assert told(counts(rows, joined, w=weights), "weight", "n") == [(3, 2)]


def test_only_kept_values_and_empty_cells_count(tmp_path):
    rows = stored(
        tmp_path, list("abcd"), ["x", "y", "x", "y"], ["2020-01-01", None, "2021-01-01", "2022-01-01"]
    )
    kept = replace(rows, kept={"day": frozenset({"2020-01-01"})})
    assert told(counts(kept), "kind", "n") == [("x", 1), ("y", 1)]


def test_nothing_kept_is_nothing_counted(tmp_path):
    rows = replace(stored(tmp_path, list("ab"), list("xy")), kept={"kind": frozenset()})
    assert told(counts(rows), "kind") == []


def test_a_table_without_rows_counts_nothing_and_has_no_largest_value(tmp_path):
    rows = stored(tmp_path, [], [], [])
    assert told(counts(rows), "kind", "n") == []
    assert rows.largest("day") is None


def test_the_largest_text_is_that_of_the_kept_rows(tmp_path):
    rows = stored(tmp_path, list("ab"), list("xy"), ["2020-01-01", "2021-01-01"])
    assert replace(rows, kept={"kind": frozenset("x")}).largest("day") == "2020-01-01"


@pytest.mark.parametrize(
    "source",
    [
        "read_parquet('{other}')",
        "'{other}'",
        "read_text('{other}')",
        "glob('{folder}/*')",
        "read_csv('/etc/hostname')",
        "'https://localhost/rows.parquet'",
    ],
)
def test_no_other_file_and_no_address_can_be_read(tmp_path, source):
    rows = stored(tmp_path, ["a"], ["x"])
    other = tmp_path / "other.parquet"
    pd.DataFrame({"kind": ["x"]}).to_parquet(other)
    reading = Count({"kind": "1"}, source.format(other=other, folder=tmp_path))
    with pytest.raises(duckdb.PermissionException):
        counts(rows, reading)


def test_an_extension_cannot_be_loaded_and_settings_cannot_be_changed(tmp_path):
    rows = stored(tmp_path, ["a"], ["x"])
    with rows._opened() as duck:
        with pytest.raises(duckdb.PermissionException):
            duck.execute("load httpfs")
        with pytest.raises(duckdb.InvalidInputException):
            duck.execute("set enable_external_access = true")


def test_variables_of_the_program_are_no_tables(tmp_path):
    rows = stored(tmp_path, ["a"], ["x"])
    frame_at_hand = pd.DataFrame({"secret": [1]})
    with rows._opened() as duck, pytest.raises(duckdb.CatalogException):
        duck.execute("select * from frame_at_hand")
    assert len(frame_at_hand) == 1


def test_nothing_is_left_in_the_folder_for_what_memory_cannot_hold(tmp_path):
    counts(stored(tmp_path, list("ab"), list("xy")))
    assert {path.name for path in tmp_path.rglob("*")} == {"rows.parquet", "spill"}


def test_what_memory_cannot_hold_goes_to_the_folder_and_is_gone_afterwards(tmp_path):
    rows = stored(tmp_path, [f"{number:07}" for number in range(4)], ["x"] * 4)
    large = pd.DataFrame({"unit": [f"{n:020}" for n in range(400_000)], "kind": "x", "day": "2020-01-01"})
    large.to_parquet(rows.file, index=False)
    tight = replace(rows, memory="24MB", piece=10**9)
    assert told(counts(tight), "n") == [(400_000,)]
    assert list(rows.spill.iterdir()) == []


def test_too_little_memory_is_told_as_a_problem_of_the_machine(tmp_path):
    rows = stored(tmp_path, list("ab"), list("xy"))
    with pytest.raises(EnvironmentProblem) as told_of:
        counts(replace(rows, memory="1KB"))
    assert str(tmp_path) not in str(told_of.value)


def test_only_what_is_declared_to_be_counted_is_counted(tmp_path):
    frame = pd.DataFrame({"episode": ["a"]}, dtype="str")
    reader = Reader({}, {"care_pathway_episodes": counted_slice(tmp_path, "care_pathway_episodes", frame)})
    assert reader.largest("care_pathway_episodes", "episode") == "a"
    with pytest.raises(OwnFault):
        reader.largest("survey_answers", "respondent")


def test_what_is_declared_to_be_counted_cannot_be_loaded(tmp_path):
    frame = pd.DataFrame({"episode": ["a"]}, dtype="str")
    reader = Reader({}, {"care_pathway_episodes": counted_slice(tmp_path, "care_pathway_episodes", frame)})
    with pytest.raises(OwnFault):
        reader.table("care_pathway_episodes")


def test_no_table_refers_to_one_that_is_counted():
    # A scope finds rows by what they refer to: those tables have to be loaded.
    counted = {name for analysis in ANALYSES.values() for name in analysis.counted}
    referred = {column.references for table in TABLES.values() for column in table.columns}
    assert counted
    assert counted & (referred | {"conversations"}) == set()


def test_what_is_counted_is_declared_as_a_slice():
    assert all(analysis.counted <= set(analysis.slices) for analysis in ANALYSES.values())


@pytest.mark.parametrize("scope", [Scope(hospital_trust="h1"), Scope(network="n1"), Scope()])
def test_kept_values_tell_the_rows_that_a_scope_leaves(scope):
    frames = {
        "networks": pd.DataFrame({"network": ["n1"]}),
        "hospital_trusts": pd.DataFrame({"hospital_trust": ["h1", "h2"]}),
        "teams": pd.DataFrame({"team": ["a"], "network": ["n1"]}),
        "team_municipalities": pd.DataFrame({"team": ["a"], "municipality": ["m1"]}),
    }
    rows = pd.DataFrame({"episode": ["k1", "k2", "k3"], "hospital_trust": ["h1", "h2", None]})
    kept = kept_values(frames, scope, "care_pathway_episodes")
    inside = pd.Series(True, index=rows.index)
    for column, values in kept.items():
        inside &= rows[column].isin(values) | rows[column].isna()
    whole = restricted({**frames, "care_pathway_episodes": rows}, scope)["care_pathway_episodes"]
    assert rows[inside]["episode"].tolist() == whole["episode"].tolist()


def test_importing_every_analysis_does_not_load_duckdb():
    # It starts threads, and processes are forked from one that has imported the analyses.
    code = "import evaluering.analysis, evaluering.publishing.compute, sys; print('duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_duckdb_is_imported_at_the_top_of_no_module():
    sources = Path(__file__).parents[2].joinpath("src").rglob("*.py")
    top = [file.name for file in sources if "\nimport duckdb" in file.read_text("utf-8")]
    assert top == []
