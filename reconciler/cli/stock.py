"""What the embedded sandbox holds: the project's fixtures, or else what the files name.

Without fixtures, the sandbox is stocked with the locations and names of the files, so that a
single schedule file plans against it as it stands.
"""

from __future__ import annotations

from pathlib import Path

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
    FixtureError,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
    parse_fixtures,
)

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


def read_fixtures(path: Path, root: Path, settings: Settings) -> Fixtures:
    """The fixtures in a file; `root` is the folder that its name is shown relative to.

    Raises:
        Stop: if the file is missing or makes no sense.
    """
    source = read_file(path, root)
    if isinstance(source, Diagnostic):
        raise Stop(Exit.INVALID, source.summary, hint=source.hint)
    plain, findings = load_plain(source)
    if plain is None:
        report_findings(findings, {source.name: source.text.decode(errors="replace")}, settings)
        raise Stop(Exit.INVALID, f"the sandbox's fixtures in {source.name} cannot be read")
    try:
        return parse_fixtures(plain)
    except FixtureError as error:
        raise Stop(
            Exit.INVALID,
            f"{source.name}: {error.path}: {error.message}",
            hint="docs/sandbox.md shows the form of fixtures",
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
