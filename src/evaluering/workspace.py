"""A workspace: a folder with ``evaluering.toml``, and every path of the project."""

import re
from datetime import date
from pathlib import Path

from pydantic import (
    ValidationError,
)

from evaluering.errors import InputRefused, WrongUse
from evaluering.settings import (
    Configuration,
    Correction,
    Frozen,
    Value,
)
from evaluering.settings_file import read_settings

CONFIGURATION = "evaluering.toml"
_SHOWN_FAULTS = 50  # The rest are counted in the message.
_OWN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40}|\[key\]")


class Workspace(Frozen):
    """A folder and its configuration; every path of the project is made here.

    ``work`` is where everything is written: the folder itself, or another one when a release is
    rebuilt for comparison.
    """

    root: Path
    work: Path
    configuration: Configuration

    @property
    def raw(self) -> Path:
        """Delivered files, never written to."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """Validated tables as Parquet, with a sidecar each."""
        return self.work / "data" / "processed"

    @property
    def notebooks(self) -> Path:
        """The notebooks."""
        return self.root / "notebooks"

    @property
    def codebook(self) -> Path:
        """The codebook: every table, column and answer in words; nothing delivered."""
        return self.work / "codebook"

    @property
    def reports(self) -> Path:
        """Releases and the ledger; written only by publishing."""
        return self.work / "reports"

    @property
    def problems(self) -> Path:
        """What ``check`` found, as a page and a data file; never part of a release."""
        return self.work / "problems"

    @property
    def private(self) -> Path:
        """Caches and logs; for the owner's eyes only, never part of a release."""
        return self.work / ".evaluering"

    @property
    def at_work(self) -> Path:
        """Which process holds the lock, while one does; in the private folder, for it names the machine."""
        return self.private / "at-work.json"

    @property
    def review(self) -> Path:
        """What a second person looks at before a release; never part of one."""
        return self.work / "review"

    def dated(self, day: date | None) -> "Workspace":
        """The workspace with another day of release; the same when none is given."""
        if day is None:
            return self
        release = self.configuration.release.model_copy(update={"date": day})
        return self._with(release=release)

    def corrected(self, corrections: tuple[Correction, ...]) -> "Workspace":
        """The workspace with exactly these corrections: a release is rebuilt with those it was made with."""
        return self._with(correction=corrections)

    def _with(self, **settings: object) -> "Workspace":
        return self.model_copy(update={"configuration": self.configuration.model_copy(update=settings)})

    def notebook_file(self, name: str) -> Path:
        """The file of a declared notebook."""
        return self.notebooks / f"{name}.ipynb"


def find_workspace(start: Path) -> Path:
    """The nearest folder upwards from ``start`` that holds ``evaluering.toml``."""
    for folder in (start, *start.parents):
        if (folder / CONFIGURATION).is_file():
            return folder
    raise WrongUse(
        "workspace",
        expected=f"{CONFIGURATION} in this folder or one above it",
        found="none",
        next_step="go to a workspace, or make one with: evaluering init DIR",
    )


def load_workspace(root: Path) -> Workspace:
    """Read and validate ``evaluering.toml`` of a workspace.

    Raises ``InputRefused`` naming every faulty place at once.
    """
    content = read_settings(root / CONFIGURATION, CONFIGURATION, "mend the file at that place")
    try:
        configuration = Configuration.model_validate(content)
    except ValidationError as error:
        raise settings_faults(CONFIGURATION, error) from None
    _check_references(configuration)
    return Workspace(root=root, work=root, configuration=configuration)


def settings_faults(where: str, error: ValidationError) -> InputRefused:
    """The refusal of faulty settings, naming every place at once and no value.

    A name that could not be one of ours (a heading, an answer, anything made up) is not repeated.
    """
    faults = error.errors(include_input=False)
    told = [f"{'.'.join(map(_told, fault['loc']))}: {fault['msg']}" for fault in faults[:_SHOWN_FAULTS]]
    told += [f"and {len(faults) - _SHOWN_FAULTS} more"] if len(faults) > _SHOWN_FAULTS else []
    found = "; ".join(told)
    return InputRefused(
        where,
        expected="the declared settings, each of its type",
        found=found,
        next_step="mend these settings",
    )


def _told(place: str | int) -> str:
    return str(place) if isinstance(place, int) or _OWN_NAME.fullmatch(place) else "(a name)"


def _check_references(configuration: Configuration) -> None:
    ids = [report.id for report in configuration.reports]
    faults = [f"report id {name} is used twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    faults += [
        f"report {report.id} uses notebook {report.notebook}, which is not declared"
        for report in configuration.reports
        if report.notebook not in configuration.notebooks
    ]
    faults += [
        f"a correction is of report {one.report}, which is not there"
        for one in configuration.correction
        if one.report not in ids
    ]
    if faults:
        raise InputRefused(
            CONFIGURATION,
            expected="every report with an id of its own and a declared notebook",
            found="; ".join(faults),
            next_step="mend these reports",
        )


def checked_parameters(
    configuration: Configuration, notebook: str, given: dict[str, Value]
) -> dict[str, Value]:
    """Declared defaults with the given values on top.

    Raises ``WrongUse`` for an unknown name, a wrong type or a value outside its bounds,
    naming the declared parameters.
    """
    declared = configuration.notebooks[notebook].parameters
    unknown = sorted(given.keys() - declared.keys())
    faulty = sorted(
        name for name in given.keys() & declared.keys() if not declared[name].accepts(given[name])
    )
    if unknown or faulty:
        found = [f"unknown: {', '.join(unknown)}"] if unknown else []
        found += [f"{name} is not {declared[name].allows}" for name in faulty]
        raise WrongUse(
            f"parameters of {notebook}",
            expected="; ".join(f"{name} ({parameter.allows})" for name, parameter in declared.items()),
            found="; ".join(found),
            next_step="use the declared parameters, or declare new ones in evaluering.toml",
        )
    values = {name: given.get(name, parameter.default) for name, parameter in declared.items()}
    return {
        name: float(value) if declared[name].type == "number" else value for name, value in values.items()
    }
