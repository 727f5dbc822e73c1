"""How many characters a backtracking search looks at: counted, not timed, by following a pattern.

``re`` compares characters one at a time and goes back where it can; what it looks at is the same on every
machine. Bounded repetitions are shortened: they cost a factor, not a power of the length. Nothing of the
compiled engine's short cuts is counted on.
"""

import re
from collections.abc import Callable, Iterator
from re import _constants as op
from re import _parser as parser

_BOUND = 4
"""At most so many times is what may be repeated 2 to any bounded number of times."""
_ONE = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_CLASSES = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_NOT_DIGIT: lambda one: not one.isdecimal(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda one: not one.isspace(),
    op.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    op.CATEGORY_NOT_WORD: lambda one: not (one.isalnum() or one == "_"),
}
Nodes = list[tuple[object, object]]
Then = Callable[[int], int | None]


class TooManySteps(Exception):
    """The search looks at more characters than any linear one would."""


def parsed(pattern: re.Pattern) -> Nodes:
    """The pattern as a list of (operation, argument)."""
    text = pattern.pattern
    return list(
        parser.parse(text if isinstance(text, str) else text.decode("latin-1"), pattern.flags & ~re.U)
    )


class Search:
    """A search for ``pattern`` in ``text``; ``steps`` is how many characters it has looked at."""

    def __init__(self, pattern: re.Pattern, text: str, bound: int = _BOUND, most: int = 100_000) -> None:
        self._nodes = parsed(pattern)
        self._flags = pattern.flags
        self._text = text
        self._bound = bound
        self._most = most
        self._groups: dict[int, str] = {}
        self.steps = 0

    def everywhere(self) -> list[tuple[int, int]]:
        """All matches, as ``finditer`` finds them but for empty ones beside others."""
        found, place = [], 0
        while place <= len(self._text):
            self.steps += 1
            end = self.at(place)
            if end is not None:
                found.append((place, end))
            place = max(place + 1, end or 0)
        return found

    def at(self, place: int) -> int | None:
        """Where a match that begins at ``place`` ends."""
        self._groups = {}
        return self._run(self._nodes, place, lambda end: end)

    def whole(self) -> bool:
        """Whether the whole text matches."""
        self.steps += 1
        ended = self._run(self._nodes, 0, lambda end: end if end == len(self._text) else None)
        return ended is not None

    def _run(self, nodes: Nodes, place: int, then: Then) -> int | None:
        if not nodes:
            return then(place)
        (kind, argument), rest = nodes[0], nodes[1:]
        if kind in _ONE:
            return self._run(rest, place + 1, then) if self._is(kind, argument, place) else None
        return _METHODS[kind](self, argument, place, lambda end: self._run(rest, end, then))

    def _is(self, kind: object, argument: object, place: int) -> bool:
        self.steps += 1
        if self.steps > self._most:
            raise TooManySteps
        return place < len(self._text) and self._fits(kind, argument, self._text[place])

    def _fits(self, kind: object, argument: object, one: str) -> bool:
        if kind is op.ANY:
            return one != "\n" or bool(self._flags & re.DOTALL)
        if kind is op.IN:
            negated = argument[0][0] is op.NEGATE
            return negated != any(self._in(item, value, one) for item, value in argument[negated:])
        return (kind is op.LITERAL) == self._in(op.LITERAL, argument, one)

    def _in(self, item: object, value: object, one: str) -> bool:
        if item is op.CATEGORY:
            return _CLASSES[value](one)
        forms = {one, one.lower(), one.upper()} if self._flags & re.IGNORECASE else {one}
        low, high = value if item is op.RANGE else (value, value)
        return any(len(form) == 1 and low <= ord(form) <= high for form in forms)

    def _repeat(self, argument: object, place: int, then: Then, *, lazy: bool = False) -> int | None:
        low, high, inner = argument
        if high is not op.MAXREPEAT and high > 1:
            low, high = min(low, self._bound), min(high, self._bound)
        inner = list(inner)
        if len(inner) == 1 and inner[0][0] in _ONE:
            return self._repeat_one(inner[0], (low, high), place, then, lazy=lazy)
        return self._repeat_many(inner, (low, high), 0, place, then, lazy=lazy)

    def _repeat_one(self, node, bounds, place: int, then: Then, *, lazy: bool) -> int | None:
        low, high = bounds
        ends = self._ends(node, place, high)
        for end in ends if lazy else reversed(list(ends)):
            if end - place >= low and (result := then(end)) is not None:
                return result
        return None

    def _ends(self, node, place: int, high) -> Iterator[int]:
        start = place
        yield place
        while (high is op.MAXREPEAT or place - start < high) and self._is(*node, place):
            place += 1
            yield place

    def _repeat_many(
        self, inner: Nodes, bounds, done: int, place: int, then: Then, *, lazy: bool
    ) -> int | None:
        low, high = bounds

        def again() -> int | None:
            if high is not op.MAXREPEAT and done >= high:
                return None

            def further(end: int) -> int | None:
                if end == place and done >= low:
                    return None  # nothing more would come of it
                return self._repeat_many(inner, bounds, done + 1, end, then, lazy=lazy)

            return self._run(inner, place, further)

        if done < low:
            return again()
        first, second = (lambda: then(place), again) if lazy else (again, lambda: then(place))
        result = first()
        return second() if result is None else result

    def _lazy(self, argument: object, place: int, then: Then) -> int | None:
        return self._repeat(argument, place, then, lazy=True)

    def _once(self, argument: object, place: int, then: Then) -> int | None:
        """A repetition that goes back on nothing."""
        low, high, inner = argument
        done = 0
        while done < high:
            end = self._run(list(inner), place, lambda end: end)
            if end is None or end == place:
                break
            done, place = done + 1, end
        return then(place) if done >= low else None

    def _group(self, argument: object, place: int, then: Then) -> int | None:
        number, _, _, inner = argument

        def closed(end: int) -> int | None:
            if number is not None:
                self._groups[number] = self._text[place:end]
            return then(end)

        return self._run(list(inner), place, closed)

    def _same(self, number: int, place: int, then: Then) -> int | None:
        wanted = self._groups.get(number)
        if wanted is None:
            return None
        self.steps += len(wanted)
        return then(place + len(wanted)) if self._text.startswith(wanted, place) else None

    def _branch(self, argument: object, place: int, then: Then) -> int | None:
        for inner in argument[1]:
            if (result := self._run(list(inner), place, then)) is not None:
                return result
        return None

    def _looks(self, argument: object, place: int) -> bool:
        direction, inner = argument
        start = place if direction > 0 else place - inner.getwidth()[0]
        return start >= 0 and self._run(list(inner), start, lambda end: end) is not None

    def _assert(self, argument: object, place: int, then: Then) -> int | None:
        return then(place) if self._looks(argument, place) else None

    def _assert_not(self, argument: object, place: int, then: Then) -> int | None:
        return None if self._looks(argument, place) else then(place)

    def _boundary(self, kind: object, place: int, then: Then) -> int | None:
        is_word = _CLASSES[op.CATEGORY_WORD]
        sides = [
            is_word(one) for one in (self._text[max(place - 1, 0) : place], self._text[place : place + 1])
        ]
        holds = {
            op.AT_BEGINNING: place == 0,
            op.AT_BEGINNING_STRING: place == 0,
            op.AT_END: place == len(self._text) or self._text[place:] == "\n",
            op.AT_END_STRING: place == len(self._text),
            op.AT_BOUNDARY: sides[0] != sides[1],
            op.AT_NON_BOUNDARY: sides[0] == sides[1],
        }[kind]
        return then(place) if holds else None


