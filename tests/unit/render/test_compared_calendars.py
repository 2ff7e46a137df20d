"""Calendars of a comparison: what a reader's calendar has to add, change and take off."""

from __future__ import annotations

from datetime import date, timedelta

from builders import ANNA, BEN, BIG_HALL, SMALL_HALL, a_span
from calendars import Entry, read_calendar
from unit.render.render_plans import NOW, weekly
from unit.render.test_compared_text import compared

from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.render import withdrawn
from reconciler.render.calendar_entries import State
from reconciler.render.shape import PlanView
from reconciler.render.to_ics import plan_calendars, plan_to_ics

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 21)
YOGA = weekly("yoga-evening", {0}, FIRST, LAST)


def entries(text: str) -> dict[str, Entry]:
    return {one.uid.removesuffix("@schedule-reconciler"): one for one in read_calendar(text.encode())[1]}


def proposed(view: PlanView, state: State = "proposed") -> dict[str, Entry]:
    return entries(plan_to_ics(view, state, now=NOW))


def test_what_ends_is_cancelled_as_it_was() -> None:
    told = proposed(compared(YOGA, YOGA[:2]))
    assert [one.status for one in told.values()] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    last = told["mitte/yoga-evening/2026-09-21"]
    assert str(last.start) == "2026-09-21 18:30:00+02:00"
    assert (last.summary, last.description) == ("Cancelled: Yoga Flow", "No longer in the files")


def test_what_a_rule_takes_out_is_cancelled_once_with_the_rule() -> None:
    closed = Step(StepKind.CLOSURE, "closed: burst pipe", a_span(7))
    told = proposed(compared(YOGA, YOGA[1:], (Removal(YOGA[0].series, YOGA[0].date, (closed,)),)))
    assert len(told) == len(YOGA)
    first = told["mitte/yoga-evening/2026-09-07"]
    assert (first.status, first.description) == ("CANCELLED", "closed: burst pipe")
    assert str(first.start) == "2026-09-07 18:30:00+02:00"


def test_a_moved_time_updates_the_same_entry() -> None:
    view = compared(YOGA, weekly("yoga-evening", {0}, FIRST, LAST, at="18:45"))
    before, after = proposed(view, "live"), proposed(view)
    assert before.keys() == after.keys()
    assert {one.status for one in after.values()} == {"CONFIRMED"}
    assert str(after["mitte/yoga-evening/2026-09-07"].start) == "2026-09-07 18:45:00+02:00"


def test_a_renamed_class_takes_its_old_entry_off() -> None:
    view = compared(YOGA, weekly("flow", {0}, FIRST, LAST))
    assert set(proposed(view, "live")) == {f"mitte/yoga-evening/{one.date}" for one in YOGA}
    told = proposed(view)
    assert {uid for uid, one in told.items() if one.status == "CONFIRMED"} == {
        f"mitte/flow/{one.date}" for one in YOGA
    }
    old = told["mitte/yoga-evening/2026-09-07"]
    assert (old.status, old.description) == (
        "CANCELLED",
        "Has another name in the files: mitte/flow/2026-09-07",
    )


def statuses(files: dict[str, dict[str, Entry]], path: str) -> list[str]:
    return [one.status for one in files[path].values()]


def files_of(before: list[Occurrence], after: list[Occurrence]) -> dict[str, dict[str, Entry]]:
    made = plan_calendars(compared(before, after), now=NOW)
    assert made.folders == ("before", "after")
    return {path: entries(text) for path, text in made.texts.items()}


def test_a_class_with_another_teacher_leaves_the_calendar_of_the_first_one() -> None:
    files = files_of(YOGA, weekly("yoga-evening", {0}, FIRST, LAST, staff_id=BEN))
    assert sorted(files) == [
        *(
            f"after/mitte{rest}"
            for rest in (".ics", "/rooms/big-hall.ics", "/teachers/anna.ics", "/teachers/ben.ics")
        ),
        *(f"before/mitte{rest}" for rest in (".ics", "/rooms/big-hall.ics", "/teachers/anna.ics")),
    ]
    for path in ("mitte.ics", "mitte/rooms/big-hall.ics", "mitte/teachers/ben.ics"):
        assert statuses(files, f"after/{path}") == ["CONFIRMED"] * 3
    assert statuses(files, "after/mitte/teachers/anna.ics") == ["CANCELLED"] * 3
    told = files["after/mitte/teachers/anna.ics"]["mitte/yoga-evening/2026-09-07"]
    assert told.description == "Now: Ben · big hall"


def test_a_class_in_another_room_leaves_the_calendar_of_the_first_one_alone() -> None:
    before = weekly("yoga-evening", {0}, FIRST, LAST, staff_id=ANNA, room_ids=(BIG_HALL,))
    files = files_of(before, weekly("yoga-evening", {0}, FIRST, LAST, room_ids=(SMALL_HALL,)))
    assert statuses(files, "after/mitte/rooms/big-hall.ics") == ["CANCELLED"] * 3
    assert statuses(files, "after/mitte/teachers/anna.ics") == ["CONFIRMED"] * 3


def test_each_proposal_supersedes_the_one_before() -> None:
    view = compared(YOGA, YOGA[:2])
    first, second = (entries(plan_to_ics(view, now=NOW + timedelta(seconds=n))) for n in (0, 1))
    assert all(second[uid].sequence > first[uid].sequence for uid in first)


def test_a_calendar_without_classes_takes_off_what_is_to_come_and_nothing_else() -> None:
    text = plan_calendars(compared(YOGA, YOGA), now=NOW).texts["after/mitte/teachers/anna.ics"]
    after_the_first = NOW.replace(day=8)
    again = withdrawn(text, after_the_first)
    assert again is not None
    told, earlier = entries(again), entries(text)
    assert [one.status for one in told.values()] == ["CONFIRMED", "CANCELLED", "CANCELLED"]
    assert told["mitte/yoga-evening/2026-09-07"] == earlier["mitte/yoga-evening/2026-09-07"]
    last = told["mitte/yoga-evening/2026-09-21"]
    assert last.start == earlier["mitte/yoga-evening/2026-09-21"].start
    assert last.summary == "Cancelled: Yoga Flow"
    assert last.sequence > earlier["mitte/yoga-evening/2026-09-21"].sequence
    assert withdrawn(again, after_the_first + timedelta(hours=1)) is None


def test_an_old_plan_takes_nothing_off_a_newer_calendar() -> None:
    text = plan_calendars(compared(YOGA, YOGA), now=NOW).texts["after/mitte.ics"]
    assert withdrawn(text, NOW - timedelta(days=30)) is None
