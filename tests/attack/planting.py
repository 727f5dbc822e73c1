"""A finished release in memory, with something planted in it, attacked as ``evaluering attack`` does."""

import json
from dataclasses import dataclass
from pathlib import Path

from evaluering.attack import Found, Known, Watch, attack_files, known_from
from functional.workspaces import contents, latest

PAGE = "gathering-time-nb/index.html"
DATA = "gathering-time-nb/data/hours.csv"
RECEIPT = "gathering-time-nb/receipt.json"


@dataclass(frozen=True)
class Finished:
    """The files of a release, and what the attack was told when it was built."""

    files: dict[str, bytes]
    known: Known

    @classmethod
    def of(cls, folder: Path) -> "Finished":
        """The latest release of a workspace."""
        release = latest(folder)
        given = (folder / ".evaluering" / "attack" / f"{release.name}.json").read_text(encoding="utf-8")
        return cls(contents(release), known_from(json.loads(given)))

    def with_change(self, file: str, old: str, new: str) -> "Finished":
        """The first ``old`` in a file, which must be there, replaced."""
        text = self.files[file].decode()
        assert old in text, f"{old!r} is not in {file}"
        return Finished({**self.files, file: text.replace(old, new, 1).encode()}, self.known)

    def with_file(self, file: str, content: bytes) -> "Finished":
        """One more file."""
        return Finished({**self.files, file: content}, self.known)

    def without(self, file: str) -> "Finished":
        """One file fewer."""
        return Finished({name: content for name, content in self.files.items() if name != file}, self.known)

    def attacked(self, *canaries: str) -> tuple[Found, ...]:
        """What the attack finds."""
        return attack_files(self.files, self.known, Watch(canaries))
