"""One-off exceptions."""

from __future__ import annotations

import pytest
from unit.expand.builders import (
    MON,
    WED,
    change,
    closure,
    exception,
    group,
    minute,
    move_to,
    part,
    period,
    public_holidays,
    schedule,
    settings,
    slot,
    span,
    weekly,
)

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import Occurrence, StepKind
from reconciler.model.schedule import Settings


def _expand(*exceptions, declared=None, **fields) -> Expansion:
    """Mondays 7, 14, 21, 28 September 2026 at 18:30 unless `declared` says otherwise."""
    return expand(schedule(declared or group(), exceptions=exceptions, **fields))


def _one(found: Expansion, original: str) -> Occurrence:
    assert found.diagnostics == ()
    (one,) = [one for one in found.occurrences if one.date.isoformat() == original]
    return one


def _starts(found: Expansion) -> list[str]:
    return [f"{one.start:%m-%d %H:%M}" for one in found.occurrences]


def _only(found: Expansion, code: str):
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == code
    assert diagnostic.span is not None
    assert diagnostic.hint
    return diagnostic


def test_cancel_removes_and_says_why():
    found = _expand(exception("2026-09-14", cancel=True, because="burst pipe"))
    assert found.diagnostics == ()
    assert _starts(found) == ["09-07 18:30", "09-21 18:30", "09-28 18:30"]
    (removal,) = found.removals
    assert removal.address == "mitte/yoga/2026-09-14"
    assert [step.text for step in removal.trace] == ["every mon at 18:30 in autumn", "cancelled: burst pipe"]


def test_a_moved_class_keeps_its_address():
    found = _expand(exception("2026-09-14", move_to=move_to("2026-09-15 19:00"), because="fair"))
    one = _one(found, "2026-09-14")
    assert (one.address, f"{one.start}") == ("mitte/yoga/2026-09-14", "2026-09-15 19:00:00")
    assert (one.trace[-1].kind, one.trace[-1].text) == (StepKind.EXCEPTION, "moved to 2026-09-15 19:00: fair")


@pytest.mark.parametrize(("to", "start"), [("2026-09-16", "2026-09-16 18:30"), ("17:00", "2026-09-14 17:00")])
def test_a_move_may_name_the_date_or_the_time_alone(to, start):
    assert (
        f"{_one(_expand(exception('2026-09-14', move_to=move_to(to))), '2026-09-14').start:%Y-%m-%d %H:%M}"
        == start
    )


def test_fields_of_an_exception_win_over_changes():
    declared = group(changes=(change("2026-09-14", capacity=8, staff_id=6),))
    found = _expand(exception("2026-09-14", settings=Settings(capacity=3, lesson_s=2700)), declared=declared)
    one = _one(found, "2026-09-14")
    assert (one.details.capacity, one.details.staff_id, one.details.length_s) == (3, 6, 2700)
    assert one.trace[-1].text == "changed capacity, duration"
    assert _one(found, "2026-09-21").details.capacity == 8


def test_a_time_may_come_as_a_slot():
    other = Settings(slots=(slot("17:00", lesson_s=2700),))
    one = _one(_expand(exception("2026-09-14", settings=other)), "2026-09-14")
    assert (one.start.hour, one.details.length_s) == (17, 2700)


def test_two_exceptions_may_share_an_occurrence_if_their_fields_differ():
    found = _expand(
        exception("2026-09-14", line=60, move_to=move_to("2026-09-15")),
        exception("2026-09-14", line=61, settings=Settings(staff_id=6)),
        exception("2026-09-14", line=62, move_to=move_to("19:00")),
    )
    one = _one(found, "2026-09-14")
    assert (f"{one.start:%d %H:%M}", one.details.staff_id, len(one.trace)) == ("15 19:00", 6, 4)


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ({"cancel": True}, {"cancel": True}, "cancel"),
        ({"cancel": True}, {"settings": Settings(staff_id=6)}, "cancel"),
        ({"settings": Settings(staff_id=6, capacity=3)}, {"settings": Settings(staff_id=5)}, "staff"),
        ({"move_to": move_to("19:00")}, {"move_to": move_to("2026-09-15 19:30")}, "time"),
        ({"move_to": move_to("2026-09-16")}, {"move_to": move_to("2026-09-15 19:30")}, "date"),
        ({"move_to": move_to("19:00")}, {"settings": Settings(slots=(slot("20:00"),))}, "time"),
    ],
)
def test_two_exceptions_that_disagree_are_an_error_that_names_both(one, other, about):
    found = _expand(exception("2026-09-14", line=60, **one), exception("2026-09-14", line=61, **other))
    diagnostic = _only(found, "EXP007")
    assert (diagnostic.span, diagnostic.related[0][1]) == (span(61), span(60))
    assert diagnostic.summary.endswith(f": {about}")


