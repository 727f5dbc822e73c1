"""Forgetting: looked through first, refused before anything is changed, done whole, looked through again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluering.deliveries import FOLDER, delivery_folders
from evaluering.erasure.needle import Needle
from evaluering.erasure.record import Erasure
from evaluering.erasure.rewriting import CannotRewrite, Rows, is_faithful, write_rewritten
from evaluering.erasure.scan import content_holds, holds, workspace_files
from evaluering.erasure.sources import Source, read_source, sources
from evaluering.erasure.staging import Change, clear, commit, digest_of, finish, stage, staged_root, staging
from evaluering.erasure.stored import cleaned_tables, tables_from
from evaluering.errors import InputRefused, WrongUse
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Forgotten:
    """What an erasure did, or would do: the files changed or removed, and whether caches were cleared.

    ``is_complete`` is False for an identifier so short that only cells of tables could be looked at.
    """

    erasures: tuple[Erasure, ...]
    caches: int
    is_complete: bool
    emptied: tuple[str, ...] = ()


def forget_person(
    workspace: Workspace, needle: Needle, today: date, *, is_dry_run: bool = False
) -> Forgotten:
    """Erase a person from raw and processed data, caches and logs.

    Rows are removed where a column of persons' identifiers holds the identifier. An interrupted
    erasure is finished first. Raises ``WrongUse`` for an identifier of a team, municipality or other
    thing, and ``InputRefused``, before anything is changed, naming the files that hold the identifier
    where it cannot be taken out safely: words of others, other columns, formats that cannot be
    written. Afterwards every byte of the workspace is looked through again.
    """
    finish(workspace)
    try:
        change, caches, emptied = _planned(workspace, needle, today)
        if not is_dry_run and (change.replaced or change.removed):
            commit(workspace, change)
    finally:
        if is_dry_run or not (staging(workspace) / "plan.json").exists():
            clear(workspace)
    finish(workspace)
    if not is_dry_run:
        _refuse_remains(workspace, needle)
    return Forgotten(change.record, caches, needle.is_distinctive, emptied)


def forget_delivery(workspace: Workspace, name: str, today: date, *, is_dry_run: bool = False) -> Forgotten:
    """Remove a whole delivery, the processed tables made with it, and every cache.

    Raises ``WrongUse`` when there is no delivery of that name.
    """
    finish(workspace)
    if name not in {folder.name for folder in delivery_folders(workspace)}:
        raise WrongUse(
            "forget",
            expected=f"the name of a folder in data/raw/{FOLDER}",
            found="no folder of that name",
            next_step="see the deliveries with: evaluering check",
        )
    folder = workspace.raw / FOLDER / name
    files = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()]
    removed = [*(_name(workspace, path) for path in files), *tables_from(workspace, f"{FOLDER}/{name}/")]
    record = tuple(
        Erasure(today.isoformat(), one, digest_of(workspace.root / one), "", None)
        for one in removed
        if not (workspace.root / one).is_symlink()
    )
    caches = _caches(workspace)
    if not is_dry_run:
        commit(workspace, Change({}, (*removed, *caches), record))
        finish(workspace)
    return Forgotten(record, len(caches), is_complete=True)


def _planned(workspace: Workspace, needle: Needle, today: date) -> tuple[Change, int, tuple[str, ...]]:
    """The change, staged and checked, how many cached files go, and the files left without rows."""
    rewritten, faults, emptied = _raw(workspace, needle)
    digests = {
        digest_of(workspace.root / name): digest_of(staged_root(workspace) / name) for name in rewritten
    }
    stored, removed = cleaned_tables(workspace, needle, digests)
    for name, (content, _) in stored.items():
        stage(workspace, name, content)
        if content_holds(content, Path(name).suffix, needle):
            faults.append(name)
    lost = {**rewritten, **{name: rows for name, (_, rows) in stored.items()}}
    caches = _caches(workspace)
    gone = {*removed, *caches}
    faults += _others(workspace, needle, {*lost, *gone})
    _refuse(workspace, needle, faults)
    worth_it = lost or any(holds(workspace.root / name, needle) for name in gone)
    removed = sorted(gone) if worth_it else []
    return (
        Change(
            {name: digest_of(staged_root(workspace) / name) for name in sorted(lost)},
            tuple(removed),
            _record(workspace, today, lost, [name for name in removed if name not in caches]),
        ),
        len(caches) if worth_it else 0,
        emptied,
    )


def _raw(workspace: Workspace, needle: Needle) -> tuple[dict[str, int], list[str], tuple[str, ...]]:
    """Delivered files that lose rows (how many), those that cannot, and those left without any."""
    rewritten, faults, emptied = {}, [], []
    for source in sources(workspace):
        name = f"data/raw/{source.name}"
        if any(sheet.names_a_thing(needle) for sheet in source.sheets):
            raise _not_a_person()
        rows = {sheet.raw.sheet: sheet.rows_of(needle) for sheet in source.sheets}
        lost = sum(map(len, rows.values()))
        if lost and _is_rewritten(workspace, source, rows, needle):
            rewritten[name] = lost
            emptied += [name] if lost == sum(sheet.raw.rows_read for sheet in source.sheets) else []
        elif lost or _is_doubtful(source, needle):
            faults.append(name)
    return rewritten, faults, tuple(emptied)


def _is_rewritten(workspace: Workspace, source: Source, rows: Rows, needle: Needle) -> bool:
    """Stage the file without the rows; False when that cannot be done, or leaves anything behind."""
    name = f"data/raw/{source.name}"
    target = stage(workspace, name, b"")
    try:
        write_rewritten(source, workspace.root / name, target, rows, needle)
    except (CannotRewrite, InputRefused):
        return False
    after = read_source(staged_root(workspace) / "data/raw", source.name, source.files)
    return (
        is_faithful(source, after, rows)
        and not any(sheet.rows_of(needle) or sheet.speaks_of(needle) for sheet in after.sheets)
        and not content_holds(target.read_bytes(), target.suffix.lower(), needle)
    )


def _is_doubtful(source: Source, needle: Needle) -> bool:
    """Whether a file that loses no rows speaks of the person, or cannot be looked through."""
    if not source.sheets:
        # By its bytes a distinctive identifier is found anyway, where every other file is looked through.
        return not needle.is_distinctive
    return any(sheet.speaks_of(needle) for sheet in source.sheets)


def _others(workspace: Workspace, needle: Needle, handled: set[str]) -> list[str]:
    """Files that hold the identifier and are neither rewritten nor removed."""
    mine = staging(workspace)
    return [
        name
        for path in workspace_files(workspace)
        if not path.is_relative_to(mine)
        if (name := _name(workspace, path)) not in handled
        if holds(path, needle) or (needle.is_distinctive and needle.in_words(name))
    ]


def _refuse_remains(workspace: Workspace, needle: Needle) -> None:
    _refuse(workspace, needle, _others(workspace, needle, set()))


def _refuse(workspace: Workspace, needle: Needle, faults: list[str]) -> None:
    if faults:
        shown = sorted({_shown(workspace, needle, name) for name in faults})
        raise InputRefused(
            "forget",
            expected="the identifier only where its rows can be taken out",
            found=f"it cannot be taken out safely of: {'; '.join(shown)}",
            next_step="remove these files or deliver them anew without the person, and forget again",
        )


def _shown(workspace: Workspace, needle: Needle, name: str) -> str:
    """The file's name, or its place where the name itself holds the identifier."""
    parts = Path(name).parts
    for depth, part in enumerate(parts):
        if needle.in_words(part):
            folder = workspace.root.joinpath(*parts[:depth])
            place = sorted(path.name for path in folder.iterdir()).index(part) + 1
            return f"{'/'.join(parts[:depth]) or '.'}, number {place} in the order of names"
    return name


def _not_a_person() -> WrongUse:
    return WrongUse(
        "forget",
        expected="the identifier of a person",
        found="one that is also that of a team, a municipality or another thing others belong to",
        next_step="deliver the files anew without the person, or with an identifier of their own",
    )


def _record(
    workspace: Workspace, today: date, lost: dict[str, int], removed: list[str]
) -> tuple[Erasure, ...]:
    day = today.isoformat()
    changed = [
        Erasure(
            day, name, digest_of(workspace.root / name), digest_of(staged_root(workspace) / name), lost[name]
        )
        for name in sorted(lost)
    ]
    return (*changed, *(Erasure(day, name, digest_of(workspace.root / name), "", None) for name in removed))


def _caches(workspace: Workspace) -> list[str]:
    """Every file under ``.evaluering`` but the staged ones and the lock's: all of it can be made again."""
    mine = staging(workspace)
    private: Iterable[Path] = workspace.private.rglob("*") if workspace.private.is_dir() else ()
    return sorted(
        _name(workspace, path)
        for path in private
        if path != workspace.at_work
        and not path.is_relative_to(mine)
        and (path.is_symlink() or not path.is_dir())
    )


def _name(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix()