_METHODS = {
    op.MAX_REPEAT: Search._repeat,
    op.MIN_REPEAT: Search._lazy,
    op.POSSESSIVE_REPEAT: Search._once,
    op.SUBPATTERN: Search._group,
    op.GROUPREF: Search._same,
    op.BRANCH: Search._branch,
    op.ASSERT: Search._assert,
    op.ASSERT_NOT: Search._assert_not,
    op.AT: Search._boundary,
}


def examples(nodes: Nodes, choice: int, times: int) -> str:
    """A text the pattern is likely to match: the ``choice``-th alternative, repetitions ``times`` over."""
    return "".join(_example(kind, argument, choice, times) for kind, argument in nodes)


def _example(kind: object, argument: object, choice: int, times: int) -> str:
    if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY):
        return chr(argument) if kind is op.LITERAL else "x"
    if kind is op.IN:
        return _member(argument, choice)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        low, high, inner = argument
        return examples(list(inner), choice, times) * max(low, min(high, times))
    inside = {op.SUBPATTERN: lambda: argument[3], op.BRANCH: lambda: argument[1][choice % len(argument[1])]}
    return examples(list(inside[kind]()), choice, times) if kind in inside else ""


_OF_CLASS = {op.CATEGORY_DIGIT: "4", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a"}


def _member(items: list[tuple[object, object]], choice: int) -> str:
    if items[0][0] is op.NEGATE:
        return "x"
    kind, value = items[choice % len(items)]
    if kind is op.CATEGORY:
        return _OF_CLASS.get(value, "x")
    return chr(value[0] if kind is op.RANGE else value)
