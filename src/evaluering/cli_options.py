"""Options that several commands have."""

import os
from datetime import datetime
from typing import Annotated

import typer

from evaluering.synthetic.fault_names import ALL, Fault

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="How many reports to work on at once.")]
Faults = Annotated[
    list[str] | None,
    typer.Option("--fault", help=f"A fault to plant, may be repeated: {', '.join([*Fault, ALL])}."),
]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The day of the release; no clock is read."),
]
OnCluster = Annotated[
    str, typer.Option("--cluster", help="Make the pages on this Dask cluster: tcp://scheduler:8786.")
]
Formats = Annotated[
    str | None, typer.Option("--formats", help="No other formats than these; html leaves all others out.")
]