def test_an_unknown_class_is_an_error_with_the_nearest_id():
    assert "did you mean yoga" in _only(_expand(exception("2026-09-14", "yogi", cancel=True)), "EXP001").hint


def test_a_miss_names_the_nearest_dates():
    diagnostic = _only(_expand(exception("2026-09-15", cancel=True)), "EXP002")
    assert diagnostic.summary == "no yoga on 2026-09-15"
    assert diagnostic.hint == "the nearest are 2026-09-14 and 2026-09-21"


def test_a_miss_after_the_last_date_names_the_last_ones():
    assert "2026-09-21 and 2026-09-28" in _only(_expand(exception("2026-12-01", cancel=True)), "EXP002").hint


def test_a_miss_by_slot_names_the_slots_of_that_day():
    declared = group(settings=settings(slots=(slot("07:00", "early"), slot("18:30", "late"))))
    found = _expand(exception("2026-09-14", slot="noon", cancel=True), declared=declared)
    assert "yoga@early, yoga@late" in _only(found, "EXP002").hint


def test_an_exception_looks_at_the_original_date_not_at_the_moved_one():
    found = _expand(
        exception("2026-09-14", line=60, move_to=move_to("2026-09-15")),
        exception("2026-09-15", line=61, cancel=True),
    )
    _only(found, "EXP002")


def test_an_exception_that_hits_several_asks_for_the_slot_and_the_part():
    declared = group(
        settings=settings(slots=(slot("07:00", "early"), slot("18:30", "late"))),
        parts=(part("anna", staff_id=5), part("ben", staff_id=6)),
    )
    hint = _only(_expand(exception("2026-09-14", cancel=True), declared=declared), "EXP003").hint
    assert hint == "name the slot: early, late, and name the part: anna, ben"
    named = _expand(exception("2026-09-14", slot="late", part="ben", cancel=True), declared=declared)
    assert [one.address for one in named.removals] == ["mitte/yoga@late+ben/2026-09-14"]


@pytest.mark.parametrize("fields", [{"cancel": True}, {"settings": Settings(capacity=3)}])
def test_cancelling_or_changing_what_a_closure_removed_is_an_error(fields):
    found = _expand(exception("2026-09-14", **fields), closures=(closure("2026-09-14", because="gala"),))
    diagnostic = _only(found, "EXP004")
    assert "closed: gala (mitte.yaml:40:1)" in diagnostic.detail
    assert [one.address for one in found.removals] == ["mitte/yoga/2026-09-14"]


def test_keep_restores_what_a_holiday_removed():
    declared = group(settings=settings(recurrence=weekly(5)))
    found = _expand(
        exception("2026-10-03", keep=True, because="open house"),
        declared=declared,
        policies=(public_holidays("DE-BE"),),
    )
    one = _one(found, "2026-10-03")
    texts = ["public holiday (Tag der Deutschen Einheit)", "kept: open house"]
    assert [step.text for step in one.trace[1:]] == texts
    assert found.removals == ()


def test_keep_of_what_runs_anyway_is_an_error():
    found = _expand(exception("2026-09-14", keep=True))
    _only(found, "EXP005")
    assert len(found.occurrences) == 4


def test_keep_and_change_go_together():
    found = _expand(
        exception("2026-09-14", line=60, keep=True),
        exception("2026-09-14", line=61, settings=Settings(capacity=3)),
        closures=(closure("2026-09-14"),),
    )
    assert _one(found, "2026-09-14").details.capacity == 3


def test_a_removed_class_may_be_made_up_for():
    found = _expand(exception("2026-09-14", move_to=move_to("2026-09-16")), closures=(closure("2026-09-14"),))
    one = _one(found, "2026-09-14")
    assert [step.kind for step in one.trace] == [StepKind.PATTERN, StepKind.CLOSURE, StepKind.EXCEPTION]
    assert found.removals == ()


def test_a_class_may_move_out_of_the_closed_part_of_its_day():
    evening = closure("2026-09-14", after_min=minute("18:00"))
    found = _expand(exception("2026-09-14", move_to=move_to("16:00")), closures=(evening,))
    assert _one(found, "2026-09-14").start.hour == 16


def test_moving_onto_a_closed_day_is_an_error_unless_kept():
    move = exception("2026-09-14", line=60, move_to=move_to("2026-09-16"))
    closed = (closure("2026-09-16", because="gala"),)
    assert "closed: gala" in _only(_expand(move, closures=closed), "EXP006").detail
    kept = _expand(move, exception("2026-09-14", line=61, keep=True), closures=closed)
    assert _one(kept, "2026-09-14").start.day == 16


