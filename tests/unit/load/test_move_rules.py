"""The small grammar of `move_to` in a policy, and policies that move or run something."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, timetable

from reconciler.load.move_rules import parse_move_rule
from reconciler.load.spelling import Wrong
from reconciler.model.calendars import DayPolicy

CLASSES = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'


@pytest.mark.parametrize(
    ("text", "way", "weekday", "start_min"),
    [
        ("next open day", "next open day", None, None),
        ("next open day, same time", "next open day", None, None),
        ("Next  open day at 10:00", "next open day", None, 600),
        ("previous open day, 9:05", "previous open day", None, 545),
        ('same week sat "10:00"', "same week", 5, 600),
        ("same week saturday", "same week", 5, None),
        ("next week mon, same time", "next week", 0, None),
    ],
)
def test_a_way_to_move(text: str, way: str, weekday: int | None, start_min: int | None):
    rule = parse_move_rule(text)
    assert not isinstance(rule, Wrong)
    assert (rule.way, rule.weekday, rule.start_min) == (way, weekday, start_min)


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "same week", "next open day sat", "same week weekdays", "same week Samstag",
        "next open day 25:00", "same week sat 10", "next week sat 10:00 11:00", "next open day " * 50,
    ],
)  # fmt: skip
def test_what_is_no_way_to_move_says_what_to_write(text: str):
    wrong = parse_move_rule(text)
    assert isinstance(wrong, Wrong)
    assert wrong.hint


def policy(text: str, more: str = "") -> DayPolicy:
    (found,) = timetable(f"{USUAL}{CLASSES}public_holidays: {{calendar: DE-BE, {text}}}\n{more}").policies
    return found


def test_a_policy_moves_to_the_next_open_day_unless_it_says_otherwise():
    found = policy("do: move")
    assert found.move_to is not None
    assert (found.move_to.way, found.if_impossible) == ("next open day", "skip")
    assert policy("do: move, move_to: same week sat, if_impossible: error").if_impossible == "error"


def test_a_policy_runs_a_timetable():
    found = policy("do: run short-day", "timetables: {short-day: {classes: yoga}}\n")
    assert (found.do, found.timetable, found.move_to) == ("run", "short-day", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("do: run", "SCH005"),
        ("do: run short-day", "CHK055"),
        ("do: skip, move_to: next open day", "CHK058"),
        ("do: keep, if_impossible: error", "CHK058"),
        ("do: move, move_to: someday", "SCH005"),
        ("do: move, move_to: same week foo", "CHK001"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, code: str):
    assert codes(f"{USUAL}{CLASSES}public_holidays: {{calendar: DE-BE, {text}}}\n") == [code]
