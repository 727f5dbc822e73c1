"""One R process that peers run in: started once, given data as files, timed from inside."""

import shutil
import subprocess
from collections.abc import Mapping
from math import nan
from pathlib import Path
from typing import Self

import numpy as np

SERVER = Path(__file__).with_name("r_peers.R")


class Lacking(Exception):
    """A peer that cannot run here, and why."""


class RProcess:
    """R, with peers loaded one by one."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("Rscript")
        if program is None:
            raise Lacking("R is not installed")
        self.folder = folder
        self._process = subprocess.Popen(
            [program, "--vanilla", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def load(self, name: str, expression: str, packages: tuple[str, ...], data: Mapping[str, object]) -> str:
        """Give the process a peer: its packages, its data and the expression to be timed. Where it lies."""
        lines = [f"library({package})" for package in packages]
        lines += [self._given(f"{name}-{key}", key, value) for key, value in data.items()]
        path = self.folder / f"{name}.R"
        path.write_text("\n".join([*lines, f"peer <- function() {{ {expression} }}"]), encoding="utf-8")
        self._ask(f"source {path}")
        return str(path)

    def value(self, path: str) -> tuple[float, ...]:
        """The numbers the peer gives."""
        words = self._ask(f"value {path}").split()
        return tuple(nan if word == "NA" else float(word) for word in words)

    def seconds(self, path: str, calls: int) -> float:
        """Seconds of a call, over so many in a row."""
        return float(self._ask(f"time {path} {calls}"))

    def versions(self, packages: set[str]) -> dict[str, str]:
        """The versions of R and of those packages that are there."""
        asked = {"R": "unlist(getRversion())"}
        asked |= {one: f'unlist(packageVersion("{one}"))' for one in packages}
        found = {}
        for name, expression in sorted(asked.items()):
            try:
                parts = self.value(self.load(f"version-{name}", expression, (), {}))
                found[name] = ".".join(str(int(part)) for part in parts)
            except Lacking:
                found[name] = "absent"
        return found

    def _given(self, file: str, name: str, value: object) -> str:
        array = np.asarray(value, dtype=np.float64)
        path = self.folder / f"{file}.bin"
        path.write_bytes(array.tobytes(order="F"))
        read = f'{name} <- readBin("{path}", "double", {array.size})'
        return f"{read}; dim({name}) <- c({', '.join(map(str, array.shape))})" if array.ndim == 2 else read

    def _ask(self, line: str) -> str:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None or self._process.poll() is not None:
            raise Lacking("R has ended")
        stdin.write(line + "\n")
        stdin.flush()
        word, _, rest = stdout.readline().strip().partition(" ")
        if word != "done":
            raise Lacking(rest or "R gave no answer")
        return rest
