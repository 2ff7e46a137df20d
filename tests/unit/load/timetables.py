"""Schedule files with a usual head, so that a test writes only what it is about."""

from __future__ import annotations

from datetime import date

from reconciler.load import Loaded, Project, Source, load_schedule
from reconciler.model.schedule import Days, GroupClass, Timetable

HEAD = """\
version: 1
location: mitte
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 11, Ben: 12, Anna Maria: 13}
services: {Yoga: 501, Aqua: {id: 502, capacity: 8}}
rooms: {big hall: 31, small hall: 32}
labels: {autumn: 41, kids: 42}
"""
SEASON = "seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}\n"
DEFAULTS = "defaults: {service: Yoga, staff: Anna, duration: 60m, capacity: 12}\n"
USUAL = HEAD + SEASON + DEFAULTS


def load(*texts: str, project: Project | None = None) -> Loaded:
    """Load texts as files a.yaml, b.yaml and so on."""
    sources = [Source(f"{chr(97 + n)}.yaml", text.encode()) for n, text in enumerate(texts)]
    return load_schedule(sources, project or Project())


def timetable(*texts: str, project: Project | None = None) -> Timetable:
    """The one timetable of valid files."""
    loaded = load(*texts, project=project)
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    (found,) = loaded.schedule.timetables
    return found


def a_class(fields: str, more: str = "") -> GroupClass:
    """The one class of a usual file: `fields` stand in braces beside its id."""
    (found,) = timetable(f"{USUAL}{more}classes:\n  - {{id: yoga, {fields}}}\n").classes
    return found


def codes(*texts: str, project: Project | None = None) -> list[str]:
    """The codes of files that are wrong."""
    loaded = load(*texts, project=project)
    assert loaded.schedule is None
    return [finding.code for finding in loaded.diagnostics]


def codes_of_class(fields: str, more: str = "") -> list[str]:
    return codes(f"{USUAL}{more}classes:\n  - {{id: yoga, {fields}}}\n")


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(first: str, last: str) -> Days:
    return Days(day(first), day(last))
