"""Answers of `explain` to read in tests."""

from __future__ import annotations

from reconciler.cli.explaining import answer_to, horizons_around
from reconciler.cli.question import question_in
from reconciler.expand import expand
from reconciler.load import Project, Source, load_schedule
from reconciler.model.diagnostic import has_errors
from reconciler.model.window import Window
from reconciler.render.explain_view import Absence, Answer, Fate

STUDIO = """\
version: 1
location: mitte
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 11, Ben: 12}
services: {Yoga: 501}
rooms: {lane 1: 31, lane 2: 32, hall: 33, cellar: 34}
seasons:
  autumn: {from: 2026-09-07, to: 2026-12-20, breaks: [2026-10-19 to 2026-10-25]}
  spring: {from: 2027-01-11, to: 2027-03-28}
public_holidays: {calendar: DE-BE, do: skip}
closures:
  - {on: 2026-11-04, because: inspection}
  - {on: 2026-11-11, because: boiler}
  - {on: 2026-11-18, because: painters}
defaults: {service: Yoga, staff: Anna, room: hall, duration: 55m, capacity: 12}
classes:
  - id: yoga
    every: [mon, wed]
    at: "18:30"
    seasons: [autumn, spring]
    changes: [{from: 2027-02-01, at: "19:00"}]
  - id: aqua
    every: sat
    at: {early: "09:00", late: "10:00"}
    seasons: autumn
    parallel: [{staff: Anna, room: lane 1}, {staff: Ben, room: lane 2}]
  - {id: course, every: tue, at: "12:00", seasons: autumn, sessions: 5, if_closed: extend}
  - {id: biweekly, every: fri, weeks: odd, at: "12:00", seasons: autumn}
  - {id: cellar, rrule: "FREQ=WEEKLY;BYDAY=FR", exdate: [2026-09-18], at: "14:00", seasons: autumn}
  - {id: camp, at: "10:00", on: [2026-10-05, 2026-10-07], room: cellar}
exceptions:
  - {class: yoga, on: 2026-09-14, cancel: Anna is ill}
  - {class: yoga, on: 2026-09-16, move_to: 2026-09-17 17:00}
  - {class: yoga, on: 2026-09-21, move_to: "19:30"}
  - {class: yoga, on: 2026-09-23, change: {staff: Ben}}
  - {class: yoga, on: 2026-11-04, keep: true}
  - {class: yoga, on: 2026-11-11, move_to: 2026-11-12 20:00}
  - {class: yoga, add: 2026-09-10 11:00}
"""


def answer(question: str, text: str = STUDIO) -> Answer:
    """The answer, for a schedule file with this text."""
    loaded = load_schedule([Source("mitte.yaml", text.encode())], Project())
    assert loaded.schedule is not None, loaded.diagnostics
    asked, _ = question_in([question])
    horizons = horizons_around(asked.day, loaded.schedule)
    expansion = expand(loaded.schedule, Window(), horizons)
    assert not has_errors(expansion.diagnostics), expansion.diagnostics
    return answer_to(asked, loaded.schedule, expansion, horizons)


def fate(question: str, text: str = STUDIO) -> Fate:
    """The one class that the question means."""
    (only,) = answer(question, text).fates
    return only


def absence(question: str, text: str = STUDIO) -> Absence:
    """The one class, or location, that has nothing."""
    found = answer(question, text)
    assert not found.fates
    (only,) = found.absences
    return only


def kinds(found: Fate) -> list[str]:
    """The kinds of its steps, in order."""
    return [step.kind.value for step in found.outcome.trace]
