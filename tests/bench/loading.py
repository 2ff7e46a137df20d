"""Loads a measured project the short way, for scripts that measure one stage."""

from __future__ import annotations

from pathlib import Path

from reconciler.expand import expand
from reconciler.load import Source, load_project, load_schedule
from reconciler.load.files import read_patterns
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import Schedule


def load(folder: Path) -> Schedule:
    """The schedule of the project in `folder`, which is valid."""
    source = Source("reconciler.yaml", (folder / "reconciler.yaml").read_bytes())
    project = load_project(source).project
    assert project is not None
    schedule = load_schedule(read_patterns(project.schedules, folder).sources, project).schedule
    assert schedule is not None
    return schedule


def wanted_by_location(schedule: Schedule) -> dict[str, list[Occurrence]]:
    """Every occurrence, by key of its location."""
    wanted: dict[str, list[Occurrence]] = {table.location.key: [] for table in schedule.timetables}
    for occurrence in expand(schedule).occurrences:
        wanted[occurrence.series.location].append(occurrence)
    return wanted
