"""How far ahead classes are created."""

from __future__ import annotations

from datetime import date

import pytest

from reconciler.load import Project, Source, load_schedule
from reconciler.model.schedule import Publish

FILE = """version: 1
location: mitte
{more}"""
PLACES = "locations: {mitte: {id: 101, timezone: Europe/Berlin}}\n"
MONDAY = date(2026, 9, 7)


def publish(text: str) -> Publish:
    source = Source("s.yaml", FILE.format(more=f"{PLACES}publish: {text}\n").encode())
    found = load_schedule([source], Project())
    assert found.schedule is not None, found.diagnostics
    said = found.schedule.timetables[0].publish
    assert said is not None
    return said


@pytest.mark.parametrize(
    ("text", "today", "last"),
    [
        ("{ahead: 2 weeks}", MONDAY, date(2026, 9, 20)),
        ("{ahead: 2 weeks}", date(2026, 9, 9), date(2026, 9, 22)),
        ("{ahead: 2 weeks, whole_weeks: true}", date(2026, 9, 9), date(2026, 9, 27)),
        ("{ahead: 2 weeks, whole_weeks: true}", MONDAY, date(2026, 9, 20)),
        ("{ahead: 36h}", MONDAY, date(2026, 9, 8)),
        ("{not_before: 2026-09-07}", MONDAY, None),
        ("{not_before: 2026-09-08}", MONDAY, date(2026, 9, 6)),
        ("{ahead: 2 weeks, not_before: 2026-09-08}", MONDAY, date(2026, 9, 6)),
    ],
)
def test_the_last_date_that_is_published(text: str, today: date, last: date | None) -> None:
    assert publish(text).until(today) == last


def test_two_files_of_a_location_cannot_both_say_it() -> None:
    texts = {"a.yaml": f"{PLACES}publish: {{ahead: 2 weeks}}\n", "b.yaml": "publish: {ahead: 3 weeks}\n"}
    sources = [Source(name, FILE.format(more=more).encode()) for name, more in texts.items()]
    (found,) = load_schedule(sources, Project()).diagnostics
    assert (found.code, found.span and found.span.file) == ("CHK031", "b.yaml")
    assert "a.yaml:4" in found.summary


@pytest.mark.parametrize("text", ["{}", "{whole_weeks: true}", "{whole_weeks: true, not_before: 2026-09-08}"])
def test_it_must_say_something(text: str) -> None:
    source = Source("s.yaml", FILE.format(more=f"{PLACES}publish: {text}\n").encode())
    assert {found.code for found in load_schedule([source], Project()).diagnostics} <= {"SCH002", "SCH008"}
    assert load_schedule([source], Project()).schedule is None
