"""Classes that take the first free room of several."""

from __future__ import annotations

from typing import Any

import pytest
from unit.expand.builders import change, closure, day, days, exception, group, schedule, settings, slot, span

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import (
    EVERYTHING,
    FOREVER,
    SINCE_EVER,
    Days,
    GroupClass,
    Period,
    RoomChoice,
    Settings,
)  # fmt: skip
from reconciler.model.staffing import RoomOutage, Spell, Staffing
from reconciler.model.window import Window

BIG, SMALL, LANE = 71, 72, 81


def choice(*room_ids: int) -> dict[str, Any]:
    return {"room_ids": (), "room_choice": RoomChoice(room_ids, span(90))}


def choosing(
    id: str = "yoga",  # noqa: A002 - the field's name
    *room_ids: int,
    at: str = "18:30",
    staff_id: int = 5,
    **fields: Any,
) -> GroupClass:
    own = settings(staff_id=staff_id, slots=(slot(at),), **choice(*room_ids or (BIG, SMALL)))
    return group(id, settings=own, **fields)


def busy(room_id: int = BIG, at: str = "18:00", **fields: Any) -> GroupClass:
    return group(
        "busy", settings=settings(staff_id=9, slots=(slot(at),), room_ids=(room_id,)), line=11, **fields
    )


def rooms(expansion: Expansion, class_id: str = "yoga") -> list[tuple[int, ...] | None]:
    return [one.details.room_ids for one in expansion.occurrences if one.series.class_id == class_id]


def codes(expansion: Expansion) -> list[str]:
    return [one.code for one in expansion.diagnostics]


def test_the_first_room_is_taken_if_nobody_needs_it() -> None:
    assert rooms(expand(schedule(choosing()))) == [(BIG,)] * 4


def test_a_room_that_is_taken_is_passed_over_and_the_trace_says_by_whom() -> None:
    found = expand(schedule(choosing(), busy(changes=(change("2026-09-21", room_ids=(LANE,)),))))
    assert rooms(found) == [(SMALL,), (SMALL,), (BIG,), (BIG,)]
    assert codes(found) == []
    step = next(one for one in found.occurrences if one.series.class_id == "yoga").trace[-1]
    assert (step.kind, step.text) == (StepKind.FREE_ROOM, "small hall; big hall is taken by mitte/busy")
    assert step.span == span(90)


def test_a_break_keeps_the_room_and_the_end_frees_it() -> None:
    own = settings(staff_id=9, slots=(slot("17:30"),), room_ids=(BIG,), break_s=300)
    assert rooms(expand(schedule(choosing(), group("busy", settings=own)))) == [(BIG,)] * 4
    longer = settings(staff_id=9, slots=(slot("17:30"),), room_ids=(BIG,), break_s=600)
    assert rooms(expand(schedule(choosing(), group("busy", settings=longer)))) == [(SMALL,)] * 4


def test_the_earlier_chooses_first_then_the_address_whatever_the_order_of_classes() -> None:
    one, two = choosing("b-yoga", staff_id=6), choosing("a-yoga", at="18:45", staff_id=7)
    for classes in ((one, two), (two, one)):
        found = expand(schedule(*classes))
        assert rooms(found, "b-yoga") == [(BIG,)] * 4
        assert rooms(found, "a-yoga") == [(SMALL,)] * 4
    same = expand(schedule(choosing("b-yoga", staff_id=6), choosing("a-yoga", staff_id=7)))
    assert rooms(same, "a-yoga") == [(BIG,)] * 4


def test_a_later_class_that_names_its_room_comes_first() -> None:
    assert rooms(expand(schedule(choosing(), busy(at="19:00")))) == [(SMALL,)] * 4


def test_if_none_is_free_it_is_an_error_that_says_what_is_in_the_way() -> None:
    found = expand(schedule(choosing(), busy(), busy(SMALL).__class__(**_fields(busy(SMALL), id="more"))))
    (wrong,) = [one for one in found.diagnostics if one.code == "EXP057"]
    assert wrong.summary.startswith(
        "mitte/yoga finds no free room on 2026-09-07, 2026-09-14, 2026-09-21 and 1"
    )
    assert (
        wrong.detail
        == "On 2026-09-07 18:30: big hall is taken by mitte/busy; small hall is taken by mitte/more."
    )


