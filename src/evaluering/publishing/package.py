"""The package a second person looks at before a release: everything that would be out, and what would not.

It is made from released results only, so that no hidden value can be in it.
"""

from dataclasses import asdict
from hashlib import sha256

from evaluering.disclosure import Ledger
from evaluering.language import catalogue
from evaluering.presentation.release_tables import changes_csv, losses_csv, numbers_csv, suppressed_csv
from evaluering.publishing.changes import changes_since
from evaluering.publishing.receipt import as_bytes
from evaluering.publishing.release_files import ReleaseFiles, digests_of
from evaluering.publishing.session import page_of
from evaluering.publishing.staging import Staged
from evaluering.results import InformationLoss
from evaluering.workspace import Workspace

PACKAGE, SIGN_OFF, READ_ME = "package.json", "sign-off.toml", "read-me.txt"
_TOLD = ("release", "kind", "rules", "cells", "synthetic", "corrections")
"""What the ledger would tell of the release and the signature covers; its day may be given later."""


def package_files(
    workspace: Workspace, ledger: Ledger, staged: Staged, attacked: tuple[str, ...]
) -> ReleaseFiles:
    """Every file of the package by name, but for the sign-off.

    ``release/`` holds the release as it would be published; ``numbers.csv`` every number behind it,
    ``suppressed.csv`` what is hidden and why, ``information_loss.csv`` how much of each report is,
    ``changes.csv`` what differs from what is out,
    ``attack.txt`` what an adversary found (``attacked``, a line each); ``package.json`` the digest of each
    of them.
    """
    pages = [(job.report_id, page_of(job, staged.prepared.released).findings) for job in staged.jobs]
    files = {f"release/{name}": content for name, content in staged.files.items()} | {
        "attack.txt": _attack(attacked, len(staged.files)),
        "changes.csv": changes_csv(changes_since(ledger, staged)),
        "information_loss.csv": losses_csv(_losses(staged)),
        "numbers.csv": numbers_csv(pages),
        "suppressed.csv": suppressed_csv(pages),
        READ_ME: _read_me(workspace),
    }
    return files | {PACKAGE: _contents(ledger, staged, files)}


def package_digest(files: ReleaseFiles) -> str:
    """What a signature is for: the digest of ``package.json``, which names that of every file."""
    return sha256(files[PACKAGE]).hexdigest()


def _losses(staged: Staged) -> list[tuple[str, InformationLoss]]:
    """Of every report with protected findings, in its first language: the others hold the same numbers."""
    known = {(one.question, one.variant): one for one in staged.prepared.released.control.losses}
    first = {(job.question, job.variant): job.report_id for job in staged.jobs[::-1]}
    return [(report, known[one]) for one, report in first.items() if one in known]


def _contents(ledger: Ledger, staged: Staged, files: ReleaseFiles) -> bytes:
    told = asdict(staged.content) if staged.content else {}
    return as_bytes(
        {name: told.get(name) for name in _TOLD}
        | {"format": 1, "ledger_head": ledger.head, "files": digests_of(files)}
    )


def _attack(lines: tuple[str, ...], files: int) -> bytes:
    """What was found; silence would be no verdict."""
    if not lines:
        return f"Attacked: nothing found in {files} files.\n".encode()
    held = "Attacked: a build will not publish this release before each of these is gone."
    return "".join(f"{line}\n" for line in (held, *lines)).encode()


def _read_me(workspace: Workspace) -> bytes:
    words = catalogue(workspace.configuration.language)
    lines = [
        words.text("review.title", study=workspace.configuration.study.title),
        words.text("review.what"),
        *(
            f"- {words.text(f'review.{name}')}"
            for name in ("pages", "numbers", "suppressed", "loss", "changes")
        ),
        f"- {words.text('review.attack')}",
        words.text("review.sign"),
        words.text("review.one_byte"),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")
