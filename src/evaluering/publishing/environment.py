"""What the software itself adds to a report: code, lock and the versions that touch a byte."""

import json
import platform
import re
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGE = "evaluering"
_STARTER = "starter"


@dataclass(frozen=True)
class Software:
    """The package's version, the digests of its code and lock, Python and its dependencies."""

    version: str
    code: str
    lock: str
    python: str
    dependencies: tuple[tuple[str, str], ...]


@cache
def software() -> Software:
    """The software running now. Starter files are left out of the code: they are inputs."""
    package = files(_PACKAGE)
    lock = package / _STARTER / "requirements.lock"
    return Software(
        version=version(_PACKAGE),
        code=_code_digest(package),
        lock=sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "",
        python=".".join(platform.python_version_tuple()[:2]),
        dependencies=tuple((name, version(name)) for name in _direct_dependencies()),
    )


@cache
def fingerprint() -> str:
    """The digest of all that the software running now is."""
    return sha256(json.dumps(asdict(software()), sort_keys=True).encode()).hexdigest()


def _direct_dependencies() -> list[str]:
    wanted = [line for line in requires(_PACKAGE) or [] if "extra ==" not in line]
    return sorted(re.split(r"[<>=!~;\[ ]", line, maxsplit=1)[0] for line in wanted)


def _code_digest(package: Traversable) -> str:
    digest = sha256()
    for name, file in sorted(_walk(package, "")):
        content = file.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for child in folder.iterdir():
        if child.is_dir() and child.name not in ("__pycache__", _STARTER):
            found += _walk(child, f"{prefix}{child.name}/")
        elif child.is_file():
            found.append((f"{prefix}{child.name}", child))
    return found
