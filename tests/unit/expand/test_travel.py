"""Nobody is at two places at once, and everybody has time for the way."""

from __future__ import annotations

import pytest
from unit.expand.builders import group, settings, slot, span, timetable

from reconciler.expand import expand
from reconciler.model.names import Names
from reconciler.model.schedule import Schedule
from reconciler.model.travel import Travel


def found(*places: tuple[str, str, str], travel: dict[str, int] | None = None, **fields: object) -> list[str]:
    """Codes for one class at each of the places: key, time and zone; minutes of travel by location."""
    timetables = tuple(
        timetable(group(settings=settings(slots=(slot(at),), **fields)), key=key, zone=zone)
        for key, at, zone in places
    )
    ways = None
    if travel is not None:
        rooms = travel.pop("rooms", 0) * 60
        between = {("mitte", key): minutes * 60 for key, minutes in travel.items()}
        ways = Travel(between=between, between_rooms=rooms, span=span(1))
    return [one.code for one in expand(Schedule(timetables=timetables, travel=ways)).diagnostics]


NO_WAYS = Travel(between={}, between_rooms=0, span=span(1))
BERLIN, LISBON = "Europe/Berlin", "Europe/Lisbon"


def test_two_locations_at_once_are_an_error_without_a_time_for_this_way() -> None:
    assert found(("mitte", "18:30", BERLIN), ("nord", "19:20", BERLIN), travel={}) == ["EXP060"]
    assert found(("mitte", "18:30", BERLIN), ("nord", "19:25", BERLIN), travel={}) == []


def test_without_travel_a_name_is_a_person_of_its_location() -> None:
    assert found(("mitte", "18:30", BERLIN), ("nord", "18:30", BERLIN)) == []


@pytest.mark.parametrize(("at", "codes"), [("19:30", ["EXP061"]), ("19:59", ["EXP061"]), ("20:00", [])])
def test_the_way_takes_its_time(at: str, codes: list[str]) -> None:
    assert found(("mitte", "18:30", BERLIN), ("nord", at, BERLIN), travel={"nord": 35}) == codes
    assert found(("nord", at, BERLIN), ("mitte", "18:30", BERLIN), travel={"nord": 35}) == codes


def test_the_break_may_be_spent_on_the_way() -> None:
    places = ("mitte", "18:30", BERLIN), ("nord", "20:00", BERLIN)
    assert found(*places, travel={"nord": 35}, break_s=1800) == []


def test_time_is_that_of_the_instant_not_of_the_wall() -> None:
    assert found(("mitte", "18:30", BERLIN), ("porto", "17:30", LISBON), travel={}) == ["EXP060"]
    assert found(("mitte", "18:30", BERLIN), ("porto", "18:30", LISBON), travel={}) == []


def test_somebody_with_another_name_is_somebody_else() -> None:
    names = Names(staff={5: "Anna B"}, rooms={})
    here = timetable(group())
    there = timetable(group(), key="nord", names=names)
    assert expand(Schedule(timetables=(here, there), travel=NO_WAYS)).diagnostics == ()


def test_classes_that_may_overlap_are_left_alone() -> None:
    one, other = (timetable(group(allow_overlap=True), key=key) for key in ("mitte", "nord"))
    assert expand(Schedule(timetables=(one, other), travel=NO_WAYS)).diagnostics == ()


@pytest.mark.parametrize(("rooms", "codes"), [((72,), ["EXP061"]), ((71,), []), ((71, 72), []), ((), [])])
def test_another_room_of_a_location_takes_time_as_well(rooms: tuple[int, ...], codes: list[str]) -> None:
    first = group("first", settings=settings(room_ids=(71,)))
    second = group("second", settings=settings(slots=(slot("19:27"),), room_ids=rooms))
    ways = Travel(between={}, between_rooms=300, span=span(1))
    expansion = expand(Schedule(timetables=(timetable(first, second),), travel=ways))
    assert [one.code for one in expansion.diagnostics] == codes


def test_a_pair_of_series_is_told_once_with_its_dates() -> None:
    one, other = (timetable(group(), key=key) for key in ("mitte", "nord"))
    (finding,) = expand(Schedule(timetables=(one, other), travel=NO_WAYS)).diagnostics
    assert finding.summary == (
        "Anna is at mitte and nord at once 4 times, first on 2026-09-07, 2026-09-14, 2026-09-21"
    )
    assert len(finding.related) == 2
