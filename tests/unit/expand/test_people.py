"""Teachers outside of their hours."""

from __future__ import annotations

from unit.expand.builders import MON, exception, group, move_to, schedule, settings, slot, span, weekly

from reconciler.expand import expand
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import GroupClass, ScheduleException
from reconciler.model.staffing import Availability, Staffing

MORNINGS = Availability(by_weekday=(((420, 780),),) * 5 + ((),) * 2, span=span(80))
ANNA = 5


def findings(*classes: GroupClass, exceptions: tuple[ScheduleException, ...] = ()) -> tuple[Diagnostic, ...]:
    staffing = Staffing(available={ANNA: MORNINGS})
    return expand(schedule(*classes, staffing=staffing, exceptions=exceptions)).diagnostics


def test_a_class_within_the_hours_is_fine_and_others_may_do_as_they_like() -> None:
    assert findings(group(settings=settings(slots=(slot("12:05"),)))) == ()
    assert findings(group(settings=settings(staff_id=6))) == ()


def test_classes_outside_are_one_error_for_each_class_with_both_places() -> None:
    (found,) = findings(group(settings=settings(slots=(slot("12:10"),))))
    assert found.code == "EXP058"
    assert found.summary == "Anna is not there for yoga on 2026-09-07, 2026-09-14, 2026-09-21 and 1 more"
    assert found.detail == "On 2026-09-07 it runs 12:10 to 13:05; that weekday Anna is there 07:00 to 13:00."
    assert (found.span, found.related[0][1]) == (span(10), span(80))


def test_only_the_weekdays_outside_are_named() -> None:
    daily = group(settings=settings(slots=(slot("09:00"),), recurrence=weekly(MON, 5)))
    (found,) = findings(daily)
    assert found.summary.startswith("Anna is not there for yoga on 2026-09-12, 2026-09-19")
    assert found.detail.endswith("that weekday Anna is not there at all.")


def test_a_class_that_an_exception_moves_counts_where_it_goes() -> None:
    moved = exception("2026-09-07", move_to=move_to("18:00"))
    (found,) = findings(group(settings=settings(slots=(slot("09:00"),))), exceptions=(moved,))
    assert found.summary == "Anna is not there for yoga on 2026-09-07"
    assert found.span == span(60)
