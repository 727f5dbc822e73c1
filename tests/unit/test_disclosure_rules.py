"""The rules a workspace may ask for: tightened freely, loosened only by a dated, reasoned exemption."""

from dataclasses import replace
from datetime import date

import pytest
from builders import ROOT, workspace_in

from evaluering.disclosure import Rules, rules_of
from evaluering.disclosure.floors import FLOORS, thresholds
from evaluering.errors import InputRefused
from evaluering.settings import DisclosureExemption, DisclosureRules
from evaluering.workspace import load_workspace

REASON = {"reason": "Register of services.", "approved_by": "A. Nilsen", "dated": date(2026, 11, 1)}


def asked(thresholds: dict[str, float] | None = None, **more: object) -> DisclosureRules:
    return DisclosureRules(rules="protected", thresholds=thresholds or {}, **more)  # type: ignore[arg-type]


def exemption(rule: str, value: float) -> DisclosureExemption:
    return DisclosureExemption(rule=rule, value=value, **REASON)


def refused(settings: DisclosureRules) -> str:
    with pytest.raises(InputRefused) as caught:
        rules_of(settings)
    return caught.value.found


def test_without_settings_the_rules_are_the_floors():
    assert rules_of(asked()) == Rules("protected")
    assert rules_of(DisclosureRules()) == Rules()


def test_the_floors_are_those_of_the_project():
    assert FLOORS == {
        "counts": 5,
        "municipalities": 3,
        "base": 10,
        "decimals_from": 100,
        "mean": 10,
        "spread": 15,
        "quantile": 20,
        "team": 10,
        "freedom": 10,
        "municipality_users": 5,
        "municipality_staff": 3,
        "width": 5,
        "dominance": 0.9,
        "ratio": 0.1,
        "weak_points": 0.2,
    }


TIGHTER = {
    name: 0.05 if name in ("dominance", "weak_points") else 0.5 if name == "ratio" else 200 for name in FLOORS
}
LOOSER = {
    name: 0.95 if name in ("dominance", "weak_points") else 0.05 if name == "ratio" else 2 for name in FLOORS
}


@pytest.mark.parametrize("name", FLOORS)
def test_every_threshold_can_be_tightened(name):
    assert getattr(rules_of(asked({name: TIGHTER[name]})), name) == TIGHTER[name]


@pytest.mark.parametrize("name", FLOORS)
def test_no_threshold_can_be_loosened_and_the_refusal_names_it_its_floor_and_what_was_found(name):
    found = refused(asked({name: LOOSER[name]}))
    assert found.startswith(f"thresholds.{name}: the floor is ")
    assert f"{FLOORS[name]:g}, found {LOOSER[name]:g}" in found


@pytest.mark.parametrize("name", FLOORS)
def test_an_exemption_loosens_a_threshold_and_goes_with_the_rules(name):
    rules = rules_of(asked(exemption=(exemption(name, LOOSER[name]),)))
    assert getattr(rules, name) == LOOSER[name]
    assert [(one.rule, one.value, one.approved_by) for one in rules.exemptions] == [
        (name, LOOSER[name], "A. Nilsen")
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0, -5, 5.5])
def test_a_number_of_units_must_be_a_whole_number(value):
    assert "a whole number from 1" in refused(asked({"counts": value}))
    assert "a whole number from 1" in refused(asked(exemption=(exemption("counts", value),)))


@pytest.mark.parametrize("value", [float("nan"), 0, -0.1])
def test_a_share_must_be_above_nought_and_at_most_one(value):
    assert "a share above 0" in refused(asked({"weak_points": value}))


def test_a_threshold_of_another_name_is_refused_with_the_names_there_are():
    assert "no such threshold; there are counts, municipalities, base" in refused(asked({"minimum": 3}))


def test_an_exemption_that_loosens_nothing_is_refused():
    assert "is no looser than the floor" in refused(asked(exemption=(exemption("counts", 5),)))


def test_two_exemptions_from_one_rule_are_refused():
    twice = (exemption("counts", 3), exemption("counts", 4))
    assert "exemption.counts: given more than once" in refused(asked(exemption=twice))


