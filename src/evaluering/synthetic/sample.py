"""The synthetic network as a delivery in ``data/raw/sample``."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from evaluering.deliveries import MAPPING, SAMPLE, TRUTH, real_deliveries
from evaluering.errors import WrongUse
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.fault_names import Fault
from evaluering.synthetic.faults import Planted, plant
from evaluering.synthetic.labels import delimiter, is_own, mapping_text, readme_text, truth_text
from evaluering.synthetic.municipalities import trust_names
from evaluering.synthetic.names import municipality_names
from evaluering.synthetic.pathways import episode_pieces
from evaluering.synthetic.surveys import answer_pieces
from evaluering.synthetic.truth import TrueEffect, true_effects
from evaluering.synthetic.world import STREAMED, World, make_rows, make_world
from evaluering.synthetic.writing import write_pieces, write_rows
from evaluering.tables import TABLES
from evaluering.workspace import Workspace

EPISODES, ANSWERS = 4_000, 3_000
_MOST = len(municipality_names()) - 4
_FEWEST_A_NETWORK = 4


@dataclass(frozen=True)
class Order:
    """What to make: the size of the land, the seed, the size of the streamed tables, the faults.

    ``municipalities`` counts those at the start, before four become two and one becomes two: at least 8
    and 4 a network, at most 476. ``answers`` is the least number of rows of ``survey_answers``.
    """

    networks: int = 5
    municipalities: int = 61
    seed: int = 1
    episodes: int = EPISODES
    answers: int = ANSWERS
    episode_format: str = "csv"
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Sample:
    """What was made: rows by table, the true effects, and what was planted."""

    folder: Path
    rows: dict[str, int]
    effects: tuple[TrueEffect, ...]
    planted: tuple[Planted, ...]


def make_sample(workspace: Workspace, order: Order) -> Sample:
    """Write the sample to ``data/raw/sample``, in place of the one that was there.

    Raises ``WrongUse`` for an order that cannot be made, a folder that is not this command's own, and
    a workspace that holds real deliveries.
    """
    _check(order)
    folder = workspace.raw / SAMPLE
    _check_place(workspace, folder)
    with _staged(workspace, folder) as staged:
        return write_sample(staged, order, workspace.configuration.study.use, folder)


def sample_lines(sample: Sample, order: Order) -> list[str]:
    """What the command says: the seed, how much was made, what was planted."""
    lines = [
        f"seed {order.seed}: {sum(sample.rows.values())} rows"
        f" in {len(sample.rows)} tables, all of it invented"
    ]
    for one in sample.planted:
        told = ", ".join(f"{name} {count}" for name, count in one.rows.items())
        lines.append(f"planted {one.fault}: {told}")
    return [*lines, f"{sample.folder} (true effects: {TRUTH})"]


def write_sample(target: Path, order: Order, purpose: str, named: Path | None = None) -> Sample:
    """Write the files of a sample to the empty folder ``target``; ``named`` is where they will lie.

    A table that got no rows is not delivered.
    """
    world = make_world(order.networks, order.municipalities, order.seed)
    tables = make_rows(world, order.seed)
    planted = plant(order.faults, tables, world, order.seed)
    files, rows = {}, {}
    for name in TABLES:
        if name in STREAMED:
            file = target / _streamed_file(name, order)
            written = write_pieces(file, _pieces(name, world, order))
        elif tables.get(name):
            file = target / f"{name}.csv"
            written = write_rows(file, TABLES[name], tables[name], delimiter(name, order.faults))
        else:
            continue
        files[name], rows[name] = file.name, written
    effects = true_effects(len(trust_names(world.land)))
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(order).items()}
    (target / MAPPING).write_text(mapping_text(files, order.faults, purpose), encoding="utf-8")
    (target / TRUTH).write_text(truth_text(asked, effects, planted, rows), encoding="utf-8")
    (target / "README.md").write_text(readme_text(), encoding="utf-8")
    return Sample(named or target, rows, effects, planted)


def _streamed_file(name: str, order: Order) -> str:
    ending = order.episode_format if name == STREAMED[0] else "csv"
    return f"{name}.{ending}"


def _pieces(name: str, world: World, order: Order) -> Iterator[pa.Table]:
    draws = Draws(order.seed, f"rows {name}")
    if name == STREAMED[0]:
        return episode_pieces(trust_names(world.land), order.episodes, draws)
    return answer_pieces(world.land, order.answers, draws)


def _check(order: Order) -> None:
    fewest = max(2 * _FEWEST_A_NETWORK, _FEWEST_A_NETWORK * order.networks)
    if order.networks < 1 or not fewest <= order.municipalities <= _MOST:
        raise WrongUse(
            "evaluering sample",
            expected=f"a network or more, and {fewest} to {_MOST} municipalities for so many",
            found=f"{order.networks} networks and {order.municipalities} municipalities",
            next_step="ask for fewer networks, or another number of municipalities",
        )
    if min(order.episodes, order.answers) < 1 or order.seed < 0:
        raise WrongUse(
            "evaluering sample",
            expected="an episode or more, an answer or more, and a seed of 0 or more",
            found="less",
            next_step="choose a larger number",
        )


def _check_place(workspace: Workspace, folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not is_own(folder)):
        raise WrongUse(
            f"data/raw/{SAMPLE}",
            expected="no folder, or one made by evaluering sample",
            found="something else",
            next_step="move it away: it is not overwritten",
        )
    if real_deliveries(workspace):
        raise WrongUse(
            f"data/raw/{SAMPLE}",
            expected="a workspace without real deliveries: pseudonyms could meet",
            found=f"{len(real_deliveries(workspace))} real deliveries",
            next_step="make a workspace for the sample: evaluering init DIR",
        )


@contextmanager
def _staged(workspace: Workspace, folder: Path) -> Iterator[Path]:
    """A folder to write to, put in place of ``folder`` when all is written.

    A run that is stopped leaves the former sample; what an earlier one left behind is cleared away.
    """
    staged, former = workspace.private / "sample.new", workspace.private / "sample.old"
    for left in (staged, former):
        shutil.rmtree(left, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rename(former)
        staged.rename(folder)
    finally:
        if former.exists() and not folder.exists():
            former.rename(folder)
        for left in (staged, former):
            shutil.rmtree(left, ignore_errors=True)
