"""The project file."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, SEASON, timetable

from reconciler.load import SANDBOX, Environment, LoadedProject, Project, Source, load_project
from reconciler.model.diagnostic import Span

PROJECT = """\
version: 1
schedules: [schedules/*.yaml, more.yaml]
locations:
  mitte: {id: 101, timezone: Europe/Berlin, staff: {Anna: 11}, services: {Yoga: 501}}
environments:
  rehearsal: {api: sandbox, fixtures: sandbox.yaml}
  production:
    api: "https://api.alteg.io/api/v2"
    edition: events
    pace: {per_second: 4, per_minute: 180}
    limits: {creates: 300}
    details: true
    timeout: 45s
    grace: 2m
default_environment: production
"""


def read(text: str) -> LoadedProject:
    return load_project(Source("reconciler.yaml", text.encode()))


def project(text: str) -> Project:
    loaded = read(text)
    assert loaded.diagnostics == ()
    assert loaded.project is not None
    return loaded.project


def test_environments_are_read_with_all_that_they_say() -> None:
    found = project(PROJECT)
    assert found.default_environment == "production"
    assert found.environments["rehearsal"] == Environment(
        name="rehearsal", api=SANDBOX, fixtures="sandbox.yaml"
    )
    assert found.environments["production"] == Environment(
        name="production",
        api="https://api.alteg.io/api/v2",
        edition="events",
        per_second=4,
        per_minute=180,
        details=True,
        max_creates=300,
        timeout_s=45,
        told_grace_s=120,
    )
    assert [one.is_sandbox for one in found.environments.values()] == [True, False]
    assert [one.grace_s for one in found.environments.values()] == [0, 120]
    assert Environment(name="bare", api="https://api.alteg.io/api/v2").grace_s == 90


def test_patterns_know_where_they_are_written() -> None:
    found = project(PROJECT)
    assert found.schedules == ("schedules/*.yaml", "more.yaml")
    assert found.schedule_spans[1] == Span("reconciler.yaml", 2, 31, 2, 40)


def test_a_bare_project_has_the_sandbox() -> None:
    found = project("version: 1\nschedules: schedules/*.yaml\n")
    assert found.environments == {SANDBOX: Environment(name=SANDBOX, api=SANDBOX)}
    assert (found.default_environment, found.schedules) == (SANDBOX, ("schedules/*.yaml",))


def test_without_a_default_the_sandbox_is_there_beside_the_others() -> None:
    found = project(PROJECT.replace("default_environment: production\n", ""))
    assert found.default_environment == SANDBOX
    assert found.environments[SANDBOX].is_sandbox


def test_schedule_files_see_the_projects_locations_and_names() -> None:
    text = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'
    found = timetable(f"version: 1\n{SEASON}{DEFAULTS}{text}", project=project(PROJECT))
    assert (found.location.id, found.classes[0].settings.staff_id) == (101, 11)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("default_environment: production", "default_environment: prodution", "CHK022"),
        ("edition: events", "edition: events, fixtures: x.yaml".replace(", ", "\n    "), "CHK023"),
        ("Europe/Berlin", "Europe/Berlim", "CHK002"),
        ("edition: events", "edition: event", "SCH004"),
        ("per_second: 4", "per_second: 0", "SCH007"),
        ("timeout: 45s", "timeout: soon", "SCH005"),
        ("https://", "http://", "SCH005"),
        ("details: true", "details: yes", "SCH004"),
    ],
)
def test_a_project_that_makes_no_sense_is_none(old: str, new: str, code: str) -> None:
    assert old in PROJECT
    loaded = read(PROJECT.replace(old, new))
    assert loaded.project is None
    assert [finding.code for finding in loaded.diagnostics] == [code]
    assert all(finding.span and finding.hint for finding in loaded.diagnostics)


def test_two_locations_with_one_id_are_found() -> None:
    loaded = read(PROJECT.replace("locations:\n", "locations:\n  a: {id: 101, timezone: Europe/Berlin}\n", 1))
    assert loaded.project is None
    (found,) = loaded.diagnostics
    assert (found.code, found.summary) == (
        "CHK003",
        "the location mitte has the id of a in reconciler.yaml:4:6",
    )
