"""`--calendars DIR`: a calendar file for each studio, teacher and room; for plan, diff, show and expand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reconciler.cli.exits import Exit
from reconciler.cli.output import note
from reconciler.cli.settings import Settings
from reconciler.cli.stop import Stop

if TYPE_CHECKING:
    from reconciler.cli.calendar_folder import Written
    from reconciler.render import CalendarFiles

F = TypeVar("F", bound=Callable[..., Any])
_FEW = 5
"""Files that are named before they are counted."""


def calendars_option(command: F) -> F:
    """`--calendars`."""
    return click.option(
        "--calendars",
        "calendars",
        metavar="DIR",
        help="Write an .ics file for each studio, teacher and room into this folder.",
    )(command)


def check_calendars(folder: str | None, settings: Settings) -> None:
    """Raises `Stop` if nothing can be written there, before the work begins."""
    if folder is None:
        return
    if not folder.strip():
        raise Stop(Exit.USAGE, "--calendars names no folder", hint="for example: --calendars calendars")
    from reconciler.cli.calendar_folder import refuse_impossible

    refuse_impossible(settings.folder / folder)


def write_calendars(
    folder: str | None, made: Callable[[], CalendarFiles], settings: Settings, *, lack: str
) -> None:
    """Write the files; `made` gives them, and is not asked without a folder.

    `lack`: why they are not all that there is. If they are (""), files of earlier runs for people and rooms
    that have no class any more take off what is still to come.

    Raises:
        Stop: if the folder does not take them, or has a file of somebody else in their place.
    """
    if folder is None:
        return
    from reconciler.cli.calendar_folder import write_folder
    from reconciler.render import withdrawn

    root, files = settings.folder / folder, made()
    try:
        found = write_folder(
            root,
            files.texts,
            lambda text: withdrawn(text, files.made_at),
            frozenset() if lack else frozenset(files.folders),
        )
    except OSError as error:
        raise Stop(
            Exit.ERROR,
            f"the calendars cannot be written into {root}",
            detail=f"{error.strerror or error}: {error.filename or root}",
            hint="name a folder after --calendars that you may write into, on a disk that has room",
        ) from error
    for line in _words(found, str(root), lack):
        note(line, settings)


def _words(found: Written, root: str, lack: str) -> list[str]:
    from reconciler.render.escape import for_terminal

    lines = [f"Wrote {_counted(found.written)} into {for_terminal(root)}."]
    if lack:
        lines.append(f"{lack}, so other calendars of the folder stay as they are.")
    if found.withdrawn:
        lines.append(f"Without a class now, so they take off what was to come: {_named(found.withdrawn)}.")
    if found.foreign:
        lines.append(
            "Without a class now, but changed by somebody else, so they stay as they are: "
            f"{_named(found.foreign)}."
        )
    return lines


def _counted(number: int) -> str:
    return f"{number} calendar" if number == 1 else f"{number} calendars"


def _named(paths: Sequence[str]) -> str:
    from reconciler.render.escape import for_terminal

    more = f" and {len(paths) - _FEW} more" if len(paths) > _FEW else ""
    return ", ".join(map(for_terminal, paths[:_FEW])) + more
