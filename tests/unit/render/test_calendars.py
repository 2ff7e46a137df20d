"""Calendars of studios, teachers and rooms: every state, read by another reader than wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders import ANNA, BEN, BIG_HALL, PILATES, a_series, an_activity, an_occurrence, created_from
from calendars import Entry, read_calendar
from unit.render.render_plans import NAMES, NOW, a_location_plan, a_plan, create, weekly

from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, Plan, Reason
from reconciler.render import occurrences_view, plan_view
from reconciler.render.calendar_entries import State
from reconciler.render.to_ics import occurrence_calendars, occurrences_to_ics, plan_calendars, plan_to_ics

HOLIDAY = Step(StepKind.PUBLIC_HOLIDAY, "Day of German Unity", a_series().span)
MONDAYS = weekly("yoga-evening", {0}, date(2026, 9, 7), date(2026, 10, 26))


def removed(series: Any, day: date) -> Removal:
    return Removal(series, day, (HOLIDAY,))


def read(text: str) -> list[Entry]:
    return read_calendar(text.encode())[1]


def desired(
    *occurrences: Occurrence, removals: tuple[Removal, ...] = (), names: Names = NAMES
) -> list[Entry]:
    return read(occurrences_to_ics(occurrences_view(occurrences, (), {"mitte": names}, removals), NOW))


def proposed(plan: Plan, state: State = "proposed") -> dict[str, Entry]:
    return {
        one.uid.removesuffix("@schedule-reconciler"): one for one in read(plan_to_ics(plan_view(plan), state))
    }


def test_an_entry_has_the_lesson_without_its_break_in_the_zone_of_the_studio() -> None:
    (only,) = desired(an_occurrence(instructions="Mats; towels, too"))
    assert only.uid == "mitte/yoga-evening/2026-09-07@schedule-reconciler"
    assert str(only.start) == "2026-09-07 18:30:00+02:00"
    assert only.end == only.start + timedelta(hours=1)
    assert (only.summary, only.location) == ("Yoga Flow", "big hall")
    assert only.description == "Anna\nMats; towels, too"
    assert only.status == "CONFIRMED"


def test_a_later_run_supersedes_an_earlier_one() -> None:
    view = occurrences_view([an_occurrence()], (), {"mitte": NAMES})
    (earlier,), (later,) = (read(occurrences_to_ics(view, NOW + timedelta(minutes=n))) for n in (0, 1))
    assert later.sequence == earlier.sequence + 60
    assert later.uid == earlier.uid


def test_what_a_rule_took_out_is_cancelled_at_its_usual_time() -> None:
    gone = removed(a_series(), date(2026, 9, 14))
    *_, last = desired(MONDAYS[0], *MONDAYS[2:], removals=(gone,))
    assert last.uid == "mitte/yoga-evening/2026-09-14@schedule-reconciler"
    assert str(last.start) == "2026-09-14 18:30:00+02:00"
    assert (last.status, last.summary) == ("CANCELLED", "Cancelled: Yoga Flow")
    assert last.description == "Day of German Unity"


def test_the_usual_time_is_that_of_the_nearest_class_on_the_same_weekday() -> None:
    early = an_occurrence(day=date(2026, 9, 7), at="07:00")
    late = an_occurrence(day=date(2026, 10, 5), at="20:00")
    moved = an_occurrence(day=date(2026, 9, 21), at="12:00", starts_on=date(2026, 9, 28))
    tuesday = an_occurrence(day=date(2026, 9, 22), at="10:00")
    gone = removed(a_series(), date(2026, 9, 28))
    assert (
        str(desired(early, late, moved, tuesday, removals=(gone,))[-1].start) == "2026-09-28 20:00:00+02:00"
    )


def test_a_cancelled_class_keeps_its_wall_clock_time_across_a_change_of_clocks() -> None:
    entry = desired(MONDAYS[-2], removals=(removed(a_series(), date(2026, 10, 26)),))[-1]
    assert str(entry.start) == "2026-10-26 18:30:00+01:00"


def test_a_series_of_which_nothing_is_left_is_cancelled_as_a_whole_day() -> None:
    (only,) = desired(removals=(removed(a_series(), date(2026, 9, 14)),))
    assert only.start == date(2026, 9, 14)
    assert (only.status, only.summary) == ("CANCELLED", "Cancelled: mitte/yoga-evening")


def test_the_second_pass_of_a_repeated_hour_is_written_in_utc() -> None:
    night = an_occurrence("night-yoga", date(2026, 10, 25), "02:30")
    first, second = desired(night), desired(night._replace(utc=night.utc + 3600))
    assert first[0].start.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # type: ignore[union-attr]
    assert second[0].start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def a_mixed_plan() -> Plan:
    there, new, held, other = MONDAYS[:4]
    stranger = an_activity(77, date(2026, 9, 9), service_id=PILATES, staff_id=BEN)
    left_over = an_activity(78, date(2026, 10, 5), marker=MONDAYS[4].marker)
    in_the_way = an_activity(79, held.start.date(), staff_id=BEN)
    actions = [
        Action(
            kind=ActionKind.NO_OP,
            reason=Reason.IN_PLACE,
            occurrence=there,
            activity=created_from(there, 70),
        ),
        create(new),
        Action(kind=ActionKind.HOLD, reason=Reason.DOUBTFUL_STAFF, occurrence=held, others=(in_the_way,)),
        Action(
            kind=ActionKind.REPORT,
            reason=Reason.DIFFERS,
            occurrence=other,
            activity=created_from(other, 71)._replace(start=other.start.replace(hour=19)),
        ),
        Action(kind=ActionKind.REPORT, reason=Reason.UNDECLARED, activity=stranger),
        Action(kind=ActionKind.REPORT, reason=Reason.SURPLUS, activity=left_over),
    ]
    gone = tuple(removed(a_series(), one.date) for one in MONDAYS[4:6])
    return a_plan(replace(a_location_plan(actions), removals=gone))


def test_live_is_what_is_there_under_the_address_of_its_class_where_that_is_certain() -> None:
    live = proposed(a_mixed_plan(), "live")
    assert set(live) == {
        "mitte/yoga-evening/2026-09-07",
        "mitte/yoga-evening/2026-09-28",
        "mitte/yoga-evening/2026-10-05",
        "mitte#77",
        "mitte#79",
    }
    assert {one.status for one in live.values()} == {"CONFIRMED"}


def test_desired_is_what_the_files_want() -> None:
    wanted = proposed(a_mixed_plan(), "desired")
    assert {uid[-10:]: one.status for uid, one in wanted.items()} == {
        "2026-09-07": "CONFIRMED",
        "2026-09-14": "CONFIRMED",
        "2026-09-21": "CONFIRMED",
        "2026-09-28": "CONFIRMED",
        "2026-10-05": "CANCELLED",
        "2026-10-12": "CANCELLED",
    }


def test_proposed_is_what_is_there_after_the_plan_was_applied() -> None:
    live, after = proposed(a_mixed_plan(), "live"), proposed(a_mixed_plan())
    assert set(after) - set(live) == {"mitte/yoga-evening/2026-09-14", "mitte/yoga-evening/2026-10-12"}
    assert after["mitte/yoga-evening/2026-09-14"].status == "CONFIRMED"
    # The files take the class of the 5th out, but it is still there and nothing will be deleted.
    assert after["mitte/yoga-evening/2026-10-05"].status == "CONFIRMED"
    assert after["mitte/yoga-evening/2026-10-12"].status == "CANCELLED"


def test_every_studio_teacher_and_room_has_a_calendar_in_every_state() -> None:
    files = plan_calendars(plan_view(a_mixed_plan())).texts
    assert sorted(files) == [
        *(f"desired/mitte{rest}" for rest in (".ics", "/rooms/big-hall.ics", "/teachers/anna.ics")),
        *(
            f"{state}/mitte{rest}"
            for state in ("live", "proposed")
            for rest in (".ics", "/rooms/big-hall.ics", "/teachers/anna.ics", "/teachers/ben.ics")
        ),
    ]
    name, entries = read_calendar(files["live/mitte/teachers/ben.ics"].encode())
    assert name == "Ben (mitte)"
    assert [one.uid for one in entries] == ["mitte#77@schedule-reconciler", "mitte#79@schedule-reconciler"]
    assert len(read(files["live/mitte.ics"])) == 5


def test_names_never_leave_the_folder_and_nobody_takes_the_file_of_another() -> None:
    names = Names(
        staff={ANNA: "../../etc/passwd", BEN: "Анна Ковальчук"},
        rooms={BIG_HALL: "Große  Halle", 32: "GROSSE HALLE", 33: "///", 34: "x" * 400},
    )
    found = [
        an_occurrence(room_ids=(31, 32, 33, 34)),
        an_occurrence("pilates", staff_id=BEN, room_ids=(31,)),
    ]
    files = occurrence_calendars(occurrences_view(found, (), {"mitte": names}), NOW).texts
    assert sorted(files) == [
        "desired/mitte.ics",
        "desired/mitte/rooms/grosse-halle.31.ics",
        "desired/mitte/rooms/grosse-halle.32.ics",
        "desired/mitte/rooms/nameless.ics",
        f"desired/mitte/rooms/{'x' * 50}.ics",
        "desired/mitte/teachers/etc-passwd.ics",
        "desired/mitte/teachers/анна-ковальчук.ics",
    ]


def test_a_forged_zone_or_year_is_no_reason_to_fail() -> None:
    view = plan_view(a_plan(a_location_plan([create(MONDAYS[0])])))
    after = view["resource_changes"][0]["change"]["after"]
    assert after is not None
    for zone, start in (("../etc/passwd", "2026-09-07T18:30:00"), ("Europe/Berlin", "9999-12-31T23:59:00")):
        after.update({"timezone": zone, "start": start, "utc": None})
        (only,) = read(plan_to_ics(view))
        assert isinstance(only.start, datetime)
        assert only.start.replace(tzinfo=None) == datetime.fromisoformat(start)
