"""What a report's page is made from, and what comes of making it: what goes to a worker, and back."""

from dataclasses import dataclass
from hashlib import sha256

from evaluering.errors import ContractBroken, EvalueringError, HeldByDisclosure, NotebookFailed
from evaluering.presentation import Appearances
from evaluering.publication import Publication
from evaluering.publishing.plan import Job
from evaluering.settings import Correction
from evaluering.vocabulary import Language, OutcomeKind

PageFiles = dict[str, bytes]


@dataclass(frozen=True)
class Around:
    """What the settings say of a page: the study's title, institution and language, and of the report as a
    publication.
    """

    title: str
    institution: str
    language: Language
    publication: Publication
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Task:
    """All that a report's page is made from.

    ``notebook`` holds the notebook's bytes, None where there is none; ``released`` the bytes of the released
    store of this report alone; ``works`` what it may cite.
    """

    job: Job
    notebook: bytes | None
    released: bytes
    works: Appearances
    around: Around


@dataclass(frozen=True)
class Rendered:
    """What came of a task: the page's files with their digests, or why there is none.

    ``log`` is for its owner alone.
    """

    files: PageFiles
    digests: dict[str, str]
    kind: OutcomeKind = OutcomeKind.DONE
    reason: str = ""
    exit_code: int = 0
    log: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether the files are those that were made."""
        return digests_of(self.files) == self.digests


def not_rendered(error: EvalueringError) -> Rendered:
    """What there is of a report that ended with ``error``."""
    log = error.traceback if isinstance(error, NotebookFailed) else ""
    return Rendered({}, {}, kind_of(error), str(error), error.exit_code, log)


def digests_of(files: PageFiles) -> dict[str, str]:
    """The digest of each file by its name."""
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def kind_of(error: EvalueringError) -> OutcomeKind:
    """How a report ended that raised ``error``."""
    kinds = {
        NotebookFailed: OutcomeKind.FAILED,
        ContractBroken: OutcomeKind.BROKE_CONTRACT,
        HeldByDisclosure: OutcomeKind.HELD,
    }
    return kinds.get(type(error), OutcomeKind.COULD_NOT_START)
