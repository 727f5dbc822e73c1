"""Runs commands in forks of a process that has everything imported: a build then takes no time to start.

A line of JSON on standard input starts a command: ``{"folder": ..., "arguments": [...]}``, in a session of
its own. The answer is its process number; an empty line waits for it, and the answer is how it ended.
"""

import json
import os
import sys
from pathlib import Path

from evaluering.cli import main
from evaluering.publishing import build, compute, render, report_status, summary

LOADED = (build, compute, render, report_status, summary)


def started(folder: str, arguments: list[str]) -> int:
    """A fork that runs ``evaluering`` with these arguments."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    os.chdir(folder)
    with Path("../output.txt").open("wb") as output:
        for stream in (0, 1, 2):
            os.dup2(output.fileno(), stream)
    sys.argv = ["evaluering", *arguments]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    os._exit(code)


if __name__ == "__main__":
    process = 0
    for line in sys.stdin:
        if line.strip():
            asked = json.loads(line)
            process = started(asked["folder"], asked["arguments"])
            sys.stdout.write(f"{process}\n")
        else:
            sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}\n")
        sys.stdout.flush()