def _fields(one: GroupClass, **changed: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in GroupClass.__dataclass_fields__} | changed


def test_a_room_that_is_out_or_closed_is_not_free() -> None:
    outage = RoomOutage(
        room_id=BIG,
        when=Spell((days("2026-09-14"),)),
        only=EVERYTHING,
        move_to=None,
        because="",
        span=span(70),
    )
    closed = closure("2026-09-21", room_ids=frozenset({BIG}), because="paint")
    found = expand(schedule(choosing(), staffing=Staffing(outages={BIG: (outage,)}), closures=(closed,)))
    assert rooms(found) == [(BIG,), (SMALL,), (SMALL,), (BIG,)]
    assert found.occurrences[2].trace[-1].text == "small hall; big hall is closed: paint"


def test_where_all_rooms_are_closed_or_out_the_class_falls_out_or_moves() -> None:
    closed = closure("2026-09-21", room_ids=frozenset({BIG, SMALL}))
    assert len(expand(schedule(choosing(), closures=(closed,))).removals) == 1
    outages = {
        room: (
            RoomOutage(
                room_id=room,
                when=Spell((days("2026-09-14"),)),
                only=EVERYTHING,
                move_to=LANE,
                because="",
                span=span(70 + n),
            ),
        )
        for n, room in enumerate((BIG, SMALL))
    }
    assert rooms(expand(schedule(choosing(), staffing=Staffing(outages=outages))))[1] == (LANE,)


def test_equipment_comes_besides() -> None:
    own = settings(also_ids=(91,), **choice(BIG, SMALL))
    assert rooms(expand(schedule(group(settings=own)))) == [(BIG, 91)] * 4


def test_a_nearer_room_ends_the_choice() -> None:
    changed = choosing(changes=(change("2026-09-14 to 2026-09-14", room_ids=(LANE,)),))
    named = exception("2026-09-21", settings=Settings(room_ids=(SMALL,)))
    assert rooms(expand(schedule(changed, exceptions=(named,)))) == [(BIG,), (LANE,), (SMALL,), (BIG,)]


def test_a_moved_class_chooses_at_its_new_time() -> None:
    from unit.expand.builders import move_to

    moved = exception("2026-09-07", move_to=move_to("12:00"))
    assert rooms(expand(schedule(choosing(), busy(), exceptions=(moved,))))[0] == (BIG,)


def test_series_remember_their_choice_for_the_comparison() -> None:
    (first, *_) = expand(schedule(choosing())).occurrences
    assert first.series.room_choice == RoomChoice((BIG, SMALL), span(90))


@pytest.mark.parametrize("cut", ["2026-10-01", "2026-10-02"])
def test_two_windows_give_what_one_gives_over_a_night(cut: str) -> None:
    always = (Period(days=Days(SINCE_EVER, FOREVER), season="", breaks=(), open=True),)
    late = settings(slots=(slot("23:30"),), lesson_s=3600, **choice(BIG, SMALL))
    early = settings(slots=(slot("00:10"),), staff_id=6, **choice(BIG, SMALL))
    late = Settings(**{**_settings(late), "recurrence": _daily()})
    early = Settings(**{**_settings(early), "recurrence": _daily()})
    declared = schedule(
        group("late", settings=late, periods=always), group("early", settings=early, periods=always)
    )
    whole = expand(declared, Window(first=day("2026-09-01"), last=day("2026-10-31"))).occurrences
    halves = [
        *expand(
            declared, Window(first=day("2026-09-01"), last=day(cut).replace(day=int(cut[-2:])))
        ).occurrences,
        *expand(
            declared, Window(first=day(f"2026-10-{int(cut[-2:]) + 1:02}"), last=day("2026-10-31"))
        ).occurrences,
    ]
    assert halves == list(whole)
    assert {one.details.room_ids for one in whole if one.series.class_id == "early"} == {(SMALL,)}


def _settings(one: Settings) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Settings.__dataclass_fields__}


def _daily() -> object:
    from unit.expand.builders import weekly

    return weekly(*range(7))
