"""The invented protected study as a site: names, written forms, several languages, two editions."""

import csv
from collections.abc import Mapping
from pathlib import Path

from functional import protected_pages as pages
from functional.commands import Ran
from functional.protected_release import DELIVERY, build, new_workspace
from functional.protected_study import NAMED, USERS, Edition, deliver
from functional.workspaces import change, correct

NAMES = {"9001": "Ås", "9002": "Østre Øy", "9009": "Aasen"}
FORMS = {"9001": "nb", "9002": "nn", "9009": "neutral"}
NETWORKS = {"network-01": "Nettverk Østerdal", "network-02": "Nettverk Ælvebyene"}
TITLE = {"nb": "Nytte i vår kommune", "nn": "Nytte i kommunen vår"}
PAGES = {
    "alle": {},
    **{one: {"network": one} for one in NETWORKS},
    **{f"kommune-{one}": {"municipality": one} for one in NAMED},
}
"""One report in three languages, one of each network, and one of each of three municipalities."""
LATER = Edition({one: n + 60 if n > 40 else n for one, n in USERS.items()})
"""Many more users in the large municipalities, and none in the small ones."""
NOTE = "Tallene bygger på flere svar."


def first_edition(folder: Path) -> Ran:
    """Make the workspace and build it."""
    new_workspace(folder, PAGES)
    settings = folder / "evaluering.toml"
    change(settings, _of("alle", 'languages = ["nb"]'), _of("alle", 'languages = ["nb", "nn", "en"]'))
    told = ", ".join(f'{name} = "{title}"' for name, title in TITLE.items())
    for one in NAMED:
        by = f'language_by = "municipality"\ntitle = {{ {told} }}'
        change(settings, _of(f"kommune-{one}", 'languages = ["nb"]'), _of(f"kommune-{one}", by))
    name_places(folder)
    return build(folder)


def second_edition(folder: Path) -> Ran:
    """Deliver more users, tell readers, and build."""
    deliver(folder / DELIVERY, LATER)
    name_places(folder)
    for report in PAGES:
        correct(folder, "2026-03-05", NOTE, report)
    return build(folder, day="2026-03-05")


def name_places(folder: Path, forms: Mapping[str, str] = FORMS) -> None:
    """Name networks and municipalities in the delivery, and the written forms they decided."""
    _rewrite(folder, "municipalities", "municipality", {one: {"name": name} for one, name in NAMES.items()})
    _rewrite(
        folder, "municipalities", "municipality", {one: {"written_form": form} for one, form in forms.items()}
    )
    _rewrite(folder, "networks", "network", {one: {"name": name} for one, name in NETWORKS.items()})


def _of(report: str, setting: str) -> str:
    return f'id = "{report}"\nnotebook = "{pages.QUESTION}"\n{setting}'


def _rewrite(folder: Path, table: str, key: str, given: Mapping[str, Mapping[str, str]]) -> None:
    file = folder / DELIVERY / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row | dict(given.get(row[key], {})) for row in csv.DictReader(stream)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
