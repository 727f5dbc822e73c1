"""Analyses of delivered tables, from the plan to disclosure control: computed, and held back."""

from math import isnan
from pathlib import Path

import pytest

from evaluering.publishing.compute import _FINDINGS, _as_bytes
from functional.commands import run
from sample_network import answered

ASKED = """
[notebooks.inquiries_and_guidance.parameters.network]
type = "text"
default = ""

[notebooks.inquiries_and_guidance.contract]
findings = []

[[reports]]
id = "inquiries"
notebook = "inquiries_and_guidance"
parameters = { network = "%s" }
"""


def asked(workspace: Path, network: str) -> None:
    with (workspace / "evaluering.toml").open("a", encoding="utf-8") as settings:
        settings.write(ASKED % network)


@pytest.fixture
def sampled(workspace: Path) -> Path:
    assert run(workspace, "sample").code == 0
    return workspace


def test_what_rests_on_persons_and_staff_is_computed_and_held_back(sampled):
    asked(sampled, "network-02")
    listed = run(sampled, "list")
    assert listed.code == 5
    assert "rests on protected tables" in listed.err
    stored = "".join(
        path.read_text(encoding="utf-8") for path in (sampled / ".evaluering").rglob("released/*")
    )
    assert "inquiries_and_guidance" not in stored


def test_a_network_nobody_delivered_is_refused_without_repeating_its_name(sampled):
    asked(sampled, "network-99")
    listed = run(sampled, "list")
    assert listed.code == 3
    assert "a network that was delivered in networks" in listed.err
    assert "network-99" not in listed.err


def test_a_report_whose_tables_nobody_delivered_says_which(workspace):
    asked(workspace, "")
    listed = run(workspace, "list")
    assert listed.code == 3
    assert "the tables the reports rest on: gatherings, networks, teams" in listed.err
    assert "deliver them" in listed.err


def test_findings_with_undefined_numbers_are_read_back_as_they_were_computed():
    found = tuple(answered("toolkit_benefit", {}).values())
    assert any(isinstance(cell.value, float) and isnan(cell.value) for one in found for cell in one.cells)
    assert repr(_FINDINGS.validate_json(_as_bytes(found))) == repr(found)
