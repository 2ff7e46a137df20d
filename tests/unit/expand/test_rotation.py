"""Teachers who take turns."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from unit.expand.builders import (
    MON,
    change,
    closure,
    day,
    exception,
    group,
    minute,
    part,
    period,
    schedule,
    settings,
    slot,
    span,
    timetable,
    weekly,
)  # fmt: skip

from reconciler.expand import Expansion, expand
from reconciler.expand.closures import Loss
from reconciler.expand.rotation import with_turns
from reconciler.expand.segments import runs_of
from reconciler.model.names import Names
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import MoveTo, Rotation, Settings
from reconciler.model.window import Window

ANNA, BEN, CLARA = 5, 6, 7


def turns(
    *staff_ids: int, each: Literal["week", "session"] = "week", first: str = "2026-09-07"
) -> dict[str, Any]:
    rotation = Rotation(staff_ids=staff_ids, each=each, first=day(first), span=span(90))
    return {"staff_id": staff_ids[0], "turns": rotation}


def teachers(expansion: Expansion) -> list[int | None]:
    return [one.details.staff_id for one in expansion.occurrences]


def test_turns_pass_on_with_the_week_and_the_trace_names_whose_it_is() -> None:
    found = expand(schedule(group(settings=settings(**turns(ANNA, BEN, CLARA)))))
    assert teachers(found) == [ANNA, BEN, CLARA, ANNA]
    step = found.occurrences[1].trace[-1]
    assert (step.kind, step.text, step.span) == (
        StepKind.ROTATION,
        "turn of Ben, by week from 2026-09-07",
        span(90),
    )


def test_all_days_of_a_week_from_monday_to_sunday_have_one_teacher() -> None:
    every_day = settings(recurrence=weekly(*range(7)), **turns(ANNA, BEN, first="2026-09-10"))
    found = expand(schedule(group(settings=every_day, periods=(period("2026-09-07 to 2026-09-20"),))))
    assert teachers(found) == [ANNA] * 7 + [BEN] * 7


def test_the_first_turn_may_lie_before_or_after_the_season() -> None:
    assert teachers(expand(schedule(group(settings=settings(**turns(ANNA, BEN, first="2026-09-03")))))) == [
        BEN, ANNA, BEN, ANNA,
    ]  # fmt: skip
    assert teachers(expand(schedule(group(settings=settings(**turns(ANNA, BEN, first="2026-09-16")))))) == [
        BEN, ANNA, BEN, ANNA,
    ]  # fmt: skip


def test_a_closed_week_has_its_turn_too() -> None:
    found = expand(schedule(group(settings=settings(**turns(ANNA, BEN))), closures=(closure("2026-09-14"),)))
    assert teachers(found) == [ANNA, ANNA, BEN]


def test_turns_by_session_pass_on_with_each_date_of_a_series_closed_or_not() -> None:
    by_session = settings(recurrence=weekly(MON, 2), **turns(ANNA, BEN, CLARA, each="session"))
    open_all = expand(schedule(group(settings=by_session)))
    assert teachers(open_all)[:5] == [ANNA, BEN, CLARA, ANNA, BEN]
    closed = expand(schedule(group(settings=by_session), closures=(closure("2026-09-09"),)))
    assert teachers(closed)[:4] == [ANNA, CLARA, ANNA, BEN]


def test_each_slot_has_its_own_sessions() -> None:
    two = settings(slots=(slot("09:00", "early"), slot("18:30", "late")), **turns(ANNA, BEN, each="session"))
    found = expand(schedule(group(settings=two))).occurrences
    assert [one.details.staff_id for one in found if one.series.slot == "late"] == [ANNA, BEN, ANNA, BEN]


def test_a_nearer_teacher_ends_the_turns_and_nearer_turns_replace_a_teacher() -> None:
    anna = change("2026-09-14 to 2026-09-14", staff_id=CLARA)
    rotating = group(settings=settings(**turns(ANNA, BEN)), changes=(anna,))
    assert teachers(expand(schedule(rotating))) == [ANNA, CLARA, ANNA, BEN]
    later = group(changes=(change("2026-09-21", **turns(BEN, CLARA, first="2026-09-21")),))
    assert teachers(expand(schedule(later))) == [ANNA, ANNA, BEN, CLARA]


def test_a_group_in_parallel_may_have_turns() -> None:
    parts = (part("one", **turns(ANNA, BEN)), part("two", line=21, **turns(BEN, ANNA)))
    found = expand(schedule(group(settings=settings(staff_id=None), parts=parts)))
    assert [one.code for one in found.diagnostics] == []
    assert {one.series.part: one.details.staff_id for one in found.occurrences[:2]} == {
        "one": ANNA,
        "two": BEN,
    }


def test_a_moved_class_keeps_the_teacher_whose_turn_it_was() -> None:
    moved = exception("2026-09-07", move_to=MoveTo(day("2026-09-15"), minute("18:30")))
    found = expand(schedule(group(settings=settings(**turns(ANNA, BEN))), exceptions=(moved,)))
    assert teachers(found) == [BEN, ANNA, ANNA, BEN]


def test_an_added_class_has_the_teacher_of_its_week() -> None:
    added = exception("2026-09-15", added=True)
    found = expand(schedule(group(settings=settings(**turns(ANNA, BEN))), exceptions=(added,)))
    assert teachers(found) == [ANNA, BEN, BEN, ANNA, BEN]


def test_an_added_class_beside_turns_by_session_must_name_its_teacher() -> None:
    own = settings(**turns(ANNA, BEN, each="session"))
    wrong = expand(schedule(group(settings=own), exceptions=(exception("2026-09-15", added=True),)))
    assert [one.code for one in wrong.diagnostics] == ["EXP008"]
    named = exception("2026-09-15", added=True, settings=Settings(staff_id=CLARA))
    found = expand(schedule(group(settings=own), exceptions=(named,)))
    assert teachers(found) == [ANNA, BEN, CLARA, ANNA, BEN]


@pytest.mark.parametrize("each", ["week", "session"])
def test_a_class_without_an_end_has_the_same_turns_in_every_window(each: Literal["week", "session"]) -> None:
    from reconciler.model.schedule import FOREVER, SINCE_EVER, Days, Period

    always = Period(days=Days(SINCE_EVER, FOREVER), season="", breaks=(), open=True)
    own = settings(**turns(ANNA, BEN, CLARA, each=each, first="2026-09-07"))
    declared = schedule(group(settings=own, periods=(always,)))
    whole = expand(declared, Window(first=day("2026-08-03"), last=day("2026-12-31"))).occurrences
    halves = [
        *expand(declared, Window(first=day("2026-08-03"), last=day("2026-10-14"))).occurrences,
        *expand(declared, Window(first=day("2026-10-15"), last=day("2026-12-31"))).occurrences,
    ]
    assert halves == list(whole)


def test_a_date_that_a_special_day_takes_has_its_turn_and_keep_brings_its_teacher_back() -> None:
    by_session = settings(**turns(ANNA, BEN, CLARA, each="session"))
    first, *_ = runs_of(timetable(group(settings=by_session)), group(settings=by_session))
    lost = Loss(first, first.days[1], Step(StepKind.CLOSURE, "fair", span(1)))
    left = first._replace(days=[day for day in first.days if day != lost.day])
    found = with_turns(Names(), [left], [lost])
    assert {one.details.staff_id: len(one.days) for one in found.runs} == {ANNA: 2, CLARA: 1}
    assert [one.run.details.staff_id for one in found.losses] == [BEN]