def test_a_threshold_that_is_both_set_and_exempted_is_refused():
    both = asked({"counts": 6}, exemption=(exemption("counts", 3),))
    assert "set both here and by an exemption" in refused(both)


@pytest.mark.parametrize(
    "beside",
    [
        {"thresholds": {"counts": 6}},
        {"exemption": (exemption("counts", 3),)},
        {"harmless_zeros": ("f/t/n",)},
        {"harmless_wholes": ("f/t/n",)},
    ],
)
def test_thresholds_beside_rules_that_use_none_are_refused(beside):
    assert "which uses none" in refused(DisclosureRules(**beside))


def test_everything_that_is_wrong_is_told_at_once():
    found = refused(asked({"counts": 2, "base": 3, "x": 1}))
    assert all(f"thresholds.{name}: " in found for name in ("counts", "base", "x"))


@pytest.mark.parametrize(
    "other",
    [
        {"counts": 6},
        {"harmless_zeros": ("f/t/n",)},
        {"harmless_wholes": ("f/t/n",)},
        {"exemptions": rules_of(asked(exemption=(exemption("counts", 3),))).exemptions},
    ],
)
def test_thresholds_zeros_and_exemptions_are_part_of_the_digest(other):
    assert replace(Rules("protected"), **other).digest != Rules("protected").digest


def test_the_order_of_settings_does_not_matter():
    one, two = exemption("counts", 3), exemption("base", 5)
    assert rules_of(asked(exemption=(one, two))).digest == rules_of(asked(exemption=(two, one))).digest


def test_a_release_can_tell_every_threshold():
    assert dict(thresholds(Rules("protected"))) == FLOORS


EXEMPTION = """
[[disclosure.exemption]]
rule = "counts"
value = 3
reason = "Register of services."
approved_by = "A. Nilsen"
dated = 2026-11-01
"""


def written(folder, lines: str):
    workspace_in(folder / "w")
    file = folder / "w/evaluering.toml"
    file.write_text(file.read_text().replace('rules = "published_only"', f'rules = "protected"\n{lines}'))
    return load_workspace(folder / "w").configuration.disclosure


def test_the_rules_are_written_in_the_workspace_file(tmp_path):
    harmless = 'harmless_zeros = ["f/t/n"]\nharmless_wholes = ["f/t/m"]'
    settings = written(tmp_path, f"{harmless}\n[disclosure.thresholds]\nbase = 12\n{EXEMPTION}")
    rules = rules_of(settings)
    assert (rules.name, rules.counts, rules.base, rules.harmless_zeros) == ("protected", 3, 12, ("f/t/n",))
    assert rules.harmless_wholes == ("f/t/m",)
    assert rules.exemptions[0].dated == date(2026, 11, 1)


@pytest.mark.parametrize("name", ["rule", "value", "reason", "approved_by", "dated"])
def test_an_exemption_that_lacks_anything_is_refused(tmp_path, name):
    lines = "\n".join(line for line in EXEMPTION.splitlines() if not line.startswith(name))
    with pytest.raises(InputRefused, match=rf"disclosure.exemption.0.{name}"):
        written(tmp_path, lines)


@pytest.mark.parametrize("name", ["reason", "approved_by"])
def test_an_exemption_with_an_empty_text_is_refused(tmp_path, name):
    lines = "\n".join(f'{name} = "  "' if line.startswith(name) else line for line in EXEMPTION.splitlines())
    with pytest.raises(InputRefused, match=rf"disclosure.exemption.0.{name}"):
        written(tmp_path, lines)


def test_this_workspace_asks_for_published_figures_only():
    assert rules_of(load_workspace(ROOT).configuration.disclosure) == Rules()


def test_the_how_to_tells_every_threshold_with_its_floor():
    page = (ROOT / "docs/how-to/disclosure-rules.md").read_text(encoding="utf-8")
    told = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            names, floors = (part.strip() for part in line.split("|")[1:3])
            numbers = floors.removeprefix("at most ").split(", ")
            told |= dict(zip(names.replace("`", "").split(", "), map(float, numbers), strict=True))
    assert told == FLOORS
