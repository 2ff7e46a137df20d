"""Rooms that are out."""

from __future__ import annotations

from typing import Any

from unit.expand.builders import (
    closure,
    day,
    days,
    exception,
    group,
    minute,
    move_to,
    schedule,
    settings,
    span,
)

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import EVERYTHING, Schedule, Selector, Settings
from reconciler.model.staffing import RoomOutage, Spell, Staffing

BIG, SMALL, LANE, PROJECTOR = 71, 72, 81, 91


def out(on: str, to: int | None = SMALL, *, room_id: int = BIG, line: int = 70, **fields: Any) -> RoomOutage:
    after, before = (minute(at) if at else None for at in fields.get("hours", (None, None)))
    because = fields.get("because", "")
    return RoomOutage(
        room_id=room_id,
        when=Spell((days(on),), after, before),
        only=EVERYTHING,
        move_to=to,
        because=because,
        span=span(line),
    )


def with_outages(*outages: RoomOutage, own: Settings | None = None, **fields: Any) -> Schedule:
    """Yoga in the big hall on 7, 14, 21 and 28 September 2026."""
    by_room: dict[int, tuple[RoomOutage, ...]] = {}
    for one in outages:
        by_room[one.room_id] = (*by_room.get(one.room_id, ()), one)
    yoga = group(settings=own or settings(room_ids=(BIG,)))
    return schedule(yoga, staffing=Staffing(outages=by_room), **fields)


def rooms(expansion: Expansion) -> dict[str, tuple[int, ...] | None]:
    return {one.date.isoformat()[5:]: one.details.room_ids for one in expansion.occurrences}


def codes(expansion: Expansion) -> list[str]:
    return [one.code for one in expansion.diagnostics]


def test_classes_move_to_the_other_room_and_the_trace_says_why() -> None:
    found = expand(with_outages(out("2026-09-10 to 2026-09-22", because="new floor")))
    assert rooms(found) == {"09-07": (BIG,), "09-14": (SMALL,), "09-21": (SMALL,), "09-28": (BIG,)}
    step = found.occurrences[1].trace[-1]
    assert (step.kind, step.text, step.span) == (
        StepKind.ROOM_OUTAGE,
        "big hall is out (new floor): moved to small hall",
        span(70),
    )


def test_a_cancelled_class_is_a_removal_that_says_why() -> None:
    found = expand(with_outages(out("2026-09-14", None)))
    (removal,) = found.removals
    assert (removal.date, removal.trace[-1].text) == (day("2026-09-14"), "big hall is out: cancelled")


def test_whatever_else_a_class_needs_stays() -> None:
    own = settings(room_ids=(BIG, LANE), also_ids=(PROJECTOR,))
    assert rooms(expand(with_outages(out("2026-09-14"), own=own)))["09-14"] == (SMALL, LANE, PROJECTOR)


def test_equipment_that_is_out_may_be_replaced() -> None:
    own = settings(room_ids=(BIG,), also_ids=(PROJECTOR,))
    found = expand(with_outages(out("2026-09-14", 92, room_id=PROJECTOR), own=own))
    assert rooms(found)["09-14"] == (BIG, 92)


def test_a_part_of_a_day_and_another_room_touch_nothing() -> None:
    assert rooms(expand(with_outages(out("2026-09-14", hours=("19:25", None)))))["09-14"] == (BIG,)
    assert rooms(expand(with_outages(out("2026-09-14", BIG, room_id=SMALL))))["09-14"] == (BIG,)


def test_one_cancelling_outage_is_enough_to_cancel() -> None:
    own = settings(room_ids=(BIG, LANE))
    both = (out("2026-09-14"), out("2026-09-14", None, room_id=LANE, line=71))
    assert [one.trace[-1].span for one in expand(with_outages(*both, own=own)).removals] == [span(71)]


def test_a_room_that_is_out_or_closed_too_is_an_error_with_both_places() -> None:
    both = (out("2026-09-14"), out("2026-09-14", None, room_id=SMALL, line=71))
    (wrong,) = expand(with_outages(*both)).diagnostics
    assert (wrong.code, wrong.span, wrong.related[0][1]) == ("EXP059", span(70), span(71))
    closed = closure("2026-09-14", room_ids=frozenset({SMALL}))
    assert codes(expand(with_outages(out("2026-09-14"), closures=(closed,)))) == ["EXP059"]


def test_two_outages_must_not_meet_one_class() -> None:
    assert codes(expand(with_outages(out("2026-09-14"), out("2026-09-14", None, line=71)))) == ["EXP055"]


def test_an_exception_names_another_room_or_keeps_a_cancelled_class() -> None:
    named = exception("2026-09-14", settings=Settings(room_ids=(LANE,)))
    kept = exception("2026-09-14", keep=True)
    for outage in (out("2026-09-14"), out("2026-09-14", None)):
        found = expand(with_outages(outage, exceptions=(named,)))
        assert (rooms(found)["09-14"], codes(found)) == ((LANE,), [])
    found = expand(with_outages(out("2026-09-14", None), exceptions=(kept,)))
    assert (rooms(found)["09-14"], codes(found)) == ((BIG,), [])


def test_a_class_moved_to_a_date_on_which_its_room_is_out_is_an_error() -> None:
    moved = exception("2026-09-14", move_to=move_to("2026-09-15"))
    assert codes(expand(with_outages(out("2026-09-15", None), exceptions=(moved,)))) == ["EXP056"]


def test_an_outage_may_be_about_some_classes_only() -> None:
    own = out("2026-09-14", None)
    for only, left in ((Selector(class_ids=frozenset({"yoga"})), 3), (Selector(tags=frozenset({"kids"})), 4)):
        declared = with_outages(RoomOutage(**{**_fields(own), "only": only}))
        assert len(expand(declared).occurrences) == left


def _fields(outage: RoomOutage) -> dict[str, Any]:
    return {name: getattr(outage, name) for name in RoomOutage.__dataclass_fields__}
