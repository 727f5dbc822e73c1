"""Tables of any size: the same bytes however they are made, in memory that does not grow."""

import tracemalloc
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from evaluering.synthetic import writing
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.municipalities import Land, trust_names
from evaluering.synthetic.pathways import POINTS, episode_pieces
from evaluering.synthetic.survey_instruments import INSTRUMENTS
from evaluering.synthetic.surveys import answer_pieces
from evaluering.synthetic.world import make_world
from evaluering.synthetic.writing import write_pieces
from evaluering.tables import TABLES


@pytest.fixture(scope="module")
def land() -> Land:
    return make_world(2, 12, 1).land


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_bytes_of_episodes_do_not_depend_on_the_pieces(tmp_path, land, ending, monkeypatch) -> None:
    monkeypatch.setattr(writing, "ROW_GROUP", 700)
    found = set()
    for piece in (1000, 333, 7):
        file = tmp_path / f"{piece}.{ending}"
        write_pieces(file, episode_pieces(trust_names(land), 1000, Draws(1, "x"), piece))
        found.add(file.read_bytes())
    assert len(found) == 1


def test_the_bytes_of_answers_do_not_depend_on_the_pieces(tmp_path, land) -> None:
    found = set()
    for piece in (1000, 333, 7):
        file = tmp_path / f"{piece}.csv"
        write_pieces(file, answer_pieces(land, 2000, Draws(1, "x"), piece))
        found.add(file.read_bytes())
    assert len(found) == 1


def test_fewer_episodes_are_the_first_of_more(land) -> None:
    few, many = (
        pd.concat(one.to_pandas() for one in episode_pieces(trust_names(land), count, Draws(1, "x"), 100))
        for count in (150, 400)
    )
    assert few.reset_index(drop=True).equals(many.head(len(few)).reset_index(drop=True))


def test_row_groups_have_one_size(tmp_path, land, monkeypatch) -> None:
    monkeypatch.setattr(writing, "ROW_GROUP", 500)
    file = tmp_path / "x.parquet"
    rows = write_pieces(file, episode_pieces(trust_names(land), 300, Draws(1, "x"), 70))
    held = pq.ParquetFile(file).metadata
    sizes = [held.row_group(number).num_rows for number in range(held.num_row_groups)]
    assert set(sizes[:-1]) == {500}
    assert sum(sizes) == rows


def test_memory_does_not_grow_with_the_number_of_episodes(tmp_path, land) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_pieces(tmp_path / "x.csv", episode_pieces(trust_names(land), count, Draws(1, "x"), 2_000))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(2_000)  # what is kept once: the days episodes can start on
    assert peak(40_000) < 1.5 * peak(4_000)


@pytest.mark.parametrize(("least", "most"), [(1, 16), (500, 530), (5_000, 5_030)])
def test_there_are_as_many_answers_as_asked_for_and_the_last_respondent_is_whole(land, least, most) -> None:
    found = pd.concat(piece.to_pandas() for piece in answer_pieces(land, least, Draws(1, "x"), 100))
    more = pd.concat(piece.to_pandas() for piece in answer_pieces(land, least + 200, Draws(1, "x"), 100))
    assert least <= len(found) <= most
    last = found["respondent"].iloc[-1]
    assert (found["respondent"] == last).sum() == (more["respondent"] == last).sum()


@pytest.mark.parametrize("name", ["care_pathway_episodes", "survey_answers"])
def test_streamed_tables_have_our_own_columns_in_order(land, name) -> None:
    pieces = {
        "care_pathway_episodes": lambda: episode_pieces(trust_names(land), 5, Draws(1, "x")),
        "survey_answers": lambda: answer_pieces(land, 5, Draws(1, "x")),
    }[name]()
    assert next(pieces).column_names == [column.name for column in TABLES[name].delivered]


def test_points_of_an_episode_come_in_order_on_working_days(land) -> None:
    (piece,) = episode_pieces(trust_names(land), 3000, Draws(1, "x"))
    found = piece.to_pandas()
    order = {point: number for number, point in enumerate(POINTS)}
    assert found.groupby("episode")["coded"].apply(lambda days: days.is_monotonic_increasing).all()
    assert (
        found["point"].map(order).groupby(found["episode"]).apply(lambda n: n.is_monotonic_increasing).all()
    )
    assert pd.to_datetime(found["coded"]).dt.day_of_week.max() < 5
    assert not found.duplicated(["episode", "point", "coded"]).any()


def test_skipped_items_are_answered_only_where_they_are_asked(land) -> None:
    found = pd.concat(piece.to_pandas() for piece in answer_pieces(land, 20_000, Draws(1, "x")))
    given = set(zip(found["wave"], found["respondent"], found["item"], found["answer"], strict=True))
    skips = [(item.name, *item.asked_if) for items in INSTRUMENTS.values() for item in items if item.asked_if]
    for item, deciding, answer in skips:
        rows = found[found["item"] == item]
        assert len(rows) > 100
        assert all(
            (w, r, deciding, answer) in given for w, r in zip(rows["wave"], rows["respondent"], strict=True)
        )


def test_answers_are_options_or_scale_points_of_their_item(land) -> None:
    found = pd.concat(piece.to_pandas() for piece in answer_pieces(land, 20_000, Draws(1, "x")))
    words = {"number": {"number"}, "free_text": {"text"}}
    allowed = {
        (instrument, item.name): words.get(item.kind, set(item.shares))
        for instrument, items in INSTRUMENTS.items()
        for item in items
    }
    seen = found.groupby(["instrument", "item"])["answer"].agg(set)
    assert seen.to_dict() == allowed
    assert (found["number"].notna() == (found["answer"] == "number")).all()
    assert (found["text"].notna() == (found["answer"] == "text")).all()


def test_a_file_too_large_for_one_group_is_read_back_whole(tmp_path: Path, land, monkeypatch) -> None:
    monkeypatch.setattr(writing, "ROW_GROUP", 100)
    rows = write_pieces(tmp_path / "x.parquet", episode_pieces(trust_names(land), 90, Draws(1, "x")))
    text = write_pieces(tmp_path / "x.csv", episode_pieces(trust_names(land), 90, Draws(1, "x")))
    read = pd.read_parquet(tmp_path / "x.parquet").astype(str)
    assert rows == text == len(read)
    assert read.equals(pd.read_csv(tmp_path / "x.csv", dtype=str))