def test_moving_into_a_season_break_is_an_error():
    declared = group(periods=(period(breaks=("2026-09-16",)),))
    _only(_expand(exception("2026-09-14", move_to=move_to("2026-09-16")), declared=declared), "EXP006")


def test_changing_into_a_closed_room_is_an_error():
    closed = (closure("2026-09-14", room_ids=frozenset({72})),)
    _only(_expand(exception("2026-09-14", settings=Settings(room_ids=(72,))), closures=closed), "EXP006")


def test_a_move_may_leave_the_season():
    found = _expand(exception("2026-09-28", move_to=move_to("2026-12-28 10:00")))
    assert _starts(found)[-1] == "12-28 10:00"


def test_an_added_class_takes_what_is_in_force_on_its_date():
    declared = group(changes=(change("2026-09-14", capacity=8),))
    found = _expand(
        exception("2026-09-16", added=True, because="make-up", settings=Settings(staff_id=6)),
        declared=declared,
    )
    one = _one(found, "2026-09-16")
    assert (one.address, f"{one.start:%H:%M}") == ("mitte/yoga/2026-09-16", "18:30")
    assert (one.details.capacity, one.details.staff_id) == (8, 6)
    assert [step.text for step in one.trace] == ["from 2026-09-14: capacity", "added: make-up"]


def test_an_added_class_may_name_its_time_and_slot():
    found = _expand(exception("2026-09-14", added=True, slot="extra", move_to=move_to("10:00")))
    starts = {one.address: one.start.hour for one in found.occurrences if one.date.day == 14}
    assert starts == {"mitte/yoga@extra/2026-09-14": 10, "mitte/yoga/2026-09-14": 18}


@pytest.mark.parametrize(
    ("on", "start"), [("2026-09-15", None), ("2026-09-16", "19:00"), ("2026-09-21", "18:30")]
)
def test_an_added_class_takes_the_time_of_its_weekday(on, start):
    both = (slot("18:30", on=(MON,)), slot("19:00", on=(WED,)))
    declared = group(
        settings=settings(recurrence=weekly(MON, WED), slots=both),
        periods=(period("2026-09-07 to 2026-09-10"),),
    )
    found = _expand(exception(on, added=True), declared=declared)
    if start is None:
        assert "start time" in _only(found, "EXP008").summary
    else:
        assert f"{_one(found, on).start:%H:%M}" == start


def test_an_added_class_of_a_class_with_parts_must_name_one():
    declared = group(parts=(part("anna", staff_id=5), part("ben", staff_id=6)))
    assert (
        "anna, ben" in _only(_expand(exception("2026-09-16", added=True), declared=declared), "EXP008").hint
    )
    one = _one(_expand(exception("2026-09-16", added=True, part="ben"), declared=declared), "2026-09-16")
    assert (one.address, one.details.staff_id) == ("mitte/yoga+ben/2026-09-16", 6)


def test_an_added_class_without_parts_may_not_name_one():
    assert "part" in _only(_expand(exception("2026-09-16", added=True, part="ben")), "EXP008").summary


def test_an_added_class_of_lessons_with_different_ends_must_say_how_long():
    both = (slot("07:00", "early", lesson_s=2700), slot("18:30", "late", lesson_s=3600))
    declared = group(settings=settings(slots=both, lesson_s=None))
    found = _expand(
        exception("2026-09-16", added=True, slot="x", move_to=move_to("10:00")), declared=declared
    )
    assert "duration" in _only(found, "EXP008").summary


def test_an_added_class_may_not_take_an_address():
    _only(_expand(exception("2026-09-14", added=True, move_to=move_to("10:00"))), "EXP009")
    twice = _expand(
        exception("2026-09-16", line=60, added=True), exception("2026-09-16", line=61, added=True)
    )
    diagnostic = _only(twice, "EXP009")
    assert (diagnostic.span, diagnostic.related[0][1]) == (span(61), span(60))
    assert len(twice.occurrences) == 5


def test_adding_on_a_closed_day_is_an_error_unless_kept():
    added = exception("2026-09-16", line=60, added=True)
    closed = (closure("2026-09-16"),)
    _only(_expand(added, closures=closed), "EXP006")
    kept = _expand(added, exception("2026-09-16", line=61, keep=True), closures=closed)
    assert [step.text for step in _one(kept, "2026-09-16").trace] == ["added", "kept"]
    _only(_expand(added, exception("2026-09-16", line=61, keep=True)), "EXP005")


@pytest.mark.parametrize(
    "fields", [{"on": "1969-12-31", "cancel": True}, {"on": "2026-09-14", "move_to": move_to("9999-12-31")}]
)
def test_dates_far_away_are_errors(fields):
    found = _expand(exception(**fields))
    _only(found, "EXP018")
    assert len(found.occurrences) == 4
