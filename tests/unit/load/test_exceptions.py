"""One-off exceptions: each says exactly one thing."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, day, timetable

from reconciler.model.schedule import MoveTo, ScheduleException, Settings

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'


def exception(fields: str) -> ScheduleException:
    (found,) = timetable(f"{USUAL}{CLASS}exceptions:\n  - {{class: yoga, {fields}}}\n").exceptions
    return found


@pytest.mark.parametrize("written", ["burst pipe", "true", '"true"'])
def test_a_cancelled_class_may_say_why(written: str) -> None:
    found = exception(f"on: 2026-10-05, cancel: {written}")
    assert (found.cancel, found.keep, found.added, found.move_to) == (True, False, False, None)
    assert found.because == ("" if "true" in written else "burst pipe")
    assert (found.class_id, found.date, found.settings) == ("yoga", day("2026-10-05"), Settings())


def test_the_date_of_an_exception_is_no_recurrence() -> None:
    assert exception("on: 2026-10-05, change: {staff: Ben}").settings == Settings(staff_id=12)


@pytest.mark.parametrize(
    ("to", "move"),
    [
        ('"19:00"', MoveTo(None, 1140)),
        ("2026-10-06", MoveTo(day("2026-10-06"), None)),
        ("2026-10-06 19:00", MoveTo(day("2026-10-06"), 1140)),
    ],
)
def test_a_move_says_a_date_a_time_or_both(to: str, move: MoveTo) -> None:
    assert exception(f"on: 2026-10-05, move_to: {to}").move_to == move


def test_a_moved_class_may_get_another_room_at_once() -> None:
    found = exception('on: 2026-10-05, move_to: "19:00", room: small hall')
    assert (found.move_to, found.settings) == (MoveTo(None, 1140), Settings(room_ids=(32,)))


def test_a_changed_time_is_a_move_and_its_end_a_length() -> None:
    found = exception('on: 2026-10-05, change: {at: "19:00-19:45"}')
    assert (found.move_to, found.settings) == (MoveTo(None, 1140), Settings(lesson_s=2700))


def test_a_class_is_added_with_or_without_a_time() -> None:
    found = exception("add: 2026-10-06 10:00, staff: Ben, slot: extra, because: open day")
    assert (found.added, found.date, found.move_to) == (
        True,
        day("2026-10-06"),
        MoveTo(day("2026-10-06"), 600),
    )
    assert (found.slot, found.settings.staff_id, found.because) == ("extra", 12, "open day")
    assert exception("add: 2026-10-06").move_to == MoveTo(day("2026-10-06"), None)


def test_a_kept_class_runs_through_a_closure() -> None:
    assert exception("on: 2026-10-05, keep: true").keep is True


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("on: 2026-10-05", ["CHK019"]),
        ("on: 2026-10-05, staff: Ben", ["CHK019"]),
        ("on: 2026-10-05, cancel: ill, staff: Ben", ["CHK019"]),
        ('on: 2026-10-05, cancel: ill, move_to: "19:00"', ["CHK019"]),
        ('on: 2026-10-05, cancel: "false"', ["CHK019"]),
        ("on: 2026-10-05, keep: false", ["CHK019"]),
        ('add: "19:00"', ["CHK019"]),
        ("add: 2026-10-06, keep: true", ["CHK019"]),
        ("on: 2026-10-05, add: 2026-10-06", ["CHK019"]),
        ("on: 2026-02-30, cancel: ill", ["CHK001"]),
        ("on: 2026-10-05, change: {staff: Eve}", ["CHK004"]),
    ],
)
def test_an_exception_that_says_none_or_several_things_is_refused(fields: str, expected: list[str]) -> None:
    assert codes(f"{USUAL}{CLASS}exceptions:\n  - {{class: yoga, {fields}}}\n") == expected
