"""The command line: arguments in, exit code out."""

import logging
import os
import sys
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from evaluering.cli_options import CORES, Day, Faults, Formats, Jobs, OnCluster
from evaluering.errors import AttackSucceeded, EvalueringError, InputRefused, OwnFault, exit_code, told_of
from evaluering.plain_help import PlainGroup
from evaluering.synthetic.fault_names import chosen_faults
from evaluering.visible import visible
from evaluering.vocabulary import Language

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from evaluering.publishing.kernels import LocalWorkers
    from evaluering.publishing.kernels.cluster import ClusterWorkers
    from evaluering.publishing.render import Progress
    from evaluering.workspace import Workspace

app = typer.Typer(
    cls=PlainGroup,
    help="Evaluate health-service improvement work: from delivered data to published reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # to draw help in boxes takes longer than to load all the rest of it
)


def main() -> None:
    """Run a command; problems end in one message and a stable exit code."""
    logging.captureWarnings(True)
    try:
        app()
    except KeyboardInterrupt:
        _stop("stopped; what is published is whole: the release before, or the new one", 130)
    except Exception as error:
        told = told_of(error)
        if isinstance(told, OwnFault) and not isinstance(error, EvalueringError):
            _fault(error)
        _stop(str(told), told.exit_code)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(f"evaluering: {message}", err=True)
    sys.exit(code)


def _fault(error: Exception) -> NoReturn:
    if os.environ.get("EVALUERING_DEBUG"):
        _stop("\n".join(_places(error)), EvalueringError.exit_code)
    _stop(
        f"a fault of ours: {type(error).__name__}\n"
        "  next:     set EVALUERING_DEBUG=1 to see where, and report it",
        EvalueringError.exit_code,
    )


def _places(error: BaseException) -> list[str]:
    """Where a fault of ours arose, cause by cause: places and kinds, never a message, for libraries quote
    the values they stumble over.
    """
    cause = error.__cause__ or error.__context__
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return [*(_places(cause) if cause else []), f"a fault of ours: {type(error).__name__}", *lines]


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="The folder to make.")]) -> None:
    """Make a new workspace: settings, notebooks and the published figures."""
    from evaluering.publishing.starter import make_workspace

    make_workspace(folder)
    typer.echo(f"made {folder}\nnext: cd {folder} && evaluering build")


@app.command()
def check(
    propose: Annotated[str, typer.Option("--propose", help="Draft a mapping for this delivery folder.")] = "",
) -> None:
    """Read, gate and validate everything in data/raw; every problem goes to problems/."""
    from evaluering.publishing.report_status import check_all

    if propose:
        from evaluering.proposal import propose as draft

        typer.echo(f"drafted {draft(_workspace(), propose).name}: fill it in and name it delivery.toml")
        return
    checked = check_all(_workspace(), _today())
    for line in checked.lines:
        typer.echo(visible(line))
    if checked.refused:
        sys.exit(InputRefused.exit_code)


@app.command()
def pseudonymise(
    file: Annotated[Path, typer.Argument(help="A delivered CSV file.")],
    column: Annotated[str, typer.Option("--id", help="The column that holds identifiers.")],
    key: Annotated[Path, typer.Option("--key", help="The key file, outside the workspace.")],
    new_key: Annotated[bool, typer.Option("--new-key", help="Make the key first.")] = False,
) -> None:
    """Turn a column of identifiers into keyed pseudonyms, before anything else sees the file."""
    from evaluering.privacy.pseudonyms import new_key as make_key
    from evaluering.pseudonymise import pseudonymise as run

    workspace = _workspace()
    if new_key:
        make_key(key)
    typer.echo(f"wrote {run(file, column, key, workspace.root).name}; delete the file with identifiers")


@app.command()
def forget(
    identifier: Annotated[str, typer.Argument(help="The person's identifier.", show_default=False)] = "",
    delivery: Annotated[str, typer.Option("--delivery", help="Remove this whole delivery instead.")] = "",
    key: Annotated[
        Path | None, typer.Option("--key", help="The key file: the identifier is from before pseudonyms.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed.")] = False,
) -> None:
    """Erase a person, or a delivery, from raw and processed data, caches and logs."""
    from evaluering.publishing.data_protection import forget_lines

    for line in forget_lines(_workspace(), identifier, delivery, key, _today(), is_dry_run=dry_run):
        typer.echo(line)


