"""Every drawn example holds, and every public statistic has one."""

import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest
from drawn_examples import Example, examples

import evaluering.statistics

DRAWN = examples()
NOT_STATISTICS = ("inputs",)
"""Modules of the package that others are built on."""


@pytest.mark.parametrize("example", DRAWN, ids=lambda example: example.name)
def test_a_drawn_example_holds(example: Example):
    example.check()


@pytest.mark.parametrize("example", DRAWN, ids=lambda example: example.name)
def test_a_drawn_example_says_where_its_numbers_are_from(example: Example):
    assert example.source
    assert example.expect


def modules() -> list[ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(evaluering.statistics.__path__)]
    return [
        importlib.import_module(f"evaluering.statistics.{name}")
        for name in names
        if name not in NOT_STATISTICS and not name.startswith("_")
    ]


def public_functions() -> list[tuple[str, str]]:
    return [
        (module.__name__.rpartition(".")[2], name)
        for module in modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and name[0] != "_"
        # Takes a chart, which no table can draw; tests/unit/test_indicator_series.py checks it by hand.
        and name != "limit_alarm"
    ]


@pytest.mark.parametrize(("module", "function"), public_functions())
def test_a_public_statistic_is_drawn(module: str, function: str):
    assert any((one.module, one.function) == (module, function) for one in DRAWN)


@pytest.mark.parametrize(("module", "function"), public_functions())
@pytest.mark.parametrize("part", ["Assumes", "Raises", "Source", "Checked against"])
def test_a_public_statistic_says_what_it_rests_on(module: str, function: str, part: str):
    documented = inspect.getdoc(getattr(importlib.import_module(f"evaluering.statistics.{module}"), function))
    assert part in (documented or "")
