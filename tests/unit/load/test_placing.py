"""Files, classes and exceptions find their locations; whatever does not is an error."""

from __future__ import annotations

from unit.load.timetables import DEFAULTS, HEAD, codes, load

from reconciler.load import Loaded
from reconciler.model.schedule import Timetable

PLACES = """\
version: 1
locations:
  mitte: {id: 101, timezone: Europe/Berlin, staff: {Anna: 11}}
  nord: {id: 102, timezone: Europe/Lisbon, staff: {Anna: 21, Ben: 22}}
  west: {id: 103, timezone: Europe/Berlin, staff: {Anna: 31}}
services: {Yoga: 501}
rooms: {big hall: 31}
seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}
defaults: {service: Yoga, staff: Anna, duration: 60m, capacity: 12}
"""
YOGA = 'classes:\n  - {id: yoga, every: mon, at: "18:30", locations: %s}\n'


def by_location(*texts: str) -> dict[str, Timetable]:
    loaded = load(*texts)
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    return {one.location.key: one for one in loaded.schedule.timetables}


def places_of(*texts: str) -> list[str]:
    return [key for key, one in by_location(*texts).items() if one.classes]


def messages(loaded: Loaded) -> list[str]:
    return [f"{one.code} {one.summary}" for one in loaded.diagnostics]


def test_a_class_is_given_where_it_says_so() -> None:
    assert places_of(PLACES + YOGA % "all") == ["mitte", "nord", "west"]
    assert places_of(PLACES + YOGA % "nord") == ["nord"]
    assert places_of(PLACES + YOGA % "[west, mitte]") == ["mitte", "west"]
    assert places_of(PLACES + YOGA % "{mitte: {capacity: 8}, west: {staff: Anna}}") == ["mitte", "west"]


def test_a_class_of_a_chain_file_must_say_where() -> None:
    assert codes(PLACES + 'classes: [{id: yoga, every: mon, at: "18:30"}]\n') == ["CHK070"]


def test_a_file_about_one_location_is_not_about_others() -> None:
    loaded = load(PLACES, "version: 1\nlocation: mitte\n" + DEFAULTS + YOGA % "nord")
    assert messages(loaded) == ["CHK071 this file is about mitte, not about nord"]
    assert places_of(PLACES, "version: 1\nlocation: mitte\n" + DEFAULTS + YOGA % "all") == ["mitte"]


def test_a_file_that_declares_one_location_is_about_it() -> None:
    assert places_of(PLACES, HEAD.replace("location: mitte\n", "")) == []


def test_chain_rules_hold_everywhere_and_local_ones_at_their_place() -> None:
    found = by_location(
        PLACES + "closures: [{on: 2026-10-05}, {on: 2026-10-12, locations: [nord]}]\n" + YOGA % "all",
        "version: 1\nlocation: west\nclosures: [{on: 2026-10-19}]\n",
    )
    closed = {key: [one.days[0].first.day for one in found[key].closures] for key in found}
    assert closed == {"mitte": [5], "nord": [5, 12], "west": [5, 19]}


def test_the_own_policy_of_a_location_takes_the_place_of_the_chains() -> None:
    found = by_location(
        PLACES + "public_holidays: {calendar: {mitte: DE-BE, nord: PT, west: DE}}\n"
        "publish: {ahead: 6 weeks}\n" + YOGA % "all",
        "version: 1\nlocation: west\npublic_holidays: {calendar: DE-BY}\npublish: {ahead: 2 weeks}\n",
    )
    assert {key: [policy.calendar for policy in one.policies] for key, one in found.items()} == {
        "mitte": ["DE-BE"],
        "nord": ["PT"],
        "west": ["DE-BY"],
    }
    assert {key: one.publish and one.publish.ahead_days for key, one in found.items()} == {
        "mitte": 42,
        "nord": 42,
        "west": 14,
    }


def test_a_policy_may_hold_at_some_locations_only() -> None:
    found = by_location(PLACES + "public_holidays: {calendar: DE, locations: [mitte, west]}\n" + YOGA % "all")
    assert [key for key, one in found.items() if one.policies] == ["mitte", "west"]


def test_a_calendar_for_each_location_leaves_none_out_and_names_no_other() -> None:
    policy = "public_holidays: {calendar: {mitte: DE, nord: PT%s}}\n"
    assert codes(PLACES + policy % "" + YOGA % "all") == ["CHK074"]
    assert codes(PLACES + policy % ", west: DE, ost: DE" + YOGA % "all") == ["CHK071"]


def test_what_chain_and_location_both_declare_is_reported_at_the_location() -> None:
    local = "version: 1\nlocation: mitte\nseasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}\n"
    loaded = load(PLACES + YOGA % "all", local)
    (finding,) = loaded.diagnostics
    assert finding.summary == "the season autumn is declared already, at a.yaml:8:19"
    assert finding.span is not None
    assert finding.span.file == "b.yaml"


def test_an_exception_is_about_the_one_location_of_its_class_or_names_it() -> None:
    cancel = "exceptions: [{class: yoga, %son: 2026-09-14, cancel: heating}]\n"
    text = PLACES + YOGA % "[mitte, nord]"
    assert codes(text + cancel % "") == ["CHK072"]
    assert codes(text + cancel % "location: ost, ") == ["CHK071"]
    named = by_location(text + cancel % "location: nord, ")
    alone = by_location(PLACES + YOGA % "west" + cancel % "")
    assert [key for key, one in named.items() if one.exceptions] == ["nord"]
    assert [key for key, one in alone.items() if one.exceptions] == ["west"]


def test_an_exception_for_an_unknown_class_is_still_one() -> None:
    text = PLACES + YOGA % "all" + "exceptions: [{class: yogi, on: 2026-09-14, cancel: heating}]\n"
    assert sum(len(one.exceptions) for one in by_location(text).values()) == 1


def test_defaults_of_a_location_are_declared_once() -> None:
    first = "version: 1\nlocations: {mitte: {id: 101, timezone: Europe/Berlin, defaults: {capacity: 5}}}\n"
    assert codes(first, first) == ["CHK075"]


def test_a_timetable_of_a_day_runs_the_classes_that_are_here() -> None:
    found = by_location(
        PLACES + YOGA % "nord" + "timetables: {short: {classes: [yoga], change: {yoga: {staff: Ben}}}}\n"
        "special_days: [{on: 2026-10-05, run: short, locations: [nord, west]}]\n"
    )
    assert [key for key, one in found.items() if one.special and one.special.days] == ["nord", "west"]
