"""No regular expression of ours costs more than in proportion to a text's length, whatever the text.

Every pattern is found by walking the source, and fed texts made of its own beginnings over and over: what
makes a backtracking search start again and again. Arrow and pydantic search without backtracking (RE2 and
Rust's regex), so their patterns are left out.
"""

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import evaluering
from attack.backtracking import Search, TooManySteps, examples, parsed

PACKAGE = Path(evaluering.__file__).parent
WHOLE, ANYWHERE = {"fullmatch", "match"}, {"search", "sub", "findall", "finditer", "split"}
SHORT, LONG = 32, 128
LONGEST = 12
"""Characters of a beginning that is repeated."""
WORST = 8.0
"""Four times the text may cost eight times the steps: a square would cost sixteen."""


class Used(NamedTuple):
    """A pattern, where it is made, and whether it is tried at the beginning of a text alone."""

    place: str
    pattern: re.Pattern
    is_anchored: bool


def modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        inside = file.relative_to(PACKAGE)
        name = ".".join(["evaluering", *inside.with_suffix("").parts]).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if name != "evaluering.__main__" and any(map(is_made, ast.walk(tree))):
            yield inside.as_posix(), importlib.import_module(name), tree


def is_made(node: ast.AST) -> bool:
    """Whether a pattern is compiled here, by name or on the way."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    of_module = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
    return of_module and node.func.attr in {"compile", *WHOLE, *ANYWHERE}


def uses(tree: ast.Module) -> dict[str, set[str]]:
    """What is done with each pattern that has a name in the module."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def compiled(node: ast.Call, module: ModuleType) -> re.Pattern | None:
    """The pattern, or ``None`` for one that is put together as the program runs."""
    wanted = node.args if node.func.attr == "compile" else node.args[:1]
    call = ast.Call(ast.parse("re.compile", mode="eval").body, wanted, node.keywords * (len(wanted) > 1))
    code = compile(ast.fix_missing_locations(ast.Expression(call)), "pattern", "eval")
    try:
        return eval(code, vars(module))
    except NameError:
        return None


def names(tree: ast.Module) -> dict[ast.AST, str]:
    return {
        node.value: node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def found() -> Iterator[Used | str]:
    """Every pattern of the source, and the place of those put together as the program runs."""
    for place, module, tree in modules():
        named, used = names(tree), uses(tree)
        for node in filter(is_made, ast.walk(tree)):
            pattern = compiled(node, module)
            done = used.get(named.get(node, ""), set()) if node.func.attr == "compile" else {node.func.attr}
            if pattern is None:
                yield place
            else:
                is_anchored = bool(done & WHOLE) and not done & ANYWHERE
                yield Used(f"{place}:{named.get(node, node.lineno)}", pattern, is_anchored)


@pytest.fixture(autouse=True)
def deep() -> Iterator[None]:
    """A loop over groups is a call within a call for each turn."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


FOUND = tuple(found())
PATTERNS = [one for one in FOUND if isinstance(one, Used)]


def made_as_it_runs() -> Iterator[Used]:
    """Patterns put together as the program runs, as they are for a name, a number and a key."""
    from evaluering.analysis.goal_screening import rules
    from evaluering.attack import docx_elements
    from evaluering.attack.traces import as_a_word
    from evaluering.erasure.needle import make_needle

    for criterion, named in rules().items():
        for name, pattern in named.items():
            yield Used(f"analysis/goal_screen.toml:{criterion}.{name}", pattern, is_anchored=False)
    for element, attributes in docx_elements._VALUES.items():
        for name, pattern in attributes.items():
            yield Used(f"attack/docx_elements.py:{element}.{name}", re.compile(pattern), is_anchored=True)
    for name in ("aaaa", "a.a a"):
        yield Used(f"attack/traces.py:{name}", as_a_word(name), is_anchored=False)
    for identifier, key in (("aa-a", None), ("111 11", b"k" * 32)):
        needle = make_needle(identifier, key)
        for pattern in (needle._words, needle._code):
            yield Used(f"erasure/needle.py:{identifier}", pattern, is_anchored=False)


def texts(used: Used, length: int) -> Iterator[str]:
    """Beginnings of what the pattern matches, over and over, and each with its last character repeated."""
    nodes = parsed(used.pattern)
    samples = {examples(nodes, choice, times) for choice in range(2) for times in (1, 2)}
    beginnings = {sample[:end] for sample in samples for end in range(1, min(len(sample), LONGEST) + 1)}
    for one in sorted(beginnings | {one[-1] for one in beginnings}):
        yield (one * length)[:length] + "\x01"
        yield one + one[-1] * (length - len(one)) + "\x01"


def steps(used: Used, text: str) -> int:
    search = Search(used.pattern, text)
    search.whole() if used.is_anchored else search.everywhere()
    return search.steps


def growth(used: Used) -> float:
    """The most times as many steps that a text of four times the length takes."""
    pairs = zip(texts(used, SHORT), texts(used, LONG), strict=True)
    try:
        # A pattern that is met by the empty text alone has no beginning to repeat.
        return max((steps(used, longer) / steps(used, shorter) for shorter, longer in pairs), default=1.0)
    except TooManySteps:
        return float("inf")


@pytest.mark.parametrize("used", [*PATTERNS, *made_as_it_runs()], ids=lambda used: used.place)
def test_a_text_four_times_as_long_takes_no_more_than_its_share_of_steps(used):
    assert growth(used) < WORST


def test_every_pattern_put_together_as_the_program_runs_is_among_those_looked_at():
    assert {one for one in FOUND if isinstance(one, str)} == {
        "analysis/goal_screening.py",
        "attack/docx_elements.py",
        "attack/traces.py",
        "erasure/needle.py",
        "texts/exposing.py",
    }


@pytest.mark.parametrize(
    "pattern", [r"\s+$", r"<(\w+)>.*?</\1>", r"(a+)+$", r"(?:a|a)*b", r"^\w+\s*:?\s*\w+!$", r"\(*\s*x"]
)
def test_a_pattern_that_is_not_linear_is_told(pattern):
    assert growth(Used("", re.compile(pattern), is_anchored=False)) > WORST


@pytest.mark.parametrize("used", PATTERNS, ids=lambda used: used.place)
def test_the_counted_search_finds_what_the_real_one_finds(used):
    nodes, is_bytes = parsed(used.pattern), isinstance(used.pattern.pattern, bytes)
    samples = {examples(nodes, choice, times) for choice in range(4) for times in (1, 2, 3)}
    for text in sorted({*samples, *(f"{one} -{one}x" for one in samples)}):
        real = used.pattern.finditer(text.encode("latin-1") if is_bytes else text)
        counted = Search(used.pattern, text, bound=1_000).everywhere()
        assert [place for place in counted if len(set(place)) > 1] == [
            match.span() for match in real if match.group()
        ]
