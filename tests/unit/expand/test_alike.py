"""Which classes are alike, which are simple, and that nothing about a class is forgotten there."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from unit.expand.builders import (
    MON,
    TUE,
    change,
    dates,
    day,
    group,
    part,
    period,
    settings,
    slot,
    span,
    timetable,
    weekly,
)

from reconciler.expand.alike import is_simple, likenesses, patterns_of
from reconciler.expand.localtime import Clock
from reconciler.expand.segments import runs_of
from reconciler.expand.timetable import expand_timetable
from reconciler.model.schedule import (
    ClockChanges,
    Course,
    EveryWeeks,
    GroupClass,
    IsoWeeks,
    RoomChoice,
    Rotation,
    Settings,
)

YOGA = group()
ANNA_AND_BEN = Rotation(staff_ids=(5, 6), each="session", first=day("2026-09-07"), span=span(5))
ALIKE = {
    "id": "pilates",
    "tags": ("kids",),
    "allow_overlap": True,
    "may_overlap": frozenset({"barre"}),
    "clock_changes": ClockChanges("shift", "first", span(7)),
    "allow_over_capacity": True,
    "span": span(99),
}
UNLIKE = {
    "periods": (period("2026-09-07 to 2026-10-05"),),
    "because": "the town pays",
}
ALONE = {
    "parts": (part("early", staff_id=6),),
    "changes": (change("2026-09-14", capacity=3),),
    "expected_sessions": 4,
    "course": Course(sessions=3, if_closed="lose"),
    "model_week": "camp",
}
SETTINGS_ALIKE = {
    "slots": (slot("09:15"),),
    "service_id": 10,
    "staff_id": 6,
    "room_ids": (71,),
    "also_ids": (72,),
    "label_ids": (3,),
    "capacity": 3,
    "lesson_s": 2700,
    "break_s": 300,
    "comment": "x",
    "color": "#ff8800",
    "instructions": "x",
    "link": "x",
}
SETTINGS_UNLIKE = {
    "recurrence": weekly(TUE),
    "weeks": EveryWeeks(step=2, monday=day("2026-09-07")),
    "waitlist": 4,
}
SETTINGS_ALONE = {
    "turns": ANNA_AND_BEN,
    "room_choice": RoomChoice((71, 72), span(6)),
}


def with_settings(**said: object) -> GroupClass:
    return replace(YOGA, settings=settings(**said))


def test_every_field_of_a_class_is_one_or_the_other() -> None:
    ours = {*ALIKE, *UNLIKE, *ALONE, "settings"}
    assert ours == {field.name for field in fields(GroupClass)}
    assert {*SETTINGS_ALIKE, *SETTINGS_UNLIKE, *SETTINGS_ALONE} == {field.name for field in fields(Settings)}


CASES = [
    *((replace(YOGA, **{name: value}), True) for name, value in ALIKE.items()),
    *((replace(YOGA, **{name: value}), False) for name, value in {**UNLIKE, **ALONE}.items()),
    *((with_settings(**{name: value}), True) for name, value in SETTINGS_ALIKE.items()),
    *((with_settings(**{name: value}), False) for name, value in SETTINGS_UNLIKE.items()),
    *((with_settings(**{name: value}), False) for name, value in SETTINGS_ALONE.items()),
    (with_settings(slots=(slot("18:30", "late"),)), False),
    (with_settings(slots=(slot("18:30", on=(MON,)),)), False),
]


@pytest.mark.parametrize(("other", "alike"), CASES)
def test_classes_are_alike_if_nothing_differs_that_days_depend_on(other: GroupClass, alike: bool) -> None:
    one, two = likenesses([YOGA, other])
    assert one == 0
    assert (two == one) is alike


@pytest.mark.parametrize(("other", "alike"), CASES)
def test_the_runs_of_a_class_are_its_own_whatever_it_is_like(other: GroupClass, alike: bool) -> None:
    table = timetable(YOGA, other)
    (_, (first,)), (_, runs) = patterns_of(table, likenesses(table.classes))
    own = runs_of(table, other)
    assert runs == own
    assert not alike or runs[0].days is first.days


def test_what_is_built_as_a_plain_tuple_has_every_field() -> None:
    found = expand_timetable(
        timetable(YOGA, replace(YOGA, id="pilates")), Clock("Europe/Berlin"), lambda: None
    )
    for column in found.found.columns:
        for made in (column, column.series, column.details, *column.trace):
            assert len(made) == len(made._fields)


@pytest.mark.parametrize(
    "involved",
    [
        *(replace(YOGA, **{name: ALONE[name]}) for name in ("expected_sessions", "course", "model_week")),
        *(with_settings(**{name: value}) for name, value in SETTINGS_ALONE.items()),
        with_settings(recurrence=dates("2026-09-08")),
        with_settings(weeks=IsoWeeks(parity="odd")),
        replace(YOGA, parts=(part("early", turns=ANNA_AND_BEN, staff_id=5),)),
        replace(YOGA, changes=(change("2026-09-14", recurrence=dates("2026-09-15")),)),
    ],
)
def test_what_is_counted_chosen_or_written_by_date_is_not_simple(involved: GroupClass) -> None:
    assert not is_simple(involved)
    assert likenesses([involved, involved]) == [None, None]


def test_changes_and_parallel_groups_are_simple() -> None:
    assert is_simple(replace(YOGA, parts=ALONE["parts"], changes=ALONE["changes"]))
