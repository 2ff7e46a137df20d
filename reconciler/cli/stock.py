"""What the embedded sandbox holds: the project's fixtures, or else what the files name.

Without fixtures, the sandbox is stocked with the locations and names of the files, so that a
single schedule file plans against it as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from reconciler.cli.exits import Exit
from reconciler.cli.output import report_findings
from reconciler.cli.settings import Settings
from reconciler.cli.stop import Stop
from reconciler.cli.workspace import Workspace
from reconciler.load import Environment, load_plain
from reconciler.load.files import read_file
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import Schedule, Timetable
from reconciler.sandbox import (
    Fault,
    FixtureError,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
    parse_faults,
    parse_fixtures,
)

Read = TypeVar("Read")

SEATS = 20
"""Seats of a service for which nobody says a number."""


def fixtures_for(
    workspace: Workspace, schedule: Schedule, environment: Environment, settings: Settings
) -> Fixtures:
    """The fixtures of an environment.

    Raises:
        Stop: if the fixtures file is missing or makes no sense.
    """
    if environment.fixtures is None:
        return Fixtures(locations=tuple(_location(timetable) for timetable in schedule.timetables))
    return read_fixtures(workspace.root / environment.fixtures, workspace.root, settings)


def faults_for(workspace: Workspace, environment: Environment, settings: Settings) -> tuple[Fault, ...]:
    """The faults of an environment, none if it names no file.

    Raises:
        Stop: if the faults file is missing or makes no sense.
    """
    if environment.faults is None:
        return ()
    return read_faults(workspace.root / environment.faults, workspace.root, settings)


def read_fixtures(path: Path, root: Path, settings: Settings) -> Fixtures:
    """The fixtures in a file; `root` is the folder that its name is shown relative to.

    Raises:
        Stop: if the file is missing or makes no sense.
    """
    return _read(path, root, settings, what="fixtures", parse=parse_fixtures)


def read_faults(path: Path, root: Path, settings: Settings) -> tuple[Fault, ...]:
    """The faults in a file; `root` is the folder that its name is shown relative to.

    Raises:
        Stop: if the file is missing or makes no sense.
    """
    return _read(path, root, settings, what="faults", parse=parse_faults)


def _read(
    path: Path, root: Path, settings: Settings, *, what: str, parse: Callable[[Mapping[str, object]], Read]
) -> Read:
    source = read_file(path, root)
    if isinstance(source, Diagnostic):
        raise Stop(Exit.INVALID, source.summary, hint=source.hint)
    plain, findings = load_plain(source)
    if plain is None:
        report_findings(findings, {source.name: source.text.decode(errors="replace")}, settings)
        raise Stop(Exit.INVALID, f"the sandbox's {what} in {source.name} cannot be read")
    try:
        return parse(plain)
    except FixtureError as error:
        place = f"{error.path}: " if error.path else ""
        raise Stop(
            Exit.INVALID,
            f"{source.name}: {place}{error.message}",
            hint=f"docs/sandbox.md shows the form of {what}",
        ) from error


def _location(timetable: Timetable) -> LocationFixture:
    location, names = timetable.location, timetable.names
    return LocationFixture(
        id=location.id,
        title=location.key,
        timezone=location.timezone,
        staff=tuple(StaffFixture(id=number, name=name) for number, name in names.staff.items()),
        services=tuple(
            ServiceFixture(id=number, title=name, capacity=SEATS) for number, name in names.services.items()
        ),
        rooms=tuple(RoomFixture(id=number, title=name) for number, name in names.rooms.items()),
        labels=tuple(LabelFixture(id=number, title=name) for number, name in names.labels.items()),
    )
