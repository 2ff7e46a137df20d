"""The gates before apply."""

from __future__ import annotations

import pytest

from reconciler.planner.guard import gates
from reconciler.planner.request import LastSeen, Limits


@pytest.mark.parametrize(
    ("creates", "live", "before", "allow_empty", "passed"),
    [
        (3, 0, 10, False, False),
        (3, 0, 10, True, True),
        (3, 1, 10, False, True),
        (0, 0, 10, False, True),
    ],
)
def test_a_suddenly_empty_read_stops_creates(
    creates: int, live: int, before: int, allow_empty: bool, passed: bool
) -> None:
    limits = Limits(allow_empty=allow_empty)
    (gate,) = gates(creates=creates, live=live, limits=limits, last_seen=LastSeen(count=before))
    assert (gate.name, gate.passed) == ("suddenly empty", passed)
    assert ("--allow-empty" in gate.remedy) is not passed


@pytest.mark.parametrize("last_seen", [None, LastSeen(count=0)])
def test_an_empty_read_is_no_surprise_where_nothing_was_before(last_seen: LastSeen | None) -> None:
    assert gates(creates=3, live=0, limits=Limits(), last_seen=last_seen) == ()


@pytest.mark.parametrize(("creates", "passed"), [(9, True), (10, True), (11, False)])
def test_more_creates_than_the_limit_are_stopped(creates: int, passed: bool) -> None:
    (gate,) = gates(creates=creates, live=5, limits=Limits(creates=10), last_seen=None)
    assert (gate.name, gate.passed) == ("too many creates", passed)
    assert (f"--max-creates {creates}" in gate.remedy) is not passed


def test_both_gates_speak_in_plain_words() -> None:
    empty, many = gates(creates=9, live=0, limits=Limits(creates=5), last_seen=LastSeen(count=300))
    assert (empty.actual, empty.limit) == (
        "no classes were found in the booking system",
        "the last complete read found 300",
    )
    assert (many.actual, many.limit) == (
        "9 classes would be created",
        "at most 5 may be created in one run",
    )