@app.command()
def process() -> None:
    """Take data/raw to data/processed."""
    from evaluering.publishing.data_protection import refuse_overdue
    from evaluering.publishing.release_lock import lock
    from evaluering.publishing.report_status import process_lines

    workspace = _workspace()
    refuse_overdue(workspace, _today())
    with lock(workspace):
        lines = process_lines(workspace)
    for line in lines:
        typer.echo(visible(line))


@app.command()
def forms() -> None:
    """Write a collection form (XLSX) for every instrument to forms/."""
    from evaluering.documents import write_forms

    folder = _workspace().work / "forms"
    typer.echo(f"{len(write_forms(folder))} forms in {folder}")


@app.command()
def codebook(
    language: Annotated[
        Language | None, typer.Option("--language", help="Of the page; the study's own when left out.")
    ] = None,
) -> None:
    """Write every table, column and answer in words to codebook/: a page, a Data Package and DDI."""
    from evaluering.publishing.codebook import write_codebook

    for file in write_codebook(_workspace(), language):
        typer.echo(str(file))


@app.command()
def sample(  # noqa: PLR0913, PLR0917 - one argument for each option of the command
    networks: Annotated[int, typer.Option("--networks", min=1, help="Learning networks.")] = 5,
    municipalities: Annotated[int, typer.Option("--municipalities", min=8, help="At the start.")] = 61,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed, same bytes.")] = 1,
    episodes: Annotated[int, typer.Option("--episodes", min=1, help="Care pathways.")] = 4_000,
    answers: Annotated[int, typer.Option("--answers", min=1, help="Survey answers, at least.")] = 3_000,
    episode_format: Annotated[
        Literal["csv", "parquet"], typer.Option("--episode-format", help="Of the care pathways.")
    ] = "csv",
    fault: Faults = None,
) -> None:
    """Write a synthetic network with known effects to data/raw/sample. All of it is invented."""
    from evaluering.synthetic.sample import Order, make_sample, sample_lines

    workspace = _workspace()
    order = Order(
        networks, municipalities, seed, episodes, answers, episode_format, chosen_faults(fault or [])
    )
    for line in sample_lines(make_sample(workspace, order), order):
        typer.echo(line)


@app.command("list")
def list_reports() -> None:
    """Show the reports that exist, their parameters, and whether they are up to date."""
    from evaluering.publishing.release_lock import lock
    from evaluering.publishing.report_status import list_lines

    workspace = _workspace()
    # It stores tables and findings again, which a build at the same time would read.
    with lock(workspace), _workers(workspace, 1) as workers:
        lines = list_lines(workspace, workers)
    for line in lines:
        typer.echo(line)


@app.command()
def build(
    jobs: Jobs = CORES,
    cluster: OnCluster = "",
    day: Day = None,
    formats: Formats = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Compute and render everything anew.")] = False,
    sign_off: Annotated[
        Path | None, typer.Option("--sign-off", help="A filled-in sign-off.toml; that in review/ by default.")
    ] = None,
) -> None:
    """Bring the release up to date: process, compute, solve, render, release."""
    from evaluering.publishing.build import build as run
    from evaluering.publishing.data_protection import refuse_overdue
    from evaluering.publishing.formats.chosen import in_formats
    from evaluering.publishing.report_status import rejection_lines
    from evaluering.publishing.summary import summary_lines

    workspace = in_formats(_workspace().dated(_date(day)), formats)
    refuse_overdue(workspace, _today())
    with (
        _workers(workspace, jobs, cluster) as workers,
        _shown(workspace) as progress,
    ):
        built = run(workspace, workers, progress, use_cache=not no_cache, sign_off=sign_off)
    for line in [*rejection_lines(built.tables), *summary_lines(built.outcomes)]:
        typer.echo(line)
    if built.folder is None:
        sys.exit(exit_code([outcome.exit_code for outcome in built.outcomes]))
    if built.starts_ledger:
        typer.echo("a new ledger starts with this release: earlier releases, if any, are not known to it")
    typer.echo("new release" if built.is_new else "nothing changed")
    typer.echo(str(workspace.reports / "latest" / "index.html"))


@app.command()
def review(
    to: Annotated[Path | None, typer.Option("--to", help="The folder to write; review/ by default.")] = None,
    jobs: Jobs = CORES,
    day: Day = None,
    formats: Formats = None,
) -> None:
    """Write what the next release would hold to a folder, for a second person to check and sign off."""
    from evaluering.publishing.data_protection import refuse_overdue
    from evaluering.publishing.formats.chosen import in_formats
    from evaluering.publishing.review import review as run
    from evaluering.publishing.summary import summary_lines

    workspace = in_formats(_workspace().dated(_date(day)), formats)
    refuse_overdue(workspace, _today())
    folder = to.absolute() if to else workspace.review
    with (
        _workers(workspace, jobs) as workers,
        _shown(workspace) as progress,
    ):
        reviewed = run(workspace, folder, workers, progress)
    for line in summary_lines(reviewed.outcomes):
        typer.echo(line)
    if code := exit_code([outcome.exit_code for outcome in reviewed.outcomes]):
        sys.exit(code)
    typer.echo(f"package {reviewed.package}\n{folder}" if reviewed.package else "nothing would be released")


