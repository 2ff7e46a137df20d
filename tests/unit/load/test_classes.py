"""A class with its defaults, its parts and its changes."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, USUAL, a_class, codes, codes_of_class, day, timetable

from reconciler.model.schedule import Settings


def test_what_a_class_does_not_say_it_has_from_the_defaults() -> None:
    settings = a_class('every: mon, at: "18:30"').settings
    assert (settings.service_id, settings.staff_id, settings.lesson_s, settings.capacity) == (
        501,
        11,
        3600,
        12,
    )
    assert (settings.room_ids, settings.label_ids, settings.break_s, settings.comment) == (
        None,
        None,
        None,
        None,
    )


def test_what_a_class_says_wins_over_the_defaults() -> None:
    settings = a_class('every: mon, at: "18:30", staff: Ben, duration: 45m, capacity: 3').settings
    assert (settings.staff_id, settings.lesson_s, settings.capacity) == (12, 2700, 3)


@pytest.mark.parametrize(
    ("fields", "seats"),
    [
        ("service: Aqua, staff: Anna", 8),
        ("service: Aqua, staff: Anna, capacity: 3", 3),
        ("service: Yoga, staff: Anna, capacity: 3", 3),
    ],
)
def test_seats_come_from_the_service_if_nobody_says_how_many(fields: str, seats: int) -> None:
    text = USUAL.replace(DEFAULTS, "defaults: {duration: 60m}\n")
    (found,) = timetable(f'{text}classes:\n  - {{id: yoga, {fields}, every: mon, at: "18:30"}}\n').classes
    assert found.settings.capacity == seats


def test_tags_are_a_set_in_order_and_may_come_from_the_defaults() -> None:
    assert a_class('every: mon, at: "18:30", tags: [kids, adults]').tags == ("adults", "kids")
    assert a_class('every: mon, at: "18:30", tags: kids').tags == ("kids",)


def test_overlap_and_expectation_are_read() -> None:
    found = a_class('every: mon, at: "18:30", allow_overlap: true, expect: {sessions: 15}')
    assert (found.allow_overlap, found.expected_sessions) == (True, 15)
    assert a_class('every: mon, at: "18:30"').allow_overlap is False


def test_parts_say_only_what_is_different_and_come_by_name() -> None:
    found = a_class('every: mon, at: "18:30", parallel: [{staff: Ben}, {staff: Anna Maria, room: big hall}]')
    assert [part.name for part in found.parts] == ["anna-maria", "ben"]
    assert found.parts[1].settings == Settings(staff_id=12)


def test_a_part_may_carry_a_name_of_its_own() -> None:
    found = a_class(
        'every: mon, at: "18:30", parallel: [{name: left, staff: Ben}, {name: right, staff: Ben}]'
    )
    assert [part.name for part in found.parts] == ["left", "right"]


def test_changes_come_by_date_and_say_only_what_is_different() -> None:
    found = a_class(
        'every: mon, at: "18:30", changes: [{from: 2026-11-02, staff: Anna, because: back},'
        " {from: 2026-10-05, to: 2026-10-31, staff: Ben}]"
    )
    assert [(one.first, one.last, one.because) for one in found.changes] == [
        (day("2026-10-05"), day("2026-10-31"), ""),
        (day("2026-11-02"), None, "back"),
    ]
    assert found.changes[0].settings == Settings(staff_id=12)


def test_two_changes_of_one_date_may_say_different_things() -> None:
    changes = "changes: [{from: 2026-11-02, staff: Ben}, {from: 2026-11-02, room: big hall}]"
    found = a_class(f'every: mon, at: "18:30", {changes}')
    assert len(found.changes) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('at: "18:30"', ["CHK010"]),
        ("every: mon", ["CHK010"]),
        ('every: mon, at: "18:30-19:25"', []),
        ('every: mon, at: "18:30", break: 61m', ["CHK012"]),
        ('every: mon, at: "18:30", duration: 0m', ["CHK012"]),
        ('every: mon, at: "18:30", duration: 25h', ["CHK012"]),
        ('every: mon, at: "18:30", parallel: [{staff: Ben}, {staff: Ben}]', ["CHK013"]),
        ('every: mon, at: "18:30", changes: [{from: 2026-11-02}]', ["CHK014"]),
        ('every: mon, at: "18:30", staff: Eve, service: Dance', ["CHK004", "CHK004"]),
    ],
)
def test_a_class_that_cannot_be_is_refused_for_its_reason(fields: str, expected: list[str]) -> None:
    if expected:
        assert codes_of_class(fields) == expected
    else:
        assert a_class(fields).settings.slots is not None


def test_a_missing_key_is_missed_once_and_not_if_it_is_wrong() -> None:
    text = USUAL.replace(DEFAULTS, "")
    found = codes(
        text + 'classes:\n  - {id: yoga, service: Yoga, staff: Eve, every: mon, at: "18:30", duration: 1h}\n'
    )
    assert found == ["CHK010", "CHK004"]


def test_whoever_may_overlap_another_class_may_be_overlapped_by_it() -> None:
    classes = (
        'classes:\n  - {id: gym, every: mon, at: "18:00"}\n'
        '  - {id: yoga, every: mon, at: "18:30", may_overlap: gym}\n'
        '  - {id: zumba, every: tue, at: "18:30"}\n'
    )
    found = timetable(USUAL + classes).classes
    assert [sorted(one.may_overlap) for one in found] == [["yoga"], ["gym"], []]


def test_an_unknown_class_that_may_overlap_is_an_error() -> None:
    assert codes_of_class('every: mon, at: "18:30", may_overlap: [yogga]') == ["CHK040"]


def test_a_class_can_say_itself_what_clock_changes_do() -> None:
    own = a_class('every: mon, at: "02:30", clock_changes: {missing_time: skip}').clock_changes
    assert own is not None
    assert (own.missing_time, own.repeated_time) == ("skip", "first")


def test_a_location_says_once_what_clock_changes_do() -> None:
    rule = "clock_changes: {missing_time: shift}\n"
    whole = timetable(USUAL + rule).clock_changes
    assert whole is not None
    assert whole.missing_time == "shift"
    assert codes(USUAL + rule, f"version: 1\nlocation: mitte\n{rule}") == ["CHK084"]


@pytest.mark.parametrize("recurrence", ["every: 1st sat", "dates: [2026-10-03]", "rrule: FREQ=DAILY;COUNT=3"])
def test_weeks_in_a_change_need_weekdays_as_well(recurrence: str) -> None:
    change = "changes: [{from: 2026-10-01, weeks: odd}]"
    assert codes_of_class(f'{recurrence}, at: "18:30", {change}') == ["CHK025"]


def test_weeks_in_a_change_may_follow_a_change_to_weekdays() -> None:
    changes = "changes: [{from: 2026-10-01, every: sat}, {from: 2026-11-01, weeks: odd}]"
    assert len(a_class(f'every: 1st sat, at: "18:30", {changes}').changes) == 2
