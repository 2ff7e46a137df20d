"""Closed days, parts of days, rooms and tags."""

from __future__ import annotations

from datetime import date

import pytest
from unit.expand.builders import (
    MON,
    closure,
    day,
    group,
    minute,
    period,
    settings,
    slot,
    span,
    timetable,
    weekly,
)

from reconciler.expand.closures import Closing, Placement, calendar_of, closed_by
from reconciler.expand.effective import details_of
from reconciler.expand.open_days import SharedDays, without_closed
from reconciler.expand.segments import runs_of
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import EVERYTHING, Selector

YEAR = range(day("2026-01-01").toordinal(), day("2027-01-01").toordinal())


def _lost(declared, *closures, holidays=()):
    holiday = Step(StepKind.PUBLIC_HOLIDAY, "public holiday", span(50))
    closing = Closing(((0, 1440),), frozenset(), EVERYTHING, holiday)
    calendar = calendar_of({day(text).toordinal(): (closing,) for text in holidays}, closures, YEAR)
    runs, losses = without_closed(SharedDays(calendar), declared, runs_of(timetable(declared), declared))
    left = [date.fromordinal(number).isoformat() for run in runs for number in run.days]
    return left, [(date.fromordinal(loss.day).isoformat(), loss.step) for loss in losses]


def test_nothing_closed_leaves_the_runs_alone():
    assert _lost(group()) == (["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"], [])


def test_a_closure_removes_its_days_both_ends_included():
    left, lost = _lost(group(), closure("2026-09-14 to 2026-09-21", because="paint"))
    step = Step(StepKind.CLOSURE, "closed: paint", span(40))
    assert left == ["2026-09-07", "2026-09-28"]
    assert lost == [("2026-09-14", step), ("2026-09-21", step)]


def test_season_breaks_belong_to_the_period():
    left, lost = _lost(group(periods=(period(breaks=("2026-09-14 to 2026-09-15", "2026-09-28")),)))
    assert left == ["2026-09-07", "2026-09-21"]
    assert [step.text for _, step in lost] == [
        "break in autumn: 2026-09-14 to 2026-09-15",
        "break in autumn: 2026-09-28",
    ]
    assert {step.kind for _, step in lost} == {StepKind.SEASON_BREAK}


def test_the_break_counts_before_the_holiday_and_the_holiday_before_the_closure():
    declared = group(periods=(period(breaks=("2026-09-14",)),))
    _, lost = _lost(declared, closure("2026-09-07 to 2026-09-30"), holidays=("2026-09-14", "2026-09-21"))
    kinds = [step.kind.value for _, step in lost]
    assert kinds == ["closure", "season break", "public holiday", "closure"]


@pytest.mark.parametrize(
    ("after", "before", "open_at"),
    [
        ("18:00", None, False),
        ("19:24", None, False),
        ("19:25", None, True),
        (None, "18:30", True),
        (None, "18:31", False),
        ("18:00", "18:30", True),
        ("19:25", "20:00", True),
        ("19:00", "20:00", False),
        ("20:00", "18:00", True),
        ("20:00", "19:00", False),
        ("19:00", "08:00", False),
        ("20:00", "20:00", False),
    ],
)
def test_part_of_a_day_removes_a_lesson_that_reaches_into_it(after, before, open_at):
    """The lesson is 18:30 to 19:25; the break after it may lie in closed hours."""
    hours = {"after_min": after and minute(after), "before_min": before and minute(before)}
    left, _ = _lost(group(settings=settings(break_s=1800)), closure("2026-09-14", **hours))
    assert ("2026-09-14" in left) is open_at


def test_the_words_name_the_hours():
    _, lost = _lost(group(), closure("2026-09-14", after_min=900, before_min=1140, because="meeting"))
    assert lost[0][1].text == "closed after 15:00 before 19:00: meeting"


def test_a_lesson_over_midnight_belongs_to_the_day_of_its_start():
    late = group(settings=settings(slots=(slot("23:30"),), lesson_s=5400))
    assert "2026-09-14" in _lost(late, closure("2026-09-15"))[0]
    assert "2026-09-14" not in _lost(late, closure("2026-09-14", after_min=1425))[0]


@pytest.mark.parametrize(("rooms", "hit"), [((71,), True), ((72, 71), True), ((72,), False), (None, False)])
def test_a_closure_of_rooms_hits_classes_that_share_one(rooms, hit):
    left, _ = _lost(
        group(settings=settings(room_ids=rooms)), closure("2026-09-14", room_ids=frozenset({71, 73}))
    )
    assert ("2026-09-14" not in left) is hit


@pytest.mark.parametrize(
    ("tags", "hit"), [(("kids",), True), (("pool", "kids"), True), (("pool",), False), ((), False)]
)
def test_a_closure_of_tags_hits_classes_that_share_one(tags, hit):
    left, _ = _lost(group(tags=tags), closure("2026-09-14", only=Selector(tags=frozenset({"kids"}))))
    assert ("2026-09-14" not in left) is hit


def test_rooms_and_tags_together_must_both_fit():
    both = closure("2026-09-14", only=Selector(tags=frozenset({"kids"})), room_ids=frozenset({71}))
    assert "2026-09-14" in _lost(group(tags=("kids",), settings=settings(room_ids=(72,))), both)[0]
    assert "2026-09-14" not in _lost(group(tags=("kids",), settings=settings(room_ids=(71,))), both)[0]


def test_days_outside_of_the_span_cost_nothing():
    assert set(
        calendar_of({}, (closure("1970-01-01 to 2099-12-31"),), range(YEAR.start, YEAR.start + 3))
    ) == {
        YEAR.start,
        YEAR.start + 1,
        YEAR.start + 2,
    }


def test_the_order_of_closures_does_not_matter():
    one, other = closure("2026-09-14", because="a", line=41), closure("2026-09-14", because="b", line=40)
    assert _lost(group(), one, other) == _lost(group(), other, one)
    assert _lost(group(), one, other)[1][0][1].text == "closed: b"


def test_closed_by_asks_about_one_place_and_time():
    declared = group(periods=(period(breaks=("2026-09-21",)),), settings=settings(recurrence=weekly(MON)))
    calendar = calendar_of({}, (closure("2026-09-14", after_min=minute("15:00")),), YEAR)
    made_of = details_of(declared.settings, 3300)

    def closing(text: str, at: str):
        return closed_by(calendar, declared, Placement(day(text).toordinal(), minute(at), 3300, made_of))

    assert closing("2026-09-14", "14:05") is None
    assert closing("2026-09-14", "14:06").kind is StepKind.CLOSURE
    assert closing("2026-09-21", "10:00").kind is StepKind.SEASON_BREAK
    assert closing("2026-09-22", "10:00") is None


def test_of_two_breaks_the_earlier_one_counts():
    declared = group(periods=(period(breaks=("2026-09-10 to 2026-09-20", "2026-09-14")),))
    _, lost = _lost(declared)
    assert [step.text for _, step in lost] == ["break in autumn: 2026-09-10 to 2026-09-20"]
