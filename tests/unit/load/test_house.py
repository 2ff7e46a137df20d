from __future__ import annotations

from datetime import date

import pytest
from unit.load.timetables import USUAL, codes, days, load, timetable

from reconciler.model.house import Opening

PLACES = """\
version: 1
locations:
  mitte: {id: 101, timezone: Europe/Berlin, staff: {Anna: 11}, rooms: {pool: 71}}
  nord: {id: 102, timezone: Europe/Lisbon, staff: {Anna: 21, Ben: 22}}
  west: {id: 103, timezone: Europe/Berlin, staff: {Anna: 31}}
services: {Yoga: 501}
seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}
defaults: {service: Yoga, staff: Anna, duration: 60m, capacity: 12}
"""
YOGA = 'classes:\n  - {id: yoga, every: mon, at: "18:30", locations: %s}\n'
CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'
ALWAYS = 'opening_hours: {weekdays: "07:00-22:00", sat: ["09:00-13:00", "15:00-18:00"], sun: closed}\n'


def test_opening_hours_name_every_weekday() -> None:
    house = timetable(USUAL + CLASS + ALWAYS).house
    assert house is not None
    (hours,) = house.opening
    assert hours.days == ()
    assert hours.hours[0] == (Opening(420, 1320),)
    assert hours.hours[5] == (Opening(540, 780), Opening(900, 1080))
    assert hours.hours[6] == ()


def test_the_hours_of_the_fewest_dates_come_first() -> None:
    written = (
        'opening_hours:\n  - {daily: "07:00-22:00"}\n'
        '  - {from: 2026-12-01, to: 2026-12-20, weekdays: "10:00-20:00"}\n'
        "  - {on: 2026-12-08, daily: closed}\n"
    )
    house = timetable(USUAL + CLASS + written).house
    assert house is not None
    assert [hours.days for hours in house.opening] == [
        (days("2026-12-08", "2026-12-08"),),
        (days("2026-12-01", "2026-12-20"),),
        (),
    ]
    assert house.opening[1].on(date(2026, 12, 5), holiday=False) is None, "a Saturday"


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("18:00-02:00", (1080, 1560)), ("06:00-24:00", (360, 1440)), ("06:00-00:00", (360, 1440))],
)
def test_a_night_ends_on_the_next_day(written: str, minutes: tuple[int, int]) -> None:
    house = timetable(f'{USUAL}{CLASS}opening_hours: {{daily: "{written}"}}\n').house
    assert house is not None
    assert house.opening[0].hours[3] == (Opening(*minutes),)


@pytest.mark.parametrize(
    "wrong",
    [
        'opening_hours: {weekdays: "07:00-22:00"}\n',
        'opening_hours: {daily: "07:00-22:00", sat: "09:00-18:00"}\n',
        'opening_hours: {daily: ["07:00-12:00", "11:00-18:00"]}\n',
        'opening_hours:\n  - {daily: "07:00-22:00"}\n  - {daily: "08:00-22:00"}\n',
    ],
)
def test_hours_that_cannot_be_meant_are_errors(wrong: str) -> None:
    assert codes(USUAL + CLASS + wrong) == ["CHK083"]


def test_hours_that_end_before_they_start_are_an_error() -> None:
    wrong = 'opening_hours: {from: 2026-12-20, to: 2026-12-01, daily: "10:00-12:00"}\n'
    assert codes(USUAL + CLASS + wrong) == ["CHK008"]


def test_buffers_are_seconds_by_room() -> None:
    house = timetable(f"{USUAL}{CLASS}buffers: {{rooms: {{big hall: 10m}}, default: 5m}}\n").house
    assert house is not None
    assert house.buffers is not None
    assert (house.buffers.of_room(31), house.buffers.of_room(32)) == (600, 300)


def test_a_buffer_of_an_unknown_room_is_an_error() -> None:
    assert codes(f"{USUAL}{CLASS}buffers: {{rooms: {{big hal: 10m}}}}\n") == ["CHK004"]


def test_limits_of_a_person_stand_over_the_general_ones() -> None:
    written = "limits: {hours_a_day: 6h, in_a_row: 3, pause: 15m, people: {Ben: {hours_a_day: 4h}}}\n"
    house = timetable(USUAL + CLASS + written).house
    assert house is not None
    general, ben = house.limits, house.limits_of[12]
    assert general is not None
    assert (general.day_s, general.in_a_row, general.pause_s) == (21_600, 3, 900)
    assert (ben.day_s, ben.in_a_row, ben.pause_s) == (14_400, 3, 900)


@pytest.mark.parametrize("rule", ["buffers: {default: 5m}\n", "limits: {in_a_row: 3}\n"])
def test_a_rule_in_two_files_is_an_error_that_names_both(rule: str) -> None:
    assert codes(USUAL + CLASS + rule, f"version: 1\nlocation: mitte\n{rule}") == ["CHK084"]


def test_seats_of_rooms_and_services_are_known() -> None:
    more = "rooms: {lane 1: {id: 33, capacity: 8}}\n"
    text = USUAL.replace("rooms: {big hall: 31, small hall: 32}\n", more)
    house = timetable(text + CLASS).house
    assert house is not None
    assert (house.room_seats, house.service_seats) == ({33: 8}, {502: 8})


def test_holidays_have_hours_of_their_own() -> None:
    policy = "public_holidays: {calendar: DE-BE, do: keep}\n"
    written = ALWAYS.replace("sun: closed", 'sun: closed, holidays: "10:00-14:00"')
    house = timetable(USUAL + CLASS + policy + written).house
    assert house is not None
    assert house.opening[0].on_holidays == (Opening(600, 840),)


def test_hours_of_holidays_may_stand_by_themselves_and_come_first() -> None:
    written = 'opening_hours: [{daily: "07:00-22:00"}, {holidays: closed}]\n'
    house = timetable(f"{USUAL}{CLASS}public_holidays: {{calendar: DE-BE}}\n{written}").house
    assert house is not None
    assert [one.on_holidays for one in house.opening] == [(), None]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("opening_hours: {daily: closed, holidays: closed}\n", ["CHK090"]),
        (
            (
                "public_holidays: {calendar: DE-BE}\n"
                "opening_hours: [{daily: closed, holidays: closed}, {holidays: closed}]\n"
            ),
            ["CHK083"],
        ),
    ],
)
def test_hours_of_holidays_must_make_sense(wrong: str, expected: list[str]) -> None:
    assert codes(USUAL + CLASS + wrong) == expected


def test_a_room_or_person_of_one_location_may_have_rules_in_a_file_of_all() -> None:
    buffers = "buffers: {rooms: {pool: 10m}}\n"
    people = "limits: {people: {Ben: {in_a_row: 2}}}\navailability: {Ben: {every: mon}}\n"
    loaded = load(PLACES + YOGA % "all" + buffers + people)
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    mitte, nord, west = (one.house for one in loaded.schedule.timetables)
    assert mitte is not None
    assert (nord and nord.limits_of.keys(), west and west.limits_of) == ({22}, {})
    assert {one.location.key for one in loaded.schedule.timetables if one.staffing} == {"nord"}


def test_a_room_that_no_location_has_is_one_error() -> None:
    assert codes(PLACES + YOGA % "all" + "buffers: {rooms: {cellar: 10m}}\n") == ["CHK004"]
