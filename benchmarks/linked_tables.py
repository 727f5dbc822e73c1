"""How long secondary suppression takes over linked tables, how much memory, and what it hides.

The tables are synthetic and harsh: counts negative-binomial (size 1.5, mean 3), no large
municipality. Municipalities lie in five networks and, crossing them, in counties; five categories;
quarters; everything with all its margins. Counts of 1-4 are protected by a width of 5, either with
zeros public (never hidden, so that a hidden count is known to be at least one) or with zeros
protected too. Each case runs in a process of its own. Printed, and written to
``results/linked_tables.json``.

    python benchmarks/linked_tables.py [--case 10x4] [--zeros public]
"""

import argparse
import json
import resource
import subprocess
import sys
from itertools import product
from pathlib import Path
from time import process_time

import numpy as np

from evaluering.disclosure.linked import LinkedCells, Sum, check, protect, summed

RESULTS = Path(__file__).parent / "results" / "linked_tables.json"
SIZES = {"10x4": (10, 3, 4), "61x12": (61, 8, 12), "357x24": (357, 15, 24)}
NETWORKS, CATEGORIES = 5, 5
SEED = 7


def table(municipalities: int, counties: int, quarters: int, zeros: str) -> LinkedCells:
    """One synthetic problem."""
    random = np.random.default_rng(SEED)
    counts = random.negative_binomial(1.5, 1.5 / (1.5 + 3), (municipalities, CATEGORIES, quarters))
    names = [f"m{i:03}" for i in range(municipalities)]
    groups = {
        letter: [f"{letter}{g:02}" for g in random.permutation(np.arange(municipalities) % many)]
        for letter, many in (("n", NETWORKS), ("c", counties))
    }
    places = [
        *(
            Sum(g, tuple(m for m, of in zip(names, gs, strict=True) if of == g))
            for gs in groups.values()
            for g in sorted(set(gs))
        ),
        *(Sum("all", tuple(sorted(set(gs)))) for gs in groups.values()),
    ]
    kinds, times = (
        tuple(f"{letter}{i:02}" for i in range(many)) for letter, many in (("k", CATEGORIES), ("q", quarters))
    )
    full = with_margins(counts, names, places)
    everywhere = [*names, *(dict.fromkeys(one.whole for one in places))]
    found = summed(
        list(product(everywhere, [*kinds, "all"], [*times, "all"])),
        full.ravel(),
        [places, [Sum("all", kinds)], [Sum("all", times)]],
    )
    return problem(found.values, found.relations, found.at, zeros)


def with_margins(counts: np.ndarray, names: list[str], places: list[Sum]) -> np.ndarray:
    """The counts with the margins of every dimension."""
    rows = dict(zip(names, counts, strict=True))
    for one in places:
        rows.setdefault(one.whole, sum(rows[part] for part in one.of))
    full = np.array(list(rows.values()))
    for axis in (1, 2):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    return full.astype(float)


def problem(values: np.ndarray, relations, at: np.ndarray, zeros: str) -> LinkedCells:
    """Counts up to four protected, with what the public knows of zeros."""
    public = zeros == "public"
    hideable = (values > 0) | (not public)
    n = len(values)
    return LinkedCells(
        values=values,
        protected=(values <= 4) & hideable,
        latent=np.zeros(n, dtype=bool),
        may_hide=hideable,
        least=np.where(hideable & public, 1.0, 0.0),
        most=np.full(n, np.inf),
        width=np.full(n, 5.0),
        cost=1 + np.log1p(values) / 10,
        whole=np.ones(n, dtype=bool),
        relations=relations,
        at=at,
    )


def measured(case: str, zeros: str) -> dict[str, object]:
    """What one problem took, and what was hidden."""
    cells = table(*SIZES[case], zeros)
    begun = process_time()
    pattern = protect(cells)
    protected = process_time()
    found = check(cells, pattern.hidden)
    return {
        "case": case,
        "zeros": zeros,
        "cells": cells.size,
        "protected": int(cells.protected.sum()),
        "secondary": int(pattern.secondary.sum()),
        "secondary_share": round(float(pattern.secondary.mean()), 4),
        "unprotected": len(pattern.unprotected),
        "processor_seconds": round(protected - begun, 1),
        "check_processor_seconds": round(process_time() - protected, 1),
        "determined": len(found.determined),
        "narrow": len(found.narrow),
        "unbounded": len(found.unbounded),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Run the cases asked for, each in its own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=SIZES)
    parser.add_argument("--zeros", choices=("public", "protected"))
    parser.add_argument("--here", action="store_true", help="run the one case in this process")
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(measured(chosen.case, chosen.zeros)))
        return
    for case, zeros in product(SIZES, ("public", "protected")):
        if chosen.case in (None, case) and chosen.zeros in (None, zeros):
            command = [sys.executable, __file__, "--here", "--case", case, "--zeros", zeros]
            keep(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def keep(result: dict[str, object]) -> None:
    """Print a result, and keep it in place of an older one."""
    print(result, flush=True)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    others = [one for one in known if (one["case"], one["zeros"]) != (result["case"], result["zeros"])]
    ordered = sorted([*others, result], key=lambda one: (one["cells"], one["zeros"] == "protected"))
    RESULTS.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
