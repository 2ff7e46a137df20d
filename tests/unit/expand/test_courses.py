"""Courses of so many sessions, and closed days in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.expand.builders import (
    MON,
    WED,
    closure,
    day,
    exception,
    group,
    move_to,
    part,
    period,
    schedule,
    settings,
    slot,
    weekly,
)

from reconciler.expand import Expansion, expand
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Copied, Course, GroupClass

MONDAYS = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12"]
SHUT = closure("2026-09-14", because="gala")


def course(sessions: int, if_closed: Any = None, **fields: Any) -> GroupClass:
    its = Course(sessions=sessions, if_closed=if_closed)
    return group(**{"course": its, "periods": (period("2026-09-07 to 2026-10-18"),), **fields})


def expanded(one: GroupClass, **fields: Any) -> Expansion:
    return expand(schedule(one, **fields))


def dates(found: Expansion) -> list[str]:
    return [one.date.isoformat() for one in found.occurrences]


def test_a_course_ends_after_its_sessions():
    found = expanded(course(3))
    assert dates(found) == MONDAYS[:3]
    assert found.diagnostics == ()


def test_a_closed_day_is_lost_if_the_course_says_so():
    found = expanded(course(3, "lose"), closures=(SHUT,))
    assert dates(found) == [MONDAYS[0], MONDAYS[2]]
    assert [one.date.isoformat() for one in found.removals] == [MONDAYS[1]]


def test_a_closed_day_puts_a_session_at_the_end_if_the_course_says_so():
    found = expanded(course(3, "extend"), closures=(SHUT,))
    assert dates(found) == [MONDAYS[0], MONDAYS[2], MONDAYS[3]]
    assert [one.date.isoformat() for one in found.removals] == [MONDAYS[1]]


def test_a_season_break_extends_like_a_closure():
    one = course(
        3, "extend", periods=(period("2026-09-07 to 2026-10-18", breaks=("2026-09-14 to 2026-09-27",)),)
    )
    assert dates(expanded(one)) == [MONDAYS[0], MONDAYS[3], MONDAYS[4]]


def test_without_a_word_on_closed_days_meeting_one_is_an_error():
    (found,) = expanded(course(3), closures=(SHUT,)).diagnostics
    assert (found.code, found.severity) == ("EXP023", Severity.ERROR)
    assert found.summary == "mitte/yoga meets a closed day on 2026-09-14, and nobody says what then"
    assert found.detail == "Closed: gala."


@pytest.mark.parametrize("if_closed", [None, "lose", "extend"])
def test_a_closed_day_after_the_last_session_matters_to_nobody(if_closed: str | None):
    found = expanded(course(3, if_closed), closures=(closure("2026-10-05"),))
    assert dates(found) == MONDAYS[:3]
    assert (found.removals, found.diagnostics) == ((), ())


@pytest.mark.parametrize(
    ("if_closed", "closures", "missing"), [("lose", (), 1), ("extend", (SHUT,), 2), (None, (), 1)]
)
def test_sessions_that_do_not_fit_are_counted(if_closed: str | None, closures: tuple[Any, ...], missing: int):
    (found,) = expanded(course(7, if_closed), closures=closures).diagnostics
    assert found.code == "EXP022"
    assert found.summary == f"mitte/yoga has room for {7 - missing} sessions, {missing} of 7 are missing"
    assert found.detail == "It ends on 2026-10-18 at the latest."


def test_each_series_has_its_own_sessions():
    one = course(
        2,
        "extend",
        settings=settings(
            recurrence=weekly(MON, WED), slots=(slot("9:00", "early", on=(MON,)), slot("18:00", "late"))
        ),
        parts=(part("ben", staff_id=6), part("eve", staff_id=7)),
    )
    found = expanded(one, closures=(closure("2026-09-07", before_min=720),))
    by_series: dict[str, list[str]] = {}
    for occurrence in found.occurrences:
        by_series.setdefault(occurrence.series.address, []).append(occurrence.date.isoformat())
    early, late = MONDAYS[1:3], ["2026-09-07", "2026-09-09"]
    assert by_series == {
        "mitte/yoga@early+ben": early,
        "mitte/yoga@early+eve": early,
        "mitte/yoga@late+ben": late,
        "mitte/yoga@late+eve": late,
    }


def test_a_cancelled_session_does_not_extend_the_course():
    cancelled = exception("2026-09-14", cancel=True)
    assert dates(expanded(course(3, "extend"), exceptions=(cancelled,))) == [MONDAYS[0], MONDAYS[2]]


def test_a_closed_session_that_is_kept_or_moved_takes_place_and_counts():
    kept = exception("2026-09-14", keep=True)
    moved = exception("2026-09-14", move_to=move_to("2026-09-15"))
    assert dates(expanded(course(3, "extend"), closures=(SHUT,), exceptions=(kept,))) == MONDAYS[:3]
    found = expanded(course(3, "extend"), closures=(SHUT,), exceptions=(moved,))
    assert dates(found) == MONDAYS[:3]
    assert [one.start.date() for one in found.occurrences][1] == day("2026-09-15")


def test_an_added_session_stands_beside_the_course():
    added = exception("2026-09-10", added=True)
    assert dates(expanded(course(2), exceptions=(added,))) == [MONDAYS[0], "2026-09-10", MONDAYS[1]]


def test_a_course_goes_on_over_the_bounds_of_periods_and_changes():
    periods = (period("2026-09-07 to 2026-09-14"), period("2026-10-05 to 2026-10-18", "late"))
    assert dates(expanded(course(3, periods=periods))) == [MONDAYS[0], MONDAYS[1], MONDAYS[4]]


def test_a_season_that_copies_another_one_counts_its_own_sessions():
    spring = replace(
        period("2027-01-11 to 2027-03-28"),
        season="spring",
        copied=Copied(source="autumn", course=Course(sessions=2, if_closed=None), expected_sessions=2),
    )
    one = replace(course(3), expected_sessions=3)
    found = expanded(replace(one, periods=(*one.periods, spring)))
    assert found.diagnostics == ()
    assert dates(found) == [*MONDAYS[:3], "2027-01-11", "2027-01-18"]