@app.command()
def sheet(
    team: Annotated[str, typer.Argument(help="The team's identifier.")],
    jobs: Jobs = CORES,
) -> None:
    """Write a team's internal sheet about its own users to internal/; not for publication."""
    from evaluering.publishing.data_protection import refuse_overdue
    from evaluering.publishing.own_sheet import write_sheet

    workspace = _workspace()
    refuse_overdue(workspace, _today())
    with _workers(workspace, jobs) as workers:
        typer.echo(f"{write_sheet(workspace, team, workers)}\ninternal: not for publication")


@app.command()
def withdraw(
    report: Annotated[str, typer.Argument(help="The report's id.")],
    reason: Annotated[str, typer.Option("--reason", help="What readers are told.")],
    day: Day = None,
) -> None:
    """Take a published report back: a page that says so stands in its place."""
    from evaluering.publishing.withdraw import withdraw as run

    workspace = _workspace().dated(_date(day))
    taken = run(workspace, report, reason)
    for name in taken.reports:
        typer.echo(f"withdrawn: {name}")
    if not taken.attacked:
        typer.echo("not attacked: nothing is known any more of how the release before was built; build again")
    typer.echo(str(workspace.reports / "latest" / "index.html"))


@app.command()
def verify(
    release: Annotated[str, typer.Argument(help="A release id; the latest when left out.")] = "",
    jobs: Jobs = CORES,
    cluster: OnCluster = "",
) -> None:
    """Rebuild a release without caches and compare every byte."""
    from evaluering.publishing.verify import verify as run

    workspace = _workspace()
    with (
        _workers(workspace, jobs, cluster) as workers,
        _shown(workspace) as progress,
    ):
        verified = run(workspace, release, workers, progress)
    typer.echo(
        f"release {verified.release}: all {verified.files} files are byte for byte what its receipts rebuild"
    )


@app.command()
def attack(
    release: Annotated[str, typer.Argument(help="A release id; the latest when left out.")] = "",
    canary: Annotated[
        list[str] | None, typer.Option("--canary", help="A planted text to look for, may be repeated.")
    ] = None,
) -> None:
    """Read the finished files back and try to recover what is hidden."""
    from evaluering.publishing.attacked import attack as run

    attacked = run(_workspace(), release, canary or ())
    for found in attacked.found:
        typer.echo(visible(found.line))
    if attacked.found:
        sys.exit(AttackSucceeded.exit_code)
    typer.echo(f"release {attacked.release}: nothing found in {attacked.files} files")


@app.command()
def lab() -> None:
    """Open JupyterLab in this workspace."""
    workspace = _workspace()
    os.chdir(workspace.root)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", str(workspace.notebooks)])  # noqa: S606


def _workers(workspace: "Workspace", jobs: int, cluster: str = "") -> "LocalWorkers | ClusterWorkers":
    from evaluering.publishing.kernels import Limits, LocalWorkers

    limits = workspace.configuration.limits
    local = LocalWorkers(jobs, os.environ, Limits(limits.report_seconds, limits.report_memory_mb))
    if not cluster:
        return local
    from evaluering.publishing.environment import fingerprint
    from evaluering.publishing.kernels.cluster import ClusterWorkers

    return ClusterWorkers(cluster, fingerprint(), local)


def _shown(workspace: "Workspace") -> "AbstractContextManager[Progress]":
    """Something that shows how far the planned reports have come."""
    from evaluering.publishing.progress import progress_bar
    from evaluering.publishing.report_status import planned

    return progress_bar(planned(workspace), is_live=_is_live())


def _is_live() -> bool:
    """Whether somebody watches: a terminal, and not one that a build server pretends to have."""
    return sys.stderr.isatty() and not os.environ.get("CI")


def _date(given: datetime | None) -> date | None:
    return given.date() if given else None


def _today() -> date:
    """The date in universal time: the only reading of the clock that decides anything."""
    return datetime.now(UTC).date()


def _workspace() -> "Workspace":
    from evaluering.workspace import find_workspace, load_workspace

    return load_workspace(find_workspace(Path.cwd()))
