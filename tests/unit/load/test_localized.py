"""Values of groups and locations are laid into classes: the nearest wins, and is found again."""

from __future__ import annotations

import pytest
from unit.load.test_placing import PLACES, by_location
from unit.load.timetables import USUAL, codes, load, timetable

from reconciler.load import Project, Source, load_project
from reconciler.model.schedule import Dates, GroupClass, Weekly

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30", %s}\n'


def of_class(fields: str, location: str = "nord") -> GroupClass:
    (found,) = by_location(PLACES + CLASS % fields)[location].classes
    return found


def test_what_a_location_says_wins_over_the_class() -> None:
    given = (
        "room: big hall, capacity: 9, locations: {nord: {staff: Ben, capacity: 7, at: '19:00'}, mitte: {}}"
    )
    here, there = of_class(given).settings, of_class(given, "mitte").settings
    assert (here.staff_id, here.capacity, here.slots and here.slots[0].start_min) == (22, 7, 1140)
    assert (there.staff_id, there.capacity, there.slots and there.slots[0].start_min) == (11, 9, 1110)
    assert here.room_ids == there.room_ids == (31,)


def test_names_mean_what_they_mean_at_each_location() -> None:
    assert [of_class("locations: all", key).settings.staff_id for key in ("mitte", "nord")] == [11, 21]


def test_days_of_a_location_replace_those_of_the_class_however_they_are_written() -> None:
    assert of_class("locations: {nord: {dates: 2026-09-15}}").settings.recurrence == Dates(
        dates=(of_class("locations: {nord: {dates: 2026-09-15}}").periods[0].days.first,)
    )
    timed = of_class("locations: {nord: {at: {tue: '19:00', thu: '19:30'}}}").settings
    assert timed.recurrence == Weekly(weekdays=frozenset({1, 3}))


def test_a_written_end_of_a_location_stands_for_its_duration() -> None:
    found = of_class("duration: 45m, locations: {nord: {at: '18:30-19:50'}}").settings
    assert found.slots
    assert (found.slots[0].lesson_s, found.lesson_s) == (4800, None)


def test_rooms_of_a_location_replace_the_room_of_the_class() -> None:
    assert of_class("room: big hall, locations: {nord: {rooms: []}}").settings.room_ids == ()


def test_groups_in_parallel_and_bounds_may_differ() -> None:
    found = of_class("locations: {nord: {from: 2026-10-05, parallel: [{staff: Anna}, {staff: Ben}]}}")
    assert [part.name for part in found.parts] == ["anna", "ben"]
    assert found.periods[0].days.first.isoformat() == "2026-10-05"


def test_a_change_may_hold_at_some_locations_only() -> None:
    fields = "changes: [{from: 2026-10-05, capacity: 5, locations: nord}, {from: 2026-10-12, capacity: 6}], "
    changes = {key: len(of_class(fields + "locations: all", key).changes) for key in ("mitte", "nord")}
    assert changes == {"mitte": 1, "nord": 2}


def test_a_class_takes_what_its_group_says_and_its_tags_beside_its_own() -> None:
    groups = "groups: {kids: {tags: kids, capacity: 6, duration: 30m}}\n"
    text = (
        USUAL
        + groups
        + 'classes:\n  - {id: a, group: kids, tags: pool, every: mon, at: "9:00", capacity: 5}\n'
    )
    (found,) = timetable(text).classes
    assert found.tags == ("kids", "pool")
    assert (found.settings.capacity, found.settings.lesson_s) == (5, 1800)


def test_the_defaults_of_a_location_are_nearer_than_those_of_a_chain_file_and_farther_than_its_own() -> None:
    places = PLACES.replace("staff: {Anna: 11}}", "staff: {Anna: 11}, defaults: {capacity: 5}}")
    local = "version: 1\nlocation: mitte\ndefaults: {service: Yoga, staff: Anna, duration: 60m%s}\n"
    one = 'classes:\n  - {id: %s, every: mon, at: "18:30"%s}\n'
    found = by_location(
        places + one % ("chain", ", locations: all"),
        local % "" + one % ("plain", ""),
        local % ", capacity: 7" + one % ("own", ""),
    )
    assert {one.id: one.settings.capacity for one in found["mitte"].classes} == {
        "chain": 5,
        "plain": 5,
        "own": 7,
    }
    assert [one.settings.capacity for one in found["nord"].classes] == [12]


def test_a_wrong_default_of_a_location_is_shown_in_the_project_file() -> None:
    text = """\
version: 1
locations:
  mitte:
    id: 101
    timezone: Europe/Berlin
    defaults:
      room: smal hall
"""
    project = load_project(Source("reconciler.yaml", text.encode())).project or Project()
    loaded = load(
        USUAL.replace("locations: {mitte: {id: 101, timezone: Europe/Berlin}}\n", "") + CLASS % "capacity: 5",
        project=project,
    )
    (finding,) = [one for one in loaded.diagnostics if one.code == "CHK004"]
    assert str(finding.span) == "reconciler.yaml:7:13"


def test_a_missing_name_is_one_error_that_names_the_locations() -> None:
    loaded = load(PLACES + CLASS % "staff: Ben, locations: all")
    (finding,) = loaded.diagnostics
    assert finding.summary == '"Ben" is no teacher of mitte'
    assert finding.detail == "It is the same at west."
    assert str(finding.span) == "a.yaml:11:48"


def test_the_value_of_a_location_is_blamed_where_it_stands() -> None:
    (finding,) = load(PLACES + CLASS % "locations: {nord: {room: hal}, west: {staff: Anna}}").diagnostics
    assert str(finding.span) == "a.yaml:11:66"


def test_a_tag_that_only_some_location_has_is_known_in_a_chain_file() -> None:
    closure = "closures: [{on: 2026-10-05, only: {tags: kids}%s}]\n"
    tagged = CLASS % "tags: kids, locations: [mitte, nord]"
    assert load(PLACES + closure % "" + tagged).diagnostics == ()
    assert codes(PLACES + closure % ", locations: west" + tagged) == ["CHK017"]
    assert codes(PLACES + closure.replace("kids", "kidz") % "" + tagged) == ["CHK017"]


def test_a_copied_season_speaks_of_classes_where_they_are() -> None:
    seasons = PLACES.replace(
        "seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}\n",
        "seasons:\n  autumn: {from: 2026-09-07, to: 2026-12-20}\n"
        "  spring: {from: 2027-01-04, to: 2027-03-20, copy: autumn, change: {yoga: {staff: Ben}}}\n",
    )
    found = by_location(seasons + CLASS % "seasons: autumn, locations: nord")
    assert [period.season for period in found["nord"].classes[0].periods] == ["autumn", "spring"]


@pytest.mark.parametrize("fields", ["week: A", "cycle: ab", "if_closed: lose"])
def test_half_of_a_pair_of_keys_is_refused(fields: str) -> None:
    cycles = "cycles: {ab: {weeks: [A, B], A_is: 2026-09-07, closed_weeks: count}}\n"
    assert "CHK077" in codes(PLACES + cycles + CLASS % f"locations: {{nord: {{{fields}}}}}")


def test_a_location_may_take_another_week_of_the_cycle() -> None:
    cycles = "cycles: {ab: {weeks: [A, B], A_is: 2026-09-07, closed_weeks: count}}\n"
    fields = "cycle: ab, week: A, locations: {mitte: {}, nord: {week: B}, west: {weeks: odd}}"
    found = by_location(PLACES + cycles + CLASS % fields)
    assert len({repr(one.classes[0].settings.weeks) for one in found.values()}) == 3
