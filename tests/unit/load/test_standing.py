"""Classes outside of seasons, courses, and bounds inside a break."""

from __future__ import annotations

from datetime import date

import pytest

from reconciler.load import Project, Source, load_schedule
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import Course, Days, GroupClass, Period

HEAD = """version: 1
location: mitte
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 5511}
services: {Yoga Flow: 9001}
defaults: {service: Yoga Flow, staff: Anna, duration: 55m, capacity: 9}
seasons: {autumn: {from: 2026-09-07, to: 2026-12-20, breaks: [2026-10-19 to 2026-10-31]}}
publish: {ahead: 6 weeks}
"""


def loaded(line: str, head: str = HEAD) -> tuple[GroupClass | None, tuple[Diagnostic, ...]]:
    text = f'{head}classes:\n  - {{id: yoga, at: "18:30", {line}}}\n'
    found = load_schedule([Source("s.yaml", text.encode())], Project())
    return (found.schedule.timetables[0].classes[0] if found.schedule else None), found.diagnostics


def the_class(line: str) -> GroupClass:
    found, diagnostics = loaded(line)
    assert found is not None, diagnostics
    return found


def period(first: str, last: str, *, without_end: bool = False) -> Period:
    days = Days(date.fromisoformat(first), date.fromisoformat(last))
    return Period(days=days, season="", breaks=(), open=without_end)


def test_none_stands_outside_of_the_only_season():
    one = the_class("every: weekdays, from: 2026-10-19, to: 2026-10-23, seasons: none")
    assert one.periods == (period("2026-10-19", "2026-10-23"),)


@pytest.mark.parametrize("bounds", ["", "from: 2026-10-19, ", "to: 2026-10-19, "])
def test_none_needs_both_bounds(bounds: str):
    found, (diagnostic,) = loaded(f"every: mon, {bounds}seasons: none")
    assert found is None
    assert diagnostic.code == "CHK006"
    assert "is missing" in diagnostic.summary


@pytest.mark.parametrize("bounds", ["from: 2026-10-19, to: 2026-10-23", "from: 2026-10-31, to: 2026-10-31"])
def test_bounds_inside_a_break_of_the_season_are_refused(bounds: str):
    _, (diagnostic,) = loaded(f"every: daily, {bounds}")
    assert diagnostic.code == "CHK029"
    assert "`seasons: none`" in diagnostic.hint


@pytest.mark.parametrize("bounds", ["from: 2026-10-18, to: 2026-10-23", "from: 2026-10-19, to: 2026-11-01"])
def test_bounds_that_reach_out_of_the_break_are_fine(bounds: str):
    assert len(the_class(f"every: daily, {bounds}").periods) == 1


def test_always_has_no_end_and_perhaps_a_start():
    assert the_class("every: mon, seasons: always").periods == (
        period("1970-01-01", "2100-12-31", without_end=True),
    )
    started = the_class("every: mon, from: 2026-09-07, seasons: always")
    assert started.periods == (period("2026-09-07", "2100-12-31", without_end=True),)
    ended = the_class("every: mon, from: 2026-09-07, to: 2027-09-07, seasons: always")
    assert ended.periods == (period("2026-09-07", "2027-09-07"),)


def test_none_beside_a_season_is_refused():
    _, (diagnostic,) = loaded("every: mon, seasons: [autumn, none]")
    assert (diagnostic.code, diagnostic.hint) == (
        "CHK006",
        "write `seasons: none`, or name the seasons only",
    )


@pytest.mark.parametrize("name", ["none", "always"])
def test_a_season_cannot_have_a_reserved_name(name: str):
    _, diagnostics = loaded("every: mon, seasons: autumn", HEAD.replace("autumn: {", f"{name}: {{"))
    assert diagnostics[0].code == "CHK030"


def test_a_course_has_its_sessions_and_its_word_on_closed_days():
    assert the_class("every: mon, sessions: 8").course == Course(sessions=8, if_closed=None)
    assert the_class("every: mon, sessions: 8, if_closed: lose").course == Course(
        sessions=8, if_closed="lose"
    )
    assert the_class("every: mon").course is None


def test_an_extending_course_outside_of_seasons_needs_no_end_but_looks_two_years_ahead_at_most():
    one = the_class("every: mon, from: 2027-01-11, seasons: none, sessions: 8, if_closed: extend")
    assert one.periods == (period("2027-01-11", "2029-01-11", without_end=True),)
    _, (diagnostic,) = loaded("every: mon, from: 2027-01-11, seasons: none, sessions: 8, if_closed: lose")
    assert diagnostic.summary == "this class belongs to no season, and `to` is missing"


def test_plain_dates_may_say_that_they_stand_outside():
    assert the_class("on: 2026-10-20, seasons: none").periods == (period("2026-10-20", "2026-10-20"),)


def test_if_closed_without_sessions_is_a_matter_of_form():
    _, (diagnostic,) = loaded("every: mon, if_closed: lose")
    assert (diagnostic.code, diagnostic.summary) == ("SCH002", "`sessions` is missing in this class")
