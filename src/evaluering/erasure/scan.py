"""Looking through every byte of a workspace, packed files unpacked."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from evaluering.erasure.needle import Needle
from evaluering.reading import STATISTICAL
from evaluering.tables import EMBEDDED_TABLES
from evaluering.workspace import Workspace

_TABULAR = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", *STATISTICAL)
_DEPTH = 3
"""How deep packed files are unpacked."""


def workspace_files(workspace: Workspace) -> Iterator[Path]:
    """Every file of a workspace in the order of their names, links not followed.

    Left out are the transcribed public documents, installed software and the history of version
    control: none of them is written by the workspace's commands.
    """
    public = {workspace.raw / table.file for table in EMBEDDED_TABLES}
    for path in _walk(workspace.root):
        if path not in public:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.is_file():
            yield path
        elif path.is_dir() and path.name != ".git" and not (path / "pyvenv.cfg").exists():
            yield from _walk(path)


def holds(path: Path, needle: Needle) -> bool:
    """Whether a file holds the identifier anywhere, however it is packed."""
    if path.is_symlink():
        return needle.in_bytes(str(path.readlink()).encode())
    if not path.is_file():
        return False  # a device or a socket holds nothing
    return content_holds(path.read_bytes(), path.suffix.lower(), needle)


def content_holds(content: bytes, suffix: str, needle: Needle) -> bool:
    """Whether the content of a file of that ending holds the identifier."""
    if not needle.is_distinctive:
        return False
    if needle.in_bytes(content, as_words=suffix not in _TABULAR):
        return True
    if content.startswith(b"PAR1"):
        return _parquet_holds(content, needle)
    if suffix in STATISTICAL:
        return _statistical_holds(content, suffix, needle)
    return any(needle.in_bytes(part) for part in _unpacked(content, _DEPTH))


def _unpacked(content: bytes, depth: int) -> Iterator[bytes]:
    """What is inside a packed file, and what is inside that."""
    for part in _members(content) if depth else ():
        yield part
        yield from _unpacked(part, depth - 1)


def _members(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                for entry in package.infolist():
                    yield entry.filename.encode() + b"\n" + entry.comment + entry.extra
                    yield package.read(entry)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
            return  # damaged or encrypted: its bytes have been looked through as they are
    elif content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content)
        except (OSError, EOFError):
            return


def _parquet_holds(content: bytes, needle: Needle) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        return False
    return any(
        needle.in_code(str(value))
        for column in table.columns
        for chunk in column.chunks
        for value in _values(chunk)
    )


def _values(chunk: object) -> set[object]:
    """The different values of a column, those a dictionary holds and no row uses among them."""
    texts = {str(value) for value in chunk.to_pylist()}  # type: ignore[attr-defined]
    return texts | {str(value) for value in getattr(chunk, "dictionary", ())}


def _statistical_holds(content: bytes, suffix: str, needle: Needle) -> bool:
    """Whether the values of a statistics package's file hold the identifier: they may be compressed."""
    import tempfile

    from evaluering.erasure.statistical import texts

    with tempfile.TemporaryDirectory(prefix="ev-scan-") as folder:
        file = Path(folder) / f"file{suffix}"
        file.write_bytes(content)
        return any(needle.in_code(text) for text in texts(file))
